#include "widgets/plane/points/points_painter.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace isthmus {
namespace {

constexpr double kDiamondLine = 2.5;  // how far the corners of a diamond reach beyond a disc
constexpr double kTriangleReach =
    3;  // the same of a triangle: a ring around the disc is still seen at its sides
constexpr double kTriangleLine = 2.5;  // between its corners and those of the hole within
constexpr double kTriangleHalo = 1.5;  // to each side of the line, measured as the line
constexpr double kMarkOpacity = 0.8;   // so that the classes show through where marks are many

constexpr double kSampleSize = 0.5;  // of what is drawn at once: skipping through the cells takes time, too

constexpr double kMostReach = 16;  // of a sprite
constexpr int kMargin = PointSprites::kMargin;
constexpr std::ptrdiff_t kBytes = 4;  // of a pixel
constexpr int kReach = 18;  // a disc or ring whose centre is further outside cannot touch the picture

QSize padded(const PointsPainter::View& view) {
  return view.size + QSize(2 * kMargin, 2 * kMargin);
}

// The part of the plane under some pixels of the picture (of the view, not the padded image).
PlaneRect planeOf(const PointsPainter::View& view, const QRectF& pixels) {
  const double x1 = (pixels.left() - view.offsetX) / view.scaleX;
  const double x2 = (pixels.right() - view.offsetX) / view.scaleX;
  const double y1 = (pixels.top() - view.offsetY) / view.scaleY;
  const double y2 = (pixels.bottom() - view.offsetY) / view.scaleY;
  return {std::min(x1, x2), std::min(y1, y2), std::max(x1, x2), std::max(y1, y2)};
}

// The cells whose points can touch some pixels of the padded image.
PointGrid::Cells cellsNear(const PointGrid& grid, const PointsPainter::View& view, const QRect& clip) {
  const QRectF pixels = QRectF(clip).translated(-kMargin, -kMargin);
  return grid.cellsOf(planeOf(view, pixels.adjusted(-kReach, -kReach, kReach, kReach)));
}

QRect visiblePart(const PointsPainter::View& view) {
  return {QPoint(kMargin, kMargin), view.size};
}

// Stamps those of the points that touch `clip` (pixels of the padded image) with `stamp(x4, y4, colour)`.
template <typename Stamp>
void stampPoints(std::span<const PointGrid::Point> points, const PointsPainter::View& view, const QRect& clip,
                 const Stamp& stamp) {
  const double left = clip.left() - kReach;
  const double right = clip.left() + clip.width() + kReach;
  const double top = clip.top() - kReach;
  const double bottom = clip.top() + clip.height() + kReach;
  const double offsetX = view.offsetX + kMargin;
  const double offsetY = view.offsetY + kMargin;
  for (const PointGrid::Point& point : points) {
    const double x = offsetX + view.scaleX * static_cast<double>(point.x);
    const double y = offsetY + view.scaleY * static_cast<double>(point.y);
    if (x > left && x < right && y > top && y < bottom)
      stamp(static_cast<std::uint32_t>(x * 4 + 0.5), static_cast<std::uint32_t>(y * 4 + 0.5), point.group);
  }
}

}  // namespace

void PointsPainter::setPoints(std::shared_ptr<const PlanePoints> points) {
  PointsSource source = m_arranged.source;
  source.points = std::move(points);
  adopt(arrange(std::move(source), m_arranged));
}

void PointsPainter::setColours(std::vector<std::uint16_t> colours, std::vector<QRgb> palette) {
  PointsSource source = m_arranged.source;
  source.colours = std::make_shared<const std::vector<std::uint16_t>>(std::move(colours));
  source.palette = std::move(palette);
  adopt(arrange(std::move(source), m_arranged));
}

void PointsPainter::setMarks(std::shared_ptr<const std::vector<std::uint32_t>> samples, QRgb colour) {
  setMarkColour(colour);
  PointsSource source = m_arranged.source;
  source.marks = std::move(samples);
  adopt(arrange(std::move(source), m_arranged));
}

void PointsPainter::setMarkColour(QRgb colour) {
  if (colour != m_markColour) m_spritesStale = true;
  m_markColour = colour;
}

void PointsPainter::setShape(PointSprites::Shape shape) {
  m_shape = shape;
  m_spritesStale = true;
}

void PointsPainter::setHaloColour(QRgb colour) {
  m_haloColour = colour;
  m_spritesStale = true;
}

void PointsPainter::setOpacity(double opacity) {
  if (opacity == m_opacity) return;
  m_opacity = opacity;
  m_spritesStale = true;
}

void PointsPainter::adopt(PointArrangement arrangement) {
  m_refinement.reset();  // it walks through the grids of before
  if (arrangement.source.palette != m_arranged.source.palette) m_spritesStale = true;
  m_arranged = std::move(arrangement);
  m_stale = true;
}

