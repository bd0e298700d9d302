#include "core/data/arrays/array_labels.h"

#include "core/base/number_text.h"
#include "core/data/arrays/guess/array_roles.h"
#include "core/data/values/class_names.h"
#include "core/stats/summary.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kMaxFactorColumns =
    32;  // of rows that are not one-hot: more are no list to choose from
constexpr std::size_t kSamplesBetweenLooks = 1 << 16;  // at the stop token
constexpr std::size_t kFewClasses = 10;                // of numbers; more are classes only ...
constexpr std::size_t kFewOfEach = 3;                  // ... where there are so many samples of each
constexpr const char* kNoLabelName = "no label";
constexpr const char* kUnknownLevel = "unknown";

/// The different values in the order of `values`, each with its rank; nothing when there are too many.
template <typename Value>
Result<std::optional<std::map<Value, std::int32_t>>> rankValues(const std::vector<Value>& values,
                                                                ReadProgress& progress) {
  std::map<Value, std::int32_t> ranks;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i % kSamplesBetweenLooks == 0) {
      if (auto wanted = progress.check(); !wanted) return wanted.error();
    }
    if constexpr (std::is_same_v<Value, double>) {
      if (std::isnan(values[i])) continue;  // would not be found again
    }
    ranks.emplace(values[i], 0);
    if (ranks.size() > kMaxClasses) return std::optional<std::map<Value, std::int32_t>>();
  }
  std::int32_t next = 0;
  for (auto& [value, rank] : ranks) rank = next++;
  return std::optional(std::move(ranks));
}

/// "3" for class 3, or the name that the known data set gives it.
std::string className(double value, const ClassNames& known) {
  const double index = value - known.first;
  if (index >= 0 && index < static_cast<double>(known.names.size()))
    return known.names[static_cast<std::size_t>(index)];
  return numberText(static_cast<std::int64_t>(value));
}

ClassNames knownClasses(const std::string& dataset, double lowest, double highest) {
  if (lowest < 0 || highest > static_cast<double>(kMaxClasses)) return {};
  return classNamesFor(dataset, static_cast<int>(lowest), static_cast<int>(highest));
}

}  // namespace

std::uint64_t ArrayLabels::bytesFor(const ArrayInfo& array) {
  const std::uint64_t each = array.isText() ? sizeof(std::string) + array.elementBytes : sizeof(double);
  return array.elements() * each;
}

Result<void> ArrayLabels::append(ArrayStream& stream, const ArrayInfo& array, std::uint64_t limit,
                                 ReadProgress& progress) {
  m_width = labelWidth(array);
  m_isBool = array.type == ElementType::Bool;
  if (array.isText()) {
    return readElements(stream, array, limit, progress,
                        [&](std::span<const std::uint8_t> raw, std::uint64_t) {
                          for (; !raw.empty(); raw = raw.subspan(array.elementBytes))
                            m_words.push_back(toText(array, raw.first(array.elementBytes)));
                        });
  }
  const SampleOrder order = m_width == 1 ? SampleOrder{} : array.sampleOrder();
  const bool columnByColumn = order.outer > 1;
  const std::uint64_t rows = array.elements() / m_width;
  const std::uint64_t wanted = columnByColumn ? array.elements() : std::min(limit, rows) * m_width;
  const std::size_t start = m_numbers.size();
  m_numbers.resize(start + static_cast<std::size_t>(wanted));
  std::vector<double> values;
  auto read = readElements(stream, array, wanted, progress,
                           [&](std::span<const std::uint8_t> raw, std::uint64_t first) {
                             values.resize(raw.size() / array.elementBytes);
                             toNumbers(array, raw, std::span(values));
                             for (std::size_t i = 0; i < values.size(); ++i) {
                               const std::uint64_t k = first + i;
                               const std::uint64_t to = columnByColumn ? k % rows * m_width + k / rows : k;
                               m_numbers[start + static_cast<std::size_t>(to)] = values[i];
                             }
                           });
  m_numbers.resize(start + static_cast<std::size_t>(std::min(limit, rows)) * m_width);
  return read;
}

