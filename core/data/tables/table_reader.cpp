#include "core/data/tables/table_reader.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/tables/csv_rows.h"
#include "core/data/tables/plain_number.h"
#include "core/data/tables/table_builder.h"
#include "core/data/tables/table_columns.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/table_plan.h"
#include "core/data/tables/table_text.h"
#include "core/data/tables/text_pieces.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

constexpr std::uint64_t kUsualPacking = 16;   // packed tables are hardly ever smaller than this part
constexpr std::uint64_t kLeastCellBytes = 2;  // a digit and a delimiter
constexpr std::uint64_t kShorterRows = 2;     // rows may be so many times shorter than the first ones

/// Reads one file's rows into a builder.
class RowReader {
 public:
  RowReader(const TableHead& head, const TableUse& use, TableBuilder& builder, TextPieces pieces)
      : m_head(head),
        m_use(use),
        m_builder(builder),
        m_pieces(std::move(pieces)),
        m_rows(head.dialect.delimiter),
        m_texts(builder.textColumns().size()) {}

  /// False when a number turned up that is none of a picture in bytes, though the use says so.
  Result<bool> read();

 private:
  Error bad(std::string message, ErrorCode code = ErrorCode::BadFormat) const {
    return {code, std::move(message), m_pieces.path().string()};
  }
  std::string inLine() const { return " in line " + withThousands(m_line); }
  Result<bool> takeRows(std::string_view& text, bool last);
  Result<bool> takeRow();
  Error rowError(CsvRows::Status status) const;
  Error fieldError(std::size_t column, std::string_view text) const;
  const char* quickRow(const char* at, const char* end);
  const char* quickNumber(const char* at, const char* end, std::size_t feature);
  Result<bool> setNumber(std::size_t feature, std::size_t column, std::string_view text);

  const TableHead& m_head;
  const TableUse& m_use;
  TableBuilder& m_builder;
  TextPieces m_pieces;
  CsvRows m_rows;
  std::vector<std::string_view> m_texts;
  std::size_t m_line = 1;
  std::uint8_t* m_byteRow = nullptr;
  float* m_floatRow = nullptr;
};

Result<bool> RowReader::read() {
  m_line = m_head.dialect.dataLine;
  std::size_t skip = m_head.dialect.dataOffset;
  for (bool last = false; !last;) {
    const Result<bool> more = m_pieces.more();
    if (!more) return more;
    last = !*more;
    std::string_view text = m_pieces.text();
    const std::uint64_t numbers = text.size() / kLeastCellBytes + m_head.columnCount();
    if (const auto room = m_builder.makeRoom(numbers, m_pieces.path().string()); !room) return room.error();
    const std::size_t skipped = std::min(skip, text.size());
    skip -= skipped;
    text.remove_prefix(skipped);
    const Result<bool> taken = takeRows(text, last);
    if (!taken || !*taken) return taken;
    if (text.size() > kMaxRowBytes) return quotedRowTooLong(m_pieces.path(), m_line);
    m_pieces.leave(text.size());
  }
  return true;
}

Result<bool> RowReader::takeRows(std::string_view& text, bool last) {
  while (!text.empty()) {
    if (const char* after = quickRow(text.data(), text.data() + text.size()); after != nullptr) {
      if (const Result<void> ended = m_builder.endRow(m_texts); !ended)
        return bad(ended.error().message + inLine(), ended.error().code);
      text.remove_prefix(static_cast<std::size_t>(after - text.data()));
      ++m_line;
      continue;
    }
    const CsvRows::Status status = m_rows.next(text, last);
    if (!last && (status == CsvRows::Status::NeedsMore || status == CsvRows::Status::OpenQuote)) return true;
    if (status == CsvRows::Status::Row) {
      const Result<bool> taken = takeRow();
      if (!taken || !*taken) return taken;
    } else if (status != CsvRows::Status::Blank) {
      return rowError(status);
    }
    m_line += m_rows.lines();
  }
  return true;
}

Error RowReader::rowError(CsvRows::Status status) const {
  switch (status) {
    case CsvRows::Status::OpenQuote:
      return bad("opens a quotation mark" + inLine() + " that is never closed");
    case CsvRows::Status::BadQuote:
      return bad("has text after a closing quotation mark" + inLine() + "; expected a delimiter there");
    case CsvRows::Status::ZeroByte:
      return bad("holds a zero byte" + inLine() + "; expected text");
    default:
      return bad("has too many fields" + inLine() + "; expected " + withThousands(m_head.columnCount()));
  }
}

