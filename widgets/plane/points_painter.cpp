#include "widgets/plane/points_painter.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

namespace isthmus {
namespace {

constexpr double kMarkOpacity = 0.8;  // so that the classes show through where marks are many

constexpr int kMargin = PointSprites::kMargin;
constexpr std::ptrdiff_t kBytes = 4;  // of a pixel
constexpr double kReach = 18;  // a disc or ring whose centre is further outside cannot touch the picture

// Calls `visit` with each of 0 .. n - 1 in an order in which what follows each other lies far apart in the
// data (multiples of the golden section), so that no class hides the others in data sorted by class. In large
// data whole cache lines stay together, which is many times faster. The same n gives the same order.
template <typename Visit>
void visitScattered(std::size_t n, const Visit& visit) {
  const std::size_t run = n < 262'144 ? 1 : 16;
  const std::size_t runs = (n + run - 1) / run;
  std::size_t stride =
      std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(runs) * 0.6180339887498949));
  while (std::gcd(stride, runs) > 1) ++stride;
  for (std::size_t k = 0, at = 0; k < runs; ++k, at = (at + stride) % runs)
    for (std::size_t i = at * run; i < std::min(n, (at + 1) * run); ++i) visit(i);
}

bool isFinite(float x, float y) {
  return std::isfinite(x) && std::isfinite(y);
}

}  // namespace

void PointsPainter::setPoints(std::shared_ptr<const PlanePoints> points) {
  m_points = std::move(points);
  if (m_points && m_points->x.size() != m_points->y.size()) m_points.reset();
  reorder();
}

void PointsPainter::setColours(std::vector<std::uint16_t> colours, std::vector<QRgb> palette) {
  m_colours = std::move(colours);
  if (palette != m_palette) m_spritesStale = true;
  m_palette = std::move(palette);
  for (std::uint16_t& colour : m_colours)
    if (colour >= m_palette.size()) colour = kHidden;
  reorder();
}

void PointsPainter::setMarks(std::shared_ptr<const std::vector<std::uint32_t>> samples, QRgb colour) {
  m_marks = std::move(samples);
  if (colour != m_markColour) m_spritesStale = true;
  m_markColour = colour;
  m_stale = true;
}

void PointsPainter::setOpacity(double opacity) {
  if (opacity == m_opacity) return;
  m_opacity = opacity;
  m_spritesStale = true;
}

double PointsPainter::radiusFor(std::size_t inView) {
  const double n = std::max<double>(1, static_cast<double>(inView));
  const double radius = 3.5 * std::pow(n / 2000, -0.2166);
  return std::clamp(std::round(radius * 4) / 4, 1.0,
                    4.5);  // in steps, so that zooming does not make discs breathe
}

void PointsPainter::reorder() {
  m_stale = true;
  m_x.clear();
  m_y.clear();
  m_drawn.clear();
  if (ready() && count() > 0) {
    m_x.reserve(count());
    m_y.reserve(count());
    m_drawn.reserve(count());
    visitScattered(count(), [this](std::size_t sample) {
      m_x.push_back(m_points->x[sample]);
      m_y.push_back(m_points->y[sample]);
      m_drawn.push_back(m_colours[sample]);
    });
  }
  recount();
}

void PointsPainter::recount() {
  m_shown = 0;
  m_unplaced = 0;
  for (std::size_t i = 0; i < m_x.size(); ++i) {
    if (!isFinite(m_x[i], m_y[i]))
      ++m_unplaced;
    else if (m_drawn[i] != kHidden)
      ++m_shown;
  }
}

bool PointsPainter::isShown(std::size_t sample) const {
  return ready() && sample < count() && m_colours[sample] != kHidden &&
         isFinite(m_points->x[sample], m_points->y[sample]);
}