Result<void> ArrayLabels::giveTo(Dataset& dataset, ReadProgress& progress) {
  if (!m_words.empty()) return giveWords(dataset, progress);
  if (m_width == 1) return giveNumbers(dataset, progress);
  const Result<bool> isOneHot = giveOneHot(dataset, progress);
  if (!isOneHot) return isOneHot.error();
  if (*isOneHot) return {};
  const std::size_t columns = std::min(m_width, kMaxFactorColumns);
  for (std::size_t column = 0; column < columns; ++column) {
    if (auto given = giveFactor(dataset, column, progress); !given) return given;
  }
  dataset.notes.push_back(
      "The rows of " + m_name + " are not one-hot, so " +
      (columns == m_width ? "its " : "the first " + std::to_string(columns) + " of its ") +
      withThousands(m_width) + " columns became factors instead of labels.");
  return {};
}

Result<void> ArrayLabels::giveFactorTo(Dataset& dataset, ReadProgress& progress) {
  for (std::size_t column = 0; m_words.empty() && column < m_width && !(m_isBool && m_width == 1); ++column) {
    if (auto given = giveFactor(dataset, column, progress); !given || column + 1 == m_width) return given;
  }
  Factor factor;
  factor.name = m_name;
  if (m_isBool) {
    factor.levels = {"false", "true"};
    factor.values.assign(m_numbers.begin(), m_numbers.end());
    dataset.factors.push_back(std::move(factor));
    return {};
  }
  auto ranked = rankValues(m_words, progress);
  if (!ranked) return ranked.error();
  if (!*ranked || 2 * (*ranked)->size() > std::max<std::size_t>(m_words.size(), 4)) {
    dataset.notes.push_back("The array " + m_name + " is not used: its texts are nearly all different.");
    return {};
  }
  for (const auto& [word, rank] : **ranked) factor.levels.push_back(word.empty() ? kUnknownLevel : word);
  for (const std::string& word : m_words) factor.values.push_back(static_cast<float>((*ranked)->at(word)));
  dataset.factors.push_back(std::move(factor));
  return {};
}

Result<void> ArrayLabels::giveWords(Dataset& dataset, ReadProgress& progress) {
  auto ranked = rankValues(m_words, progress);
  if (!ranked) return ranked.error();
  if (!*ranked) {
    dataset.notes.push_back("The array " + m_name + " holds more than " + withThousands(kMaxClasses) +
                            " different words, so they became the samples' names instead of labels.");
    dataset.sampleNames = std::move(m_words);
    return {};
  }
  const auto& ranks = **ranked;
  dataset.labels.reserve(m_words.size());
  for (const std::string& word : m_words) {
    if (dataset.labels.size() % kSamplesBetweenLooks == 0) {
      if (auto wanted = progress.check(); !wanted) return wanted;
    }
    dataset.labels.push_back(ranks.at(word));
  }
  for (const auto& [word, rank] : ranks) dataset.classNames.push_back(word.empty() ? kNoLabelName : word);
  return {};
}

Result<void> ArrayLabels::giveNumbers(Dataset& dataset, ReadProgress& progress) {
  constexpr double kLargestExact = 0x1p53;  // up to here a double holds every whole number
  auto ranked = rankValues(m_numbers, progress);
  if (!ranked) return ranked.error();
  // Where hardly any value comes again it is a quantity.
  const bool areFew =
      *ranked && ((*ranked)->size() <= kFewClasses || kFewOfEach * (*ranked)->size() <= m_numbers.size());
  const bool areWhole =
      areFew && std::ranges::all_of(**ranked, [](const auto& entry) {
        return std::trunc(entry.first) == entry.first && std::abs(entry.first) <= kLargestExact;
      });
  if (!areWhole || (*ranked)->empty()) {
    if (auto given = giveFactor(dataset, 0, progress); !given) return given;
    dataset.notes.push_back("The array " + m_name +
                            (areWhole || !areFew ? " holds too many different values for classes"
                                                 : " holds numbers that are not whole") +
                            ", so it became a factor instead of labels.");
    return {};
  }
  const auto& ranks = **ranked;
  const ClassNames known = classesNamed(dataset, ranks.begin()->first, ranks.rbegin()->first);
  for (const auto& [value, rank] : ranks)
    dataset.classNames.push_back(m_isBool ? (value != 0 ? "true" : "false") : className(value, known));
  std::size_t missing = 0;
  dataset.labels.reserve(m_numbers.size());
  for (const double value : m_numbers) {
    if (dataset.labels.size() % kSamplesBetweenLooks == 0) {
      if (auto wanted = progress.check(); !wanted) return wanted;
    }
    missing += std::isnan(value) ? 1U : 0U;
    dataset.labels.push_back(std::isnan(value) ? static_cast<std::int32_t>(ranks.size()) : ranks.at(value));
  }
  if (missing == 0) return {};
  dataset.classNames.emplace_back(kNoLabelName);
  dataset.notes.push_back("In " + m_name + " " + withThousands(missing) +
                          " samples have no label (NaN); they are the class \"" + kNoLabelName + "\".");
  return {};
}

