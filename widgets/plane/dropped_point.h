#pragma once

#include "core/latent/latent_plane.h"

#include <QPointF>
#include <QString>

namespace isthmus {

/// Where a model puts a sample that is not of the data set, in plane coordinates.
struct DroppedPoint {
  QPointF inPlane;
  PlaneCovariance posterior;
  QString name;
};

}  // namespace isthmus
