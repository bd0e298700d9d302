#include "widgets/plot/loss_key.h"

#include "widgets/text/number_text.h"
#include "widgets/theme/data_colours.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace isthmus {

std::vector<LossLine> lossLines(const LossHistory& history) {
  std::vector<LossLine> lines;
  if (history.terms.size() > 1)
    lines.push_back(
        {LossKey::tr("total"),
         LossKey::tr("What training makes smaller: the sum of the terms below, each times its weight."),
         "total", 0});
  for (std::size_t term = 0; term < history.terms.size(); ++term) {
    if (history.terms[term].type == TermType::Kl)
      lines.push_back(
          {LossKey::tr("KL"),
           LossKey::tr("How much the encoder says about each sample: the divergence of its posterior "
                       "from the prior N(0, I)."),
           history.terms[term].name, 2, true, term});
    else
      lines.push_back(
          {LossKey::tr("reconstruction"),
           LossKey::tr(
               "How badly what is decoded fits the samples: their negative log-likelihood (of pictures the "
               "binary cross-entropy, summed over the pixels)."),
           history.terms[term].name, 1, false, term});
  }
  return lines;
}

QColor lossLineColour(const LossLine& line, bool dark) {
  constexpr std::array kLight = {4, 5, 2};  // blue, vermilion, green
  constexpr std::array kDark = {1, 0, 2};   // sky blue, orange, green
  return classColour((dark ? kDark : kLight)[line.colour], dark);
}

namespace {

/// A short piece of the line that it explains: solid, or dashed with a point.
class LineSample : public QWidget {
 public:
  LineSample(bool dashed, QWidget* parent) : QWidget(parent), m_dashed(dashed) { setFixedSize(22, 12); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = themeOf(*this).text;
    painter.setPen(QPen(colour, 1.5, m_dashed ? Qt::DashLine : Qt::SolidLine));
    painter.drawLine(QPointF(0, 6), QPointF(22, 6));
    if (!m_dashed) return;
    painter.setBrush(colour);
    painter.drawEllipse(QPointF(11, 6), 2, 2);
  }

 private:
  bool m_dashed;
};

/// A square of the colour of one term.
class Swatch : public QWidget {
 public:
  Swatch(LossLine line, QWidget* parent) : QWidget(parent), m_line(std::move(line)) { setFixedSize(10, 10); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter(this).fillRect(rect(), lossLineColour(m_line, themeOf(*this).dark));
  }

 private:
  LossLine m_line;
};

constexpr int kSpaceBetween = kGrid;  // columns

QLabel* smallLabel(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  setTypeSize(*label, TypeSize::Small);
  return label;
}

/// A name behind what stands for it in the picture.
QWidget* namedBy(QWidget* mark, QLabel* name, QWidget* parent) {
  auto* both = new QWidget(parent);
  auto* row = new QHBoxLayout(both);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kGrid / 2);
  row->addWidget(mark);
  row->addWidget(name);
  row->addStretch();
  return both;
}

QString lossText(double value) {
  return std::isfinite(value) ? valueText(value, std::abs(value) < 10 ? 2 : 1) : QStringLiteral("not finite");
}

}  // namespace

LossKey::LossKey(QWidget* parent)
    : QWidget(parent),
      m_moment(smallLabel({}, this)),
      m_heldOutName(smallLabel({}, this)),
      m_grid(new QGridLayout(this)) {
  QLabel* train = smallLabel(tr("train"), this);
  for (QLabel* name : {train, m_heldOutName}) name->setForegroundRole(QPalette::PlaceholderText);
  m_train = namedBy(new LineSample(false, this), train, this);
  m_heldOut = namedBy(new LineSample(true, this), m_heldOutName, this);
  setToolTip(
      tr("Nats per sample, the mean over the samples. Nats are natural units of information: 1 nat is 1.44 "
         "bits."));
  m_grid->setContentsMargins(kGrid / 2, kGrid / 2, kGrid / 2, 0);
  m_grid->setHorizontalSpacing(kSpaceBetween);
  m_grid->setVerticalSpacing(0);
  m_moment->setObjectName(QStringLiteral("lossWhen"));
  fitToText();
}

