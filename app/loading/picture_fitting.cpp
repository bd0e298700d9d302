#include "app/loading/picture_fitting.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace isthmus {
namespace {

constexpr double kStretchedAspect = 1.05;  // a distortion that is not seen

/// The mean colour of the outermost pixels of an RGB32 picture.
QRgb borderColour(const QImage& image) {
  std::array<std::int64_t, 3> sums = {};
  std::int64_t count = 0;
  const auto add = [&](int x, int y) {
    const QRgb pixel = reinterpret_cast<const QRgb*>(image.constScanLine(y))[x];
    sums[0] += qRed(pixel);
    sums[1] += qGreen(pixel);
    sums[2] += qBlue(pixel);
    ++count;
  };
  for (int x = 0; x < image.width(); ++x) {
    add(x, 0);
    add(x, image.height() - 1);
  }
  for (int y = 1; y + 1 < image.height(); ++y) {
    add(0, y);
    add(image.width() - 1, y);
  }
  const auto mean = [&](std::int64_t sum) { return static_cast<int>((sum + count / 2) / count); };
  return qRgb(mean(sums[0]), mean(sums[1]), mean(sums[2]));
}

std::uint8_t luminance(QRgb pixel) {
  return static_cast<std::uint8_t>((299 * qRed(pixel) + 587 * qGreen(pixel) + 114 * qBlue(pixel) + 500) /
                                   1000);
}

}  // namespace

QSize sizeWithin(QSize from, QSize room) {
  const double ratio = (static_cast<double>(from.width()) * room.height()) /
                       (static_cast<double>(from.height()) * room.width());
  if (ratio <= kStretchedAspect && ratio >= 1 / kStretchedAspect) return room;
  return from.scaled(room, Qt::KeepAspectRatio).expandedTo(QSize(1, 1));
}

QImage fitInto(const QImage& image, QSize room) {
  if (image.size() == room) return image;
  const QSize size = sizeWithin(image.size(), room);
  // As RGB32 in any case: Qt scales that smoothly and fast, and grey stays grey.
  const QImage scaled = image.convertToFormat(QImage::Format_RGB32)
                            .scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                            .convertToFormat(QImage::Format_RGB32);
  if (scaled.isNull() || size == room) return scaled;
  QImage framed(room, QImage::Format_RGB32);
  if (framed.isNull()) return framed;
  framed.fill(borderColour(scaled));
  const int left = (room.width() - size.width()) / 2;
  const int top = (room.height() - size.height()) / 2;
  for (int y = 0; y < size.height(); ++y)
    std::copy_n(reinterpret_cast<const QRgb*>(scaled.constScanLine(y)), size.width(),
                reinterpret_cast<QRgb*>(framed.scanLine(y + top)) + left);
  return framed;
}

ByteImage toBytes(const QImage& image, int channels) {
  ByteImage bytes{{image.height(), image.width(), channels}, {}};
  bytes.pixels.reserve(bytes.shape.size());
  for (int y = 0; y < image.height(); ++y) {
    const uchar* line = image.constScanLine(y);
    for (int x = 0; x < image.width(); ++x) {
      const QRgb pixel = image.format() == QImage::Format_Grayscale8 ? qRgb(line[x], line[x], line[x])
                                                                     : reinterpret_cast<const QRgb*>(line)[x];
      if (channels == 1) {
        bytes.pixels.push_back(luminance(pixel));
      } else {
        bytes.pixels.push_back(static_cast<std::uint8_t>(qRed(pixel)));
        bytes.pixels.push_back(static_cast<std::uint8_t>(qGreen(pixel)));
        bytes.pixels.push_back(static_cast<std::uint8_t>(qBlue(pixel)));
      }
    }
  }
  return bytes;
}

}  // namespace isthmus
