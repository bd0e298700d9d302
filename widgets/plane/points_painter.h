#pragma once

#include "core/latent/latent_plane.h"
#include "widgets/plane/point_sprites.h"

#include <QImage>
#include <QPointF>
#include <QRectF>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace isthmus {

/// Draws the points of a plane as anti-aliased discs into an image: every visible point of the view, always,
/// at a rate of tens of millions a second. Points with a coordinate that is not finite are left out and
/// counted. Free of any plotting library.
class PointsPainter {
 public:
  /// The colour of a point that is not to be drawn.
  static constexpr std::uint16_t kHidden = 0xffff;

  /// How the plane lies on the picture: pixel = offset + scale x coordinate, in device pixels, from the top
  /// left.
  struct View {
    double scaleX = 1;
    double scaleY = -1;
    double offsetX = 0;
    double offsetY = 0;
    QSize size;  ///< of the picture, device pixels
    double devicePixelRatio = 1;
    bool operator==(const View&) const = default;
  };

  /// Both columns must be of the same length; null means none.
  void setPoints(std::shared_ptr<const PlanePoints> points);
  /// For each point an index into `palette`, or kHidden. Where the lengths of points and colours differ (one
  /// was set and the other not yet), nothing is drawn.
  void setColours(std::vector<std::uint16_t> colours, std::vector<QRgb> palette);
  /// Points that get a ring; those that are hidden do not. Null means none; indices beyond the points are
  /// ignored.
  void setMarks(std::shared_ptr<const std::vector<std::uint32_t>> samples, QRgb colour);
  /// Of the discs, in [0, 1].
  void setOpacity(double opacity);

  /// Draws what has changed since the last call. When only the offset changed, by whole pixels, the old
  /// picture is moved and the uncovered strips are drawn. The picture reaches PointSprites::kMargin pixels
  /// beyond view.size to every side; only the middle is meant to be seen.
  const QImage& render(const View& view);

  std::size_t count() const { return m_points ? m_points->x.size() : 0; }
  /// Points neither hidden nor without a finite position.
  std::size_t shown() const { return m_shown; }
  /// Points with a coordinate that is not finite.
  std::size_t unplaced() const { return m_unplaced; }
  /// Of the points shown, those whose centre lay in the view last rendered.
  std::size_t inView() const { return m_inView; }
  /// The radius of the discs last rendered, in device-independent pixels.
  double radius() const { return m_radius; }

  /// The point shown that is nearest to a pixel of `view`, no further than `within` device pixels away.
  std::optional<std::size_t> nearest(QPointF pixel, const View& view, double within) const;
  bool isShown(std::size_t sample) const;
  /// The box around all points shown; nothing when there are none.
  std::optional<QRectF> bounds() const;

  /// The radius for a number of points in view, in device-independent pixels: 3.5 for 2,000, 1.5 for 100,000.
  static double radiusFor(std::size_t inView);

 private:
  struct Placed {
    std::uint32_t x4;  // quarters of a pixel from the left edge of the padded picture
    std::uint32_t y4;
    std::uint16_t colour;
  };

  void reorder();
  void recount();
  void place(const View& view);
  void placeMarks(const View& view);
  std::span<const Placed> placed() const { return {m_buffer.data(), m_placed}; }
  bool ready() const { return m_points && m_colours.size() == m_points->x.size(); }
  bool scrollTo(const View& view);
  void drawClipped(const QRect& clip);

  std::shared_ptr<const PlanePoints> m_points;
  std::vector<std::uint16_t> m_colours;
  std::vector<QRgb> m_palette;
  std::shared_ptr<const std::vector<std::uint32_t>> m_marks;
  QRgb m_markColour = 0xffd03000;
  double m_opacity = 0.9;

  // The same three columns in the order of drawing, so that reading them is sequential.
  std::vector<float> m_x;
  std::vector<float> m_y;
  std::vector<std::uint16_t> m_drawn;
  std::size_t m_shown = 0;
  std::size_t m_unplaced = 0;
  std::size_t m_inView = 0;

  std::vector<Placed> m_buffer;  // as long as there are points; the first m_placed are in or near the view
  std::size_t m_placed = 0;
  std::vector<Placed> m_placedMarks;
  PointSprites m_discs;
  PointSprites m_rings;
  double m_radius = 0;
  double m_spriteRatio = 0;
  bool m_spritesStale = true;

  QImage m_image;
  QImage m_other;  // the picture to scroll into
  View m_view;
  bool m_stale = true;
};

}  // namespace isthmus