double PointsPainter::radiusFor(std::size_t inView) {
  const double n = std::max<double>(1, static_cast<double>(inView));
  const double radius = 3.5 * std::pow(n / 2000, -0.2166);
  return std::clamp(std::round(radius * 4) / 4, 1.0,
                    4.5);  // in steps, so that zooming does not make discs breathe
}

std::optional<QRectF> PointsPainter::bounds() const {
  if (shown() == 0) return std::nullopt;
  const PlaneRect& box = m_arranged.discs->bounds();
  return QRectF(QPointF(box.left, box.bottom), QPointF(box.right, box.top));
}

std::optional<std::size_t> PointsPainter::nearest(QPointF pixel, const View& view, double within) const {
  const PointGrid::Point* found =
      m_arranged.discs->nearest((pixel.x() - view.offsetX) / view.scaleX,
                                (pixel.y() - view.offsetY) / view.scaleY, view.scaleX, view.scaleY, within);
  return found ? std::optional<std::size_t>(found->sample) : std::nullopt;
}

const QImage& PointsPainter::render(const View& view) {
  prepare(view);
  if (view == m_view && !m_stale && !isSample()) return m_image;
  if (!isSample() && canScroll(view))
    scroll(view);
  else
    draw(view, 1);
  return m_image;
}

const QImage& PointsPainter::renderInMotion(const View& view, std::size_t most) {
  prepare(view);
  if (view == m_view && !m_stale) return m_image;
  const std::size_t whole = work(view, visiblePart(view));
  if (whole <= most) return render(view);
  if (canScroll(view)) {
    double strips = 0;
    for (const QRect& strip : uncovered(view)) strips += m_share * static_cast<double>(work(view, strip));
    if (strips <= static_cast<double>(most)) {
      scroll(view);
      return m_image;
    }
  }
  draw(view, kSampleSize * static_cast<double>(most) / static_cast<double>(whole));
  return m_image;
}

// What must stand before anything is drawn: the number in view, the discs for it, an image.
void PointsPainter::prepare(const View& view) {
  if (view != m_view || m_stale)
    m_inView = m_arranged.discs->countInside(planeOf(view, QRectF(QPointF(0, 0), QSizeF(view.size))));
  if (m_image.size() != padded(view)) {
    m_image = QImage(padded(view), QImage::Format_ARGB32_Premultiplied);
    m_stale = true;
  }
  const double radius = radiusFor(m_inView);
  if (!m_spritesStale && radius == m_radius && view.devicePixelRatio == m_spriteRatio) return;
  const double ratio = std::min(view.devicePixelRatio, 3.0);
  double inner = 0;
  double outer = radius * ratio;
  PointSprites::Halo halo{0, m_haloColour};
  if (m_shape == PointSprites::Shape::Diamond) {
    inner = outer;
    outer = std::min((radius + kDiamondLine) * ratio, kMostReach);
  } else if (m_shape == PointSprites::Shape::Triangle) {
    halo.width = kTriangleHalo * ratio;
    outer = std::min((radius + kTriangleReach) * ratio, kMostReach - halo.width);
    inner = outer - kTriangleLine * ratio;
  }
  m_discs.make(inner, outer, m_opacity, m_arranged.source.palette, m_shape, halo);
  m_rings.make((radius + 0.75) * ratio, std::min((radius + 2.0) * ratio, kMostReach), kMarkOpacity,
               {&m_markColour, 1});
  m_radius = radius;
  m_spriteRatio = view.devicePixelRatio;
  m_spritesStale = false;
  m_stale = true;
}

const PointGrid& PointsPainter::gridOf(Pass pass) const {
  return pass == Pass::Discs ? *m_arranged.discs : *m_arranged.rings;
}

PointWalk PointsPainter::walkOf(Pass pass, const View& view, const QRect& clip, double share) const {
  return {gridOf(pass), cellsNear(gridOf(pass), view, clip), share};
}

void PointsPainter::stamp(Pass pass, std::span<const PointGrid::Point> points, const View& view,
                          QImage& image) const {
  if (pass == Pass::Rings)
    stampPoints(points, view, visiblePart(view),
                [&](std::uint32_t x4, std::uint32_t y4, std::size_t) { m_rings.stamp(image, x4, y4, 0); });
  else
    stampPoints(points, view, visiblePart(view), [&](std::uint32_t x4, std::uint32_t y4, std::size_t colour) {
      m_discs.stamp(image, x4, y4, colour);
    });
}

// About how many stamps it takes to draw what touches some pixels of the image.
std::size_t PointsPainter::work(const View& view, const QRect& clip) const {
  std::size_t sum = 0;
  for (const Pass pass : kPasses) sum += gridOf(pass).countOf(cellsNear(gridOf(pass), view, clip));
  return sum;
}

void PointsPainter::draw(const View& view, double share) {
  m_image.fill(Qt::transparent);
  for (const Pass pass : kPasses) {
    PointWalk walk = walkOf(pass, view, visiblePart(view), share);
    for (auto points = walk.next(); !points.empty(); points = walk.next()) stamp(pass, points, view, m_image);
  }
  m_view = view;
  m_share = share;
  m_stale = false;
  m_refinement.reset();
  countDrawn();
}

