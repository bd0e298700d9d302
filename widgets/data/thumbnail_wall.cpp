#include "widgets/data/thumbnail_wall.h"

#include "widgets/data/sample_thumbnail.h"
#include "widgets/text/sample_text.h"
#include "widgets/theme/theme.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr double kPictureSide = 34;  // what the longer side of a thumbnail aims at
constexpr double kGap = 4;
constexpr double kFrame = 2;
constexpr int kTint = 120;  // opacity of the tint of a selected sample, of 255

}  // namespace

ThumbnailWall::ThumbnailWall(QWidget* parent) : QAbstractScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
  viewport()->setBackgroundRole(QPalette::Window);
  setAccessibleName(tr("Samples"));
  verticalScrollBar()->setAccessibleName(tr("Scroll through the samples"));
  describe();
}

void ThumbnailWall::setDataset(DatasetPtr dataset) {
  m_dataset = std::move(dataset);
  m_scale.reset();
  m_filter.reset();
  m_chosen.reset();
  m_selected.reset();
  m_anchor.reset();
  layOut();
  verticalScrollBar()->setValue(0);
  describe();
}

void ThumbnailWall::setProfileScale(ProfileScalePtr scale) {
  m_scale = std::move(scale);
  viewport()->update();
}

void ThumbnailWall::setClassFilter(std::optional<int> classIndex) {
  if (!m_dataset || !classIndex) return applyFilter(std::nullopt);
  std::vector<std::size_t> samples;
  for (std::size_t i = 0; i < m_dataset->labels.size(); ++i)
    if (m_dataset->labels[i] == *classIndex) samples.push_back(i);
  applyFilter(std::move(samples));
}

void ThumbnailWall::setSampleFilter(std::vector<std::size_t> samples) {
  if (!m_dataset) return;
  std::erase_if(samples, [this](std::size_t sample) { return sample >= m_dataset->count(); });
  applyFilter(std::move(samples));
}

void ThumbnailWall::applyFilter(std::optional<std::vector<std::size_t>> samples) {
  m_filter = std::move(samples);
  layOut();
  verticalScrollBar()->setValue(0);
  if (m_chosen)
    if (const auto position = positionOf(*m_chosen)) scrollTo(*position);
}

void ThumbnailWall::setChosen(std::optional<std::size_t> sample) {
  if (sample && (!m_dataset || *sample >= m_dataset->count())) sample.reset();
  m_chosen = sample;
  if (m_chosen)
    if (const auto position = positionOf(*m_chosen)) scrollTo(*position);
  describe();
  viewport()->update();
}

void ThumbnailWall::setSelected(SampleSet samples) {
  m_selected = std::move(samples);
  describe();
  viewport()->update();
}

void ThumbnailWall::select(SampleSet samples) {
  if (!samples && !m_selected) return;
  setSelected(std::move(samples));
  Q_EMIT selectionChanged(m_selected);
}

void ThumbnailWall::selectShown() {
  std::vector<std::uint32_t> samples;
  for (std::size_t i = 0; i < shownCount(); ++i) samples.push_back(static_cast<std::uint32_t>(sampleAt(i)));
  select(united(nullptr, std::move(samples)));
}

/// From the sample that was chosen or added last.
void ThumbnailWall::selectUpTo(std::size_t position, bool adds) {
  const std::size_t from = m_anchor ? positionOf(*m_anchor).value_or(position) : position;
  std::vector<std::uint32_t> samples;
  for (std::size_t i = std::min(from, position); i <= std::max(from, position); ++i)
    samples.push_back(static_cast<std::uint32_t>(sampleAt(i)));
  select(united(adds ? m_selected : nullptr, std::move(samples)));
}

/// What a click or key on a place does, by the keys held with it.
void ThumbnailWall::press(std::size_t position, Qt::KeyboardModifiers modifiers) {
  const std::size_t sample = sampleAt(position);
  const bool adds = modifiers.testFlag(Qt::ControlModifier);
  if (modifiers.testFlag(Qt::ShiftModifier)) {
    selectUpTo(position, adds);
  } else {
    if (adds && !m_selected && m_chosen && *m_chosen != sample)  // the chosen one counts as selected
      m_selected = united(nullptr, {static_cast<std::uint32_t>(*m_chosen)});
    if (adds)
      select(toggled(m_selected, sample));
    else if (!contains(m_selected, sample))
      select(nullptr);
    m_anchor = sample;
  }
  choose(position);
}

std::size_t ThumbnailWall::shownCount() const {
  if (!m_dataset) return 0;
  return m_filter ? m_filter->size() : m_dataset->count();
}

QRectF ThumbnailWall::pictureRect(std::size_t sample) const {
  const auto position = positionOf(sample);
  return position ? rectOf(*position) : QRectF();
}

