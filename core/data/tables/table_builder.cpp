#include "core/data/tables/table_builder.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/table_text.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace isthmus {
namespace {

constexpr double kFewMissing = 0.2;  // of the rows: so many can be left out without asking
constexpr std::string_view kUnknownLevel = "unknown";
constexpr std::size_t kNamedInNote = 6;  // columns

/// Removes rows of `width` elements in place.
template <typename Element>
void removeRows(std::vector<Element>& rows, std::size_t width, const std::vector<bool>& drop) {
  if (rows.empty()) return;
  auto to = rows.begin();
  for (std::size_t row = 0; row < drop.size(); ++row) {
    if (drop[row]) continue;
    const auto from = rows.begin() + static_cast<std::ptrdiff_t>(row * width);
    to = from == to ? to + static_cast<std::ptrdiff_t>(width)
                    : std::move(from, from + static_cast<std::ptrdiff_t>(width), to);
  }
  rows.resize(static_cast<std::size_t>(to - rows.begin()));
}

/// Whether a label is the number of one of the classes that the first line names.
bool isClassNumber(std::string_view text, std::size_t classes) {
  const auto number = parseNumber<std::size_t>(text);
  return number && *number < classes;
}

Error cancelled() {
  return {ErrorCode::Cancelled, "loading was cancelled"};
}

}  // namespace

TableBuilder::TableBuilder(const TableHead& head, const TableUse& use)
    : m_head(head), m_use(use), m_features(use.featureCount()) {
  for (std::size_t c = 0; c < use.columns.size(); ++c) {
    if (use.columns[c] == ColumnUse::Feature) {
      m_featureColumns.push_back(c);
    } else if (use.columns[c] != ColumnUse::Ignored) {
      m_textColumns.push_back(c);
      m_texts.push_back({.column = c, .use = use.columns[c]});
    }
  }
}

Result<void> TableBuilder::makeRoom(std::uint64_t numbers, const std::string& where) {
  const std::size_t width = isBytes() ? 1 : sizeof(float);
  const std::size_t size = isBytes() ? m_bytes.size() : m_floats.size();
  const std::size_t capacity = isBytes() ? m_bytes.capacity() : m_floats.capacity();
  const std::uint64_t limit = datasetBytesLimit() / width;
  if (size > limit)
    return Error{ErrorCode::TooLarge,
                 "takes more than " + mebibytesText(datasetBytesLimit()) +
                     " of memory; no more can be loaded on this computer",
                 where};
  if (size + numbers <= capacity) return {};
  // At first this is address space only: memory is taken when it is written. To grow later, old and new are
  // there together for a moment.
  std::uint64_t wanted = std::min(std::max<std::uint64_t>(size + numbers, size + size / 2), limit + numbers);
  if (size > 0) {
    if (const Result<void> fits = checkDatasetFits(wanted * width, where); !fits) return fits;
  }
  wanted = std::max<std::uint64_t>(wanted, size);
  if (isBytes()) {
    m_bytes.reserve(static_cast<std::size_t>(wanted));
  } else {
    m_floats.reserve(static_cast<std::size_t>(wanted));
  }
  return {};
}

std::uint8_t* TableBuilder::byteRow() {
  m_bytes.resize((m_rows + 1) * m_features);
  return m_bytes.data() + m_rows * m_features;
}

float* TableBuilder::floatRow() {
  m_floats.resize((m_rows + 1) * m_features);
  return m_floats.data() + m_rows * m_features;
}

Result<void> TableBuilder::add(TextColumn& column, std::string_view text) {
  if (column.use == ColumnUse::Ignored) return {};
  if (column.use == ColumnUse::Name) {
    m_textBytes += text.size() + sizeof(std::string);
    column.texts.push_back(toUtf8(text));
  } else if (isMissingText(text)) {
    column.ofRow.push_back(kUnknown);
  } else if (const auto known = column.numbers.find(text); known != column.numbers.end()) {
    column.ofRow.push_back(known->second);
  } else {
    const bool declared = !m_head.dialect.classNames.empty() && column.use == ColumnUse::Label;
    if (column.texts.size() == kMaxLevels && column.use == ColumnUse::Factor) {
      column = {.column = column.column};  // of no use to colour by; a note says so
      return {};
    }
    const std::string name = quotedText(m_head.dialect.names[column.column]);
    if (column.texts.size() == kMaxLevels)
      return Error{ErrorCode::TooLarge, "has more than " + withThousands(kMaxLevels) +
                                            " different values in the label column " + name +
                                            "; expected classes (choose another column, or none)"};
    if (declared && !isClassNumber(text, m_head.dialect.classNames.size()))
      return Error{ErrorCode::BadFormat, "has the class " + quotedText(text) + ", but its first line names " +
                                             withThousands(m_head.dialect.classNames.size()) + " classes"};
    const auto number = static_cast<std::int32_t>(column.texts.size());
    m_textBytes += 2 * text.size() + 2 * sizeof(std::string);
    column.numbers.emplace(text, number);
    column.texts.push_back(toUtf8(text));
    column.ofRow.push_back(number);
  }
  if (m_textBytes > kMaxTextBytes)
    return Error{ErrorCode::TooLarge, "has text of more than " + mebibytesText(kMaxTextBytes) +
                                          " in its columns of names; no more can be loaded"};
  return {};
}