/// A row of which something is not plain: quotation marks, missing values, spaces, faults.
Result<bool> RowReader::takeRow() {
  const std::vector<CsvField>& fields = m_rows.fields();
  if (fields.size() != m_head.columnCount())
    return bad("has " + withThousands(fields.size()) + " fields" + inLine() + "; expected " +
               withThousands(m_head.columnCount()) + " as in its other lines");
  (m_builder.isBytes() ? void(m_byteRow = m_builder.byteRow()) : void(m_floatRow = m_builder.floatRow()));
  std::size_t feature = 0;
  std::size_t text = 0;
  for (std::size_t c = 0; c < fields.size(); ++c) {
    if (m_use.columns[c] == ColumnUse::Ignored) continue;
    if (m_use.columns[c] != ColumnUse::Feature) {
      m_texts[text++] = fields[c].text;
      continue;
    }
    const Result<bool> set = setNumber(feature++, c, fields[c].text);
    if (!set || !*set) return set;
  }
  if (const Result<void> ended = m_builder.endRow(m_texts); !ended)
    return bad(ended.error().message + inLine(), ended.error().code);
  return true;
}

Result<bool> RowReader::setNumber(std::size_t feature, std::size_t column, std::string_view text) {
  if (isMissingText(text)) {
    if (m_builder.isBytes()) return false;
    m_floatRow[feature] = std::numeric_limits<float>::quiet_NaN();
    return true;
  }
  const auto number = numberInText(text, m_head.dialect.decimalComma);
  if (!number || !(std::fabs(*number) <= std::numeric_limits<float>::max())) return fieldError(column, text);
  if (!m_builder.isBytes()) {
    m_floatRow[feature] = static_cast<float>(*number);
    return true;
  }
  if (*number < 0 || *number > 255 || *number != std::floor(*number)) return false;
  m_byteRow[feature] = static_cast<std::uint8_t>(*number);
  return true;
}

Error RowReader::fieldError(std::size_t column, std::string_view text) const {
  const std::string where = inLine() + ", column " + quotedText(m_head.dialect.names[column]);
  if (numberInText(text, m_head.dialect.decimalComma))
    return bad("has " + quotedText(text) + where + ", which is beyond what 32-bit floats hold");
  return bad("has " + quotedText(text) + where + "; expected a number as in its first " +
             withThousands(m_head.rows) + " rows");
}

/// Reads one number in its plainest form; null for everything else.
const char* RowReader::quickNumber(const char* at, const char* end, std::size_t feature) {
  if (m_floatRow == nullptr) {
    unsigned value = 0;
    const char* const first = at;
    for (; static_cast<unsigned char>(*at - '0') < 10 && at - first < 3; ++at)
      value = value * 10 + static_cast<unsigned>(*at - '0');
    if (at == first || value > 255) return nullptr;
    m_byteRow[feature] = static_cast<std::uint8_t>(value);
    return at;
  }
  double value = 0;
  at = readPlainNumber(at, end, value);
  if (at == nullptr || !(std::fabs(value) <= std::numeric_limits<float>::max())) return nullptr;
  m_floatRow[feature] = static_cast<float>(value);
  return at;
}

/// Reads a row of plain numbers and texts without quotation marks in one go: nearly all rows are such. Null
/// when it is another or does not end here; *end is a zero.
const char* RowReader::quickRow(const char* at, const char* end) {
  if (m_head.dialect.decimalComma) return nullptr;
  m_byteRow = nullptr;
  m_floatRow = nullptr;
  (m_builder.isBytes() ? void(m_byteRow = m_builder.byteRow()) : void(m_floatRow = m_builder.floatRow()));
  const char delimiter = m_head.dialect.delimiter;
  const std::size_t columns = m_use.columns.size();
  std::size_t feature = 0;
  std::size_t text = 0;
  for (std::size_t c = 0; c < columns; ++c) {
    while (*at == ' ') ++at;
    const ColumnUse use = m_use.columns[c];
    if (use == ColumnUse::Feature) {
      at = quickNumber(at, end, feature++);
      if (at == nullptr) return nullptr;
    } else {
      const char* const begin = at;
      while (*at != delimiter && *at != '\n' && *at != '\r' && *at != '\0' && *at != '"' && *at != '\t') ++at;
      if (use != ColumnUse::Ignored) m_texts[text++] = trimmed({begin, static_cast<std::size_t>(at - begin)});
    }
    if (c + 1 == columns) break;
    if (*at != delimiter) return nullptr;
    ++at;
  }
  if (*at == '\r') ++at;
  return *at == '\n' ? at + 1 : nullptr;
}

Result<void> checkSameColumns(const TableHead& train, const TableHead& test, const LoadPlan& plan) {
  const bool named = train.dialect.header && test.dialect.header;
  if (test.columnCount() == train.columnCount() && (!named || test.dialect.names == train.dialect.names))
    return {};
  return Error{ErrorCode::BadFormat,
               "has other columns (" + withThousands(test.columnCount()) + ") than " +
                   plan.trainFiles.front().filename().string() + " (" + withThousands(train.columnCount()) +
                   "); expected the same in both",
               plan.testFiles.front().string()};
}