QSize ThumbnailWall::minimumSizeHint() const {
  return QSize(160, 2 * static_cast<int>(kPictureSide + kGap));
}

QSize ThumbnailWall::sizeHint() const {
  return QSize(240, 5 * static_cast<int>(kPictureSide + kGap));
}

std::size_t ThumbnailWall::sampleAt(std::size_t position) const {
  return m_filter ? (*m_filter)[position] : position;
}

std::optional<std::size_t> ThumbnailWall::positionOf(std::size_t sample) const {
  if (!m_dataset || sample >= m_dataset->count()) return std::nullopt;
  if (!m_filter) return sample;
  const auto found = std::ranges::lower_bound(*m_filter, sample);
  if (found == m_filter->end() || *found != sample) return std::nullopt;
  return static_cast<std::size_t>(found - m_filter->begin());
}

std::optional<std::size_t> ThumbnailWall::positionAt(QPointF pixel) const {
  const double column = std::floor((pixel.x() - kFrame + kGap / 2) / m_stride);
  const double row = std::floor((pixel.y() + verticalScrollBar()->value() - kFrame + kGap / 2) / m_stride);
  if (column < 0 || column >= m_columns || row < 0) return std::nullopt;
  const auto position =
      static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns) + static_cast<std::size_t>(column);
  if (position >= shownCount()) return std::nullopt;
  return position;
}

QRectF ThumbnailWall::rectOf(std::size_t position) const {
  const auto columns = static_cast<std::size_t>(m_columns);
  const double scale = devicePixelRatioF();
  const auto onPixel = [scale](double value) { return std::round(value * scale) / scale; };
  const std::size_t row = position / columns;
  const double x = kFrame + static_cast<double>(position % columns) * m_stride;
  const double y = kFrame + static_cast<double>(row) * m_stride - verticalScrollBar()->value();
  return QRectF(QPointF(onPixel(x), onPixel(y)), m_picture);
}

void ThumbnailWall::layOut() {
  viewport()->update();
  if (!m_dataset || m_dataset->count() == 0) {
    verticalScrollBar()->setRange(0, 0);
    return;
  }
  const bool bars = m_dataset->kind == SampleKind::Vector;
  const QSize shape = bars ? QSize(1, 1) : QSize(m_dataset->shape.width, m_dataset->shape.height);
  // Small pictures grow by a whole number of screen pixels, so that theirs stay equal; large ones shrink.
  const double scale = devicePixelRatioF();
  const double longer = std::max(shape.width(), shape.height());
  const double wanted = kPictureSide * scale / longer;
  const double zoom = (wanted >= 0.75 ? std::max(1.0, std::round(wanted)) : wanted) / scale;
  m_picture = QSizeF(shape) * zoom;

  const double side = longer * zoom;
  const double room = viewport()->width() - 2 * kFrame;
  m_columns = std::max(1, static_cast<int>((room + kGap) / (side + kGap)));
  m_stride = m_columns > 1 ? std::floor((room - side) / (m_columns - 1)) : side + kGap;
  const double rows = std::ceil(static_cast<double>(shownCount()) / m_columns);
  const double height = 2 * kFrame + rows * m_stride - (m_stride - side);
  verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(std::ceil(height)) - viewport()->height()));
  verticalScrollBar()->setSingleStep(static_cast<int>(m_stride));
  verticalScrollBar()->setPageStep(viewport()->height());
}

void ThumbnailWall::choose(std::size_t position) {
  setChosen(sampleAt(position));
  Q_EMIT sampleChosen(*m_chosen);
}

void ThumbnailWall::scrollTo(std::size_t position) {
  const QRectF rect = rectOf(position).adjusted(-kFrame, -kFrame, kFrame, kFrame);
  QScrollBar* bar = verticalScrollBar();
  if (rect.top() < 0) bar->setValue(bar->value() + static_cast<int>(std::floor(rect.top())));
  if (rect.bottom() > viewport()->height())
    bar->setValue(bar->value() + static_cast<int>(std::ceil(rect.bottom())) - viewport()->height());
}

QString ThumbnailWall::textOf(std::size_t sample) const {
  const auto className = m_dataset->className(sample);
  QStringList parts;
  if (const QString name = sampleName(*m_dataset, sample); !name.isEmpty()) parts << name;
  if (!className.empty()) parts << QString::fromUtf8(className.data(), qsizetype(className.size()));
  parts << placeText(*m_dataset, sample) << partText(*m_dataset, sample);
  return parts.join(QStringLiteral(" · "));
}

void ThumbnailWall::describe() {
  if (!m_dataset)
    setAccessibleDescription(tr("No data set yet"));
  else if (m_selected)
    setAccessibleDescription(tr("%1 selected").arg(samplesText(m_selected->size())));
  else if (m_chosen)
    setAccessibleDescription(tr("Chosen: %1").arg(textOf(*m_chosen)));
  else
    setAccessibleDescription(tr("No sample chosen; the arrow keys choose one"));
}

