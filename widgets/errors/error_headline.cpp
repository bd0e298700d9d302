#include "widgets/errors/error_headline.h"

#include "widgets/text/number_text.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace isthmus {
namespace {

constexpr int kLeastWidth = 89;       // characters: both counts in full
constexpr int kProbeNameLength = 20;  // characters of the probe's name

/// What the probe looks like in the histogram: a hatched outline.
class ProbeSwatch : public QWidget {
 public:
  explicit ProbeSwatch(QWidget* parent) : QWidget(parent) { setFixedSize(12, 12); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    const QColor colour = themeOf(*this).text;
    QColor hatch = colour;
    hatch.setAlpha(120);
    painter.setPen(QPen(colour, 1.2));
    painter.setBrush(QBrush(hatch, Qt::BDiagPattern));
    painter.drawRect(QRectF(1, 1, 10, 10));
  }
};

QString ofText(std::size_t above, std::size_t count) {
  const QString share =
      count == 0
          ? QString()
          : QStringLiteral(" (%1)").arg(shareText(static_cast<double>(above) / static_cast<double>(count)));
  return ErrorHeadline::tr("<b>%1</b> of %2%3").arg(countText(above), countText(count), share);
}

QLabel* richLabel(const char* name, QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setObjectName(QString::fromLatin1(name));
  label->setTextFormat(Qt::RichText);
  return label;
}

}  // namespace

ErrorHeadline::ErrorHeadline(QWidget* parent)
    : QWidget(parent),
      m_counts(richLabel("aboveCounts", this)),
      m_nonFinite(richLabel("nonFiniteCounts", this)),
      m_probeSwatch(new ProbeSwatch(this)),
      m_probe(richLabel("probeCounts", this)) {
  m_nonFinite->setToolTip(
      tr("Samples that the model has not been through since training began, or whose error is not a finite "
         "number; they are in no count and no bar."));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kGrid);
  row->addWidget(m_counts);
  row->addWidget(m_nonFinite);
  row->addStretch();
  row->addWidget(m_probeSwatch);
  row->addWidget(m_probe);
  setProbe({}, 0, 0);
  setNonFinite(0);
}

QSize ErrorHeadline::minimumSizeHint() const {
  return {fontMetrics().averageCharWidth() * kLeastWidth, QWidget::minimumSizeHint().height()};
}

void ErrorHeadline::setCounts(std::size_t above, std::size_t count, const QString& explanation) {
  m_ofSamples = ofText(above, count);
  m_counts->setToolTip(explanation);
  fitCounts();
}

void ErrorHeadline::fitCounts() {
  const QString text = tr("Above threshold:%1%2");
  m_counts->setText(text.arg(QStringLiteral(" "), m_ofSamples));
  if (m_counts->sizeHint().width() > width())
    m_counts->setText(text.arg(QStringLiteral("<br>"), m_ofSamples));
}

void ErrorHeadline::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fitCounts();
}

void ErrorHeadline::setProbe(const QString& name, std::size_t above, std::size_t count) {
  m_probeSwatch->setVisible(!name.isEmpty());
  m_probe->setVisible(!name.isEmpty());
  const QFontMetrics metrics = m_probe->fontMetrics();
  const QString shortened =
      metrics.elidedText(name, Qt::ElideMiddle, metrics.averageCharWidth() * kProbeNameLength);
  m_probe->setText(QStringLiteral("%1: %2").arg(shortened.toHtmlEscaped(), ofText(above, count)));
  m_probe->setToolTip(
      tr("The probe, %1: its samples above the threshold. In the picture it is the hatched outline.")
          .arg(name));
}

void ErrorHeadline::setNonFinite(std::size_t count) {
  m_nonFiniteCount = count;
  m_nonFinite->setVisible(count > 0);
  m_nonFinite->setText(QStringLiteral("<span style=\"color:%1\">%2</span>")
                           .arg(themeOf(*this).warning.name(), tr("%1 not measured").arg(countText(count))));
}

void ErrorHeadline::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (!changesLook(*event)) return;
  setNonFinite(m_nonFiniteCount);  // its colour is in the text
  fitCounts();
}

}  // namespace isthmus
