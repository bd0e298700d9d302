#include "widgets/errors/anomaly_choice.h"

#include "widgets/text/names_combo.h"
#include "widgets/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

#include <algorithm>

namespace isthmus {
namespace {

constexpr int kClassNameLength = 14;  // characters in the closed box

QString classText(const std::string& name) {
  return AnomalyChoice::tr("class %1").arg(QString::fromStdString(name));
}

}  // namespace

AnomalyChoice::AnomalyChoice(QWidget* parent) : QWidget(parent), m_combo(new NamesCombo(this)) {
  m_combo->setObjectName(QStringLiteral("anomalies"));
  m_combo->setAccessibleName(tr("Anomalies"));
  m_combo->setToolTip(
      tr("Which samples count as anomalies: a second data set (the probe), or one class against all "
         "others of the data."));
  m_combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_combo->setMinimumContentsLength(kClassNameLength);
  m_combo->setItems({{QString()}});
  auto* caption = new QLabel(tr("Anomalies"), this);
  caption->setToolTip(m_combo->toolTip());
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kGrid);
  row->addStretch();
  row->addWidget(caption);
  row->addWidget(m_combo);
  connect(m_combo, &QComboBox::activated, this, [this](int index) {
    m_isProbeChosen = index == 0;
    m_class = index > 0 ? std::optional(m_classes[static_cast<std::size_t>(index) - 1]) : std::nullopt;
    Q_EMIT changed();
  });
  clearProbe();
  hide();
}

void AnomalyChoice::setClasses(const std::vector<std::string>& names, std::optional<std::size_t> positive) {
  if (names == m_classes && positive == m_positive) return;
  m_positive = positive;
  if (names == m_classes) return select();
  m_classes = names;
  m_isProbeChosen = false;  // rather than one of other classes: that says nothing of these
  const QSignalBlocker quiet(m_combo);
  std::vector<NamesCombo::Item> items = {{m_combo->name(0)}};
  for (const std::string& name : m_classes) items.push_back({classText(name)});
  m_combo->setItems(items);
  setVisible(m_classes.size() > 1);
  select();
}

void AnomalyChoice::setProbe(const QString& name) {
  if (name != m_lastProbe) m_class.reset();
  m_lastProbe = name;
  m_hasProbe = true;
  m_combo->setName(0, name.isEmpty() ? tr("probe") : tr("probe %1").arg(name));
  select();
}

void AnomalyChoice::clearProbe() {
  m_hasProbe = false;
  m_combo->setName(0, tr("a second data set"));
  select();
}

void AnomalyChoice::select() {
  std::size_t index = 0;
  const auto chosen = m_class ? std::ranges::find(m_classes, *m_class) : m_classes.end();
  if (chosen != m_classes.end())
    index = static_cast<std::size_t>(chosen - m_classes.begin()) + 1;
  else if (!m_isProbeChosen && !m_hasProbe && m_positive)
    index = *m_positive + 1;
  const QSignalBlocker quiet(m_combo);
  m_combo->setCurrentIndex(static_cast<int>(index));
}

AnomalyPick AnomalyChoice::pick() const {
  if (m_class) return {AnomalyPick::Kind::Class, *m_class};
  return {m_isProbeChosen ? AnomalyPick::Kind::Probe : AnomalyPick::Kind::Usual, {}};
}

void AnomalyChoice::setPick(const AnomalyPick& pick) {
  m_isProbeChosen = pick.kind == AnomalyPick::Kind::Probe;
  m_class = pick.kind == AnomalyPick::Kind::Class ? std::optional(pick.className) : std::nullopt;
  select();
}

std::optional<std::size_t> AnomalyChoice::classIndex() const {
  if (m_classes.size() < 2 || m_combo->currentIndex() < 1) return std::nullopt;
  return static_cast<std::size_t>(m_combo->currentIndex()) - 1;
}

QString AnomalyChoice::text() const {
  return m_combo->name(m_combo->currentIndex());
}

}  // namespace isthmus
