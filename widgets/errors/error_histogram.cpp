#include "widgets/errors/error_histogram.h"

#include "widgets/errors/threshold_line.h"
#include "widgets/parts/panel_parts.h"
#include "widgets/plot/axis_style.h"
#include "widgets/plot/qcp.h"
#include "widgets/text/number_text.h"
#include "widgets/text/sample_text.h"
#include "widgets/theme/data_colours.h"
#include "widgets/theme/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isthmus {
namespace {

constexpr double kLogFloor = 0.7;  // where the logarithmic axis starts: a single sample still shows

/// A power of ten not above a tenth of a bin.
double dragStep(const HistogramBins& bins) {
  return std::pow(10.0, std::floor(std::log10(bins.width / 10) + 1e-9));
}

std::uint64_t sum(const std::vector<std::uint32_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

QLabel* noteLabel(const char* name, Qt::Alignment alignment, QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setObjectName(QString::fromLatin1(name));
  setTypeSize(*label, TypeSize::Small);
  label->setForegroundRole(QPalette::PlaceholderText);
  label->setAlignment(alignment | Qt::AlignVCenter);
  return label;
}

}  // namespace

struct ErrorHistogram::Parts {
  Histogram histogram;
  std::optional<Histogram> probe;
  QString probeName;
  QString errorName;
  double threshold = 0;
  HistogramStyle style = HistogramStyle::Stacked;
  bool logCounts = false;
  bool dragging = false;
  QCustomPlot* plot = nullptr;
  std::vector<QCPBars*> bars;       // stacked
  std::vector<QCPGraph*> outlines;  // overlaid
  QCPGraph* probeOutline = nullptr;
  std::optional<ThresholdLine> line;
  QLabel* below = nullptr;
  QLabel* axisTitle = nullptr;
  QLabel* above = nullptr;

