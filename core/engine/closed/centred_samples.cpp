#include "core/engine/closed/centred_samples.h"

#include <algorithm>

namespace isthmus::closed {
namespace {

constexpr std::size_t kPortionNumbers = std::size_t{1} << 20U;  // 8 MiB, which stay in the last cache
constexpr std::size_t kPartNumbers = std::size_t{1} << 15U;     // read by one member at a time

std::vector<std::vector<float>> scratchForEach(const Crew& crew, std::size_t numbers) {
  return std::vector<std::vector<float>>(crew.members(), std::vector<float>(numbers));
}

/// Sums of differences from the first sample: a large offset costs no digits, and what never changes has
/// squares of exactly 0.
struct Sums {
  explicit Sums(std::size_t numbers) : differences(numbers), squares(numbers) {}

  void add(std::span<const float> row, std::span<const float> first) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const double difference = static_cast<double>(row[i]) - static_cast<double>(first[i]);
      differences[i] += difference;
      squares[i] += difference * difference;
    }
  }
  void add(const Sums& other) {
    for (std::size_t i = 0; i < squares.size(); ++i) {
      differences[i] += other.differences[i];
      squares[i] += other.squares[i];
    }
  }
  void clear() {
    std::ranges::fill(differences, 0.0);
    std::ranges::fill(squares, 0.0);
  }

  std::vector<double> differences;
  std::vector<double> squares;
};

}  // namespace

CentredSamples::CentredSamples(const Dataset& dataset, const InputScaling& scaling,
                               std::span<const std::size_t> samples, const Crew& crew, Stretch stretch)
    : m_batch(dataset, scaling, samples), m_mean(dataset.shape.size()) {
  measure(crew, stretch);
}

void CentredSamples::measure(const Crew& crew, Stretch stretch) {
  constexpr std::size_t kPartsAtOnce = 8;  // each with sums of its own, so that it does not matter who adds
  std::vector<float> first(numbers());
  m_batch.numbers(0, first);
  std::vector<std::vector<float>> rows = scratchForEach(crew, numbers());
  std::vector<Sums> partSums(kPartsAtOnce, Sums(numbers()));
  Sums sums(numbers());
  constexpr std::size_t kLeastRows = 8;  // wide samples take as long as their sums
  const std::size_t rowsAPart = std::max(kPartNumbers / numbers(), kLeastRows);
  const auto samples = static_cast<double>(count());
  for (std::size_t begin = 0; begin < count() && !crew.cancelled(); begin += kPartsAtOnce * rowsAPart) {
    crew.run(kPartsAtOnce, [&](std::size_t part, std::size_t member) {
      const std::size_t partBegin = std::min(begin + part * rowsAPart, count());
      const std::size_t partEnd = std::min(partBegin + rowsAPart, count());
      partSums[part].clear();
      for (std::size_t i = partBegin; i < partEnd; ++i) {
        m_batch.numbers(i, rows[member]);
        partSums[part].add(rows[member], first);
      }
    });
    for (const Sums& part : partSums) sums.add(part);
    crew.report(stretch, std::min(static_cast<double>(begin + kPartsAtOnce * rowsAPart) / samples, 1.0));
  }
  for (std::size_t i = 0; i < numbers(); ++i) {
    const double shift = sums.differences[i] / samples;
    m_mean[i] = static_cast<double>(first[i]) + shift;
    if (sums.squares[i] == 0) continue;
    m_varying.push_back(i);
    m_totalSquares += std::max(sums.squares[i] - samples * shift * shift, 0.0);
  }
}

void CentredSamples::read(std::size_t first, Panels& to, const Crew& crew) const {
  // Several rows, panel by panel: wide samples have each panel in a page of its own.
  const std::size_t rowsAPart = std::max(kPartNumbers / numbers(), Panels::kWidth);
  std::vector<std::vector<float>> scratch = scratchForEach(crew, rowsAPart * numbers());
  crew.run((to.rows() + rowsAPart - 1) / rowsAPart, [&](std::size_t part, std::size_t member) {
    const std::span<float> rows = scratch[member];
    const std::size_t begin = part * rowsAPart;
    const std::size_t count = std::min(rowsAPart, to.rows() - begin);
    for (std::size_t r = 0; r < count; ++r)
      m_batch.numbers(first + begin + r, rows.subspan(r * numbers(), numbers()));
    for (std::size_t p = 0; p < to.count(); ++p) {
      const std::span<const std::size_t> which = varyingOfPanel(p);
      for (std::size_t r = 0; r < count; ++r) {
        const float* row = rows.data() + r * numbers();
        double* out = to.panel(p) + (begin + r) * Panels::kWidth;
        for (const std::size_t number : which) *out++ = static_cast<double>(row[number]) - m_mean[number];
      }
    }
  });
}

void CentredSamples::readAsColumns(std::size_t first, Panels& to, const Crew& crew) const {
  constexpr std::size_t kLine = 16;  // floats; lines at a power of two would share one place of the cache
  const std::size_t stride = numbers() + kLine;
  std::vector<std::vector<float>> panels = scratchForEach(crew, Panels::kWidth * stride);
  crew.run(to.count(), [&](std::size_t p, std::size_t member) {
    const std::span<float> rows = panels[member];
    const std::size_t cols = std::min(to.cols() - p * Panels::kWidth, Panels::kWidth);
    for (std::size_t c = 0; c < cols; ++c)
      m_batch.numbers(first + p * Panels::kWidth + c, rows.subspan(c * stride, numbers()));
    double* out = to.panel(p);
    for (const std::size_t number : m_varying) {
      for (std::size_t c = 0; c < cols; ++c)
        out[c] = static_cast<double>(rows[c * stride + number]) - m_mean[number];
      std::fill(out + cols, out + Panels::kWidth, 0.0);
      out += Panels::kWidth;
    }
  });
}

std::span<const std::size_t> CentredSamples::varyingOfPanel(std::size_t p) const {
  const std::size_t begin = p * Panels::kWidth;
  return varying().subspan(begin, std::min(Panels::kWidth, width() - begin));
}

std::size_t CentredSamples::portion() const {
  constexpr std::size_t kLeast = 48;  // what wide samples are multiplied by is read once a portion
  return std::min(count(), std::max(kPortionNumbers / std::max<std::size_t>(width(), 1), kLeast));
}

}  // namespace isthmus::closed
