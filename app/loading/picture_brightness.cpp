#include "app/loading/picture_brightness.h"

#include <algorithm>
#include <array>

namespace isthmus {
namespace {

constexpr std::uint32_t kEnoughOf8 = 64;       // a quarter of 255
constexpr std::uint32_t kEnoughOf16 = 16'384;  // a quarter of 65,535

bool is16BitColour(const QImage& image) {
  return image.format() == QImage::Format_RGBX64 || image.format() == QImage::Format_RGBA64 ||
         image.format() == QImage::Format_RGBA64_Premultiplied;
}

/// A palette that is nothing but the greys from 0 to 255: how some files of 8 bits are read.
bool isGreyRamp(const QImage& image) {
  const auto colours = image.colorTable();
  if (colours.size() != 256) return false;
  for (int i = 0; i < 256; ++i)
    if (colours[i] != qRgb(i, i, i)) return false;
  return true;
}

std::uint32_t highestOf16(const QImage& image) {
  std::uint32_t highest = 0;
  for (int y = 0; y < image.height() && highest < kEnoughOf16; ++y) {
    if (image.format() == QImage::Format_Grayscale16) {
      const auto* line = reinterpret_cast<const quint16*>(image.constScanLine(y));
      for (int x = 0; x < image.width(); ++x) highest = std::max<std::uint32_t>(highest, line[x]);
      continue;
    }
    const auto* line = reinterpret_cast<const QRgba64*>(image.constScanLine(y));
    for (int x = 0; x < image.width(); ++x)
      highest = std::max({highest, std::uint32_t{line[x].red()}, std::uint32_t{line[x].green()},
                          std::uint32_t{line[x].blue()}});
  }
  return highest;
}

std::uint32_t highestOfBytes(const QImage& image) {
  std::uint32_t highest = 0;
  for (int y = 0; y < image.height() && highest < kEnoughOf8; ++y) {
    const uchar* line = image.constScanLine(y);
    for (int x = 0; x < image.width(); ++x) highest = std::max<std::uint32_t>(highest, line[x]);
  }
  return highest;
}

/// Of RGB32 and ARGB32; what is transparent will be white.
std::uint32_t highestOfColours(const QImage& image) {
  std::uint32_t highest = 0;
  for (int y = 0; y < image.height() && highest < kEnoughOf8; ++y) {
    const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
    for (int x = 0; x < image.width(); ++x) {
      const int brightest = std::max({qRed(line[x]), qGreen(line[x]), qBlue(line[x])});
      const int overWhite = image.hasAlphaChannel() ? brightest + 255 - qAlpha(line[x]) : brightest;
      highest = std::max(highest, static_cast<std::uint32_t>(overWhite));
    }
  }
  return highest;
}

}  // namespace

PictureRange rangeOf(const QImage& image) {
  switch (image.format()) {
    case QImage::Format_Grayscale16:
      return {.highestOf16 = highestOf16(image)};
    case QImage::Format_Grayscale8:
      return {.highestOf8 = highestOfBytes(image)};
    case QImage::Format_Indexed8:
      return {.highestOf8 = isGreyRamp(image) ? highestOfBytes(image) : 0};
    case QImage::Format_RGB32:
    case QImage::Format_ARGB32:
      return {.highestOf8 = highestOfColours(image)};
    case QImage::Format_RGB888:
      return {.highestOf8 = highestOfColours(image.convertToFormat(QImage::Format_RGB32))};
    default:
      return is16BitColour(image) ? PictureRange{.highestOf16 = highestOf16(image)} : PictureRange{};
  }
}

void brighten16(QImage& image, std::uint32_t white) {
  constexpr std::uint32_t kMost = 65'535;
  if (white == 0 || white >= kMost) return;
  const auto bright = [white](quint16 value) {
    return static_cast<quint16>((std::min<std::uint32_t>(value, white) * kMost + white / 2) / white);
  };
  for (int y = 0; y < image.height(); ++y) {
    if (image.format() == QImage::Format_Grayscale16) {
      auto* line = reinterpret_cast<quint16*>(image.scanLine(y));
      std::transform(line, line + image.width(), line, bright);
      continue;
    }
    auto* line = reinterpret_cast<QRgba64*>(image.scanLine(y));
    std::transform(line, line + image.width(), line, [&](QRgba64 pixel) {
      return qRgba64(bright(pixel.red()), bright(pixel.green()), bright(pixel.blue()), pixel.alpha());
    });
  }
}

void brighten8(QImage& image, std::uint32_t white) {
  constexpr std::uint32_t kMost = 255;
  if (white == 0 || white >= kMost) return;
  std::array<uchar, 256> bright = {};
  for (std::uint32_t value = 0; value < bright.size(); ++value)
    bright[value] = static_cast<uchar>((std::min(value, white) * kMost + white / 2) / white);
  for (int y = 0; y < image.height(); ++y) {
    if (image.format() == QImage::Format_Grayscale8) {
      uchar* line = image.scanLine(y);
      std::transform(line, line + image.width(), line, [&](uchar value) { return bright[value]; });
      continue;
    }
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    std::transform(line, line + image.width(), line, [&](QRgb pixel) {
      return qRgb(bright[static_cast<std::size_t>(qRed(pixel))],
                  bright[static_cast<std::size_t>(qGreen(pixel))],
                  bright[static_cast<std::size_t>(qBlue(pixel))]);
    });
  }
}

}  // namespace isthmus
