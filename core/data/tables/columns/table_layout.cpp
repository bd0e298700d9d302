#include "core/data/tables/columns/table_layout.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/files/load_errors.h"
#include "core/data/tables/text/table_text.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace isthmus {
namespace {

constexpr double kMostlyNumbers = 0.8;
constexpr std::size_t kMostHeaderLines = 3;  // names, units, types: of more the last is the header
constexpr std::size_t kShownCells = 6;

std::string rowText(const SniffedRow& row) {
  std::string text;
  for (std::size_t c = 0; c < std::min(row.cells.size(), kShownCells); ++c)
    text += (c == 0 ? "" : ", ") + row.cells[c];
  return quotedText(text + (row.cells.size() > kShownCells ? ", ..." : ""));
}

std::size_t filledCells(const SniffedRow& row) {
  return static_cast<std::size_t>(
      std::ranges::count_if(row.cells, [](const std::string& cell) { return !cell.empty(); }));
}

/// Cells up to the last that is not empty.
std::size_t lastFilled(const SniffedRow& row) {
  std::size_t size = row.cells.size();
  while (size > 0 && row.cells[size - 1].empty()) --size;
  return size;
}

bool repeats(const SniffedRow& row) {
  std::set<std::string> seen;
  return std::ranges::any_of(
      row.cells, [&](const std::string& cell) { return !cell.empty() && !seen.insert(cell).second; });
}

class LayoutFinder {
 public:
  LayoutFinder(const TableReading& reading, std::optional<bool> header, const std::filesystem::path& file)
      : m_reading(reading), m_rows(reading.rows), m_wanted(header), m_file(file) {}

  Result<TableLayout> find() {
    m_layout.columns = m_reading.columns;
    findNumericColumns();
    m_layout.firstData = firstDataRow();
    std::vector<std::size_t> heads = headRows();
    if (m_wanted == false) heads.clear();
    if (heads.empty() && m_layout.firstData < m_rows.size() &&
        (m_wanted == true || (!m_wanted && numbersItsColumns())))
      heads = {m_layout.firstData++};
    if (m_wanted == false) m_layout.firstData = firstOfSize();
    if (heads.empty()) {
      if (!m_wanted && !m_layout.header) m_layout.firstData = std::min(m_layout.firstData, firstOfSize());
      if (auto wrong = wrongHeader(m_layout.firstData)) return *wrong;
      sayPreamble(m_layout.firstData);
      dropEmptyEnd({});
      return std::move(m_layout);
    }
    m_layout.header = true;
    return nameColumns(heads);
  }

 private:
  std::size_t sizeOf(const SniffedRow& row) const {
    std::size_t size = row.cells.size();
    while (size > m_reading.columns && row.cells[size - 1].empty()) --size;
    return size;
  }
  bool isWhole(const SniffedRow& row) const { return sizeOf(row) == m_reading.columns; }
  std::size_t firstOfSize() const {
    const auto found = std::ranges::find_if(m_rows, [&](const auto& row) { return isWhole(row); });
    return static_cast<std::size_t>(found - m_rows.begin());
  }
  CellKind kindOf(const std::string& cell) const { return readCell(cell, m_reading.style).kind; }

