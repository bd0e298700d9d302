#include "widgets/plot/loss_plot.h"

#include "widgets/plot/axis_style.h"
#include "widgets/plot/change_marks.h"
#include "widgets/plot/loss_key.h"
#include "widgets/plot/loss_text.h"
#include "widgets/plot/qcp.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/theme.h"

#include <QContextMenuEvent>
#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QStackedLayout>
#include <QTimer>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kDrawnPoints = 400;
constexpr qsizetype kMostDots = 60;  // more of them merge into a band
constexpr double kDot = 4.5;         // pixels
constexpr int kLeastCurves = 210;    // of width at the desktop's size of text; narrower, they are scrolled
constexpr int kAroundCurves = 56;    // pixels of a plot's width that axis and margins take
constexpr std::chrono::milliseconds kDrawingPause{250};  // between two drawings of a history that grows
constexpr double kNewest = std::numeric_limits<double>::quiet_NaN();

}  // namespace

struct LossPlot::Parts {
  LossHistory history;
  QStackedLayout* stack = nullptr;
  QCustomPlot* plot = nullptr;
  std::array<QCPAxisRect*, 2> rects{};  // losses above, KL below
  std::vector<LossLine> lines;
  std::vector<QCPGraph*> train;  // of each line, as those below
  std::vector<QCPGraph*> heldOut;
  QLabel* hint = nullptr;
  std::array<QCPItemStraightLine*, 2> marks{};
  LossKey* key = nullptr;
  std::unique_ptr<ChangeMarks> changes;
  double reading = kNewest;  // epoch under the pointer
  QTimer pause;              // until the curves may be drawn again
  bool isDrawn = true;       // false: the history has grown since

  double lastEpoch() const {
    double last = history.train.empty() ? 0 : history.train.back().epoch;
    if (!history.epochs.empty()) last = std::max<double>(last, history.epochs.back().epoch);
    return last;
  }
  bool empty() const { return history.isClosedForm || (history.train.empty() && history.epochs.empty()); }
};

LossPlot::LossPlot(QWidget* parent) : QWidget(parent), m_parts(std::make_unique<Parts>()) {
  setObjectName(QStringLiteral("lossPlot"));
  setAccessibleName(tr("Loss curves"));
  setFocusPolicy(Qt::StrongFocus);
  auto* empty = m_parts->hint = new QLabel(this);
  empty->setObjectName(QStringLiteral("lossEmpty"));
  empty->setAlignment(Qt::AlignCenter);
  empty->setWordWrap(true);
  empty->setForegroundRole(QPalette::PlaceholderText);
  auto* content = new QWidget(this);
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  m_parts->stack = new QStackedLayout(this);
  m_parts->stack->addWidget(empty);
  m_parts->stack->addWidget(content);
  m_parts->pause.setSingleShot(true);
  m_parts->pause.setInterval(kDrawingPause);
  connect(&m_parts->pause, &QTimer::timeout, this, &LossPlot::drawHistory);
  buildPlot();
  m_parts->key = new LossKey(this);
  column->addWidget(m_parts->key);
  column->addWidget(m_parts->plot, 1);
  m_parts->hint->setText(hintText());
  applyColours();
}

LossPlot::~LossPlot() = default;

const LossHistory& LossPlot::history() const {
  return m_parts->history;
}

Figure LossPlot::figure() const {
  return m_parts->empty() ? Figure() : Figure{m_parts->plot, {}, m_parts->key};
}

void LossPlot::contextMenuEvent(QContextMenuEvent* event) {
  if (!m_parts->empty()) Q_EMIT menuWanted(event->globalPos());
}

QSize LossPlot::sizeHint() const {
  return {720, 220};
}
QSize LossPlot::minimumSizeHint() const {
  return {std::max(textLength(kLeastCurves), m_parts->key->minimumSizeHint().width()), 140};
}