std::optional<QRectF> PointsPainter::bounds() const {
  constexpr float kFar = std::numeric_limits<float>::max();
  float left = kFar;
  float right = -kFar;
  float bottom = kFar;
  float top = -kFar;
  for (std::size_t i = 0; i < m_x.size(); ++i) {
    if (m_drawn[i] == kHidden || !isFinite(m_x[i], m_y[i])) continue;
    left = std::min(left, m_x[i]);
    right = std::max(right, m_x[i]);
    bottom = std::min(bottom, m_y[i]);
    top = std::max(top, m_y[i]);
  }
  if (left > right) return std::nullopt;
  return QRectF(QPointF(left, bottom), QPointF(right, top));
}

std::optional<std::size_t> PointsPainter::nearest(QPointF pixel, const View& view, double within) const {
  if (!ready()) return std::nullopt;
  const auto x = static_cast<float>((pixel.x() - view.offsetX) / view.scaleX);
  const auto y = static_cast<float>((pixel.y() - view.offsetY) / view.scaleY);
  const auto perX = static_cast<float>(view.scaleX);
  const auto perY = static_cast<float>(view.scaleY);
  float best = static_cast<float>(within * within);
  std::optional<std::size_t> found;
  const auto distanceOf = [&](std::size_t i) {
    const float dx = (m_points->x[i] - x) * perX;
    const float dy = (m_points->y[i] - y) * perY;
    return dx * dx + dy * dy;
  };
  constexpr std::size_t kBlock = 1024;
  for (std::size_t from = 0; from < count(); from += kBlock) {
    const std::size_t to = std::min(count(), from + kBlock);
    int near = 0;  // most blocks have none: this loop runs on vector registers
    for (std::size_t i = from; i < to; ++i) near |= distanceOf(i) <= best ? 1 : 0;
    if (near == 0) continue;
    for (std::size_t i = from; i < to; ++i) {
      const float distance = distanceOf(i);  // comparing a NaN is false
      if (!(distance <= best) || (found && distance == best) || !isShown(i)) continue;
      best = distance;
      found = i;
    }
  }
  return found;
}

void PointsPainter::place(const View& view) {
  m_buffer.resize(m_x.size());
  m_inView = 0;
  const double width = view.size.width();
  const double height = view.size.height();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < m_x.size(); ++i) {
    const double x = view.offsetX + view.scaleX * static_cast<double>(m_x[i]);
    const double y = view.offsetY + view.scaleY * static_cast<double>(m_y[i]);
    const bool near = x > -kReach && x < width + kReach && y > -kReach && y < height + kReach;
    if (!near || m_drawn[i] == kHidden) continue;  // a NaN is never near
    m_inView += static_cast<std::size_t>(x >= 0 && x < width && y >= 0 && y < height);
    m_buffer[kept++] = {static_cast<std::uint32_t>((x + kMargin) * 4 + 0.5),
                        static_cast<std::uint32_t>((y + kMargin) * 4 + 0.5), m_drawn[i]};
  }
  m_placed = kept;
}

void PointsPainter::placeMarks(const View& view) {
  m_placedMarks.clear();
  if (!m_marks) return;
  for (const std::uint32_t sample : *m_marks) {
    if (!isShown(sample)) continue;
    const double x = view.offsetX + view.scaleX * static_cast<double>(m_points->x[sample]);
    const double y = view.offsetY + view.scaleY * static_cast<double>(m_points->y[sample]);
    if (x > -kReach && x < view.size.width() + kReach && y > -kReach && y < view.size.height() + kReach)
      m_placedMarks.push_back({static_cast<std::uint32_t>((x + kMargin) * 4 + 0.5),
                               static_cast<std::uint32_t>((y + kMargin) * 4 + 0.5), 0});
  }
}

