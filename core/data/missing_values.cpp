#include "core/data/missing_values.h"

#include "core/base/number_text.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

constexpr std::size_t kNumbersBetweenLooks = 1 << 20;  // at the stop token

Error cancelled() {
  return {ErrorCode::Cancelled, "loading was cancelled"};
}

bool lacksValue(const Dataset& dataset, std::size_t row) {
  const auto numbers = dataset.numbers(row);
  return std::any_of(numbers.begin(), numbers.end(), [](float value) { return std::isnan(value); });
}

/// For each sample whether it lacks a number.
Result<std::vector<bool>> findIncomplete(const Dataset& dataset, const Task& task) {
  const std::size_t rows = dataset.count();
  const std::size_t atOnce = std::max<std::size_t>(kNumbersBetweenLooks / dataset.shape.size(), 1);
  std::vector<bool> incomplete(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    if (row % atOnce == 0 && task.cancelled()) return cancelled();
    incomplete[row] = lacksValue(dataset, row);
  }
  return incomplete;
}

/// Keeps of `values` (`width` a sample) those of the samples that are complete.
template <typename Value>
void keepComplete(std::vector<Value>& values, std::size_t width, const std::vector<bool>& incomplete) {
  if (values.empty()) return;
  auto to = values.begin();
  for (std::size_t row = 0; row < incomplete.size(); ++row) {
    if (incomplete[row]) continue;
    const auto from = values.begin() + static_cast<std::ptrdiff_t>(row * width);
    if (to == from) {
      to += static_cast<std::ptrdiff_t>(width);
    } else {
      to = std::move(from, from + static_cast<std::ptrdiff_t>(width), to);
    }
  }
  values.erase(to, values.end());
}

void dropIncomplete(Dataset& dataset, const std::vector<bool>& incomplete) {
  const auto begin = incomplete.begin();
  const auto trainEnd = begin + static_cast<std::ptrdiff_t>(dataset.trainCount);
  const auto validationEnd = trainEnd + static_cast<std::ptrdiff_t>(dataset.validationCount);
  dataset.trainCount = static_cast<std::size_t>(std::count(begin, trainEnd, false));
  dataset.validationCount = static_cast<std::size_t>(std::count(trainEnd, validationEnd, false));
  keepComplete(dataset.values, dataset.shape.size(), incomplete);
  keepComplete(dataset.labels, 1, incomplete);
  keepComplete(dataset.sampleNames, 1, incomplete);
  for (Factor& factor : dataset.factors) keepComplete(factor.values, 1, incomplete);
}

struct Filled {
  std::size_t numbers = 0;
  std::size_t emptyColumns = 0;
};

/// Fills a column's missing numbers by the median of the training part's, or 0 where it has none.
void fillColumn(Dataset& dataset, std::size_t column, std::vector<float>& present, Filled& filled) {
  const std::size_t width = dataset.shape.size();
  present.clear();
  for (std::size_t row = 0; row < dataset.trainCount; ++row) {
    const float value = dataset.values[row * width + column];
    if (!std::isnan(value)) present.push_back(value);
  }
  float median = 0;
  if (present.empty()) {
    ++filled.emptyColumns;
  } else {
    const auto middle = present.begin() + static_cast<std::ptrdiff_t>(present.size() / 2);
    std::ranges::nth_element(present, middle);
    median = *middle;
    if (present.size() % 2 == 0) {  // halved before added: the sum may be too large for a float
      const float below = *std::max_element(present.begin(), middle);
      median = below / 2 + median / 2;
    }
  }
  for (std::size_t at = column; at < dataset.values.size(); at += width) {
    if (!std::isnan(dataset.values[at])) continue;
    dataset.values[at] = median;
    ++filled.numbers;
  }
}

Result<Filled> fillMissing(Dataset& dataset, const std::vector<bool>& incomplete, const Task& task) {
  const std::size_t width = dataset.shape.size();
  std::vector<bool> lacking(width);
  for (std::size_t row = 0; row < incomplete.size(); ++row) {
    if (!incomplete[row]) continue;
    const auto numbers = dataset.numbers(row);
    for (std::size_t column = 0; column < width; ++column)
      if (std::isnan(numbers[column])) lacking[column] = true;
  }
  Filled filled;
  std::vector<float> present;
  for (std::size_t column = 0; column < width; ++column) {
    if (!lacking[column]) continue;
    if (task.cancelled()) return cancelled();
    fillColumn(dataset, column, present, filled);
  }
  return filled;
}

std::string countOf(std::size_t count, const char* one, const char* many) {
  return withThousands(count) + " " + (count == 1 ? one : many);
}

}  // namespace

Result<void> treatMissing(Dataset& dataset, std::optional<MissingValues> wanted, const Task& task) {
  const auto found = findIncomplete(dataset, task);
  if (!found) return found.error();
  const std::size_t rows = found->size();
  const auto incomplete = static_cast<std::size_t>(std::count(found->begin(), found->end(), true));
  if (incomplete == 0) return {};
  const bool fewLack = static_cast<double>(incomplete) <= kMaxDroppedShare * static_cast<double>(rows);
  const std::string which = withThousands(incomplete) + " of " + countOf(rows, "sample", "samples");
  if (wanted.value_or(fewLack ? MissingValues::Drop : MissingValues::Median) == MissingValues::Drop) {
    const auto trainEnd = found->begin() + static_cast<std::ptrdiff_t>(dataset.trainCount);
    if (std::count(found->begin(), trainEnd, false) == 0)
      return Error{
          ErrorCode::BadFormat,
          "lacks a value in every training sample, so none would be left after dropping those; expected "
          "complete ones (missing=median fills them)"};
    dropIncomplete(dataset, *found);
    dataset.notes.push_back(
        which + (incomplete == 1 ? " lacked a value and was dropped." : " lacked a value and were dropped."));
    return {};
  }
  const auto filled = fillMissing(dataset, *found, task);
  if (!filled) return filled.error();
  dataset.notes.push_back(which + " lacked " + countOf(filled->numbers, "value", "values") +
                          ", filled with the median of the training samples' column.");
  if (filled->emptyColumns > 0)
    dataset.notes.push_back(countOf(filled->emptyColumns, "column has", "columns have") +
                            " no value at all in the training samples; 0 was put there.");
  return {};
}

}  // namespace isthmus
