#include "core/data/tables/table_reading.h"

#include "core/data/tables/text/table_text.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kSniffedRows = 60;
constexpr std::size_t kSniffedCells = 20'000;  // of wide tables fewer rows tell enough ...
constexpr std::size_t kLeastSniffed = 8;       // ... but some must be seen
constexpr std::array<char, 4> kTriedDelimiters = {'\t', ';', ',',
                                                  ' '};  // the likelier first where all is equal
constexpr std::size_t kFewestLeft = 1;
constexpr std::size_t kMostBlank = 1'000;  // lines: of a file of blank ones no more are looked at

/// How the cells of a reading fare in one style and in the other.
struct StyleCounts {
  std::size_t cells = 0;
  std::size_t numbers = 0;    ///< in either style
  std::size_t onlyPoint = 0;  ///< of the cells that are numbers with a decimal point alone
  std::size_t onlyComma = 0;
  std::size_t openComma = 0;  ///< "1,234"
  std::size_t openPoint = 0;  ///< "1.234"
  bool mixed = false;         ///< a column has whole numbers beside "1,234": no decimals then
  std::string firstComma;
  std::string firstPoint;
};

/// Where the rows that tell how the table is made begin: lines before a table are at its start.
std::size_t laterRows(const TableReading& reading) {
  return reading.rows.size() > 2 ? reading.rows.size() / 2 : std::max(reading.rows.size(), kFewestLeft) - 1;
}

StyleCounts countStyles(const TableReading& reading) {
  StyleCounts counts;
  std::vector<char> open(reading.columns);
  std::vector<char> plain(reading.columns);
  for (std::size_t r = reading.rows.size() > 1 ? 1 : 0; r < reading.rows.size(); ++r) {
    const SniffedRow& row = reading.rows[r];
    if (row.cells.size() < reading.columns) continue;
    for (std::size_t c = 0; c < std::min(reading.columns, kJudgedColumns); ++c) {
      const std::string& cell = row.cells[c];
      const Cell read = readCell(cell, {});
      if (read.kind == CellKind::Missing || read.kind == CellKind::Mark) continue;
      ++counts.cells;
      const SeparatorEvidence evidence = separatorEvidence(cell);
      using enum SeparatorEvidence;
      counts.numbers += read.kind != CellKind::Text || evidence != None ? 1U : 0U;
      counts.onlyPoint += evidence == Point ? 1U : 0U;
      counts.onlyComma += evidence == Comma ? 1U : 0U;
      counts.openComma += evidence == CommaThousand ? 1U : 0U;
      counts.openPoint += evidence == PointThousand ? 1U : 0U;
      const bool hasComma = cell.find(',') != std::string::npos;
      const bool hasPoint = cell.find('.') != std::string::npos;
      const bool partsByComma = evidence == CommaThousand || (evidence == Point && hasComma);
      const bool partsByPoint = evidence == PointThousand || (evidence == Comma && hasPoint);
      if (partsByComma && counts.firstComma.empty()) counts.firstComma = cell;
      if (partsByPoint && counts.firstPoint.empty()) counts.firstPoint = cell;
      if (evidence == CommaThousand) open[c] = 1;
      if (evidence == None && read.kind == CellKind::Number) plain[c] = 1;
    }
  }
  for (std::size_t c = 0; c < reading.columns; ++c) counts.mixed = counts.mixed || (open[c] && plain[c]);
  return counts;
}

/// "1,234" alone does not tell whether it is 1234. Semicolons part columns where commas are decimal; even
/// there, fixed decimals would be in all numbers of a column.
void chooseStyle(TableReading& reading, const ReadingWishes& wishes) {
  const StyleCounts counts = countStyles(reading);
  if (counts.cells == 0) return;
  const auto share = [&](std::size_t lost) {
    return static_cast<double>(counts.numbers - std::min(lost, counts.numbers)) /
           static_cast<double>(counts.cells);
  };
  NumberStyle style{.groups = wishes.groups};
  if (wishes.style) {
    style = *wishes.style;
  } else if (counts.onlyPoint != counts.onlyComma) {
    style.decimalComma = counts.onlyComma > counts.onlyPoint;
  } else if (counts.openComma > 0 && counts.openPoint == 0 && counts.onlyPoint == 0) {
    style.decimalComma = !wishes.groups || (reading.delimiter == ';' && !counts.mixed);
    reading.isOpen = true;
  }
  reading.style = style;
  reading.numeric = share((style.decimalComma ? counts.onlyPoint : counts.onlyComma) + (style.groups ? 0
                                                                                        : style.decimalComma
                                                                                            ? counts.openPoint
                                                                                            : 0));
  reading.separated = style.decimalComma && !reading.isOpen ? counts.firstPoint : counts.firstComma;
}