  /// Columns in which the later rows have numbers, or yes and no alone.
  void findNumericColumns() {
    m_numeric.assign(m_reading.columns, false);
    m_truths = m_numeric;
    const std::size_t begin = m_rows.size() > 2 ? m_rows.size() / 2 : 1;
    for (std::size_t c = 0; c < std::min(m_reading.columns, kJudgedColumns); ++c) {
      std::size_t filled = 0;
      std::size_t numbers = 0;
      std::set<int> pairs;
      for (std::size_t r = begin; r < m_rows.size(); ++r) {
        if (!isWhole(m_rows[r])) continue;
        const std::string& cell = m_rows[r].cells[c];
        const CellKind kind = kindOf(cell);
        if (kind == CellKind::Missing || kind == CellKind::Mark) continue;
        ++filled;
        numbers += kind == CellKind::Text ? 0U : 1U;
        if (kind == CellKind::Text) pairs.insert(truthPair(cell));
      }
      const bool truths = filled > 1 && numbers == 0 && pairs.size() == 1 && !pairs.contains(-1);
      m_truths[c] = truths;
      m_numeric[c] = truths || (filled > 0 &&
                                static_cast<double>(numbers) >= kMostlyNumbers * static_cast<double>(filled));
    }
  }
  /// How many of the numeric columns' cells are numbers, and how many are words.
  std::pair<std::size_t, std::size_t> numbersAndTexts(const SniffedRow& row) const {
    std::size_t numbers = 0;
    std::size_t texts = 0;
    for (std::size_t c = 0; c < std::min({m_reading.columns, row.cells.size(), kJudgedColumns}); ++c) {
      if (!m_numeric[c]) continue;
      const CellKind kind = kindOf(row.cells[c]);
      const bool isTruth = m_truths[c] && kind == CellKind::Text && truthPair(row.cells[c]) >= 0;
      numbers += kind == CellKind::Number || kind == CellKind::Limit || isTruth ? 1U : 0U;
      texts += kind == CellKind::Text && !isTruth ? 1U : 0U;
    }
    return {numbers, texts};
  }
  /// Whether a row without any number has marks of missing ones ("?", "NA") in columns of numbers: a unit is
  /// none of these.
  bool lacksNumbers(const SniffedRow& row) const {
    for (std::size_t c = 0; c < std::min({m_reading.columns, row.cells.size(), kJudgedColumns}); ++c)
      if (m_numeric[c] && !row.cells[c].empty() && kindOf(row.cells[c]) == CellKind::Missing) return true;
    return false;
  }
  /// The first row of all fields with numbers in it. Of a first row, one word over numbers tells that it
  /// names them.
  std::size_t firstDataRow() const {
    const std::size_t first = firstOfSize();
    if (std::ranges::none_of(m_numeric, std::identity())) {
      const bool header = m_wanted.value_or(false) || (m_rows.size() == first + 1 && isAllWords(first));
      return std::min(first + (header ? 1 : 0), m_rows.size());
    }
    for (std::size_t r = first; r < m_rows.size(); ++r) {
      if (!isWhole(m_rows[r])) continue;
      const auto [numbers, texts] = numbersAndTexts(m_rows[r]);
      const bool isData =
          r == first ? texts == 0 && numbers > 0 : numbers > texts || (texts == 0 && lacksNumbers(m_rows[r]));
      if (isData) return r;
    }
    return m_rows.size();
  }
  bool isAllWords(std::size_t r) const {
    return r < m_rows.size() && std::ranges::none_of(m_rows[r].cells, [&](const std::string& cell) {
             return kindOf(cell) == CellKind::Number;
           });
  }

  /// The rows between lines before the table and its data.
  std::vector<std::size_t> headRows() const {
    const std::size_t end = m_layout.firstData;
    std::size_t begin = 0;
    for (std::size_t r = 1; r < end; ++r)
      if (m_rows[r].afterBlank && canBeHead(r, end)) begin = r;
    std::vector<std::size_t> heads;
    for (std::size_t r = begin; r < end; ++r)
      if (canBeHead(r, end)) heads.push_back(r);
    const auto isPadded = [&](std::size_t r) {
      return m_reading.columns > 2 && 2 * lastFilled(m_rows[r]) <= m_reading.columns;
    };
    while (heads.size() > 1 && isPadded(heads.front())) heads.erase(heads.begin());
    if (heads.size() > kMostHeaderLines) heads = {heads.back()};
    // Without a word over numbers there is no telling that a row names them.
    const bool named =
        std::ranges::any_of(heads, [&](std::size_t r) { return numbersAndTexts(m_rows[r]).second > 0; });
    if (!named && !m_wanted && std::ranges::any_of(m_numeric, std::identity())) heads.clear();
    return heads;
  }
  /// R's header lacks a field, and one of an empty field is common; a line before the table may have as many.
  bool canBeHead(std::size_t r, std::size_t end) const {
    const std::size_t size = sizeOf(m_rows[r]);
    const bool isLast = r + 1 == end;
    return size == m_reading.columns ||
           (isLast && size + 1 == m_reading.columns && (size > 1 || m_reading.anyQuoted));
  }

