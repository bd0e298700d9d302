#pragma once

#include <QPointF>

class QCPItemRect;
class QCPItemStraightLine;
class QCPItemText;
class QCustomPlot;
class QWidget;

namespace isthmus {

/// The threshold in a histogram: a line, a tag with its value above the axis rectangle, and a tint over
/// everything above it. On the plot's overlay layer, a buffer of its own, so that moving it does not draw the
/// bars anew.
class ThresholdLine {
 public:
  /// The plot owns the items.
  explicit ThresholdLine(QCustomPlot& plot);

  /// Takes colours and focus from the widget that the line belongs to.
  void setColours(const QWidget& owner);
  /// Puts the items where the value is now, or at the edge with an arrow when it is out of sight. Does not
  /// draw.
  void place(double value, int decimals);
  /// Draws the overlay layer alone where that is possible.
  void redraw();
  /// Whether a press at this pixel takes hold of the line or its tag.
  bool grabs(const QPointF& pixel) const;
  /// The height that the tag needs above the axis rectangle, in pixels.
  static int tagHeight();

 private:
  QCustomPlot& m_plot;
  QCPItemRect* m_region;
  QCPItemStraightLine* m_line;
  QCPItemText* m_tag;
  double m_value = 0;
};

}  // namespace isthmus
