#include "core/engine/closed/panels.h"

#include <algorithm>

namespace isthmus::closed {
namespace {

constexpr std::size_t kTileSize = Panels::kWidth * Panels::kWidth;
constexpr std::size_t kRowsAtOnce = 128;  // of two panels: 24 KiB, which stay in the first cache
constexpr std::size_t kPanelsAPart = 4;   // each tile-wide piece of the other matrix serves as many
constexpr std::size_t kMostTileRows = 8;  // 96 rows a part: each piece of the other matrix serves as many

}  // namespace

void Crew::run(std::size_t parts, const Team::Job& job) const {
  for (std::size_t begin = 0; begin < parts && !cancelled(); begin += Team::kMaxParts) {
    m_team->run(std::min(parts - begin, Team::kMaxParts), [&](std::size_t part, std::size_t member) {
      if (!cancelled()) job(begin + part, member);
    });
  }
}

void addTransposeTimes(const Panels& a, const Panels& b, Panels& to, const Crew& crew, Corner corner,
                       Tiles which) {
  assert(a.rows() == b.rows());
  const std::size_t parts = (a.count() + kPanelsAPart - 1) / kPanelsAPart;
  crew.run(parts, [&](std::size_t part, std::size_t) {
    const std::size_t first = (parts - 1 - part) * kPanelsAPart;  // the longest rows of a triangle come first
    const std::size_t end = std::min(first + kPanelsAPart, a.count());
    for (std::size_t row = 0; row < a.rows() && !crew.cancelled(); row += kRowsAtOnce) {
      const std::size_t rows = std::min(kRowsAtOnce, a.rows() - row);
      for (std::size_t q = 0; q < b.count(); ++q) {
        const double* right = b.panel(q) + row * Panels::kWidth;
        double* column = to.panel(corner.col + q);
        for (std::size_t p = first; p < end; ++p) {
          if (which == Tiles::Lower && corner.row + p < corner.col + q) continue;
          dense::kernels().addProducts(a.panel(p) + row * Panels::kWidth, Panels::kWidth, 1, right, rows,
                                       column + (corner.row + p) * kTileSize);
        }
      }
    }
  });
}

void addTimes(const Panels& a, const Panels& b, Panels& to, const Crew& crew) {
  assert(a.cols() == b.rows() && a.rows() == to.rows() && b.cols() == to.cols());
  const std::size_t tileRows = Panels::tiles(a.rows());
  const std::size_t tileRowsAPart = std::clamp<std::size_t>(tileRows / 4, 1, kMostTileRows);
  crew.run((tileRows + tileRowsAPart - 1) / tileRowsAPart, [&](std::size_t part, std::size_t) {
    const std::size_t first = part * tileRowsAPart;
    const std::size_t end = std::min(first + tileRowsAPart, tileRows);
    for (std::size_t p = 0; p < a.count() && !crew.cancelled(); ++p) {
      const std::size_t inner = std::min(Panels::kWidth, a.cols() - p * Panels::kWidth);
      for (std::size_t q = 0; q < b.count(); ++q) {
        for (std::size_t tile = first; tile < end; ++tile)
          dense::kernels().addProducts(a.panel(p) + tile * kTileSize, 1, Panels::kWidth,
                                       b.panel(q) + p * kTileSize, inner, to.panel(q) + tile * kTileSize);
      }
    }
  });
}

void mirrorLower(Panels& square, const Crew& crew) {
  assert(square.rows() == square.cols());
  crew.run(square.count(), [&](std::size_t col, std::size_t) {
    for (std::size_t row = col + 1; row < square.count(); ++row) {
      const double* below = square.panel(col) + row * kTileSize;
      double* above = square.panel(row) + col * kTileSize;
      for (std::size_t i = 0; i < Panels::kWidth; ++i)
        for (std::size_t j = 0; j < Panels::kWidth; ++j)
          above[j * Panels::kWidth + i] = below[i * Panels::kWidth + j];
    }
  });
}

}  // namespace isthmus::closed
