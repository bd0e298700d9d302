#pragma once

#include "core/latent/point_arrangement.h"
#include "widgets/plane/points/point_sprites.h"

#include <QImage>
#include <QPointF>
#include <QRectF>

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace isthmus {

/// Draws the points of a plane as anti-aliased discs into an image, at a rate of tens of millions a second:
/// every point of the view, or, where that takes too long for a picture in motion, a fair sample of them
/// first and the rest in portions. Points with a coordinate that is not finite are left out and counted. Free
/// of any plotting library.
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
  /// The colour of the rings.
  void setMarkColour(QRgb colour);
  /// Of the discs, in [0, 1].
  void setOpacity(double opacity);
  /// Draws open diamonds or triangles instead of discs.
  void setShape(PointSprites::Shape shape);
  /// The colour of a rim around triangles.
  void setHaloColour(QRgb colour);
  /// Takes points, colours and marks that were sorted elsewhere: in a thread, where they are many.
  void adopt(PointArrangement arrangement);
  const PointArrangement& arrangement() const { return m_arranged; }

  /// Draws what has changed since the last call: all points of the view. When only the offset changed, by
  /// whole pixels, the old picture is moved and the uncovered strips are drawn. The picture reaches
  /// PointSprites::kMargin pixels beyond view.size to every side; only the middle is meant to be seen.
  const QImage& render(const View& view);
  /// The same for a picture in motion: where it takes more than about `most` points to draw all, draws a
  /// sample of about half as many (isSample(): each point of one takes longer), to be followed by refine().
  const QImage& renderInMotion(const View& view, std::size_t most);
  /// The picture last rendered shows a sample.
  bool isSample() const { return m_share < 1; }
  /// Goes on with drawing all points of the view last rendered, for about so long. True when there is
  /// nothing left to do: all are drawn, or what is to be drawn has changed since. The sample stays until
  /// then.
  bool refine(std::chrono::nanoseconds budget);

  std::size_t count() const { return m_arranged.source.count(); }
  /// Points neither hidden nor without a finite position.
  std::size_t shown() const { return m_arranged.discs->count(); }
  /// Points with a coordinate that is not finite.
  std::size_t unplaced() const { return m_arranged.discs->unplaced(); }
  /// Of the points shown, those whose centre lay in the view last rendered.
  std::size_t inView() const { return m_inView; }
  /// Of those in view, the ones that were drawn: all, but for a sample.
  std::size_t drawn() const { return m_drawn; }
  /// The radius of the discs last rendered, in device-independent pixels.
  double radius() const { return m_radius; }

  /// The point shown that is nearest to a pixel of `view`, no further than `within` device pixels away.
  std::optional<std::size_t> nearest(QPointF pixel, const View& view, double within) const;
  /// The box around all points shown; nothing when there are none.
  std::optional<QRectF> bounds() const;

  /// The radius for a number of points in view, in device-independent pixels: 3.5 for 2,000, 1.5 for 100,000.
  static double radiusFor(std::size_t inView);

 private:
  /// One after the other over the whole picture: all discs, the rings, and the ringed discs once more, so
  /// that many rings do not bury the colours of what they mark.
  enum class Pass { Discs, Rings, RingedDiscs, End };
  static constexpr std::array kPasses = {Pass::Discs, Pass::Rings, Pass::RingedDiscs};
  /// Where the drawing of all points stands.
  struct Refinement {
    Pass pass;
    PointWalk walk;
  };

  void prepare(const View& view);
  void draw(const View& view, double share);
  std::vector<QRect> uncovered(const View& view) const;
  bool canScroll(const View& view) const;
  void scroll(const View& view);
  void drawClipped(const View& view, const QRect& clip);
  const PointGrid& gridOf(Pass pass) const;
  PointWalk walkOf(Pass pass, const View& view, const QRect& clip, double share) const;
  void stamp(Pass pass, std::span<const PointGrid::Point> points, const View& view, QImage& image) const;
  std::size_t work(const View& view, const QRect& clip) const;
  void countDrawn();

  PointArrangement m_arranged;
  QRgb m_markColour = 0xffd03000;
  double m_opacity = 0.9;
  PointSprites::Shape m_shape = PointSprites::Shape::Disc;
  QRgb m_haloColour = 0xffffffff;

  PointSprites m_discs;
  PointSprites m_rings;
  double m_radius = 0;
  double m_spriteRatio = 0;
  bool m_spritesStale = true;

  QImage m_image;  // the picture last rendered: of m_view, with m_share of the points
  View m_view;
  double m_share = 1;
  bool m_stale = true;
  std::size_t m_inView = 0;
  std::size_t m_drawn = 0;
  QImage m_other;  // the picture to scroll into, or where the refinement draws
  std::optional<Refinement> m_refinement;
};

}  // namespace isthmus