/// About how many numbers of features a file holds, by the length of its first rows.
std::uint64_t expectedNumbers(const TableHead& head, const TableUse& use, std::uint64_t contentBytes) {
  const double rows = static_cast<double>(contentBytes) / head.bytesARow;
  return static_cast<std::uint64_t>(rows * static_cast<double>(use.featureCount()));
}

struct Heads {
  std::vector<std::filesystem::path> files;
  std::vector<TableHead> heads;
  TableUse use;
};

/// Reads all files; nothing when the use speaks of bytes and other numbers turned up.
Result<std::optional<Dataset>> readFiles(const Heads& heads, const LoadPlan& plan, const Task& task) {
  std::vector<TextPieces> texts;
  std::uint64_t expected = 0;  // numbers that are surely there, about
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < heads.files.size(); ++i) {
    Result<TextPieces> opened = TextPieces::open(heads.files[i], kMaxTableBytes, task);
    if (!opened) return opened.error();
    const std::uint64_t content = opened->fileSize() * (opened->isPacked() ? kUsualPacking : 1);
    expected += expectedNumbers(heads.heads[i], heads.use, opened->fileSize());
    most += expectedNumbers(heads.heads[i], heads.use, content) * kShorterRows + kTableChunkBytes;
    texts.push_back(std::move(opened).value());
  }
  const std::string where = heads.files.front().string();
  // All files together are one data set. Says before anything is read when it will surely not fit.
  const std::uint64_t width = heads.use.bytes ? 1 : sizeof(float);
  if (const Result<void> fits = checkDatasetFits(expected * width, where); !fits) return fits.error();
  TableBuilder builder(heads.heads.front(), heads.use);
  if (const Result<void> room = builder.makeRoom(std::min(most, datasetBytesLimit() / width), where); !room)
    return room.error();
  std::size_t trainRows = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::size_t before = builder.rows();
    RowReader reader(heads.heads[i], heads.use, builder, std::move(texts[i]));
    const Result<bool> read = reader.read();
    if (!read) return read.error();
    if (!*read) return std::optional<Dataset>();
    const auto& declared = heads.heads[i].dialect.declaredRows;
    if (declared && *declared != builder.rows() - before)
      return Error{ErrorCode::BadFormat,
                   "declares " + withThousands(*declared) + " rows in its first line, but holds " +
                       withThousands(builder.rows() - before),
                   heads.files[i].string()};
    if (i == 0) trainRows = builder.rows();
    builder.endFile();
  }
  Result<Dataset> dataset = builder.finish(trainRows, plan.options, task);
  if (!dataset) return Error{dataset.error().code, dataset.error().message, where};
  return std::optional<Dataset>(std::move(dataset).value());
}

}  // namespace

Result<Dataset> loadTable(const LoadPlan& plan, const LoadTools&, const Task& task) {
  if (plan.trainFiles.size() != 1 || plan.testFiles.size() > 1)
    return Error{ErrorCode::Internal, "a table is one file, and at most one more for testing"};
  Heads heads;
  heads.files = plan.trainFiles;
  heads.files.insert(heads.files.end(), plan.testFiles.begin(), plan.testFiles.end());
  for (const auto& file : heads.files) {
    Result<TableHead> head = readTableHead(file, plan.options, task);
    if (!head) return head.error();
    heads.heads.push_back(std::move(head).value());
  }
  if (heads.heads.size() == 2) {
    if (const auto same = checkSameColumns(heads.heads[0], heads.heads[1], plan); !same) return same.error();
  }
  Result<TableUse> use = decideUse(heads.heads.front(), plan.options, plan.trainFiles.front());
  if (!use) return use.error();
  heads.use = std::move(use).value();
  Result<std::optional<Dataset>> read = readFiles(heads, plan, task);
  if (read && !*read) {
    heads.use.bytes = false;
    read = readFiles(heads, plan, task);
  }
  if (!read) return read.error();
  Dataset dataset = *std::move(read).value();
  dataset.name = plan.name;
  dataset.notes.insert(dataset.notes.begin(), heads.use.remarks.begin(), heads.use.remarks.end());
  return dataset;
}

DatasetFormat tableFormat() {
  return {"table",
          "tables (CSV, TSV)",
          {"*.csv", "*.tsv", "*.csv.gz", "*.tsv.gz", "*.csv.bz2", "*.tsv.bz2"},
          recognisesTable,
          planTable,
          loadTable};
}

}  // namespace isthmus