  /// What the line moves by at least.
  double step() const { return dragStep(histogram.bins); }
  int decimals() const { return std::max(decimalsFor(step()), decimalsOf(threshold)); }
  std::uint64_t total(std::size_t bin) const {
    std::uint64_t count = 0;
    for (const auto& group : histogram.counts) count += group[bin];
    return count;
  }
};

ErrorHistogram::ErrorHistogram(QWidget* parent) : QWidget(parent), m_parts(std::make_unique<Parts>()) {
  setObjectName(QStringLiteral("errorHistogram"));
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Histogram of the errors; Left and Right move the threshold"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  buildPlot();
  column->addWidget(m_parts->plot, 1);
  auto* notes = new QHBoxLayout;
  notes->setContentsMargins(4, 0, 4, 2);
  m_parts->below = noteLabel("histogramBelow", Qt::AlignLeft, this);
  m_parts->axisTitle = new TextLabel(TypeSize::Small, Tone::Muted, TextLabel::Overflow::Elide, this);
  m_parts->axisTitle->setObjectName(QStringLiteral("histogramAxis"));
  m_parts->axisTitle->setAlignment(Qt::AlignCenter);
  m_parts->above = noteLabel("histogramAbove", Qt::AlignRight, this);
  notes->addWidget(m_parts->below);
  notes->addWidget(m_parts->axisTitle, 1);
  notes->addWidget(m_parts->above);
  column->addLayout(notes);
  applyColours();
}

ErrorHistogram::~ErrorHistogram() = default;

Figure ErrorHistogram::figure() const {
  return {m_parts->plot};
}

QSize ErrorHistogram::minimumSizeHint() const {
  return {220, 90};
}

void ErrorHistogram::buildPlot() {
  Parts& p = *m_parts;
  p.plot = new QCustomPlot(this);
  p.plot->setObjectName(QStringLiteral("errorBars"));
  p.plot->setAccessibleName(tr("Bars of the error histogram"));
  p.plot->setFocusProxy(this);
  p.plot->setMouseTracking(true);
  p.plot->installEventFilter(this);
  p.plot->setMinimumSize(120, 60);
  p.plot->yAxis->ticker()->setTickCount(4);
  p.plot->xAxis->grid()->setVisible(false);
  p.probeOutline = p.plot->addGraph();
  p.probeOutline->setLineStyle(QCPGraph::lsStepLeft);
  p.line.emplace(*p.plot);
  connect(p.plot, &QCustomPlot::afterLayout, this, &ErrorHistogram::placeThreshold);
}

void ErrorHistogram::applyColours() {
  Parts& p = *m_parts;
  const Theme theme = themeOf(*this);
  p.plot->axisRect()->setMinimumMargins(QMargins(0, ThresholdLine::tagHeight(), 10, 0));
  styleAxes(*p.plot, theme);
  // Hatched, so that it cannot be taken for a class, in whatever colour.
  p.probeOutline->setPen(QPen(theme.text, 1.8));
  QColor hatch = theme.text;
  hatch.setAlpha(90);
  p.probeOutline->setBrush(QBrush(hatch, Qt::BDiagPattern));
  p.line->setColours(*this);
  for (std::size_t i = 0; i < p.bars.size(); ++i) {
    QColor colour = classColour(static_cast<int>(i), theme.dark);
    p.bars[i]->setPen(Qt::NoPen);
    p.bars[i]->setBrush(colour);
    p.outlines[i]->setPen(QPen(colour, 1.4));
    colour.setAlpha(40);
    p.outlines[i]->setBrush(p.bars.size() <= 3 ? QBrush(colour) : QBrush());  // many fills add up to mud
  }
  p.plot->replot(QCustomPlot::rpQueuedReplot);
}

void ErrorHistogram::setHistogram(Histogram histogram) {
  Parts& p = *m_parts;
  p.histogram = std::move(histogram);
  if (p.bars.size() != p.histogram.groups()) {
    for (QCPBars* bars : p.bars) p.plot->removePlottable(bars);
    for (QCPGraph* outline : p.outlines) p.plot->removeGraph(outline);
    p.bars.clear();
    p.outlines.clear();
    for (std::size_t i = 0; i < p.histogram.groups(); ++i) {
      auto* bars = new QCPBars(p.plot->xAxis, p.plot->yAxis);
      bars->setAntialiased(false);
      bars->setAntialiasedFill(false);
      bars->setStackingGap(0);
      if (i > 0) bars->moveAbove(p.bars.back());
      p.bars.push_back(bars);
      p.outlines.push_back(p.plot->addGraph());
      p.outlines.back()->setLineStyle(QCPGraph::lsStepLeft);
    }
    p.plot->removeGraph(p.probeOutline);  // made anew, so that it lies on top
    p.probeOutline = p.plot->addGraph();
    p.probeOutline->setLineStyle(QCPGraph::lsStepLeft);
    applyColours();
    fillProbe();
  }
  p.plot->xAxis->setRange(p.histogram.bins.low, p.histogram.bins.high());
  fillClasses();
}

void ErrorHistogram::setProbe(std::optional<Histogram> probe, const QString& name) {
  m_parts->probe = std::move(probe);
  m_parts->probeName = name;
  fillProbe();
  fitCounts();
  showNotes();
}

namespace {

/// The corners of a step line: one at each left edge, a last one that closes it at the right edge.
QVector<QCPGraphData> stepsOf(const HistogramBins& bins, const std::vector<std::uint32_t>& counts, bool log) {
  const double nothing = log ? kLogFloor / 2 : 0;  // a logarithmic axis has no zero
  QVector<QCPGraphData> steps;
  steps.reserve(static_cast<qsizetype>(counts.size()) + 2);
  steps.append({bins.low, nothing});
  for (std::size_t i = 0; i < counts.size(); ++i)
    steps.append({bins.edge(i), std::max<double>(counts[i], nothing)});
  steps.append({bins.high(), nothing});
  return steps;
}

}  // namespace

void ErrorHistogram::fillClasses() {
  Parts& p = *m_parts;
  const HistogramBins& bins = p.histogram.bins;
  const bool stacked = p.style == HistogramStyle::Stacked;
  for (std::size_t group = 0; group < p.histogram.groups(); ++group) {
    const auto& counts = p.histogram.counts[group];
    p.bars[group]->setVisible(stacked);
    p.outlines[group]->setVisible(!stacked);
    p.bars[group]->setWidth(bins.width);
    QVector<QCPBarsData> heights;
    for (std::size_t i = 0; i < counts.size(); ++i)
      heights.append({bins.edge(i) + bins.width / 2, static_cast<double>(counts[i])});
    p.bars[group]->data()->set(heights, true);
    p.outlines[group]->data()->set(stepsOf(bins, counts, p.logCounts), true);
  }
  fitCounts();
  showNotes();
}

void ErrorHistogram::fillProbe() {
  Parts& p = *m_parts;
  p.probeOutline->setVisible(p.probe.has_value());
  if (p.probe) p.probeOutline->data()->set(stepsOf(p.probe->bins, p.probe->counts[0], p.logCounts), true);
}

void ErrorHistogram::fitCounts() {
  Parts& p = *m_parts;
  double highest = 0;
  for (std::size_t bin = 0; bin < p.histogram.bins.count; ++bin) {
    double own = 0;
    for (const auto& group : p.histogram.counts)
      own = p.style == HistogramStyle::Stacked ? own + group[bin] : std::max<double>(own, group[bin]);
    highest = std::max(highest, own);
  }
  if (p.probe)
    for (const std::uint32_t count : p.probe->counts[0]) highest = std::max<double>(highest, count);
  if (p.logCounts)
    p.plot->yAxis->setRange(kLogFloor, std::max(highest, 10.0) * 1.6);
  else
    p.plot->yAxis->setRange(0, std::max(highest, 4.0) * 1.04);
  p.plot->replot(QCustomPlot::rpQueuedReplot);
}

void ErrorHistogram::showNotes() {
  Parts& p = *m_parts;
  const int decimals = decimalsFor(p.histogram.bins.width);
  const auto note = [&](QLabel* label, const QString& pattern, const std::vector<std::uint32_t>& own,
                        const std::vector<std::uint32_t>* probe, const QString& where) {
    QStringList parts;
    if (sum(own) > 0) parts << countText(sum(own));
    if (probe != nullptr && sum(*probe) > 0) parts << tr("%1 probe").arg(countText(sum(*probe)));
    const QString text = parts.join(QStringLiteral(" + "));
    label->setText(text.isEmpty() ? text : pattern.arg(text));
    label->setToolTip(tr("%1 outside the picture, %2: they count everywhere, but would flatten the bars.")
                          .arg(text, where));
    label->setAccessibleName(text.isEmpty() ? text : tr("%1 outside the picture, %2").arg(text, where));
  };
  note(p.below, QStringLiteral("← %1"), p.histogram.below, p.probe ? &p.probe->below : nullptr,
       tr("below %1").arg(valueText(p.histogram.bins.low, decimals)));
  note(p.above, QStringLiteral("%1 →"), p.histogram.above, p.probe ? &p.probe->above : nullptr,
       tr("above %1").arg(valueText(p.histogram.bins.high(), decimals)));
}

void ErrorHistogram::setThreshold(double threshold) {
  m_parts->threshold = threshold;
  placeThreshold();
  m_parts->line->redraw();
  setAccessibleDescription(
      tr("Threshold at %1 %2").arg(valueText(threshold, m_parts->decimals()), m_parts->errorName));
}

double ErrorHistogram::threshold() const {
  return m_parts->threshold;
}

void ErrorHistogram::placeThreshold() {
  m_parts->line->place(m_parts->threshold, m_parts->decimals());
}

double ErrorHistogram::thresholdStep() const {
  return m_parts->step();
}

bool ErrorHistogram::isDragging() const {
  return m_parts->dragging;
}

QPoint ErrorHistogram::thresholdPosition() const {
  const QRect rect = m_parts->plot->axisRect()->rect();
  const int x = qRound(m_parts->plot->xAxis->coordToPixel(m_parts->threshold));
  return m_parts->plot->mapTo(this, QPoint(x, rect.center().y()));
}

void ErrorHistogram::setErrorName(const QString& name) {
  m_parts->errorName = name;
  m_parts->axisTitle->setText(name);
}

void ErrorHistogram::setBarStyle(HistogramStyle style) {
  m_parts->style = style;
  fillClasses();
}

void ErrorHistogram::setLogCounts(bool on) {
  Parts& p = *m_parts;
  p.logCounts = on;
  p.plot->yAxis->setScaleType(on ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
  if (on)
    p.plot->yAxis->setTicker(QSharedPointer<QCPAxisTickerLog>::create());
  else
    p.plot->yAxis->setTicker(QSharedPointer<QCPAxisTicker>::create());
  p.plot->yAxis->ticker()->setTickCount(4);
  p.plot->yAxis->setNumberFormat(QStringLiteral("f"));
  p.plot->yAxis->setNumberPrecision(0);
  fillClasses();
  fillProbe();
}

void ErrorHistogram::moveThresholdTo(double value) {
  Parts& p = *m_parts;
  const double unit = std::pow(10.0, -p.decimals());
  const QCPRange range = p.plot->xAxis->range();
  const double rounded = std::round(std::clamp(value, range.lower, range.upper) / unit) * unit;
  if (rounded == p.threshold) return;
  setThreshold(rounded);
  Q_EMIT thresholdMoved(rounded);
}

void ErrorHistogram::showReading(const QPointF& pixel, const QPoint& global) {
  Parts& p = *m_parts;
  const HistogramBins& bins = p.histogram.bins;
  const double error = p.plot->xAxis->pixelToCoord(pixel.x());
  const double position = (error - bins.low) / bins.width;
  if (!p.plot->axisRect()->rect().contains(pixel.toPoint()) || position < 0 ||
      position >= static_cast<double>(bins.count))
    return QToolTip::hideText();
  const auto bin = static_cast<std::size_t>(position);
  const int decimals = decimalsFor(bins.width);
  QString text = tr("%1 to %2: %3")
                     .arg(valueText(bins.edge(bin), decimals), valueText(bins.edge(bin + 1), decimals),
                          samplesText(p.total(bin)));
  if (p.probe) text += tr(", %1 of the probe").arg(countText(p.probe->counts[0][bin]));
  QToolTip::showText(global, text, this);
}

bool ErrorHistogram::eventFilter(QObject* watched, QEvent* event) {
  Parts& p = *m_parts;
  const auto* mouse = dynamic_cast<QMouseEvent*>(event);
  if (mouse == nullptr) return QWidget::eventFilter(watched, event);
  if (event->type() == QEvent::MouseButtonPress && mouse->button() == Qt::LeftButton &&
      p.line->grabs(mouse->position())) {
    p.dragging = true;
  } else if (event->type() == QEvent::MouseMove && p.dragging) {
    moveThresholdTo(p.plot->xAxis->pixelToCoord(mouse->position().x()));
  } else if (event->type() == QEvent::MouseMove) {
    if (p.line->grabs(mouse->position()))
      p.plot->setCursor(Qt::SplitHCursor);
    else
      p.plot->unsetCursor();
    showReading(mouse->position(), mouse->globalPosition().toPoint());
  } else if (event->type() == QEvent::MouseButtonRelease && p.dragging) {
    p.dragging = false;
    Q_EMIT thresholdDropped();
  }
  return QWidget::eventFilter(watched, event);
}

void ErrorHistogram::keyPressEvent(QKeyEvent* event) {
  Parts& p = *m_parts;
  const double step = p.step() * (event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1);
  switch (event->key()) {
    case Qt::Key_Left:
      return moveThresholdTo(p.threshold - step);
    case Qt::Key_Right:
      return moveThresholdTo(p.threshold + step);
    case Qt::Key_PageDown:
      return moveThresholdTo(p.threshold - p.histogram.bins.width);
    case Qt::Key_PageUp:
      return moveThresholdTo(p.threshold + p.histogram.bins.width);
    default:
      return QWidget::keyPressEvent(event);
  }
}

void ErrorHistogram::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  applyColours();
}

void ErrorHistogram::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  applyColours();
}

void ErrorHistogram::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (changesLook(*event)) applyColours();
}

}  // namespace isthmus
