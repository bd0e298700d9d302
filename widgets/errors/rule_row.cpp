#include "widgets/errors/rule_row.h"

#include "core/anomaly/sample_errors.h"
#include "widgets/errors/measure_text.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/theme.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>

#include <algorithm>

namespace isthmus {
namespace {

constexpr int kLeastCombo = 12 * kGrid;  // narrower than its longest choice: what does not fit ends in "…"

QComboBox* makeCombo(const char* objectName, const QString& accessibleName, const QString& toolTip,
                     QWidget* parent) {
  auto* combo = new QComboBox(parent);
  combo->setObjectName(QString::fromLatin1(objectName));
  combo->setAccessibleName(accessibleName);
  combo->setToolTip(toolTip);
  combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  combo->setMinimumWidth(kLeastCombo);
  return combo;
}

void addItem(QComboBox* combo, const QString& text, int value, const QString& toolTip) {
  combo->addItem(text, value);
  combo->setItemData(combo->count() - 1, toolTip, Qt::ToolTipRole);
}

/// -1 stands for all samples.
int partValue(std::optional<Part> part) {
  return part ? static_cast<int>(*part) : -1;
}

void select(QComboBox* combo, int value) {
  const QSignalBlocker quiet(combo);
  combo->setCurrentIndex(std::max(combo->findData(value), 0));
}

}  // namespace

RuleRow::RuleRow(QWidget* parent) : QWidget(parent) {
  using Kind = ThresholdRule::Kind;
  m_rule = makeCombo(
      "ruleKind", tr("Threshold rule"),
      tr("How the threshold is set: from the errors of the training samples, which the model has learnt "
         "as normal."),
      this);
  addItem(m_rule, tr("Mean + k sd"), static_cast<int>(Kind::MeanPlusSd),
          tr("Mean of the training errors plus k standard deviations; k = 3 is the rule of the field."));
  addItem(m_rule, tr("Quantile"), static_cast<int>(Kind::Quantile),
          tr("The error that this share of the training samples does not exceed."));
  addItem(m_rule, tr("Median + k MAD"), static_cast<int>(Kind::MedianPlusMad),
          tr("Median plus k times 1.4826 times the median distance from it: anomalies among the training "
             "samples hardly "
             "move it."));
  addItem(m_rule, tr("Fixed value"), static_cast<int>(Kind::Fixed), tr("Where you put the line."));
  m_parameter = new QDoubleSpinBox(this);
  m_parameter->setObjectName(QStringLiteral("ruleParameter"));
  m_parameter->setAccessibleName(tr("Parameter of the threshold rule"));
  m_parameter->setKeyboardTracking(false);
  m_parameter->setAlignment(Qt::AlignRight);
  m_parameter->setLocale(interfaceLocale());
  m_measure =
      makeCombo("errorMeasure", tr("Error measure"), tr("What is taken as the error of a sample."), this);
  setTraits(expectedTraits(SampleKind::Image));
  m_part = makeCombo(
      "errorPart", tr("Samples shown"),
      tr("Which samples are drawn and counted; the threshold always comes from the training samples."), this);
  addItem(m_part, tr("All samples"), -1, tr("Training and held-out samples together."));

  m_halves = new QBoxLayout(QBoxLayout::LeftToRight, this);
  m_halves->setContentsMargins(0, 0, 0, 0);
  m_halves->setSpacing(kGrid);
  const auto addHalf = [this](QWidget* first, QWidget* second, int stretch) {
    auto* half = new QHBoxLayout;
    half->setSpacing(kGrid / 2);
    half->addWidget(first);
    half->addWidget(second);
    half->addStretch();
    m_halves->addLayout(half, stretch);
  };
  addHalf(m_rule, m_parameter, 1);
  addHalf(m_measure, m_part, 0);
  shapeParameter();

  connect(m_rule, &QComboBox::currentIndexChanged, this, [this] {
    if (kind() == Kind::Fixed) Q_EMIT fixedChosen();
    shapeParameter();
    Q_EMIT ruleChanged(rule());
  });
  connect(m_parameter, &QDoubleSpinBox::valueChanged, this, [this](double value) {
    m_parameters[static_cast<std::size_t>(kind())] = value;
    Q_EMIT ruleChanged(rule());
  });
  connect(m_measure, &QComboBox::currentIndexChanged, this, [this] {
    m_chosen = measure();
    Q_EMIT measureChanged(measure());
  });
  connect(m_part, &QComboBox::currentIndexChanged, this, [this] { Q_EMIT partChanged(); });
}

QSize RuleRow::minimumSizeHint() const {
  const int widest =
      std::max(m_halves->itemAt(0)->minimumSize().width(), m_halves->itemAt(1)->minimumSize().width());
  return {widest, m_halves->minimumSize().height()};
}

void RuleRow::placeHalves() {
  const int both =
      m_halves->itemAt(0)->sizeHint().width() + m_halves->spacing() + m_halves->itemAt(1)->sizeHint().width();
  m_halves->setDirection(width() >= both ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

bool RuleRow::event(QEvent* event) {
  if (event->type() == QEvent::LayoutRequest) placeHalves();  // a list has grown, or the text
  return QWidget::event(event);
}

void RuleRow::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  placeHalves();
}

ThresholdRule::Kind RuleRow::kind() const {
  return static_cast<ThresholdRule::Kind>(m_rule->currentData().toInt());
}

ThresholdRule RuleRow::rule() const {
  return {kind(), m_parameters[static_cast<std::size_t>(kind())]};
}

ErrorMeasure RuleRow::measure() const {
  return static_cast<ErrorMeasure>(m_measure->currentData().toInt());
}

std::optional<Part> RuleRow::part() const {
  const int value = m_part->currentData().toInt();
  return value < 0 ? std::nullopt : std::optional(static_cast<Part>(value));
}

void RuleRow::setRule(const ThresholdRule& rule) {
  m_parameters[static_cast<std::size_t>(rule.kind)] = rule.parameter;
  select(m_rule, static_cast<int>(rule.kind));
  shapeParameter();
}

void RuleRow::setMeasure(std::optional<ErrorMeasure> chosen) {
  m_chosen = chosen;
  selectMeasure();
}

void RuleRow::selectMeasure() {
  select(m_measure, static_cast<int>(measureFor(*m_traits, m_chosen)));
}

void RuleRow::setPart(std::optional<Part> part) {
  select(m_part, partValue(part));
}

void RuleRow::setTraits(const ErrorTraits& traits) {
  if (m_traits == traits) return;
  m_traits = traits;
  const QSignalBlocker quiet(m_measure);
  m_measure->clear();
  for (const ErrorMeasure measure : measuresOf(traits)) {
    QString name = measureShortTitle(measure, traits);
    name[0] = name[0].toUpper();
    addItem(m_measure, name, static_cast<int>(measure), measureExplanation(measure, traits));
  }
  selectMeasure();
}

void RuleRow::setPartsPresent(const std::vector<Part>& parts) {
  std::vector<int> wanted = {-1};
  for (const Part part : parts) wanted.push_back(static_cast<int>(part));
  std::vector<int> offered;
  offered.reserve(static_cast<std::size_t>(m_part->count()));
  for (int i = 0; i < m_part->count(); ++i) offered.push_back(m_part->itemData(i).toInt());
  if (wanted == offered) return;
  const QSignalBlocker quiet(m_part);
  const int chosen = partValue(part());
  while (m_part->count() > 1) m_part->removeItem(1);
  for (const Part part : parts) {
    switch (part) {
      case Part::Train:
        addItem(m_part, tr("Train"), partValue(part), tr("The samples that the model learns from."));
        break;
      case Part::Validation:
        addItem(m_part, tr("Validation"), partValue(part), tr("Samples held out of the training part."));
        break;
      case Part::Test:
        addItem(m_part, tr("Test"), partValue(part),
                tr("The data set's own test samples, never learnt from."));
        break;
    }
  }
  select(m_part, chosen);
}

void RuleRow::setValueStep(double step) {
  if (step == m_step) return;
  m_step = step;
  if (kind() == ThresholdRule::Kind::Fixed) shapeParameter();
}

void RuleRow::shapeParameter() {
  const QSignalBlocker quiet(m_parameter);
  const auto shape = [this](int decimals, double low, double high, double step, const QString& prefix,
                            const QString& toolTip) {
    m_parameter->setDecimals(decimals);
    m_parameter->setRange(low, high);
    m_parameter->setSingleStep(step);
    m_parameter->setPrefix(prefix);
    m_parameter->setToolTip(toolTip);
  };
  switch (kind()) {
    case ThresholdRule::Kind::MeanPlusSd:
      shape(2, 0, 99, 0.1, tr("k = "), tr("How many standard deviations above the mean."));
      break;
    case ThresholdRule::Kind::Quantile:
      shape(4, 0, 1, 0.005, {}, tr("The share of the training samples at or below the threshold, 0 to 1."));
      break;
    case ThresholdRule::Kind::MedianPlusMad:
      shape(2, 0, 99, 0.1, tr("k = "),
            tr("How many median absolute deviations (x 1.4826) above the median."));
      break;
    case ThresholdRule::Kind::Fixed:
      shape(std::max(decimalsFor(m_step), decimalsOf(m_parameters[static_cast<std::size_t>(kind())])), -1e9,
            1e9, m_step * 10, {}, tr("The threshold itself, in the unit of the error."));
      break;
  }
  m_parameter->setValue(m_parameters[static_cast<std::size_t>(kind())]);
}

}  // namespace isthmus
