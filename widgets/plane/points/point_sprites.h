#pragma once

#include <QImage>
#include <QRect>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace isthmus {

/// Small anti-aliased pictures of a disc, a ring, a diamond or a triangle in every colour of a palette and at
/// quarter-pixel positions, ready to be stamped into an image many times.
class PointSprites {
 public:
  /// Positions come in quarters of a device pixel.
  static constexpr int kPhases = 4;
  /// An image stamped into must reach this many pixels further to every side than the positions do.
  static constexpr int kMargin = 40;

  enum class Shape { Disc, Diamond, Triangle };
  /// A rim around a shape, inside and outside, that keeps it apart from what it lies on.
  struct Halo {
    double width = 0;  ///< in device pixels, as the radii; 0: none
    QRgb colour = 0;
  };
  /// Radii in device pixels, 0 <= inner < outer, outer with the halo at most 16; an inner radius of 0 makes a
  /// disc. Of a diamond or triangle they are how far its corners reach. Opacity in [0, 1]; the alpha of the
  /// palette is ignored.
  void make(double inner, double outer, double opacity, std::span<const QRgb> palette,
            Shape shape = Shape::Disc, const Halo& halo = {0, 0});

  /// Draws the sprite of palette entry `colour` with its centre at (x4 / 4, y4 / 4) into
  /// ARGB32_Premultiplied. The whole sprite must lie inside the image.
  void stamp(QImage& image, std::uint32_t x4, std::uint32_t y4, std::size_t colour) const {
    const Place at = place(x4, y4, colour);
    uchar* line = bitsOf(image) + at.top * image.bytesPerLine() + at.left * 4;
    switch (m_blocks) {
      case 1:
        return stampRows<1>(line, image.bytesPerLine(), at);
      case 2:
        return stampRows<2>(line, image.bytesPerLine(), at);
      case 3:
        return stampRows<3>(line, image.bytesPerLine(), at);
      default:
        return stampRowsOf(line, image.bytesPerLine(), at);
    }
  }

  /// As stamp(), but changes only the pixels inside `clip`.
  void stampClipped(QImage& image, std::uint32_t x4, std::uint32_t y4, std::size_t colour,
                    const QRect& clip) const;

 private:
  static constexpr int kBlock = 16;  // bytes: four pixels, one vector register
  struct Place {
    std::ptrdiff_t left;
    std::ptrdiff_t top;
    const uchar* pixels;
    const uchar* inverse;
  };

  Place place(std::uint32_t x4, std::uint32_t y4, std::size_t colour) const {
    const std::size_t phaseX = x4 % kPhases;
    const std::size_t phaseY = y4 % kPhases;
    const std::size_t phase = phaseY * kPhases + phaseX;
    return {static_cast<std::ptrdiff_t>(x4 / kPhases) + m_first[phaseX],
            static_cast<std::ptrdiff_t>(y4 / kPhases) + m_first[phaseY],
            m_pixels.data() + (colour * kPhases * kPhases + phase) * m_spriteBytes,
            m_inverse.data() + phase * m_spriteBytes};
  }

  static uchar* bitsOf(QImage& image) { return const_cast<uchar*>(image.constBits()); }  // never detaches

  static void blend(uchar* __restrict to, const uchar* __restrict pixels, const uchar* __restrict inverse,
                    int bytes) {
    for (int i = 0; i < bytes; ++i) {
      const auto t = static_cast<std::uint16_t>(to[i] * inverse[i] + 128);
      to[i] = static_cast<uchar>(pixels[i] + static_cast<uchar>((t + (t >> 8)) >> 8));
    }
  }

  template <int kBlocks>
  void stampRows(uchar* line, qsizetype stride, const Place& at) const {
    for (std::ptrdiff_t row = 0; row < m_rows; ++row, line += stride)
      blend(line, at.pixels + row * kBlocks * kBlock, at.inverse + row * kBlocks * kBlock, kBlocks * kBlock);
  }

  void stampRowsOf(uchar* line, qsizetype stride, const Place& at) const {
    const int bytes = m_blocks * kBlock;
    for (std::ptrdiff_t row = 0; row < m_rows; ++row, line += stride)
      blend(line, at.pixels + row * bytes, at.inverse + row * bytes, bytes);
  }

  int m_rows = 0;
  int m_blocks = 1;                       // vector registers a row
  std::size_t m_spriteBytes = 0;          // of one sprite
  std::array<int, kPhases> m_first = {};  // the first pixel that a sprite touches, by phase
  std::vector<uchar> m_inverse;           // phase x sprite: 255 - alpha, once for each byte of a pixel
  std::vector<uchar> m_pixels;            // colour x phase x sprite, premultiplied
};

}  // namespace isthmus