void LossPlot::buildPlot() {
  Parts& p = *m_parts;
  p.plot = new QCustomPlot(this);
  p.plot->setObjectName(QStringLiteral("lossCurves"));
  p.plot->setAccessibleName(tr("Loss curves"));
  p.plot->setFocusProxy(this);
  p.plot->setMouseTracking(true);
  p.plot->installEventFilter(this);
  p.plot->plotLayout()->clear();
  auto* sides = new QCPMarginGroup(p.plot);
  for (std::size_t i = 0; i < 2; ++i) {
    auto* rect = new QCPAxisRect(p.plot);
    p.rects[i] = rect;
    p.plot->plotLayout()->addElement(static_cast<int>(i), 0, rect);
    rect->setMarginGroup(QCP::msLeft | QCP::msRight, sides);
    rect->setMinimumMargins(QMargins(0, i == 0 ? 6 : 2, 10, 2));
    rect->setMinimumSize(60, 24);
    rect->axis(QCPAxis::atLeft)->ticker()->setTickCount(i == 0 ? 4 : 2);
    rect->axis(QCPAxis::atLeft)->ticker()->setTickStepStrategy(QCPAxisTicker::tssMeetTickCount);
    rect->axis(QCPAxis::atBottom)->ticker()->setTickCount(4);
    for (const auto type : {QCPAxis::atTop, QCPAxis::atRight}) rect->axis(type)->setVisible(false);
    for (const auto type : {QCPAxis::atLeft, QCPAxis::atBottom}) rect->axis(type)->setLayer("axes");
    p.marks[i] = new QCPItemStraightLine(p.plot);
    p.marks[i]->setLayer("overlay");
    p.marks[i]->setClipAxisRect(rect);
    for (QCPItemPosition* position : {p.marks[i]->point1, p.marks[i]->point2})
      position->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    p.marks[i]->setVisible(false);
  }
  p.changes = std::make_unique<ChangeMarks>(*p.plot);
  p.plot->plotLayout()->setRowStretchFactor(0, 1.5);
  p.plot->plotLayout()->setRowSpacing(2);
  p.rects[0]->axis(QCPAxis::atBottom)->setTickLabels(false);
  p.rects[0]->axis(QCPAxis::atLeft)->setLabel(tr("nats"));
  p.rects[1]->axis(QCPAxis::atLeft)->setLabel(tr("KL"));
  p.rects[1]->axis(QCPAxis::atBottom)->setLabel(tr("epochs"));
}

/// Graphs for these lines; the lower picture is there where one of them is a KL divergence.
void LossPlot::setLines(const std::vector<LossLine>& lines) {
  Parts& p = *m_parts;
  const bool areSame = std::ranges::equal(p.lines, lines, {}, &LossLine::id, &LossLine::id);
  if (areSame) return;
  p.lines = lines;
  p.plot->clearGraphs();
  p.train.clear();
  p.heldOut.clear();
  for (const LossLine& line : lines) {
    QCPAxisRect* rect = p.rects[line.isKl ? 1 : 0];
    for (auto* graphs : {&p.train, &p.heldOut})
      graphs->push_back(p.plot->addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft)));
  }
  const bool hasKl = std::ranges::any_of(lines, &LossLine::isKl);
  p.rects[1]->setVisible(hasKl);
  p.rects[1]->setAutoMargins(hasKl ? QCP::msAll : QCP::msNone);
  if (!hasKl) p.rects[1]->setMargins({});
  p.rects[1]->setMaximumSize(QWIDGETSIZE_MAX, hasKl ? QWIDGETSIZE_MAX : 1);
  p.rects[1]->setMinimumSize(60, hasKl ? 24 : 0);
  QCPAxis* upper = p.rects[0]->axis(QCPAxis::atBottom);
  upper->setTickLabels(!hasKl);
  upper->setLabel(hasKl ? QString() : tr("epochs"));
  p.key->setLines(lines);
  applyColours();
}

/// What stands where there are no curves.
QString LossPlot::hintText() const {
  const LossHistory& history = m_parts->history;
  if (!history.isClosedForm) return tr("The loss curves appear here while the model trains.");
  return QStringLiteral("%1\n%2")
      .arg(tr("This model is solved for at once, in closed form: there is no curve to watch."),
           lastLossText(history))
      .trimmed();
}

void LossPlot::applyColours() {
  Parts& p = *m_parts;
  const Theme theme = themeOf(*this);
  styleAxes(*p.plot, theme);
  for (std::size_t line = 0; line < p.lines.size(); ++line) {
    const QColor colour = lossLineColour(p.lines[line], theme.dark);
    p.train[line]->setPen(QPen(colour, 1.3));
    p.heldOut[line]->setPen(QPen(colour, 1.3, Qt::DashLine));
  }
  showDots();
  for (QCPItemStraightLine* mark : p.marks) mark->setPen(QPen(theme.mutedText, 1));
  p.changes->setTheme(theme);
  p.plot->replot(QCustomPlot::rpQueuedReplot);
}

