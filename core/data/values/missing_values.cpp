#include "core/data/values/missing_values.h"

#include "core/base/number_text.h"
#include "core/data/files/file_rows.h"
#include "core/data/files/load_errors.h"
#include "core/stats/summary.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

constexpr std::size_t kNumbersBetweenLooks = 1 << 20;  // at the stop token
constexpr std::size_t kRowsBetweenLooks = 1 << 17;     // each of them far from the one before: a cache miss
constexpr std::string_view kUnknownLevel = "unknown";
constexpr std::size_t kNamedInNote = 6;  // columns

std::string countOf(std::size_t count, const char* one, const char* many) {
  return withThousands(count) + " " + (count == 1 ? one : many);
}

/// What the features lack.
struct Missing {
  std::vector<std::size_t> ofColumn;  ///< how many samples lack each number
  std::vector<bool> ofRow;
  std::size_t rows = 0;

  std::size_t values() const { return std::reduce(ofColumn.begin(), ofColumn.end()); }
};

Result<Missing> findMissing(const Dataset& dataset, const Task& task) {
  const std::size_t rows = dataset.count();
  const std::size_t width = dataset.shape.size();
  Missing missing{.ofColumn = std::vector<std::size_t>(width), .ofRow = std::vector<bool>(rows)};
  const std::size_t atOnce = std::max<std::size_t>(kNumbersBetweenLooks / std::max<std::size_t>(width, 1), 1);
  for (std::size_t row = 0; !dataset.isBytes() && row < rows; ++row) {
    if (row % atOnce == 0 && task.cancelled()) return cancelledLoading();
    const auto numbers = dataset.numbers(row);
    bool lacks = false;
    for (std::size_t column = 0; column < width; ++column) {
      const bool isMissing = std::isnan(numbers[column]);
      missing.ofColumn[column] += isMissing ? 1U : 0U;
      lacks = lacks || isMissing;
    }
    missing.ofRow[row] = lacks;
    missing.rows += lacks ? 1U : 0U;
  }
  return missing;
}

using Named = std::vector<std::pair<std::size_t, std::string>>;

/// ": sex 11, bill_length_mm 2", the most first; "" where nothing has a name.
std::string listed(Named named) {
  std::ranges::stable_sort(named, std::greater<>(), &Named::value_type::first);
  std::string text;
  for (std::size_t i = 0; i < std::min(named.size(), kNamedInNote); ++i)
    text += (i == 0 ? ": " : ", ") + named[i].second + " " + withThousands(named[i].first);
  if (named.size() > kNamedInNote)
    text += " and " + countOf(named.size() - kNamedInNote, "more column", "more columns");
  return text;
}

/// "19 values: sex 11, bill_length_mm 2", the names as far as the columns have any.
std::string valuesText(const Dataset& dataset, const Missing& missing) {
  Named named;
  for (std::size_t i = 0; i < missing.ofColumn.size() && i < dataset.features.size(); ++i)
    if (missing.ofColumn[i] > 0) named.emplace_back(missing.ofColumn[i], dataset.features[i]);
  return countOf(missing.values(), "value", "values") + listed(std::move(named));
}

/// Keeps of `values` (`width` a sample) those of the samples that are not to be left out; gives up when the
/// task is cancelled.
template <typename Value>
void keepOthers(std::vector<Value>& values, std::size_t width, const std::vector<bool>& leaveOut,
                const Task& task) {
  if (values.empty()) return;
  const std::size_t atOnce = kNumbersBetweenLooks / width + 1;
  auto to = values.begin();
  for (std::size_t row = 0; row < leaveOut.size(); ++row) {
    if (row % atOnce == 0 && task.cancelled()) return;
    if (leaveOut[row]) continue;
    const auto from = values.begin() + static_cast<std::ptrdiff_t>(row * width);
    if (to == from) {
      to += static_cast<std::ptrdiff_t>(width);
    } else {
      to = std::move(from, from + static_cast<std::ptrdiff_t>(width), to);
    }
  }
  values.erase(to, values.end());
}

Result<void> dropRows(Dataset& dataset, const std::vector<bool>& leaveOut, const Task& task) {
  const auto begin = leaveOut.begin();
  const auto trainEnd = begin + static_cast<std::ptrdiff_t>(dataset.trainCount);
  const auto validationEnd = trainEnd + static_cast<std::ptrdiff_t>(dataset.validationCount);
  const auto train = static_cast<std::size_t>(std::count(begin, trainEnd, false));
  if (train == 0)
    return Error{ErrorCode::BadFormat,
                 "lacks a value in every training row, so none would be left after leaving those out; "
                 "expected complete ones (missing=median fills numbers)"};
  nameRows(dataset);  // their places will no longer tell them
  dataset.trainCount = train;
  dataset.validationCount = static_cast<std::size_t>(std::count(trainEnd, validationEnd, false));
  keepOthers(dataset.pixels, dataset.shape.size(), leaveOut, task);
  keepOthers(dataset.values, dataset.shape.size(), leaveOut, task);
  keepOthers(dataset.labels, 1, leaveOut, task);
  keepOthers(dataset.sampleNames, 1, leaveOut, task);
  keepOthers(dataset.rows, 1, leaveOut, task);
  keepOthers(dataset.fileOf, 1, leaveOut, task);
  for (Factor& factor : dataset.factors) keepOthers(factor.values, 1, leaveOut, task);
  if (task.cancelled()) return cancelledLoading();
  return {};
}

