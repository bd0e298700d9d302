#pragma once

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
    return static_cast<std::size_t>(height) * static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
  }
  bool operator==(const ImageShape&) const = default;
};

/// A picture in float: intensities in [0, 1], rows from the top, channels interleaved.
struct Image {
  ImageShape shape;
  std::vector<float> pixels;  ///< shape.size() values
};

}  // namespace isthmus
