#pragma once

#include "core/latent/latent_plane.h"

#include <QPointF>
#include <QString>

#include <optional>

namespace isthmus {

/// Where a model puts a sample that is not of the data set, in plane coordinates.
struct DroppedPoint {
  QPointF inPlane;
  std::optional<PlaneCovariance> posterior = {};  ///< where the model has one
  QString name;
};

}  // namespace isthmus
