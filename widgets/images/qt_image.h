#pragma once

#include "core/base/image.h"

#include <QImage>

namespace isthmus {

/// A picture for the screen. Intensities outside [0, 1] are clamped.
QImage toQImage(const Image& image);

}  // namespace isthmus
