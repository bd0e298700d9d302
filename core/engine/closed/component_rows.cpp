#include "core/engine/closed/component_rows.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

namespace isthmus::closed {
namespace {

void addSquares(std::span<const float> row, std::vector<double>& squares) {
  for (std::size_t i = 0; i < row.size(); ++i) squares[i] += double{row[i]} * double{row[i]};
}

/// What is left of `vector` once its parts along the first `count` rows are gone.
void removeParts(const Matrix& rows, std::size_t count, std::vector<double>& vector) {
  for (std::size_t r = 0; r < count; ++r) {
    const std::span<const float> row = rows.row(r);
    double part = 0;
    for (std::size_t i = 0; i < row.size(); ++i) part += double{row[i]} * vector[i];
    for (std::size_t i = 0; i < row.size(); ++i) vector[i] -= part * double{row[i]};
  }
}

}  // namespace

Matrix componentRows(const Panels& axes, std::size_t found, std::span<const std::size_t> varying,
                     std::size_t count, std::size_t numbers, const Crew& crew) {
  Matrix rows(count, numbers);
  for (std::size_t r = 0; r < found; ++r)
    for (std::size_t i = 0; i < varying.size(); ++i)
      rows.row(r)[varying[i]] = static_cast<float>(axes.at(i, r));
  completeRows(rows, found, crew);
  pointAlike(rows);
  return rows;
}

void completeRows(Matrix& rows, std::size_t begin, const Crew& crew) {
  std::vector<double> held(rows.cols);
  for (std::size_t r = 0; r < begin; ++r) addSquares(rows.row(r), held);
  for (std::size_t r = begin; r < rows.rows && !crew.cancelled(); ++r) {
    std::vector<double> vector(rows.cols);
    vector[static_cast<std::size_t>(std::ranges::min_element(held) - held.begin())] = 1;
    for (int pass = 0; pass < 2; ++pass)
      removeParts(rows, r, vector);  // again: rounding left some in the first
    const double length = std::sqrt(std::transform_reduce(vector.begin(), vector.end(), vector.begin(), 0.0));
    std::ranges::transform(vector, rows.row(r).begin(),
                           [&](double value) { return static_cast<float>(value / length); });
    addSquares(rows.row(r), held);
  }
}

void pointAlike(Matrix& rows) {
  for (std::size_t r = 0; r < rows.rows; ++r) {
    const std::span<float> row = rows.row(r);
    const auto largest = std::ranges::max_element(row, {}, [](float value) { return std::abs(value); });
    if (*largest < 0) std::ranges::transform(row, row.begin(), std::negate<>());
  }
}

}  // namespace isthmus::closed