void LossKey::setLines(const std::vector<LossLine>& lines) {
  if (std::ranges::equal(lines, m_lines, {}, &LossLine::id, &LossLine::id)) return;
  for (const Term& term : m_terms)
    for (QWidget* widget : std::initializer_list<QWidget*>{term.name, term.train, term.heldOut})
      delete widget;
  m_terms.clear();
  m_lines = lines;
  for (const LossLine& line : lines) {
    Term term;
    term.name = namedBy(new Swatch(line, this), smallLabel(line.name, this), this);
    term.name->setToolTip(line.explanation);
    const auto value = [&](const char* prefix) {
      auto* label = new QLabel(this);
      label->setObjectName(QString::fromLatin1(prefix) + QString::fromStdString(line.id));
      label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
      return label;
    };
    term.train = value("lossTrain_");
    term.heldOut = value("lossHeldOut_");
    for (QWidget* widget : std::initializer_list<QWidget*>{term.name, term.train}) widget->show();
    term.heldOut->setVisible(!m_heldOutName->text().isEmpty());
    m_terms.push_back(term);
  }
  fitToText();
}

int LossKey::widthFor(bool hasColumns) const {
  const int value = fontMetrics().horizontalAdvance(QStringLiteral("0,000.0"));
  const int lines = std::max({m_moment->minimumWidth(), m_train->sizeHint().width(),
                              m_heldOut->isHidden() ? 0 : m_heldOut->sizeHint().width()});
  int columns = 0;
  int widest = m_moment->minimumWidth();
  for (const Term& term : m_terms) {
    const int name = term.name->sizeHint().width();
    columns += kSpaceBetween + std::max(name, value);
    widest = std::max(widest, name);
  }
  const int room = kGrid;  // margins
  if (hasColumns) return room + lines + columns;
  return room + widest + kSpaceBetween + std::max(m_train->sizeHint().width(), value) +
         (m_heldOut->isHidden() ? 0 : kSpaceBetween + std::max(m_heldOut->sizeHint().width(), value));
}

void LossKey::place() {
  const bool hasColumns = m_hasColumns = width() >= widthFor(true);
  while (m_grid->count() > 0) delete m_grid->takeAt(0);
  const auto put = [&](QWidget* widget, int line, int term, Qt::Alignment alignment = {}) {
    m_grid->addWidget(widget, hasColumns ? line : term, hasColumns ? term : line, alignment);
  };
  put(m_moment, 0, 0);
  // Names stand over numbers at their right, beside them at their left.
  const Qt::Alignment ofTerm = hasColumns ? Qt::AlignRight : Qt::AlignLeft;
  const Qt::Alignment ofLine = hasColumns ? Qt::AlignLeft : Qt::AlignRight;
  put(m_train, 1, 0, ofLine);
  put(m_heldOut, 2, 0, ofLine);
  int at = 1;
  for (const Term& term : m_terms) {
    put(term.name, 0, at, ofTerm);
    put(term.train, 1, at);
    put(term.heldOut, 2, at);
    ++at;
  }
  for (int column = 0; column < m_grid->columnCount(); ++column) m_grid->setColumnStretch(column, 0);
  m_grid->setColumnStretch(hasColumns ? at : 3, 1);  // what is left over
}

QSize LossKey::minimumSizeHint() const {
  return {widthFor(false), QWidget::minimumSizeHint().height()};
}

/// Numbers that change move nothing.
void LossKey::fitToText() {
  m_moment->setMinimumWidth(m_moment->fontMetrics().horizontalAdvance(tr("now, epoch %1").arg("00.00")));
  const int width = fontMetrics().horizontalAdvance(QStringLiteral("0,000.0"));
  for (const Term& term : m_terms)
    for (QLabel* label : {term.train, term.heldOut}) label->setMinimumWidth(width);
  place();
}

void LossKey::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) fitToText();
}

void LossKey::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (m_hasColumns != (width() >= widthFor(true))) place();
}

void LossKey::setHeldOut(const QString& name) {
  if (name == m_heldOutName->text() && m_heldOut->isHidden() == name.isEmpty()) return;
  m_heldOutName->setText(name);
  m_heldOut->setVisible(!name.isEmpty());
  for (const Term& term : m_terms) term.heldOut->setVisible(!name.isEmpty());
  place();
}

void LossKey::setReading(const QString& moment, const LossValues* train, const LossValues* heldOut) {
  m_moment->setText(moment);
  const auto text = [](const LossLine& line, const LossValues* loss) {
    return loss != nullptr ? lossText(line.of(*loss)) : QStringLiteral("–");
  };
  for (std::size_t i = 0; i < m_terms.size(); ++i) {
    m_terms[i].train->setText(text(m_lines[i], train));
    m_terms[i].heldOut->setText(text(m_lines[i], heldOut));
  }
}

}  // namespace isthmus
