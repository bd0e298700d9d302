#include "widgets/plane/points/point_sprites.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isthmus {
namespace {

// How far a shape's corners reach that has (x, y) on its edge, y pointing down.
double reachOf(double x, double y, PointSprites::Shape shape) {
  switch (shape) {
    case PointSprites::Shape::Disc:
      break;
    case PointSprites::Shape::Diamond:
      return std::abs(x) + std::abs(y);
    case PointSprites::Shape::Triangle:  // equilateral, standing on a side
      return std::max(2 * y, std::numbers::sqrt3 * std::abs(x) - y);
  }
  return std::hypot(x, y);
}

// The share of pixel (column, row) that lies between the two shapes around (centreX, centreY).
double coverage(int column, int row, double centreX, double centreY, double inner, double outer,
                PointSprites::Shape shape) {
  constexpr int kSamples = 8;
  int inside = 0;
  for (int j = 0; j < kSamples; ++j)
    for (int i = 0; i < kSamples; ++i) {
      const double x = column + (i + 0.5) / kSamples - centreX;
      const double y = row + (j + 0.5) / kSamples - centreY;
      const double distance = reachOf(x, y, shape);
      if (distance < outer && distance >= inner) ++inside;
    }
  return static_cast<double>(inside) / (kSamples * kSamples);
}

}  // namespace

void PointSprites::make(double inner, double outer, double opacity, std::span<const QRgb> palette,
                        Shape shape, const Halo& halo) {
  const double reach = outer + halo.width;
  int extent = 1;
  for (int phase = 0; phase < kPhases; ++phase) {
    const double centre = static_cast<double>(phase) / kPhases;
    m_first[static_cast<std::size_t>(phase)] = static_cast<int>(std::floor(centre - reach));
    extent = std::max(
        extent, static_cast<int>(std::ceil(centre + reach)) - static_cast<int>(std::floor(centre - reach)));
  }
  m_rows = extent;
  m_blocks = (extent + 3) / 4;
  const int columns = m_blocks * 4;
  m_spriteBytes = static_cast<std::size_t>(m_rows * m_blocks * kBlock);
  m_inverse.assign(kPhases * kPhases * m_spriteBytes, 255);
  m_pixels.assign(palette.size() * m_inverse.size(), 0);

  std::size_t at = 0;
  for (int phase = 0; phase < kPhases * kPhases; ++phase) {
    const int left = m_first[static_cast<std::size_t>(phase % kPhases)];
    const int top = m_first[static_cast<std::size_t>(phase / kPhases)];
    const double centreX = static_cast<double>(phase % kPhases) / kPhases;
    const double centreY = static_cast<double>(phase / kPhases) / kPhases;
    for (int row = 0; row < m_rows; ++row)
      for (int column = 0; column < columns; ++column, at += 4) {
        const auto covered = [&](double from, double to) {
          return opacity * coverage(left + column, top + row, centreX, centreY, from, to, shape);
        };
        const double share = covered(inner, outer);
        const double rim = halo.width > 0 ? (1 - share) * covered(inner - halo.width, reach) : 0;
        const int alpha = static_cast<int>(std::lround((share + rim) * 255));
        const double own = share + rim > 0 ? share / (share + rim) : 0;
        const auto mixed = [own](int colour, int ofHalo) {
          return static_cast<int>(std::lround(own * colour + (1 - own) * ofHalo));
        };
        std::fill_n(m_inverse.begin() + static_cast<std::ptrdiff_t>(at), 4, static_cast<uchar>(255 - alpha));
        for (std::size_t colour = 0; colour < palette.size(); ++colour) {
          const QRgb c = palette[colour];
          const QRgb pixel =
              qPremultiply(qRgba(mixed(qRed(c), qRed(halo.colour)), mixed(qGreen(c), qGreen(halo.colour)),
                                 mixed(qBlue(c), qBlue(halo.colour)), alpha));
          std::copy_n(reinterpret_cast<const uchar*>(&pixel), 4,
                      m_pixels.begin() + static_cast<std::ptrdiff_t>(colour * m_inverse.size() + at));
        }
      }
  }
}

void PointSprites::stampClipped(QImage& image, std::uint32_t x4, std::uint32_t y4, std::size_t colour,
                                const QRect& clip) const {
  const Place at = place(x4, y4, colour);
  const int left = static_cast<int>(at.left);
  const int top = static_cast<int>(at.top);
  const QRect box(left, top, m_blocks * 4, m_rows);
  const QRect part = box & clip;
  if (part.isEmpty()) return;
  const int bytes = m_blocks * kBlock;
  for (int y = part.top(); y <= part.bottom(); ++y) {
    const int skip = (y - top) * bytes + (part.left() - left) * 4;
    uchar* line = bitsOf(image) + y * image.bytesPerLine() + part.left() * 4;
    blend(line, at.pixels + skip, at.inverse + skip, part.width() * 4);
  }
}

}  // namespace isthmus
