#pragma once

#include "widgets/plane/colours/plane_colouring.h"
#include "widgets/plane/plane_choice.h"

#include <QPointF>

#include <optional>
#include <vector>

namespace isthmus {

/// The part of the plane that is seen.
struct PlaneViewport {
  QPointF centre;            ///< in the plane
  double unitsPerPixel = 1;  ///< how much of the plane a pixel shows; > 0
  bool operator==(const PlaneViewport&) const = default;
};

/// What a person has chosen to see of the latent plane.
struct PlaneView {
  PlaneChoice choice;
  ColourBy colouring;
  std::vector<bool> visible;  ///< one flag a group of the colouring: classes, or a factor's levels
  bool points = true;
  bool probe = true;  ///< the samples of the probe, while there is one
  bool above = true;  ///< marks of the samples above the threshold
  bool names = true;
  bool rings = true;
  bool manifold = false;
  bool hover = true;                      ///< decode under the mouse without a button pressed
  bool lasso = false;                     ///< the left button draws a lasso
  std::optional<PlaneViewport> viewport;  ///< nothing: all is fitted in and followed
  bool operator==(const PlaneView&) const = default;
};

}  // namespace isthmus