  /// Whether the first row is 0, 1, 2, ... (as pandas numbers columns), years or wavelengths, perhaps behind
  /// and before words, and the second is not.
  bool numbersItsColumns() const {
    const std::size_t first = m_layout.firstData;
    if (first + 1 >= m_rows.size() || m_rows[first].cells == m_rows[first + 1].cells) return false;
    const std::vector<std::string>& cells = m_rows[first].cells;
    const std::vector<std::string>& next = m_rows[first + 1].cells;
    constexpr std::size_t kFewest = 3;
    if (cells.size() < kFewest || next.size() != cells.size()) return false;
    const auto isNumber = [&](const std::string& cell) { return kindOf(cell) == CellKind::Number; };
    const auto begin = static_cast<std::size_t>(std::ranges::find_if(cells, isNumber) - cells.begin());
    std::size_t end = cells.size();
    while (end > begin && !isNumber(cells[end - 1])) --end;
    if (2 * (end - begin) < cells.size()) return false;
    const auto countsThere = [&](const std::vector<std::string>& row) {
      return countsUp(row, begin, end) || risesEvenly(row, begin, end);
    };
    return countsThere(cells) && !countsThere(next);
  }
  static bool countsUp(const std::vector<std::string>& cells, std::size_t begin, std::size_t end) {
    std::optional<long> last;
    for (std::size_t c = begin; c < end; ++c) {
      const auto number = parseNumber<long>(cells[c]);
      if (!number || (last && *number != *last + 1)) return false;
      if (!last && *number != 0 && (*number < 1500 || end - begin < 4)) return false;
      last = number;
    }
    return last.has_value();
  }
  /// As wavelengths do, which are rounded.
  bool risesEvenly(const std::vector<std::string>& cells, std::size_t begin, std::size_t end) const {
    constexpr std::size_t kFewestSteps = 8;
    constexpr double kRounding = 0.25;  // of a step
    if (end - begin <= kFewestSteps) return false;
    std::vector<double> numbers;
    for (std::size_t c = begin; c < end; ++c) {
      const Cell cell = readCell(cells[c], m_reading.style);
      if (cell.kind != CellKind::Number) return false;
      numbers.push_back(cell.number);
    }
    const double step = (numbers.back() - numbers.front()) / static_cast<double>(numbers.size() - 1);
    if (!(step > 0)) return false;
    for (std::size_t i = 1; i < numbers.size(); ++i)
      if (std::fabs(numbers[i] - numbers[i - 1] - step) > kRounding * step) return false;
    return true;
  }

  /// The row before the data if it looks like a header that does not fit: losing it would lose the names.
  std::optional<Error> wrongHeader(std::size_t end) const {
    if (end == 0 || end >= m_rows.size() || m_wanted == false || m_rows[end].afterBlank) return std::nullopt;
    const SniffedRow& row = m_rows[end - 1];
    const bool isLike = sizeOf(row) > m_reading.columns && isAllWords(end - 1);
    if (!isLike) return std::nullopt;
    return namesTooMany(row.cells.size(), row.line);
  }
  Error namesTooMany(std::size_t count, std::size_t line) const {
    return fileError(m_file, "names " + withThousands(count) + " columns in line " + withThousands(line) +
                                 ", but the rows have " + withThousands(m_reading.columns) + " fields");
  }

  void sayPreamble(std::size_t before) {
    if (before == 0 || before >= m_rows.size()) return;
    m_layout.remarks.push_back((before == 1 ? "1 line" : withThousands(before) + " lines") +
                               " before the table" + (before == 1 ? " was" : " were") +
                               " passed over, the first being " + rowText(m_rows.front()) + ".");
  }