/// Held-out losses as dots on their line, one an epoch, while these can be told apart.
void LossPlot::showDots() {
  for (QCPGraph* graph : m_parts->heldOut) {
    const QColor colour = graph->pen().color();
    graph->setScatterStyle(
        graph->dataCount() > kMostDots
            ? QCPScatterStyle(QCPScatterStyle::ssNone)
            : QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(colour), QBrush(colour), kDot));
  }
}

/// As many epochs along the axis as there is room for without two of them touching.
void LossPlot::spaceTicks() {
  QCPAxis* axis = m_parts->rects[1]->axis(QCPAxis::atBottom);
  const QString longest = countText(static_cast<qint64>(std::ceil(m_parts->lastEpoch())));
  const int label = QFontMetrics(axis->tickLabelFont()).horizontalAdvance(longest) + 2 * kGrid;
  for (QCPAxisRect* rect : m_parts->rects)  // one grid for both
    rect->axis(QCPAxis::atBottom)
        ->ticker()
        ->setTickCount(std::clamp((m_parts->plot->width() - kAroundCurves) / label, 1, 4));
  m_parts->changes->spaceLabels(m_parts->plot->width() - kAroundCurves);
}

void LossPlot::setHistory(const LossHistory& history) {
  Parts& p = *m_parts;
  p.history = history;
  p.stack->setCurrentIndex(p.empty() ? 0 : 1);
  if (p.empty()) {
    p.reading = kNewest;
    p.hint->setText(hintText());
    setAccessibleDescription(history.isClosedForm ? hintText() : QString());
    return;
  }
  setLines(lossLines(history));
  p.key->setHeldOut(history.hasHeldOut ? QString::fromStdString(std::string(partName(history.heldOutPart)))
                                       : QString());
  p.changes->setChanges(history.changes);
  fillGraphs();
  fitRanges();
  showReading();
  p.isDrawn = false;
  if (!p.pause.isActive()) drawHistory();
}

void LossPlot::drawHistory() {
  Parts& p = *m_parts;
  if (std::exchange(p.isDrawn, true)) return;
  p.plot->replot(QCustomPlot::rpQueuedReplot);
  p.pause.start();
}

void LossPlot::fillGraphs() {
  Parts& p = *m_parts;
  // A point of the curve is a mean over batches; a long run is drawn as means over more of them, for a line
  // with many turns in each pixel is slow to draw and hard to read.
  const std::size_t group = p.history.train.size() / kDrawnPoints + 1;
  for (std::size_t line = 0; line < p.lines.size(); ++line) {
    QVector<QCPGraphData> train;
    train.reserve(static_cast<qsizetype>(p.history.train.size() / group) + 1);
    for (std::size_t i = 0; i < p.history.train.size(); i += group) {
      const std::size_t end = std::min(i + group, p.history.train.size());
      QCPGraphData point(0, 0);
      for (std::size_t k = i; k < end; ++k) {
        point.key += p.history.train[k].epoch / static_cast<double>(end - i);
        point.value += p.lines[line].of(p.history.train[k].loss) / static_cast<double>(end - i);
      }
      train.append(point);
    }
    p.train[line]->data()->set(train, true);
    QVector<QCPGraphData> heldOut;
    if (p.history.hasHeldOut)
      for (const EpochRecord& record : p.history.epochs)
        heldOut.append({static_cast<double>(record.epoch), p.lines[line].of(record.heldOut)});
    p.heldOut[line]->data()->set(heldOut, true);
  }
  showDots();
}

