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

constexpr int kTrainRow = 1;
constexpr int kHeldOutRow = 2;

/// A line's column of the grid, after those of the rows' names.
int columnOf(std::size_t line) {
  return 2 + static_cast<int>(line);
}

QLabel* smallLabel(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  setTypeSize(*label, TypeSize::Small);
  return label;
}

/// The name of a line behind its swatch.
class LineName : public QWidget {
 public:
  LineName(const LossLine& line, QWidget* parent) : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid / 2);
    row->addWidget(new Swatch(line, this));
    row->addWidget(smallLabel(line.name, this));
    setToolTip(line.explanation);
  }
};

QString lossText(double value) {
  return std::isfinite(value) ? valueText(value, std::abs(value) < 10 ? 2 : 1) : QStringLiteral("not finite");
}

}  // namespace

LossKey::LossKey(QWidget* parent)
    : QWidget(parent),
      m_moment(smallLabel({}, this)),
      m_heldOutName(smallLabel({}, this)),
      m_heldOutSample(new LineSample(true, this)),
      m_grid(new QGridLayout(this)) {
  setToolTip(
      tr("Nats per sample, the mean over the samples. Nats are natural units of information: 1 nat is 1.44 "
         "bits."));
  m_grid->setContentsMargins(kGrid, kGrid / 2, kGrid, 0);
  m_grid->setHorizontalSpacing(kGrid + kGrid / 2);
  m_grid->setVerticalSpacing(0);
  m_moment->setObjectName(QStringLiteral("lossWhen"));
  // As wide as it gets, or the plot's key would move with every reading.
  m_moment->setMinimumWidth(m_moment->fontMetrics().horizontalAdvance(tr("now, epoch %1").arg("00.00")));
  m_grid->addWidget(m_moment, 0, 0, 1, 2);
  const auto heading = [&](int row, QWidget* sample, QLabel* name) {
    m_grid->addWidget(sample, row, 0);
    m_grid->addWidget(name, row, 1);
    name->setForegroundRole(QPalette::PlaceholderText);
  };
  heading(kTrainRow, new LineSample(false, this), smallLabel(tr("train"), this));
  heading(kHeldOutRow, m_heldOutSample, m_heldOutName);
}

void LossKey::setLines(const std::vector<LossLine>& lines) {
  if (std::ranges::equal(lines, m_lines, {}, &LossLine::id, &LossLine::id)) return;
  for (const Column& column : m_columns)
    for (QWidget* widget : std::initializer_list<QWidget*>{column.name, column.train, column.heldOut})
      delete widget;
  m_grid->setColumnStretch(columnOf(m_columns.size()), 0);
  m_columns.clear();
  m_lines = lines;
  for (const LossLine& line : lines) {
    const int at = columnOf(m_columns.size());
    Column column{new LineName(line, this), nullptr, nullptr};
    m_grid->addWidget(column.name, 0, at, Qt::AlignRight);
    const auto value = [&](int row, const char* prefix) {
      auto* label = new QLabel(this);
      label->setObjectName(QString::fromLatin1(prefix) + QString::fromStdString(line.id));
      label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
      m_grid->addWidget(label, row, at);
      return label;
    };
    column.train = value(kTrainRow, "lossTrain_");
    column.heldOut = value(kHeldOutRow, "lossHeldOut_");
    for (QWidget* widget : std::initializer_list<QWidget*>{column.name, column.train}) widget->show();
    column.heldOut->setVisible(!m_heldOutName->text().isEmpty());
    m_columns.push_back(column);
  }
  m_grid->setColumnStretch(columnOf(m_columns.size()), 1);
  fitToText();
}

/// Numbers that change move nothing.
void LossKey::fitToText() {
  const int width = fontMetrics().horizontalAdvance(QStringLiteral("0,000.0"));
  for (const Column& column : m_columns)
    for (QLabel* label : {column.train, column.heldOut}) label->setMinimumWidth(width);
}

void LossKey::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) fitToText();
}

void LossKey::setHeldOut(const QString& name) {
  m_heldOutName->setText(name);
  m_heldOutName->setVisible(!name.isEmpty());
  m_heldOutSample->setVisible(!name.isEmpty());
  for (const Column& column : m_columns) column.heldOut->setVisible(!name.isEmpty());
}

void LossKey::setReading(const QString& moment, const LossValues* train, const LossValues* heldOut) {
  m_moment->setText(moment);
  const auto text = [](const LossLine& line, const LossValues* loss) {
    return loss != nullptr ? lossText(line.of(*loss)) : QStringLiteral("–");
  };
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    m_columns[i].train->setText(text(m_lines[i], train));
    m_columns[i].heldOut->setText(text(m_lines[i], heldOut));
  }
}

}  // namespace isthmus
