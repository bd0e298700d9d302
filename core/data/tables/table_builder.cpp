#include "core/data/tables/table_builder.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/missing_values.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/table_text.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace isthmus {
namespace {

/// Whether a label is the number of one of the classes that the first line names.
bool isClassNumber(std::string_view text, std::size_t classes) {
  const auto number = parseNumber<std::size_t>(text);
  return number && *number < classes;
}

}  // namespace

TableBuilder::TableBuilder(const TableHead& head, const TableUse& use, std::vector<double> offsets)
    : m_head(head), m_use(use), m_features(use.featureCount()), m_offsets(std::move(offsets)) {
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
  if (m_skipped > 0) m_fileRows.push_back(static_cast<std::uint32_t>(m_rows) + m_skipped + 1);
  if (++m_rows > kMaxTableRows)
    return Error{ErrorCode::TooLarge,
                 "has more than " + withThousands(kMaxTableRows) + " rows; no more can be loaded"};
  return {};
}

void TableBuilder::skipRow() {
  if (m_skipped++ > 0) return;
  m_fileRows.resize(m_rows);
  std::iota(m_fileRows.begin(), m_fileRows.end(), 1U);
}

void TableBuilder::dropLastRow() {
  for (TextColumn& column : m_texts) {
    if (column.use == ColumnUse::Ignored) continue;
    if (column.use == ColumnUse::Name) {
      column.texts.pop_back();
      continue;
    }
    const std::int32_t number = column.ofRow.back();
    column.ofRow.pop_back();
    const bool isLast = number != kUnknown && static_cast<std::size_t>(number) + 1 == column.texts.size();
    if (!isLast || std::ranges::find(column.ofRow, number) != column.ofRow.end()) continue;
    column.texts.pop_back();
    std::erase_if(column.numbers, [&](const auto& entry) { return entry.second == number; });
  }
  if (!m_fileRows.empty()) m_fileRows.pop_back();
  --m_rows;
}

bool TableBuilder::isOnlyInLastRow(std::size_t column) const {
  if (m_use.columns[column] == ColumnUse::Feature) return false;
  const auto found = std::ranges::find(m_texts, column, &TextColumn::column);
  if (found == m_texts.end() || found->use == ColumnUse::Ignored || found->use == ColumnUse::Name)
    return true;
  return std::ranges::count(found->ofRow, found->ofRow.back()) == 1;
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
  for (std::int32_t& label : dataset.labels)
    label = label == kUnknown ? kMissingLabel : place[static_cast<std::size_t>(label)];
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
      Factor& factor = dataset.factors.emplace_back(Factor{.name = name, .values = {}});
      factor.levels = std::move(column.texts);
      factor.values.reserve(m_rows);
      for (const std::int32_t level : column.ofRow)
        factor.values.push_back(level == kUnknown ? std::numeric_limits<float>::quiet_NaN()
                                                  : static_cast<float>(level));
    }
  }
}

Result<Dataset> TableBuilder::finish(std::size_t trainRows, const LoadOptions& options, const Task& task) {
  Dataset dataset;
  // Room made for a row that did not end.
  (isBytes() ? m_bytes.resize(m_rows * m_features) : m_floats.resize(m_rows * m_features));
  if (trainRows == 0) return Error{ErrorCode::BadFormat, "has no row of data"};
  dataset.kind = m_use.picture ? SampleKind::Image : SampleKind::Vector;
  dataset.shape = m_use.shape;
  if (!isBytes()) dataset.scaling = m_use.picture ? Scaling::UnitRange : Scaling::Standardise;
  dataset.pixels = std::move(m_bytes);
  dataset.values = std::move(m_floats);
  dataset.trainCount = trainRows;
  if (!m_use.picture) dataset.offsets = std::move(m_offsets);
  if (m_fileRows.size() == m_rows && m_skipped > 0) dataset.rows = std::move(m_fileRows);
  if (!m_use.picture) {
    for (const std::size_t c : m_featureColumns) dataset.features.push_back(m_head.dialect.names[c]);
  }
  moveTexts(dataset);
  if (const Result<void> treated = treatMissing(dataset, options.missing, task); !treated)
    return treated.error();
  return dataset;
}

}  // namespace isthmus