Result<void> TableBuilder::endRow(std::span<const std::string_view> texts) {
  for (std::size_t i = 0; i < m_texts.size(); ++i) {
    if (const Result<void> added = add(m_texts[i], texts[i]); !added) return added;
  }
  if (++m_rows > kMaxTableRows)
    return Error{ErrorCode::TooLarge,
                 "has more than " + withThousands(kMaxTableRows) + " rows; no more can be loaded"};
  return {};
}

TableBuilder::Missing TableBuilder::findMissing() const {
  Missing missing{std::vector<std::size_t>(m_head.columnCount()), std::vector<bool>(m_rows)};
  const auto lacks = [&](std::size_t row, std::size_t column) {
    ++missing.ofColumn[column];
    missing.rows += missing.ofRow[row] ? 0U : 1U;
    missing.ofRow[row] = true;
  };
  for (std::size_t row = 0; m_missing > 0 && row < m_rows; ++row) {
    for (std::size_t f = 0; f < m_features; ++f)
      if (std::isnan(m_floats[row * m_features + f])) lacks(row, m_featureColumns[f]);
  }
  for (const TextColumn& column : m_texts) {
    for (std::size_t row = 0; row < column.ofRow.size(); ++row)
      if (column.ofRow[row] == kUnknown) lacks(row, column.column);
  }
  return missing;
}

/// "11 rows of 344 lacked a value and were left out (sex 11, bill_length_mm 2)."
std::string TableBuilder::missingText(const Missing& missing, const std::string& what) const {
  std::vector<std::size_t> columns;
  for (std::size_t c = 0; c < missing.ofColumn.size(); ++c)
    if (missing.ofColumn[c] > 0) columns.push_back(c);
  std::ranges::stable_sort(columns, std::greater<>(), [&](std::size_t c) { return missing.ofColumn[c]; });
  const std::size_t values = std::reduce(missing.ofColumn.begin(), missing.ofColumn.end());
  std::string text = withThousands(missing.rows) + (missing.rows == 1 ? " row" : " rows") + " of " +
                     withThousands(m_rows) + " lacked a value and " + what + " (" + withThousands(values) +
                     (values == 1 ? " value: " : " values: ");
  for (std::size_t i = 0; i < std::min(columns.size(), kNamedInNote); ++i)
    text += (i == 0 ? "" : ", ") + m_head.dialect.names[columns[i]] + " " +
            withThousands(missing.ofColumn[columns[i]]);
  if (columns.size() > kNamedInNote)
    text += " and " + withThousands(columns.size() - kNamedInNote) + " more columns";
  return text + ").";
}

Result<void> TableBuilder::treatMissing(std::size_t& trainRows, const LoadOptions& options, const Task& task,
                                        Dataset& dataset) {
  Missing missing = findMissing();
  if (missing.rows == 0) return {};
  const bool few = static_cast<double>(missing.rows) <= kFewMissing * static_cast<double>(m_rows);
  if (options.missing.value_or(few ? MissingValues::Drop : MissingValues::Median) == MissingValues::Drop) {
    dataset.notes.push_back(missingText(missing, missing.rows == 1 ? "was left out" : "were left out"));
    dropRows(missing.ofRow, trainRows);
    return {};
  }
  dataset.notes.push_back(missingText(
      missing,
      "got the median of the column; text that was missing is called " + std::string(kUnknownLevel)));
  // No median can stand for a class.
  const auto label = std::ranges::find(m_texts, ColumnUse::Label, &TextColumn::use);
  if (const Result<void> filled = fillMedians(missing, task); !filled) return filled;
  if (label == m_texts.end() || missing.ofColumn[label->column] == 0) return {};
  std::vector<bool> drop(m_rows);
  for (std::size_t row = 0; row < m_rows; ++row) drop[row] = label->ofRow[row] == kUnknown;
  dataset.notes.push_back(withThousands(missing.ofColumn[label->column]) +
                          " rows without a label were left out.");
  dropRows(drop, trainRows);
  return {};
}

