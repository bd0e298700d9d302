#include "widgets/plot/loss_key.h"

#include "widgets/text/number_text.h"
#include "widgets/theme/data_colours.h"
#include "widgets/theme/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>

#include <cmath>

namespace isthmus {

const std::array<LossTerm, kLossTermCount> kLossTerms = {
    LossTerm{"total", "total", "What training makes smaller: reconstruction + beta x KL.", &LossTerms::total},
    LossTerm{
        "reconstruction", "reconstruction",
        "How badly what is decoded fits the samples: their negative log-likelihood (of pictures the binary "
        "cross-entropy, summed over the pixels).",
        &LossTerms::reconstruction},
    LossTerm{"KL", "kl",
             "How much the encoder says about each sample: the divergence of its posterior from the prior "
             "N(0, I).",
             &LossTerms::kl}};

QColor lossTermColour(std::size_t term, bool dark) {
  constexpr std::array<int, kLossTermCount> kLight = {4, 5, 2};  // blue, vermilion, green
  constexpr std::array<int, kLossTermCount> kDark = {1, 0, 2};   // sky blue, orange, green
  return classColour((dark ? kDark : kLight)[term], dark);
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
  Swatch(std::size_t term, QWidget* parent) : QWidget(parent), m_term(term) { setFixedSize(10, 10); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter(this).fillRect(rect(), lossTermColour(m_term, themeOf(*this).dark));
  }

 private:
  std::size_t m_term;
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
      m_heldOutSample(new LineSample(true, this)) {
  auto* grid = new QGridLayout(this);
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
  for (std::size_t term = 0; term < kLossTermCount; ++term) {
    const int row = static_cast<int>(term) + 2;
    grid->addWidget(new Swatch(term, this), row, 0);
    QLabel* name = smallLabel(tr(kLossTerms[term].name), this);
    name->setToolTip(tr(kLossTerms[term].explanation));
    grid->addWidget(name, row, 1);
    const auto value = [&](int column, const char* prefix) {
      auto* label = new QLabel(this);
      label->setObjectName(QString::fromLatin1(prefix) + QString::fromLatin1(kLossTerms[term].objectName));
      label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
      label->setMinimumWidth(label->fontMetrics().horizontalAdvance(QStringLiteral("0,000.0")));
      grid->addWidget(label, row, column);
      return label;
    };
    m_train[term] = value(2, "lossTrain_");
    m_heldOut[term] = value(3, "lossHeldOut_");
  }
  grid->setRowStretch(static_cast<int>(kLossTermCount) + 2, 1);
}

void LossKey::setHeldOut(const QString& name) {
  m_heldOutName->setText(name);
  m_heldOutName->setVisible(!name.isEmpty());
  m_heldOutSample->setVisible(!name.isEmpty());
  for (QLabel* label : m_heldOut) label->setVisible(!name.isEmpty());
}

void LossKey::setReading(const QString& moment, const LossTerms* train, const LossTerms* heldOut) {
  m_moment->setText(moment);
  for (std::size_t term = 0; term < kLossTermCount; ++term) {
    const auto value = kLossTerms[term].value;
    m_train[term]->setText(train != nullptr ? lossText(train->*value) : QStringLiteral("–"));
    m_heldOut[term]->setText(heldOut != nullptr ? lossText(heldOut->*value) : QStringLiteral("–"));
  }
}

}  // namespace isthmus
