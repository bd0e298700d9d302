#include "core/data/images/files/picture_tables.h"

#include "core/base/number_text.h"
#include "core/data/files/load_errors.h"
#include "core/data/images/picture_kind.h"
#include "core/data/tables/columns/table_columns.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/text/csv_rows.h"
#include "core/data/tables/text/table_text.h"
#include "core/data/tables/text/text_pieces.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxPictureColumns = 64;                 // a sample has no more factors
constexpr std::uint64_t kMaxPictureTableBytes = 256ULL << 20;  // a row for each of the most pictures
constexpr std::uint64_t kMaxSearchedBytes = 64ULL << 20;       // to find a picture's name at all
constexpr double kMostlyNames = 0.5;  // of a column's values that are called so, in a column of any name
constexpr double kNearlyAll = 0.8;    // likewise in a column of numbers, which might be anything

/// Which column of a table names pictures.
struct KeyColumn {
  std::size_t column = 0;
  bool isSure = false;  ///< the head has names of pictures in it
};

/// Of the first row of data, as far as it is kept.
std::string_view firstCell(const TableHead& head, std::size_t column) {
  if (head.firstRows.empty() || column >= head.firstRows.front().size()) return {};
  return head.firstRows.front()[column];
}

/// What a column may be called: its name, or its first cell where the table seems to have no header.
std::string_view headOf(const TableHead& head, std::size_t column) {
  return head.dialect.header ? std::string_view(head.dialect.names[column]) : firstCell(head, column);
}

std::optional<KeyColumn> findKey(const TableHead& head, const PictureIndex& index, std::size_t pictures,
                                 TableSide side) {
  std::optional<KeyColumn> best;
  double bestRate = 0;
  for (std::size_t c = 0; c < head.columnCount(); ++c) {
    const ColumnSample& column = head.columns[c];
    const bool mayBeChance = side == TableSide::Outside && column.texts == 0;
    const bool isNamed = !mayBeChance && isPictureColumnName(headOf(head, c));
    const bool mayBeKey = column.filled() > 0 && (column.texts > 0 || column.isWhole());
    if (!mayBeKey ||
        (!isNamed && 2 * column.values.size() < column.filled() && column.values.size() <= kMaxLevels))
      continue;
    const auto hits = static_cast<std::size_t>(std::ranges::count_if(
        column.values, [&](const auto& value) { return index.find(value.first).has_value(); }));
    const double rate = static_cast<double>(hits) / static_cast<double>(column.values.size());
    const double needed = isNamed ? 0 : column.texts > 0 ? kMostlyNames : kNearlyAll;
    const bool areMany = column.texts > 0 || isNamed ||
                         static_cast<double>(hits) >=
                             kNearlyAll * static_cast<double>(std::min(pictures, column.values.size()));
    if (hits > 0 && rate >= needed && areMany && rate > bestRate) {
      best = KeyColumn{c, true};
      bestRate = rate;
    } else if (!best && isNamed && !head.whole) {
      best = KeyColumn{c, false};
    }
  }
  return best;
}

/// The head of a table. Whether its first line names the columns is told by the names of the pictures, for a
/// table of nothing but texts does not show it otherwise.
struct OpenTable {
  TableHead head;
  KeyColumn key;
};

Result<std::optional<OpenTable>> openTable(const fs::path& file, const PictureIndex& index,
                                           std::size_t pictures, TableSide side, const Task& task) {
  Result<TableHead> head = readTableHead(file, {}, task);
  if (!head) return head.error();
  auto key = findKey(*head, index, pictures, side);
  if (!key) return std::optional<OpenTable>();
  const bool namesPicture = index.find(firstCell(*head, key->column)).has_value();
  LoadOptions options;
  if (head->dialect.header && index.find(head->dialect.names[key->column])) options.header = false;
  if (!head->dialect.header && !namesPicture && !isPictureName(firstCell(*head, key->column)))
    options.header = true;
  if (options.header) {
    head = readTableHead(file, options, task);
    if (!head) return head.error();
  }
  return std::optional(OpenTable{std::move(head).value(), *key});
}

/// Reads tables one after the other into one.
class PictureTableReader {
 public:
  PictureTableReader(const PictureIndex& index, std::size_t pictures, const Task& task)
      : m_index(index), m_pictures(pictures), m_task(task) {
    table.ofPicture.assign(pictures, PictureTable::kNone);
  }

