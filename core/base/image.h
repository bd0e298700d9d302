#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace isthmus {

/// The shape of one sample seen as a picture: grey (1 channel) or RGB (3, interleaved).
struct ImageShape {
  int height = 0;
  int width = 0;
  int channels = 1;

  /// Numbers in one sample.
  std::size_t size() const {
    return static_cast<std::size_t>(height) * static_cast<std::size_t>(width) *
           static_cast<std::size_t>(channels);
  }
  bool operator==(const ImageShape&) const = default;
};

/// The side of square pictures that rows of so many numbers may be; 0 when they are no square, or one so
/// small (below 8 x 8) that it may be chance.
inline int squareSide(std::size_t pixels) {
  constexpr std::size_t kSmallest = 8;
  const auto side = static_cast<std::size_t>(std::llround(std::sqrt(static_cast<double>(pixels))));
  return side >= kSmallest && side * side == pixels ? static_cast<int>(side) : 0;
}

/// A picture in float: intensities in [0, 1], rows from the top, channels interleaved.
struct Image {
  ImageShape shape;
  std::vector<float> pixels;  ///< shape.size() values
};

}  // namespace isthmus
