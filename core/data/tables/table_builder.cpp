#include "core/data/tables/table_builder.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/tables/columns/table_orientation.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/text/table_text.h"
#include "core/data/values/missing_values.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kMostNumberLevels = 50;  // a factor of whole numbers is of groups up to here

/// Whether a label is the number of one of the classes that the first line names.
bool isClassNumber(std::string_view text, std::size_t classes) {
  const auto number = parseNumber<std::size_t>(text);
  return number && *number < classes;
}

}  // namespace

TableBuilder::TableBuilder(const TableHead& head, const TableUse& use, std::vector<double> offsets)
    : m_head(head),
      m_use(use),
      m_features(use.featureCount()),
      m_isOneHot(use.countOf(ColumnUse::OneHot) > 0),
      m_offsets(std::move(offsets)) {
  for (std::size_t c = 0; c < use.columns.size(); ++c) {
    if (use.columns[c] == ColumnUse::Feature) {
      m_featureColumns.push_back(c);
    } else if (use.columns[c] != ColumnUse::Ignored) {
      m_textColumns.push_back(c);
      const ColumnSample& sample = head.columns[c];
      const bool isNumbers = use.columns[c] == ColumnUse::Factor && sample.isNumeric() &&
                             !(sample.isWhole() && sample.values.size() <= kMostNumberLevels);
      m_texts.push_back({.column = c, .use = use.columns[c], .isNumbers = isNumbers});
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
  if (column.use == ColumnUse::Ignored || column.use == ColumnUse::OneHot) return {};
  if (column.isNumbers) {
    const Cell cell = readCell(text, m_head.dialect.numbers());
    column.values.push_back(cell.kind == CellKind::Number ? static_cast<float>(cell.number)
                                                          : std::numeric_limits<float>::quiet_NaN());
  } else if (column.use == ColumnUse::Name) {
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
  if (m_isOneHot) addOneHot(texts);
  if (++m_rows > kMaxTableRows)
    return Error{ErrorCode::TooLarge,
                 "has more than " + withThousands(kMaxTableRows) + " rows; no more can be loaded"};
  return {};
}

void TableBuilder::dropLastRow() {
  for (TextColumn& column : m_texts) {
    if (column.use == ColumnUse::Ignored || column.use == ColumnUse::OneHot) continue;
    if (column.isNumbers) {
      column.values.pop_back();
      continue;
    }
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
  if (m_isOneHot) m_hot.pop_back();
  --m_rows;
}

bool TableBuilder::isOnlyInLastRow(std::size_t column) const {
  if (m_use.columns[column] == ColumnUse::Feature) return false;
  const auto found = std::ranges::find(m_texts, column, &TextColumn::column);
  if (found == m_texts.end() || found->ofRow.empty()) return true;
  return std::ranges::count(found->ofRow, found->ofRow.back()) == 1;
}

/// A row with no 1, or several, has no label.
void TableBuilder::addOneHot(std::span<const std::string_view> texts) {
  std::int32_t hot = kMissingLabel;
  std::int32_t number = 0;
  for (std::size_t i = 0; i < m_texts.size(); ++i) {
    if (m_texts[i].use != ColumnUse::OneHot) continue;
    if (numberInText(texts[i], m_head.dialect.decimalComma) == 1.0) {
      if (hot != kMissingLabel) return m_hot.push_back(kMissingLabel);
      hot = number;
    }
    ++number;
  }
  m_hot.push_back(hot);
}

/// Classes are called as the columns, or by their numbers from 0 on where these have no names.
void TableBuilder::moveOneHot(Dataset& dataset) {
  for (const TextColumn& column : m_texts) {
    if (column.use != ColumnUse::OneHot) continue;
    dataset.classNames.push_back(m_head.dialect.header ? m_head.dialect.names[column.column]
                                                       : std::to_string(dataset.classNames.size()));
  }
  dataset.labels = std::move(m_hot);
}

/// Classes are in the order of their numbers where all are numbers, else as they came.
std::vector<std::size_t> TableBuilder::levelOrder(const TextColumn& column) const {
  std::vector<std::size_t> order(column.texts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto number = [&](std::size_t i) {
    return numberInText(column.texts[i], m_head.dialect.decimalComma);
  };
  if (std::ranges::all_of(order, [&](std::size_t i) { return number(i).has_value(); }))
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return *number(i); });
  return order;
}

void TableBuilder::moveLabels(TextColumn& column, Dataset& dataset) const {
  const std::vector<std::size_t> order = levelOrder(column);
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
    if (column.use == ColumnUse::OneHot) continue;
    if (column.use == ColumnUse::Ignored) {
      dataset.notes.push_back("Column " + quotedText(name) + " was left out: it holds more than " +
                              withThousands(kMaxLevels) + " different texts.");
    } else if (column.use == ColumnUse::Name) {
      dataset.sampleNames = std::move(column.texts);
    } else if (column.use == ColumnUse::Label) {
      moveLabels(column, dataset);
    } else {
      dataset.factors.push_back(factorOf(column, name));
    }
  }
  if (!m_hot.empty()) moveOneHot(dataset);
}

/// Levels are in the order of their numbers where all are numbers, else as they came.
Factor TableBuilder::factorOf(TextColumn& column, const std::string& name) const {
  Factor factor{.name = name, .values = std::move(column.values)};
  if (column.isNumbers) return factor;
  const std::vector<std::size_t> order = levelOrder(column);
  std::vector<float> place(order.size());
  for (const std::size_t i : order) {
    place[i] = static_cast<float>(factor.levels.size());
    factor.levels.push_back(std::move(column.texts[i]));
  }
  factor.values.reserve(m_rows);
  for (const std::int32_t level : column.ofRow)
    factor.values.push_back(level == kUnknown ? std::numeric_limits<float>::quiet_NaN()
                                              : place[static_cast<std::size_t>(level)]);
  return factor;
}

/// As Dataset::rows, where they say more than the order.
void TableBuilder::numberSamples(Dataset& dataset) const {
  const bool isOneFile = m_laterFiles.empty() || m_laterFiles.front().row == m_rows;
  if (m_skipped.empty() && isOneFile) return;
  dataset.rows.reserve(m_rows);
  std::uint32_t number = 0;
  std::size_t skipped = 0;
  auto file = m_laterFiles.begin();
  for (std::size_t row = 0; row < m_rows; ++row) {
    for (; file != m_laterFiles.end() && file->row == row; ++file) {
      number = 0;
      skipped = file->skipped;
    }
    for (; skipped < m_skipped.size() && m_skipped[skipped] == row; ++skipped) ++number;
    dataset.rows.push_back(++number);
  }
}

Result<void> TableBuilder::transpose(Dataset& dataset) const {
  if (dataset.trainCount != m_rows)
    return Error{ErrorCode::BadSetting,
                 "comes with a test part, whose rows cannot be further features; expected "
                 "one file where samples are columns"};
  if (m_rows > kMaxTableColumns)
    return Error{ErrorCode::TooLarge, "has more than " + withThousands(kMaxTableColumns) +
                                          " rows, which are the features; no more can be loaded"};
  if (const Result<void> fits = checkDatasetFits(2 * dataset.values.size() * sizeof(float), {}); !fits)
    return fits;
  transposeSamples(dataset);
  return {};
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
  dataset.offsets = std::move(m_offsets);
  if (!m_use.picture) {
    for (const std::size_t c : m_featureColumns) dataset.features.push_back(m_head.dialect.names[c]);
  }
  moveTexts(dataset);
  numberSamples(dataset);
  if (m_use.transposed) {
    if (const Result<void> turned = transpose(dataset); !turned) return turned.error();
  }
  if (const Result<void> treated = treatMissing(dataset, options.missing, task); !treated)
    return treated.error();
  return dataset;
}

}  // namespace isthmus
