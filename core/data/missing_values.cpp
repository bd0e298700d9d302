#include "core/data/missing_values.h"

#include "core/base/number_text.h"
#include "core/data/file_rows.h"
#include "core/data/load_errors.h"
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

/// What is missing where.
struct Missing {
  std::vector<std::size_t> ofColumn;  ///< how many samples lack each number
  std::vector<std::size_t> ofFactor;
  std::size_t ofLabels = 0;
  std::vector<bool> ofRow;
  std::size_t rows = 0;

  void add(std::size_t row, std::size_t& count) {
    ++count;
    rows += ofRow[row] ? 0U : 1U;
    ofRow[row] = true;
  }
  std::size_t values() const {
    return std::reduce(ofColumn.begin(), ofColumn.end(),
                       std::reduce(ofFactor.begin(), ofFactor.end(), ofLabels));
  }
};

Result<Missing> findMissing(const Dataset& dataset, const Task& task) {
  const std::size_t rows = dataset.count();
  const std::size_t width = dataset.shape.size();
  Missing missing{.ofColumn = std::vector<std::size_t>(width),
                  .ofFactor = std::vector<std::size_t>(dataset.factors.size()),
                  .ofRow = std::vector<bool>(rows)};
  const std::size_t atOnce = std::max<std::size_t>(kNumbersBetweenLooks / std::max<std::size_t>(width, 1), 1);
  for (std::size_t row = 0; !dataset.isBytes() && row < rows; ++row) {
    if (row % atOnce == 0 && task.cancelled()) return cancelledLoading();
    const auto numbers = dataset.numbers(row);
    for (std::size_t column = 0; column < width; ++column)
      if (std::isnan(numbers[column])) missing.add(row, missing.ofColumn[column]);
  }
  for (std::size_t f = 0; f < dataset.factors.size(); ++f) {
    if (task.cancelled()) return cancelledLoading();
    for (std::size_t row = 0; row < rows; ++row)
      if (std::isnan(dataset.factors[f].values[row])) missing.add(row, missing.ofFactor[f]);
  }
  for (std::size_t row = 0; row < dataset.labels.size(); ++row)
    if (dataset.labels[row] == kMissingLabel) missing.add(row, missing.ofLabels);
  return missing;
}

/// "19 values: sex 11, bill_length_mm 2", the names as far as the columns have any.
std::string valuesText(const Dataset& dataset, const Missing& missing) {
  std::vector<std::pair<std::size_t, std::string>> named;
  for (std::size_t i = 0; i < missing.ofColumn.size() && i < dataset.features.size(); ++i)
    if (missing.ofColumn[i] > 0) named.emplace_back(missing.ofColumn[i], dataset.features[i]);
  for (std::size_t f = 0; f < missing.ofFactor.size(); ++f)
    if (missing.ofFactor[f] > 0) named.emplace_back(missing.ofFactor[f], dataset.factors[f].name);
  if (missing.ofLabels > 0) named.emplace_back(missing.ofLabels, "the label");
  std::ranges::stable_sort(named, std::greater<>(), &std::pair<std::size_t, std::string>::first);
  std::string text = countOf(missing.values(), "value", "values");
  for (std::size_t i = 0; i < std::min(named.size(), kNamedInNote); ++i)
    text += (i == 0 ? ": " : ", ") + named[i].second + " " + withThousands(named[i].first);
  if (named.size() > kNamedInNote)
    text += " and " + withThousands(named.size() - kNamedInNote) + " more columns";
  return text;
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
  dataset.trainCount = train;
  dataset.validationCount = static_cast<std::size_t>(std::count(trainEnd, validationEnd, false));
  keepOthers(dataset.pixels, dataset.shape.size(), leaveOut, task);
  keepOthers(dataset.values, dataset.shape.size(), leaveOut, task);
  keepOthers(dataset.labels, 1, leaveOut, task);
  keepOthers(dataset.sampleNames, 1, leaveOut, task);
  nameRows(dataset);  // which their places no longer tell
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

void fillFactor(Factor& factor) {
  const auto known = std::ranges::find(factor.levels, kUnknownLevel);
  const auto unknown = static_cast<float>(known - factor.levels.begin());
  if (known == factor.levels.end()) factor.levels.emplace_back(kUnknownLevel);
  std::ranges::replace_if(
      factor.values, [](float value) { return std::isnan(value); }, unknown);
}

Result<void> fill(Dataset& dataset, const Missing& missing, const Task& task) {
  std::size_t emptyColumns = 0;
  for (std::size_t column = 0; column < missing.ofColumn.size(); ++column) {
    if (missing.ofColumn[column] == 0) continue;
    if (task.cancelled()) return cancelledLoading();
    const bool any = fillColumn(dataset.values, column, missing.ofColumn.size(), dataset.trainCount, task);
    emptyColumns += any ? 0U : 1U;
  }
  for (std::size_t f = 0; f < dataset.factors.size(); ++f) {
    if (missing.ofFactor[f] == 0) continue;
    Factor& factor = dataset.factors[f];
    if (factor.isCategorical())
      fillFactor(factor);
    else
      fillColumn(factor.values, 0, 1, dataset.trainCount, task);
  }
  if (task.cancelled()) return cancelledLoading();
  if (emptyColumns > 0)
    dataset.notes.push_back(countOf(emptyColumns, "column has", "columns have") +
                            " no value at all in the training samples; 0 was put there.");
  if (missing.ofLabels == 0) return {};
  std::vector<bool> unlabelled(dataset.count());  // no median can stand for a class
  for (std::size_t row = 0; row < unlabelled.size(); ++row)
    unlabelled[row] = dataset.labels[row] == kMissingLabel;
  dataset.notes.push_back(countOf(missing.ofLabels, "row without a label was", "rows without a label were") +
                          " left out.");
  return dropRows(dataset, unlabelled, task);
}

}  // namespace

Result<void> treatMissing(Dataset& dataset, std::optional<MissingValues> wanted, const Task& task) {
  const Result<Missing> found = findMissing(dataset, task);
  if (!found) return found.error();
  const Missing& missing = *found;
  if (missing.rows == 0) return {};
  const std::size_t rows = dataset.count();
  const bool fewLack = static_cast<double>(missing.rows) <= kMaxDroppedShare * static_cast<double>(rows);
  const std::string which =
      withThousands(missing.rows) + " of " + countOf(rows, "row", "rows") + " lacked a value and ";
  const std::string values = " (" + valuesText(dataset, missing) + ")";
  if (wanted.value_or(fewLack ? MissingValues::Drop : MissingValues::Median) == MissingValues::Drop) {
    dataset.notes.push_back(which + (missing.rows == 1 ? "was left out" : "were left out") + values + ".");
    return dropRows(dataset, missing.ofRow, task);
  }
  const bool texts = std::ranges::any_of(missing.ofFactor, [](std::size_t count) { return count > 0; });
  dataset.notes.push_back(which + "got the median of the training rows" + values +
                          (texts ? "; text that was missing is called " + std::string(kUnknownLevel) : "") +
                          ".");
  return fill(dataset, missing, task);
}

}  // namespace isthmus
