#pragma once

#include <QMetaType>

#include <vector>

namespace isthmus {

/// Which plane through latent space is shown.
struct PlaneChoice {
  bool principal = false;   ///< the two leading principal components of the means, instead of two coordinates
  int x = 0;                ///< coordinate along x, from 0
  int y = 1;                ///< coordinate along y, from 0
  std::vector<float> held;  ///< one a latent dimension: where the other coordinates are held
  /// The axes are the two dimensions with the highest KL divergence, whichever they are, and not x and y; of
  /// a model without a posterior x and y all the same.
  bool byUse = true;
  bool operator==(const PlaneChoice&) const = default;
};

}  // namespace isthmus

Q_DECLARE_METATYPE(isthmus::PlaneChoice)