const QImage& PointsPainter::render(const View& view) {
  const QSize padded = view.size + QSize(2 * kMargin, 2 * kMargin);
  if (view == m_view && !m_stale && !m_spritesStale && m_image.size() == padded) return m_image;
  place(view);
  placeMarks(view);
  const double radius = radiusFor(m_inView);
  if (m_spritesStale || radius != m_radius || view.devicePixelRatio != m_spriteRatio) {
    const double ratio = std::min(view.devicePixelRatio, 3.0);
    m_discs.make(0, radius * ratio, m_opacity, m_palette);
    m_rings.make((radius + 0.75) * ratio, std::min((radius + 2.0) * ratio, 16.0), kMarkOpacity,
                 {&m_markColour, 1});
    m_radius = radius;
    m_spriteRatio = view.devicePixelRatio;
    m_spritesStale = false;
    m_stale = true;
  }
  if (!scrollTo(view)) {
    if (m_image.size() != padded) m_image = QImage(padded, QImage::Format_ARGB32_Premultiplied);
    m_image.fill(Qt::transparent);
    for (const Placed& point : placed()) m_discs.stamp(m_image, point.x4, point.y4, point.colour);
    for (const Placed& mark : m_placedMarks) m_rings.stamp(m_image, mark.x4, mark.y4, 0);
  }
  m_view = view;
  m_stale = false;
  return m_image;
}

// Moves the last picture when the new view is the old one shifted by whole pixels. Each pixel gets the same
// sequence of stamps as in a full drawing, so the result is the same.
bool PointsPainter::scrollTo(const View& view) {
  if (m_stale || m_image.isNull() || view.size != m_view.size || view.scaleX != m_view.scaleX ||
      view.scaleY != m_view.scaleY)
    return false;
  const double shiftX = view.offsetX - m_view.offsetX;
  const double shiftY = view.offsetY - m_view.offsetY;
  constexpr double kWhole = 1e-3;
  if (!(std::abs(shiftX) < view.size.width() / 2.0) || !(std::abs(shiftY) < view.size.height() / 2.0))
    return false;
  const int dx = static_cast<int>(std::lround(shiftX));
  const int dy = static_cast<int>(std::lround(shiftY));
  if (std::abs(shiftX - dx) > kWhole || std::abs(shiftY - dy) > kWhole) return false;

  if (m_other.size() != m_image.size()) m_other = QImage(m_image.size(), m_image.format());
  const QRect seen(QPoint(kMargin, kMargin), view.size);
  const QRect kept = seen & seen.translated(dx, dy);
  for (int y = kept.top(); y <= kept.bottom(); ++y)
    std::memcpy(m_other.scanLine(y) + kBytes * kept.left(),
                m_image.constScanLine(y - dy) + kBytes * (kept.left() - dx),
                static_cast<std::size_t>(kept.width()) * 4);
  m_image.swap(m_other);
  if (dy != 0) {
    const int top = dy > 0 ? seen.top() : kept.bottom() + 1;
    drawClipped(QRect(seen.left(), top, seen.width(), std::abs(dy)));
  }
  if (dx != 0) {
    const int left = dx > 0 ? seen.left() : kept.right() + 1;
    drawClipped(QRect(left, kept.top(), std::abs(dx), kept.height()));
  }
  return true;
}

void PointsPainter::drawClipped(const QRect& clip) {
  for (int y = clip.top(); y <= clip.bottom(); ++y)
    std::memset(m_image.scanLine(y) + kBytes * clip.left(), 0, static_cast<std::size_t>(clip.width()) * 4);
  const int reach = static_cast<int>(kReach) + 1;
  const QRect near = clip.adjusted(-reach, -reach, reach, reach);
  const auto isNear = [&near](const Placed& point) {
    return near.contains(static_cast<int>(point.x4 / 4), static_cast<int>(point.y4 / 4));
  };
  for (const Placed& point : placed())
    if (isNear(point)) m_discs.stampClipped(m_image, point.x4, point.y4, point.colour, clip);
  for (const Placed& mark : m_placedMarks)
    if (isNear(mark)) m_rings.stampClipped(m_image, mark.x4, mark.y4, 0, clip);
}

}  // namespace isthmus