  Result<TableLayout> nameColumns(const std::vector<std::size_t>& heads) {
    sayPreamble(heads.front());
    SniffedRow names = m_rows[heads.front()];
    for (std::size_t i = 1; i < heads.size(); ++i) addHeadLine(names, m_rows[heads[i]]);
    const std::size_t columns = m_reading.columns;
    if (names.cells.size() + 1 == columns && !endsEmpty(1)) {
      names.cells.insert(names.cells.begin(), std::string());
      m_layout.rowNames = true;
      m_layout.remarks.emplace_back(
          "The header has one field fewer than the rows, as R writes it: the first column names the rows.");
    }
    m_layout.columns = std::min(columns, names.cells.size());
    dropEmptyEnd(names.cells);
    names.cells.resize(std::max(names.cells.size(), m_layout.columns));
    while (names.cells.size() > m_layout.columns && names.cells.back().empty()) names.cells.pop_back();
    if (names.cells.size() != m_layout.columns || m_layout.columns + emptyEnd() < columns)
      return namesTooMany(names.cells.size(), names.line);
    for (const std::string& name : names.cells) m_layout.names.push_back(toUtf8(name));
    return std::move(m_layout);
  }
  /// A second line of names is joined to one that has gaps or repeats; others are units or types.
  void addHeadLine(SniffedRow& names, const SniffedRow& line) {
    const bool hasGaps = filledCells(names) < filledCells(line);
    if (line.cells.size() == names.cells.size() && (hasGaps || repeats(names))) {
      std::string group;
      for (std::size_t c = 0; c < names.cells.size(); ++c) {
        if (!names.cells[c].empty()) group = names.cells[c];
        names.cells[c] = group + (group.empty() || line.cells[c].empty() ? "" : " ") + line.cells[c];
      }
      m_layout.remarks.push_back("Lines " + withThousands(names.line) + " and " + withThousands(line.line) +
                                 " both name the columns; their names are joined, as in " +
                                 quotedText(names.cells.back()) + ".");
      return;
    }
    m_layout.remarks.push_back(
        "Line " + withThousands(line.line) + " (" + rowText(line) +
        ") was passed over: it stands between the header and the numbers, as units do.");
  }

  /// How many of the last fields are empty in every row of data.
  std::size_t emptyEnd() const {
    std::size_t count = m_reading.columns;
    for (std::size_t r = m_layout.firstData; r < m_rows.size(); ++r) {
      const std::vector<std::string>& cells = m_rows[r].cells;
      std::size_t filled = cells.size();
      while (filled > 0 && cells[filled - 1].empty()) --filled;
      count = std::min(count, m_reading.columns - std::min(filled, m_reading.columns));
    }
    return count;
  }
  bool endsEmpty(std::size_t count) const { return emptyEnd() >= count; }
  /// Leaves out last columns without a name and a value, which a delimiter at the end of rows makes.
  void dropEmptyEnd(const std::vector<std::string>& names) {
    if (!m_layout.header) return;
    const std::size_t fewest = m_reading.columns - std::min(emptyEnd(), m_reading.columns - 2);
    const std::size_t before = m_reading.columns;
    while (m_layout.columns > fewest && m_layout.columns <= names.size() &&
           names[m_layout.columns - 1].empty())
      --m_layout.columns;
    if (m_layout.columns < before)
      m_layout.remarks.emplace_back("Rows end with a delimiter; no column is behind it.");
  }

  const TableReading& m_reading;
  const std::vector<SniffedRow>& m_rows;
  std::optional<bool> m_wanted;
  const std::filesystem::path& m_file;
  std::vector<bool> m_numeric;
  std::vector<bool> m_truths;  ///< of these, the ones that say yes and no
  TableLayout m_layout;
};

}  // namespace

Result<TableLayout> findLayout(const TableReading& reading, std::optional<bool> header,
                               const std::filesystem::path& file) {
  return LayoutFinder(reading, header, file).find();
}

}  // namespace isthmus