void TableBuilder::dropRows(const std::vector<bool>& drop, std::size_t& trainRows) {
  removeRows(m_bytes, m_features, drop);
  removeRows(m_floats, m_features, drop);
  for (TextColumn& column : m_texts) {
    removeRows(column.ofRow, 1, drop);
    if (column.use == ColumnUse::Name) removeRows(column.texts, 1, drop);
  }
  const auto end = drop.begin() + static_cast<std::ptrdiff_t>(trainRows);
  trainRows -= static_cast<std::size_t>(std::count(drop.begin(), end, true));
  m_rows -= static_cast<std::size_t>(std::ranges::count(drop, true));
}

Result<void> TableBuilder::fillMedians(const Missing& missing, const Task& task) {
  std::vector<float> present;
  for (std::size_t f = 0; f < m_features; ++f) {
    if (missing.ofColumn[m_featureColumns[f]] == 0) continue;
    if (task.cancelled()) return cancelled();
    present.clear();
    for (std::size_t row = 0; row < m_rows; ++row)
      if (const float value = m_floats[row * m_features + f]; !std::isnan(value)) present.push_back(value);
    float median = 0;  // of a column that holds nothing after its head
    if (!present.empty()) {
      const auto middle = present.begin() + static_cast<std::ptrdiff_t>(present.size() / 2);
      std::ranges::nth_element(present, middle);
      median = *middle;
      if (present.size() % 2 == 0) median = std::midpoint(median, *std::max_element(present.begin(), middle));
    }
    for (std::size_t row = 0; row < m_rows; ++row)
      if (float& value = m_floats[row * m_features + f]; std::isnan(value)) value = median;
  }
  return {};
}

/// Classes are in the order of their numbers where all are numbers, else as they came.
void TableBuilder::moveLabels(TextColumn& column, Dataset& dataset) const {
  std::vector<std::size_t> order(column.texts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto number = [&](std::size_t i) {
    return numberInText(column.texts[i], m_head.dialect.decimalComma);
  };
  if (std::ranges::all_of(order, [&](std::size_t i) { return number(i).has_value(); }))
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return *number(i); });
  std::vector<std::int32_t> place(order.size());
  if (!m_head.dialect.classNames.empty()) {
    dataset.classNames = m_head.dialect.classNames;
    for (const std::size_t i : order) place[i] = parseNumber<std::int32_t>(column.texts[i]).value_or(0);
  } else {
    for (const std::size_t i : order) {
      place[i] = static_cast<std::int32_t>(dataset.classNames.size());
      dataset.classNames.push_back(std::move(column.texts[i]));
    }
  }
  dataset.labels = std::move(column.ofRow);
  for (std::int32_t& label : dataset.labels) label = place[static_cast<std::size_t>(label)];
}

void TableBuilder::moveTexts(Dataset& dataset) {
  for (TextColumn& column : m_texts) {
    const std::string& name = m_head.dialect.names[column.column];
    if (column.use == ColumnUse::Ignored) {
      dataset.notes.push_back("Column " + quotedText(name) + " was left out: it holds more than " +
                              withThousands(kMaxLevels) + " different texts.");
    } else if (column.use == ColumnUse::Name) {
      dataset.sampleNames = std::move(column.texts);
    } else if (column.use == ColumnUse::Label) {
      moveLabels(column, dataset);
    } else {
      const bool unknown = std::ranges::find(column.ofRow, kUnknown) != column.ofRow.end();
      Factor& factor = dataset.factors.emplace_back(Factor{.name = name, .values = {}});
      factor.levels = std::move(column.texts);
      factor.values.reserve(m_rows);
      for (const std::int32_t level : column.ofRow)
        factor.values.push_back(static_cast<float>(level == kUnknown ? std::ssize(factor.levels) : level));
      if (unknown) factor.levels.emplace_back(kUnknownLevel);
    }
  }
}

Result<Dataset> TableBuilder::finish(std::size_t trainRows, const LoadOptions& options, const Task& task) {
  Dataset dataset;
  // Room made for a row that did not end.
  (isBytes() ? m_bytes.resize(m_rows * m_features) : m_floats.resize(m_rows * m_features));
  if (const Result<void> treated = treatMissing(trainRows, options, task, dataset); !treated)
    return treated.error();
  if (trainRows == 0)
    return Error{ErrorCode::BadFormat,
                 "has no row that is complete; missing=median would fill the values that are not there"};
  dataset.kind = m_use.picture ? SampleKind::Image : SampleKind::Vector;
  dataset.shape = m_use.shape;
  if (!isBytes()) dataset.scaling = m_use.picture ? Scaling::UnitRange : Scaling::Standardise;
  dataset.pixels = std::move(m_bytes);
  dataset.values = std::move(m_floats);
  dataset.trainCount = trainRows;
  if (!m_use.picture) {
    for (const std::size_t c : m_featureColumns) dataset.features.push_back(m_head.dialect.names[c]);
  }
  moveTexts(dataset);
  return dataset;
}

}  // namespace isthmus
