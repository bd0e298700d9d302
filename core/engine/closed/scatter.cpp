#include "core/engine/closed/scatter.h"

#include <algorithm>

namespace isthmus::closed {
namespace {

/// Calls use(first, X's rows from `first` on) for one portion after the other.
template <typename Use>
void forPortions(const CentredSamples& samples, const Crew& crew, Stretch stretch, const Use& use) {
  const std::size_t portion = samples.portion();
  Panels x(portion, samples.width());
  for (std::size_t first = 0; first < samples.count(); first += portion) {
    x.useRows(std::min(portion, samples.count() - first));
    samples.read(first, x, crew);
    if (crew.cancelled()) return;
    use(first, x);
    if (crew.cancelled()) return;
    crew.report(stretch, static_cast<double>(first + x.rows()) / static_cast<double>(samples.count()));
  }
}

}  // namespace

Panels scatterOf(const CentredSamples& samples, const Crew& crew, Stretch stretch) {
  Panels scatter(samples.width(), samples.width());
  forPortions(samples, crew, stretch, [&](std::size_t, const Panels& x) {
    addTransposeTimes(x, x, scatter, crew, {}, Tiles::Lower);
  });
  mirrorLower(scatter, crew);
  return scatter;
}

Panels gramOf(const CentredSamples& samples, const Crew& crew, Stretch stretch) {
  constexpr std::size_t kBlockNumbers = std::size_t{1} << 25U;  // two blocks of 256 MiB at most
  const std::size_t count = samples.count();
  const std::size_t block =
      std::max(kBlockNumbers / samples.width() / Panels::kWidth, std::size_t{1}) * Panels::kWidth;
  const auto readBlock = [&](std::size_t first, Panels& x) {
    x.useCols(std::min(block, count - first));
    samples.readAsColumns(first, x, crew);
  };
  Panels left(samples.width(), std::min(block, count));
  Panels right(samples.width(), block < count ? block : 0);
  Panels gram(count, count);
  for (std::size_t row = 0; row < count && !crew.cancelled(); row += block) {
    readBlock(row, left);
    for (std::size_t col = 0; col < row && !crew.cancelled(); col += block) {
      readBlock(col, right);
      addTransposeTimes(left, right, gram, crew, {row / Panels::kWidth, col / Panels::kWidth});
    }
    const std::size_t tile = row / Panels::kWidth;
    addTransposeTimes(left, left, gram, crew, {tile, tile}, Tiles::Lower);
    const double share = static_cast<double>(std::min(row + block, count)) / static_cast<double>(count);
    crew.report(stretch, share * share);
  }
  mirrorLower(gram, crew);
  return gram;
}

Panels transposeTimes(const CentredSamples& samples, const Panels& v, const Crew& crew, Stretch stretch) {
  Panels result(samples.width(), v.cols());
  forPortions(samples, crew, stretch, [&](std::size_t first, const Panels& x) {
    Panels rows(x.rows(), v.cols());
    for (std::size_t q = 0; q < v.count(); ++q)
      std::copy_n(v.panel(q) + first * Panels::kWidth, x.rows() * Panels::kWidth, rows.panel(q));
    addTransposeTimes(x, rows, result, crew);
  });
  return result;
}

Panels scatterTimes(const CentredSamples& samples, const Panels& v, const Crew& crew, Stretch stretch) {
  Panels result(samples.width(), v.cols());
  forPortions(samples, crew, stretch, [&](std::size_t, const Panels& x) {
    Panels projected(x.rows(), v.cols());
    addTimes(x, v, projected, crew);
    addTransposeTimes(x, projected, result, crew);
  });
  return result;
}

}  // namespace isthmus::closed