void sniffRows(TableReading& reading, std::string_view text, bool whole, char comment) {
  CsvRows rows(reading.delimiter, reading.quotes);
  const std::string_view all = text;
  std::size_t cells = 0;
  std::size_t line = 1;
  bool afterBlank = false;
  std::size_t blanks = 0;
  while (!text.empty() && reading.rows.size() < kSniffedRows &&
         (cells < kSniffedCells || reading.rows.size() < kLeastSniffed)) {
    const std::size_t offset = all.size() - text.size();
    const bool isHash = isUsualComment(text.front());
    const std::size_t end = std::min(text.find('\n'), text.size());
    const bool isComment = comment != '\0' && text.front() == comment;
    std::string_view own = text.substr(0, std::min(end + 1, text.size()));
    const bool alone = (isHash || isComment) && (end < text.size() || whole);
    const CsvRows::Status status = rows.next(alone ? own : text, whole || alone);
    const std::size_t lines = alone ? 1 : rows.lines();
    if (alone) text.remove_prefix(std::min(end + 1, text.size()));
    if (status == CsvRows::Status::Row && !isComment) {
      SniffedRow& row = reading.rows.emplace_back();
      for (const CsvField& field : rows.fields()) {
        row.cells.emplace_back(field.text);
        reading.anyQuoted = reading.anyQuoted || field.quoted;
      }
      row.offset = offset;
      row.line = line;
      row.isHash = isHash;
      row.afterBlank = std::exchange(afterBlank, false);
      cells += row.cells.size();
    } else if (status == CsvRows::Status::Blank) {
      afterBlank = true;
      if (++blanks > kMostBlank && reading.rows.size() > 1) break;
    } else if (alone) {
      reading.comments.push_back(line);
    } else {
      reading.problem = status;
      break;
    }
    line += lines;
  }
}

/// Without the fields that a delimiter at the end of a row makes.
std::size_t filledSize(const SniffedRow& row, std::size_t columns) {
  std::size_t size = row.cells.size();
  while (size > columns && row.cells[size - 1].empty()) --size;
  return size;
}

TableReading readWith(char delimiter, std::string_view quotes, std::string_view text, bool whole,
                      const ReadingWishes& wishes) {
  TableReading reading{.delimiter = delimiter, .quotes = quotes};
  sniffRows(reading, text, whole, wishes.comment);
  std::map<std::size_t, std::size_t> counts;
  for (std::size_t r = laterRows(reading); r < reading.rows.size(); ++r)
    ++counts[reading.rows[r].cells.size()];
  if (counts.empty()) return reading;
  std::size_t most = 0;
  for (const auto& [size, count] : counts) {  // of as many rows each, the longer ones are meant
    if (count >= most) reading.columns = size;
    most = std::max(most, count);
  }
  std::erase_if(reading.rows, [&](const SniffedRow& row) {
    const bool isComment = row.isHash && filledSize(row, reading.columns) != reading.columns;
    if (isComment) reading.comments.push_back(row.line);
    return isComment;
  });
  if (reading.rows.empty()) return reading;
  const auto fits = [&](const SniffedRow& row) {
    return filledSize(row, reading.columns) == reading.columns;
  };
  const auto first = std::ranges::find_if(reading.rows, fits);
  reading.consistency = static_cast<double>(std::count_if(first, reading.rows.end(), fits)) /
                        static_cast<double>(std::max<std::ptrdiff_t>(reading.rows.end() - first, 1));
  chooseStyle(reading, wishes);
  return reading;
}

/// Among words between spaces or tabs may be quotation marks: where that breaks the rows, they are ordinary
/// characters.
TableReading readWithEither(char delimiter, std::string_view text, bool whole, const ReadingWishes& wishes) {
  if (wishes.quotes) return readWith(delimiter, *wishes.quotes, text, whole, wishes);
  TableReading usual = readWith(delimiter, CsvRows::kUsualQuotes, text, whole, wishes);
  const bool broken = usual.problem == CsvRows::Status::BadQuote ||
                      usual.problem == CsvRows::Status::OpenQuote || usual.consistency < 1;
  if (!broken || (delimiter != ' ' && delimiter != '\t')) return usual;
  TableReading without = readWith(delimiter, CsvRows::kNoQuotes, text, whole, wishes);
  const bool better = without.problem == CsvRows::Status::Row && without.columns >= 2 &&
                      without.consistency == 1 && without.rows.size() >= usual.rows.size();
  return better ? without : usual;
}

}  // namespace

TableReading bestReading(std::string_view text, bool whole, const ReadingWishes& wishes) {
  if (wishes.delimiter) return readWithEither(*wishes.delimiter, text, whole, wishes);
  TableReading best;
  double bestScore = -1;
  for (const char candidate : kTriedDelimiters) {
    TableReading reading = readWithEither(candidate, text, whole, wishes);
    if (reading.rows.empty() && reading.problem == CsvRows::Status::TooMany) return reading;
    const double score = reading.columns < 2 ? -0.5 : reading.consistency + reading.numeric;
    if (score > bestScore) {
      bestScore = score;
      best = std::move(reading);
    }
  }
  return best;
}

}  // namespace isthmus