void ThumbnailWall::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(viewport());
  const Theme theme = themeOf(*this);
  if (hasFocus()) {
    painter.setPen(QPen(theme.accent, 1));
    painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
  }
  const std::size_t count = shownCount();
  if (count == 0) return;
  const auto columns = static_cast<std::size_t>(m_columns);
  const auto firstRow = static_cast<std::size_t>(verticalScrollBar()->value() / m_stride);
  const auto rows = static_cast<std::size_t>(viewport()->height() / m_stride) + 2;
  const std::size_t end = std::min(count, (firstRow + rows) * columns);
  for (std::size_t position = firstRow * columns; position < end; ++position)
    drawThumbnail(painter, rectOf(position), *m_dataset, sampleAt(position), m_scale.get(), theme);
  drawMarks(painter, theme, firstRow * columns, end);
}

/// Tints what is selected and frames what is chosen.
void ThumbnailWall::drawMarks(QPainter& painter, const Theme& theme, std::size_t first,
                              std::size_t end) const {
  QColor tint = theme.accent;
  tint.setAlpha(kTint);
  for (std::size_t position = first; m_selected && position < end; ++position) {
    if (!contains(m_selected, sampleAt(position))) continue;
    painter.fillRect(rectOf(position).adjusted(-kFrame, -kFrame, kFrame, kFrame), tint);
  }
  const auto framed = m_chosen ? positionOf(*m_chosen) : std::nullopt;
  if (!framed) return;
  painter.setPen(QPen(theme.accent, kFrame, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
  painter.drawRect(rectOf(*framed).adjusted(-kFrame / 2, -kFrame / 2, kFrame / 2, kFrame / 2));
}

void ThumbnailWall::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  const auto atTop = positionAt(QPointF(kFrame, kFrame));
  layOut();
  if (!atTop) return;  // what was in the first row stays there when the columns change
  const std::size_t row = *atTop / static_cast<std::size_t>(m_columns);
  verticalScrollBar()->setValue(static_cast<int>(static_cast<double>(row) * m_stride));
}

void ThumbnailWall::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  if (const auto position = positionAt(event->position())) press(*position, event->modifiers());
}

void ThumbnailWall::contextMenuEvent(QContextMenuEvent* event) {
  if (event->reason() == QContextMenuEvent::Mouse) {
    const auto position = positionAt(event->pos());
    if (!position) return;
    if (!contains(m_selected, sampleAt(*position))) press(*position, Qt::NoModifier);
  }
  if (m_selected || m_chosen) Q_EMIT menuRequested(event->globalPos());
}

void ThumbnailWall::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) {
    if (m_selected || m_chosen) Q_EMIT copyRequested();
    return;
  }
  const auto count = static_cast<qint64>(shownCount());
  if (count == 0) {
    QAbstractScrollArea::keyPressEvent(event);
    return;
  }
  const auto framed = m_chosen ? positionOf(*m_chosen) : std::nullopt;
  const qint64 from = framed ? static_cast<qint64>(*framed) : -1;
  const qint64 page = std::max<qint64>(1, static_cast<qint64>(viewport()->height() / m_stride)) * m_columns;
  qint64 to = from;
  switch (event->key()) {
    case Qt::Key_Left:
      to = from - 1;
      break;
    case Qt::Key_Right:
      to = from + 1;
      break;
    case Qt::Key_Up:
      to = from - m_columns;
      break;
    case Qt::Key_Down:
      to = from + m_columns;
      break;
    case Qt::Key_PageUp:
      to = from - page;
      break;
    case Qt::Key_PageDown:
      to = from + page;
      break;
    case Qt::Key_Home:
      to = 0;
      break;
    case Qt::Key_End:
      to = count - 1;
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      break;
    case Qt::Key_Escape:
      if (m_selected) return select(nullptr);
      [[fallthrough]];
    default:
      QAbstractScrollArea::keyPressEvent(event);
      return;
  }
  if (from < 0 && event->key() != Qt::Key_End) to = 0;
  const bool selects = event->key() == Qt::Key_Space || event->modifiers().testFlag(Qt::ShiftModifier);
  press(static_cast<std::size_t>(std::clamp<qint64>(to, 0, count - 1)),
        selects ? event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier) : Qt::NoModifier);
}

void ThumbnailWall::focusInEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusInEvent(event);
  viewport()->update();
}

void ThumbnailWall::focusOutEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusOutEvent(event);
  viewport()->update();
}

bool ThumbnailWall::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto position = positionAt(help->pos());
    QToolTip::showText(help->globalPos(), position ? textOf(sampleAt(*position)) : QString(), viewport());
    return true;
  }
  return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace isthmus
