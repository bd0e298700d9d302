#include "widgets/images/qt_image.h"

#include <algorithm>

namespace isthmus {

QImage toQImage(const Image& image) {
  const auto byte = [](float value) {
    return static_cast<uchar>(std::clamp(value, 0.0F, 1.0F) * 255.0F + 0.5F);
  };
  const bool grey = image.shape.channels == 1;
  QImage result(image.shape.width, image.shape.height,
                grey ? QImage::Format_Grayscale8 : QImage::Format_RGB888);
  const int rowLength = image.shape.width * image.shape.channels;
  for (int y = 0; y < image.shape.height; ++y) {
    const float* from = image.pixels.data() + static_cast<std::ptrdiff_t>(y) * rowLength;
    std::transform(from, from + rowLength, result.scanLine(y), byte);
  }
  return result;
}

}  // namespace isthmus
