#include "core/engine/decoded_spread.h"

#include "core/engine/inference.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace isthmus {
namespace {

constexpr std::size_t kMostCodes = 32;
constexpr std::uint64_t kMostOperations = 1'000'000'000;

/// Evenly spaced rows with finite numbers.
Matrix someCodes(const Matrix& means) {
  Matrix codes(0, means.cols);
  const std::size_t stride = std::max<std::size_t>((means.rows + kMostCodes - 1) / kMostCodes, 1);
  for (std::size_t row = 0; row < means.rows; row += stride) {
    const auto code = means.row(row);
    if (!std::ranges::all_of(code, [](float value) { return std::isfinite(value); })) continue;
    codes.values.insert(codes.values.end(), code.begin(), code.end());
    ++codes.rows;
  }
  return codes;
}

/// In what the numbers of a vector are measured: as the model takes them.
double unitOf(const InputScaling& scaling, std::size_t number) {
  if (scaling.factor.empty()) return 1;
  return static_cast<double>(scaling.factor[scaling.factor.size() == 1 ? 0 : number]);
}

}  // namespace

std::optional<double> decodedSpread(const ModelSnapshot& model, const Encoding& encoding) {
  if (model.spec.operations() * kMostCodes > kMostOperations) return std::nullopt;
  const Matrix codes = someCodes(encoding.means);
  if (codes.rows < 2) return std::nullopt;
  const auto decoded = decode(model, codes);
  if (!decoded) return std::nullopt;
  const bool isVector = model.spec.samples == SampleKind::Vector;
  const auto count = static_cast<double>(decoded->rows);
  double sum = 0;
  for (std::size_t number = 0; number < decoded->cols; ++number) {
    const double first = static_cast<double>(decoded->at(0, number));
    double differences = 0;
    double squares = 0;
    for (std::size_t row = 0; row < decoded->rows; ++row) {
      const double difference = static_cast<double>(decoded->at(row, number)) - first;
      differences += difference;
      squares += difference * difference;
    }
    const double variance = std::max(squares / count - std::pow(differences / count, 2), 0.0);
    sum += variance / std::pow(isVector ? unitOf(model.scaling, number) : 1, 2);
  }
  return std::sqrt(sum / static_cast<double>(decoded->cols));
}

}  // namespace isthmus
