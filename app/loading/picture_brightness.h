#pragma once

#include "core/data/dataset_format.h"

#include <QImage>

#include <cstdint>

namespace isthmus {

/// The highest number in a picture as its file has it, before anything was done to it. Looks no further once
/// it is beyond a quarter of what the bits hold. Palettes hold no numbers that could mean something else than
/// light: they are not looked at.
PictureRange rangeOf(const QImage& image);

/// Makes `white` the brightest that there is; all above it is cut. 0 leaves the picture as it is. The first
/// is for pictures of 16 bits, the second for RGB32 or Grayscale8.
void brighten16(QImage& image, std::uint32_t white);
void brighten8(QImage& image, std::uint32_t white);

}  // namespace isthmus