void LossPlot::fitRanges() {
  Parts& p = *m_parts;
  const double last = std::max(p.lastEpoch(), 1e-3);
  // The fall of the first moments may leave the upper picture at the top: what comes after is what one
  // compares.
  const std::array<double, 2> from = {std::min(1.0, 0.1 * last), 0};
  std::array<QCPRange, 2> ranges;
  for (std::size_t i = 0; i < 2; ++i) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    const auto include = [&](double epoch, double value) {
      if (epoch < from[i] || !std::isfinite(value)) return;
      low = std::min(low, value);
      high = std::max(high, value);
    };
    for (const LossLine& line : p.lines) {
      if (line.isKl != (i == 1)) continue;
      for (const CurvePoint& point : p.history.train) include(point.epoch, line.of(point.loss));
      if (p.history.hasHeldOut)
        for (const EpochRecord& record : p.history.epochs) include(record.epoch, line.of(record.heldOut));
    }
    if (!(low <= high)) low = 0, high = 1;
    const double room = std::max(0.06 * (high - low), 1e-6 + 1e-3 * std::abs(high));
    p.rects[i]->axis(QCPAxis::atLeft)->setRange(low - room, high + room);
    p.rects[i]->axis(QCPAxis::atBottom)->setRange(0, last * 1.01);
  }
  spaceTicks();
}

void LossPlot::readAt(double epoch) {
  m_parts->reading = epoch;
  showReading();
  if (m_parts->plot->isVisible())
    m_parts->plot->layer("overlay")->replot();  // a buffer of its own: the curves are not drawn anew
}

void LossPlot::showReading() {
  Parts& p = *m_parts;
  if (p.empty()) return;
  const bool newest = std::isnan(p.reading);
  const double epoch = newest ? p.lastEpoch() : std::clamp(p.reading, 0.0, p.lastEpoch());
  const auto& train = p.history.train;
  auto at = std::ranges::lower_bound(train, epoch, {}, &CurvePoint::epoch);
  if (at == train.end() && at != train.begin()) --at;
  if (at != train.begin() && at != train.end() && epoch - std::prev(at)->epoch < at->epoch - epoch) --at;
  const EpochRecord* record = nullptr;  // the last epoch completed at that moment
  for (const EpochRecord& candidate : p.history.epochs)
    if (candidate.epoch <= epoch + 1e-9) record = &candidate;
  const LossValues* trained = at != train.end() ? &at->loss : record != nullptr ? &record->train : nullptr;
  const QString moment = valueText(epoch, 2);
  p.key->setReading(newest ? tr("now, epoch %1").arg(moment) : tr("at epoch %1").arg(moment), trained,
                    record != nullptr ? &record->heldOut : nullptr);
  if (trained != nullptr) {
    QStringList values;
    for (const LossLine& line : p.lines) values << line.name + ' ' + valueText(line.of(*trained), 2);
    QString text =
        tr("Epoch %1; training loss: %2 nats per sample").arg(moment, values.join(QStringLiteral(", ")));
    if (const QString changes = changesText(p.history.changes); !changes.isEmpty())
      text += QStringLiteral(". ") + tr("Changed while training: %1").arg(changes);
    setAccessibleDescription(text);
  }
  for (QCPItemStraightLine* mark : p.marks) {
    mark->setVisible(!newest || hasFocus());
    mark->point1->setCoords(epoch, 0);
    mark->point2->setCoords(epoch, 1);
  }
}

bool LossPlot::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::MouseMove) {
    const QPointF at = static_cast<QMouseEvent*>(event)->position();
    readAt(m_parts->rects[0]->axis(QCPAxis::atBottom)->pixelToCoord(at.x()));
    const QString change = m_parts->changes->textAt(at.x());
    if (change.isEmpty())
      QToolTip::hideText();
    else
      QToolTip::showText(static_cast<QMouseEvent*>(event)->globalPosition().toPoint(), change, m_parts->plot);
  } else if (event->type() == QEvent::Leave) {
    readAt(kNewest);
  } else if (event->type() == QEvent::Resize) {
    spaceTicks();
  }
  return QWidget::eventFilter(watched, event);
}

void LossPlot::keyPressEvent(QKeyEvent* event) {
  const double last = m_parts->lastEpoch();
  const double now = std::isnan(m_parts->reading) ? last : m_parts->reading;
  const double step = last / (event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 100);
  switch (event->key()) {
    case Qt::Key_Left:
      return readAt(std::max(now - step, 0.0));
    case Qt::Key_Right:
      return readAt(std::min(now + step, last));
    case Qt::Key_Home:
      return readAt(0);
    case Qt::Key_End:
    case Qt::Key_Escape:
      return readAt(kNewest);
    default:
      return QWidget::keyPressEvent(event);
  }
}

void LossPlot::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  readAt(m_parts->reading);
}

void LossPlot::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  readAt(kNewest);
}

void LossPlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (changesLook(*event)) applyColours();
}

}  // namespace isthmus
