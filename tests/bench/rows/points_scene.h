#pragma once

#include "tests/bench/rows/window_driver.h"
#include "widgets/plane/plane_canvas.h"

namespace isthmus::bench {

/// Points of ten overlapping clusters in random order; their classes beside them.
struct Cloud {
  std::shared_ptr<const PlanePoints> points;
  std::vector<std::uint16_t> classes;
};
Cloud makeCloud(std::size_t count);

/// The program's own plane of 900 x 900 pixels between its axes.
class PointsScene {
 public:
  explicit PointsScene(std::size_t count);
  /// Moves the view by some pixels; milliseconds from there to the end of its painting.
  double pan();
  double radius() { return m_canvas.scatter()->points().radius(); }
  PlaneCanvas& canvas() { return m_canvas; }

 private:
  PlaneCanvas m_canvas;
  int m_frame = 0;
};

/// The same cloud as QCustomPlot's own scatter plots, one QCPGraph a class.
class GraphScene {
 public:
  GraphScene(std::size_t count, double radius);
  double pan();

 private:
  QCustomPlot m_plot;
  int m_frame = 0;
};

}  // namespace isthmus::bench