ClassNames ArrayLabels::classesNamed(Dataset& dataset, double lowest, double highest) const {
  const auto count = static_cast<double>(m_classNames.size());
  if (lowest >= 1 && highest == count) return {1, m_classNames};
  if (lowest >= 0 && highest < count) return {0, m_classNames};
  if (!m_classNames.empty())
    dataset.notes.push_back("The " + withThousands(m_classNames.size()) +
                            " names of classes in the file are not used: the labels are numbers from " +
                            numberText(lowest) + " to " + numberText(highest) + ".");
  return knownClasses(dataset.name, lowest, highest);
}

Result<bool> ArrayLabels::giveOneHot(Dataset& dataset, const ReadProgress& progress) const {
  std::vector<std::int32_t> labels;
  labels.reserve(m_numbers.size() / m_width);
  for (auto row = m_numbers.begin(); row != m_numbers.end(); row += static_cast<std::ptrdiff_t>(m_width)) {
    if (labels.size() % kSamplesBetweenLooks == 0) {
      if (auto wanted = progress.check(); !wanted) return wanted.error();
    }
    const auto end = row + static_cast<std::ptrdiff_t>(m_width);
    // Networks with tanh at their end want -1 where others want 0.
    const auto zeros = std::max(std::count(row, end, 0.0), std::count(row, end, -1.0));
    const auto one = std::find(row, end, 1.0);
    if (one == end || zeros + 1 != static_cast<std::ptrdiff_t>(m_width)) return false;
    labels.push_back(static_cast<std::int32_t>(one - row));
  }
  dataset.labels = std::move(labels);
  const auto last = static_cast<double>(m_width - 1);
  const ClassNames known = classesNamed(dataset, 0, last);
  for (std::size_t i = 0; i < m_width; ++i)
    dataset.classNames.push_back(className(static_cast<double>(i), known));
  return true;
}

Result<void> ArrayLabels::giveFactor(Dataset& dataset, std::size_t column,
                                     const ReadProgress& progress) const {
  Factor factor;
  factor.name = m_width == 1                     ? m_name
                : m_classNames.size() == m_width ? m_classNames[column]
                                                 : m_name + " " + std::to_string(column + 1);
  std::vector<float> there;
  for (std::size_t i = column; i < m_numbers.size(); i += m_width) {
    if (i / m_width % kSamplesBetweenLooks == 0) {
      if (auto wanted = progress.check(); !wanted) return wanted;
    }
    if (std::isinf(static_cast<float>(m_numbers[i])))
      return Error{ErrorCode::BadFormat, "the array " + m_name + " holds a number in row " +
                                             withThousands(i / m_width + 1) +
                                             " that is infinite or too large for 32-bit floats"};
    if (!std::isnan(m_numbers[i])) there.push_back(static_cast<float>(m_numbers[i]));
  }
  const std::size_t missing = m_numbers.size() / m_width - there.size();
  if (auto wanted = progress.check(); !wanted) return wanted;
  const double middle = there.empty() ? 0 : median(there);
  for (std::size_t i = column; i < m_numbers.size(); i += m_width)
    factor.values.push_back(static_cast<float>(std::isnan(m_numbers[i]) ? middle : m_numbers[i]));
  if (missing > 0)
    dataset.notes.push_back("The factor " + factor.name + " lacks " + withThousands(missing) +
                            " values (NaN); they were filled with its median.");
  dataset.factors.push_back(std::move(factor));
  return {};
}

}  // namespace isthmus