  Result<void> read(const fs::path& file, const OpenTable& open) {
    auto opened = TextPieces::open(file, kMaxPictureTableBytes, m_task);
    if (!opened) return opened.error();
    TextPieces pieces = std::move(opened).value();
    CsvRows rows(open.head.dialect.delimiter);
    const std::size_t before = table.named;
    const std::size_t rowsBefore = table.rowsWithoutPicture;
    const std::size_t columnsBefore = table.columns.size();
    takeColumns(open);
    std::size_t skip = open.head.dialect.dataOffset;
    for (bool last = false; !last;) {
      const Result<bool> more = pieces.more();
      if (!more) return more.error();
      last = !*more;
      std::string_view text = pieces.text();
      const std::size_t skipped = std::min(skip, text.size());
      skip -= skipped;
      text.remove_prefix(skipped);
      if (const auto taken = takeRows(rows, text, last, file, open); !taken) return taken;
      if (text.size() > kMaxRowBytes) return rowTooLong(file, 1);
      pieces.leave(text.size());
    }
    if (table.named == before && table.rowsTwice == 0) {
      table.rowsWithoutPicture = rowsBefore;  // it speaks of something else
      table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(columnsBefore),
                          table.columns.end());
      return {};
    }
    if (table.files.empty()) table.key = open.head.dialect.names[open.key.column];
    table.files.push_back(file);
    return {};
  }

  PictureTable table;

 private:
  /// For each column of the file where its values go; the key and what is too much go nowhere.
  void takeColumns(const OpenTable& open) {
    m_columns.clear();
    for (std::size_t c = 0; c < open.head.columnCount(); ++c) {
      m_columns.push_back(PictureTable::kNone);
      const std::string& name = open.head.dialect.names[c];
      if (c == open.key.column) continue;
      const auto known = std::ranges::find(table.columns, name, &PictureColumn::name);
      if (known != table.columns.end()) {
        m_columns.back() = static_cast<std::size_t>(known - table.columns.begin());
      } else if (table.columns.size() < kMaxPictureColumns) {
        m_columns.back() = table.columns.size();
        table.columns.emplace_back(name, m_pictures);
      } else {
        ++table.columnsTooMany;
      }
    }
  }

  Result<void> takeRows(CsvRows& rows, std::string_view& text, bool last, const fs::path& file,
                        const OpenTable& open) {
    while (!text.empty()) {
      const CsvRows::Status status = rows.next(text, last);
      if (!last && (status == CsvRows::Status::NeedsMore || status == CsvRows::Status::OpenQuote)) return {};
      if (status == CsvRows::Status::Blank) continue;
      if (status != CsvRows::Status::Row)
        return fileError(file, "names pictures, but its rows cannot be told apart behind row " +
                                   withThousands(m_rows) + "; expected a table such as CSV");
      ++m_rows;
      takeRow(rows.fields(), open);
    }
    return {};
  }

  void takeRow(const std::vector<CsvField>& fields, const OpenTable& open) {
    if (fields.size() != m_columns.size()) {
      ++table.rowsOdd;
      return;
    }
    const auto picture = m_index.find(fields[open.key.column].text);
    if (!picture) {
      ++table.rowsWithoutPicture;
      return;
    }
    if (table.ofPicture[*picture] != PictureTable::kNone) {
      ++table.rowsTwice;
      return;
    }
    table.ofPicture[*picture] = table.files.size();
    ++table.named;
    for (std::size_t c = 0; c < fields.size(); ++c) {
      if (m_columns[c] != PictureTable::kNone)
        take(table.columns[m_columns[c]], *picture, fields[c].text, open.head.dialect.decimalComma);
    }
  }

  static void take(PictureColumn& column, std::size_t picture, std::string_view text, bool decimalComma) {
    if (isMissingText(text)) return;
    ++column.filled;
    const auto next = static_cast<std::int32_t>(column.texts.size());
    const auto [found, isNew] = column.numberOf.try_emplace(std::string(text), next);
    column.value[picture] = found->second;
    if (!isNew) return;
    column.texts.push_back(toUtf8(text));
    const auto number = numberInText(text, decimalComma);
    column.isNumeric = column.isNumeric && number && std::isfinite(*number);
    column.isWhole = column.isWhole && column.isNumeric && *number == std::floor(*number);
    column.numbers.push_back(number.value_or(0));
  }

  const PictureIndex& m_index;
  std::size_t m_pictures;
  const Task& m_task;
  std::vector<std::size_t> m_columns;
  std::size_t m_rows = 0;
};

}  // namespace

std::string PictureColumn::text() const {
  if (texts.empty()) return "empty";
  return std::string(!isNumeric ? "text, "
                     : isWhole  ? "whole numbers, "
                                : "numbers, ") +
         withThousands(texts.size()) + " different";
}

bool namesPictures(const fs::path& table, const PictureIndex& index, std::size_t pictures, TableSide side,
                   const Task& task) {
  const auto opened = openTable(table, index, pictures, side, task);
  if (!opened || !*opened) return false;
  if ((*opened)->key.isSure) return true;
  std::error_code unknown;
  if (fs::file_size(table, unknown) > kMaxSearchedBytes || unknown) return false;
  PictureTableReader reader(index, pictures, task);
  return reader.read(table, **opened) && !reader.table.isEmpty();
}

Result<PictureTable> readPictureTables(std::span<const fs::path> tables, const PictureIndex& index,
                                       std::size_t pictures, const Task& task) {
  PictureTableReader reader(index, pictures, task);
  for (const fs::path& file : tables) {
    const auto opened = openTable(file, index, pictures, TableSide::Inside, task);
    if (!opened) return opened.error();
    if (!*opened) continue;
    if (const auto read = reader.read(file, **opened); !read) return read.error();
  }
  return std::move(reader.table);
}

}  // namespace isthmus
