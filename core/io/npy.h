#pragma once

#include "core/base/matrix.h"

#include <string>

namespace isthmus {

/// The bytes of a NumPy .npy file (format 1.0) that holds the matrix as little-endian float32, row-major.
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
std::string encodeNpy(const Matrix& matrix);

}  // namespace isthmus