void PointsPainter::countDrawn() {
  m_drawn = isSample() ? m_arranged.discs->countInside(
                             planeOf(m_view, QRectF(QPointF(0, 0), QSizeF(m_view.size))), m_share)
                       : m_inView;
}

bool PointsPainter::refine(std::chrono::nanoseconds budget) {
  if (!isSample() || m_stale || m_spritesStale) return true;
  const auto until = std::chrono::steady_clock::now() + budget;
  const auto begin = [this](Pass pass) {
    m_refinement.emplace(Refinement{pass, walkOf(pass, m_view, visiblePart(m_view), 1)});
  };
  if (!m_refinement) {
    if (m_other.size() != m_image.size()) m_other = QImage(m_image.size(), m_image.format());
    m_other.fill(Qt::transparent);
    begin(kPasses[0]);
  }
  while (m_refinement->pass != Pass::End) {
    const auto points = m_refinement->walk.next();
    if (points.empty()) {
      begin(static_cast<Pass>(static_cast<int>(m_refinement->pass) + 1));
      continue;
    }
    stamp(m_refinement->pass, points, m_view, m_other);
    if (std::chrono::steady_clock::now() >= until) return false;
  }
  m_image.swap(m_other);
  m_refinement.reset();
  m_share = 1;
  countDrawn();
  return true;
}

// Whether the picture at hand is that of `view`, shifted by whole pixels.
bool PointsPainter::canScroll(const View& view) const {
  if (m_stale || view.size != m_view.size || view.scaleX != m_view.scaleX || view.scaleY != m_view.scaleY)
    return false;
  const double shiftX = view.offsetX - m_view.offsetX;
  const double shiftY = view.offsetY - m_view.offsetY;
  constexpr double kWhole = 1e-3;
  return std::abs(shiftX) < view.size.width() / 2.0 && std::abs(shiftY) < view.size.height() / 2.0 &&
         std::abs(shiftX - std::round(shiftX)) <= kWhole && std::abs(shiftY - std::round(shiftY)) <= kWhole;
}

// The strips of the image that a shift to `view` leaves without a picture.
std::vector<QRect> PointsPainter::uncovered(const View& view) const {
  const int dx = static_cast<int>(std::lround(view.offsetX - m_view.offsetX));
  const int dy = static_cast<int>(std::lround(view.offsetY - m_view.offsetY));
  const QRect seen = visiblePart(view);
  const QRect kept = seen & seen.translated(dx, dy);
  std::vector<QRect> strips;
  if (dy != 0)
    strips.emplace_back(seen.left(), dy > 0 ? seen.top() : kept.bottom() + 1, seen.width(), std::abs(dy));
  if (dx != 0)
    strips.emplace_back(dx > 0 ? seen.left() : kept.right() + 1, kept.top(), std::abs(dx), kept.height());
  return strips;
}

// Moves the last picture. Each pixel gets the same sequence of stamps as in a full drawing, so the result is
// the same.
void PointsPainter::scroll(const View& view) {
  const int dx = static_cast<int>(std::lround(view.offsetX - m_view.offsetX));
  const int dy = static_cast<int>(std::lround(view.offsetY - m_view.offsetY));
  const std::vector<QRect> strips = uncovered(view);
  if (m_other.size() != m_image.size()) m_other = QImage(m_image.size(), m_image.format());
  const QRect seen = visiblePart(view);
  const QRect kept = seen & seen.translated(dx, dy);
  for (int y = kept.top(); y <= kept.bottom(); ++y)
    std::memcpy(m_other.scanLine(y) + kBytes * kept.left(),
                m_image.constScanLine(y - dy) + kBytes * (kept.left() - dx),
                static_cast<std::size_t>(kept.width()) * 4);
  m_image.swap(m_other);
  m_refinement.reset();
  m_view = view;
  for (const QRect& strip : strips) drawClipped(view, strip);
  countDrawn();
}

void PointsPainter::drawClipped(const View& view, const QRect& clip) {
  for (int y = clip.top(); y <= clip.bottom(); ++y)
    std::memset(m_image.scanLine(y) + kBytes * clip.left(), 0, static_cast<std::size_t>(clip.width()) * 4);
  for (const Pass pass : kPasses) {
    const PointSprites& sprites = pass == Pass::Rings ? m_rings : m_discs;
    PointWalk walk = walkOf(pass, view, clip, m_share);
    for (auto points = walk.next(); !points.empty(); points = walk.next())
      stampPoints(points, view, clip, [&](std::uint32_t x4, std::uint32_t y4, std::size_t colour) {
        sprites.stampClipped(m_image, x4, y4, pass == Pass::Rings ? 0 : colour, clip);
      });
  }
}

}  // namespace isthmus