/// Fills every `width`-th number from `column` on; false where the training samples have none, and when the
/// task was cancelled.
bool fillColumn(std::vector<float>& values, std::size_t column, std::size_t width, std::size_t trainCount,
                const Task& task) {
  std::vector<float> present;
  for (std::size_t row = 0; row < trainCount; ++row) {
    if (row % kRowsBetweenLooks == 0 && task.cancelled()) return false;
    const float value = values[row * width + column];
    if (!std::isnan(value)) present.push_back(value);
  }
  const float middle = present.empty() ? 0.0F : static_cast<float>(median(present));
  for (std::size_t row = 0; row < values.size() / width; ++row) {
    if (row % kRowsBetweenLooks == 0 && task.cancelled()) return false;
    float& value = values[row * width + column];
    if (std::isnan(value)) value = middle;
  }
  return !present.empty();
}

Result<void> fill(Dataset& dataset, const Missing& missing, const Task& task) {
  std::size_t emptyColumns = 0;
  for (std::size_t column = 0; column < missing.ofColumn.size(); ++column) {
    if (missing.ofColumn[column] == 0) continue;
    if (task.cancelled()) return cancelledLoading();
    const bool any = fillColumn(dataset.values, column, missing.ofColumn.size(), dataset.trainCount, task);
    emptyColumns += any ? 0U : 1U;
  }
  if (task.cancelled()) return cancelledLoading();
  if (emptyColumns > 0)
    dataset.notes.push_back(countOf(emptyColumns, "column has", "columns have") +
                            " no value at all in the training samples; 0 was put there.");
  return {};
}

Result<void> treatFeatures(Dataset& dataset, std::optional<MissingValues> wanted, const Task& task) {
  const Result<Missing> found = findMissing(dataset, task);
  if (!found) return found.error();
  const Missing& missing = *found;
  if (missing.rows == 0) return {};
  const std::size_t rows = dataset.count();
  const bool fewLack = static_cast<double>(missing.rows) <= kMaxDroppedShare * static_cast<double>(rows);
  const std::string all = countOf(rows, "row", "rows") + ": ";
  const std::string values = " (" + valuesText(dataset, missing) + ").";
  if (wanted.value_or(fewLack ? MissingValues::Drop : MissingValues::Median) == MissingValues::Drop) {
    dataset.notes.push_back(all + withThousands(rows - missing.rows) + " used, " +
                            withThousands(missing.rows) + " left out because a feature lacks a value" +
                            values);
    return dropRows(dataset, missing.ofRow, task);
  }
  dataset.notes.push_back(all + "all used, " + withThousands(missing.rows) +
                          (missing.rows == 1 ? " of them lacks" : " of them lack") +
                          " a feature's value and got the median of the training rows" + values);
  return fill(dataset, missing, task);
}

/// A categorical factor's own level for what is missing; of a number it stays missing. How many there were.
std::size_t nameMissingLevel(Factor& factor) {
  const auto isMissing = [](float value) { return std::isnan(value); };
  const auto count = static_cast<std::size_t>(std::ranges::count_if(factor.values, isMissing));
  if (count == 0 || !factor.isCategorical()) return count;
  const auto known = std::ranges::find(factor.levels, kUnknownLevel);
  const auto unknown = static_cast<float>(known - factor.levels.begin());
  if (known == factor.levels.end()) factor.levels.emplace_back(kUnknownLevel);
  std::ranges::replace_if(factor.values, isMissing, unknown);
  return count;
}

void treatFactors(Dataset& dataset, const Task& task) {
  Named named;
  std::size_t values = 0;
  bool isText = false;
  for (Factor& factor : dataset.factors) {
    if (task.cancelled()) return;
    const std::size_t count = nameMissingLevel(factor);
    if (count == 0) continue;
    isText = isText || factor.isCategorical();
    values += count;
    named.emplace_back(count, factor.name);
  }
  if (values == 0) return;
  dataset.notes.push_back("Factors lack " + countOf(values, "value", "values") + listed(std::move(named)) +
                          (isText ? "; as text they are called " + std::string(kUnknownLevel) : "") +
                          ". No row was left out for that.");
}

void treatLabels(Dataset& dataset) {
  const auto count = static_cast<std::size_t>(std::ranges::count(dataset.labels, kMissingLabel));
  if (count == 0) return;
  const auto known = std::ranges::find(dataset.classNames, kMissingLabelName);
  const auto place = static_cast<std::int32_t>(known - dataset.classNames.begin());
  if (known == dataset.classNames.end()) dataset.classNames.emplace_back(kMissingLabelName);
  std::ranges::replace(dataset.labels, kMissingLabel, place);
  dataset.notes.push_back(countOf(count, "row has", "rows have") + " no label; " +
                          (count == 1 ? "it is" : "they are") + " the class \"" +
                          std::string(kMissingLabelName) + "\".");
}

}  // namespace

Result<void> treatMissing(Dataset& dataset, std::optional<MissingValues> wanted, const Task& task) {
  if (const Result<void> treated = treatFeatures(dataset, wanted, task); !treated) return treated.error();
  treatFactors(dataset, task);
  treatLabels(dataset);
  if (task.cancelled()) return cancelledLoading();
  return {};
}

}  // namespace isthmus
