#include "widgets/plot/loss_key.h"

#include "widgets/text/number_text.h"
#include "widgets/theme/data_colours.h"
#include "widgets/theme/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>

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

QLabel* smallLabel(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setFont(typeFont(TypeSize::Small));
  return label;
}

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
  QGridLayout* grid = m_grid;
  grid->setContentsMargins(0, kGrid, 0, 0);
  grid->setHorizontalSpacing(kGrid);
  grid->setVerticalSpacing(3);
  const auto heading = [&](int column, QWidget* sample, QLabel* name) {
    grid->addWidget(sample, 1, column, Qt::AlignRight);
    grid->addWidget(name, 0, column, Qt::AlignRight);
    name->setForegroundRole(QPalette::PlaceholderText);
  };
  m_moment->setObjectName(QStringLiteral("lossWhen"));
  grid->addWidget(m_moment, 0, 0, 1, 2);
  QLabel* unit = smallLabel(tr("nats per sample"), this);
  unit->setForegroundRole(QPalette::PlaceholderText);
  unit->setToolTip(tr("Natural units of information: 1 nat is 1.44 bits; the mean over the samples."));
  grid->addWidget(unit, 1, 0, 1, 2);
  heading(2, new LineSample(false, this), smallLabel(tr("train"), this));
  heading(3, m_heldOutSample, m_heldOutName);
}

void LossKey::setLines(const std::vector<LossLine>& lines) {
  const auto idsOf = [](const std::vector<LossLine>& of) {
    std::vector<std::string> ids;
    for (const LossLine& line : of) ids.push_back(line.id);
    return ids;
  };
  if (idsOf(lines) == idsOf(m_lines)) return;
  for (const Row& row : m_rows)
    for (QWidget* widget : std::initializer_list<QWidget*>{row.swatch, row.name, row.train, row.heldOut})
      delete widget;
  m_rows.clear();
  m_lines = lines;
  constexpr int kFirst = 2;
  for (const LossLine& line : lines) {
    const int at = kFirst + static_cast<int>(m_rows.size());
    Row row{new Swatch(line, this), smallLabel(line.name, this), nullptr, nullptr};
    row.name->setToolTip(line.explanation);
    m_grid->addWidget(row.swatch, at, 0);
    m_grid->addWidget(row.name, at, 1);
    const auto value = [&](int column, const char* prefix) {
      auto* label = new QLabel(this);
      label->setObjectName(QString::fromLatin1(prefix) + QString::fromStdString(line.id));
      label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
      label->setMinimumWidth(label->fontMetrics().horizontalAdvance(QStringLiteral("0,000.0")));
      m_grid->addWidget(label, at, column);
      return label;
    };
    row.train = value(2, "lossTrain_");
    row.heldOut = value(3, "lossHeldOut_");
    for (QWidget* widget : std::initializer_list<QWidget*>{row.swatch, row.name, row.train}) widget->show();
    row.heldOut->setVisible(!m_heldOutName->text().isEmpty());
    m_rows.push_back(row);
    m_grid->setRowStretch(at, 0);
  }
  m_grid->setRowStretch(kFirst + static_cast<int>(m_rows.size()), 1);
}

void LossKey::setHeldOut(const QString& name) {
  m_heldOutName->setText(name);
  m_heldOutName->setVisible(!name.isEmpty());
  m_heldOutSample->setVisible(!name.isEmpty());
  for (const Row& row : m_rows) row.heldOut->setVisible(!name.isEmpty());
}

void LossKey::setReading(const QString& moment, const LossValues* train, const LossValues* heldOut) {
  m_moment->setText(moment);
  const auto text = [](const LossLine& line, const LossValues* loss) {
    return loss != nullptr ? lossText(line.of(*loss)) : QStringLiteral("–");
  };
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    m_rows[i].train->setText(text(m_lines[i], train));
    m_rows[i].heldOut->setText(text(m_lines[i], heldOut));
  }
}

}  // namespace isthmus
