#include "core/data/tables/text/arff_header.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/files/load_errors.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/table_plan.h"
#include "core/data/tables/table_reader.h"
#include "core/data/tables/text/table_text.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace isthmus {
namespace {

/// The word at the front of `text`, which may stand in quotation marks, taken off it.
std::optional<std::string> takeArffWord(std::string_view& text) {
  text = trimmed(text);
  if (text.empty()) return std::nullopt;
  std::string word;
  const char quote = text.front();
  if (quote != '\'' && quote != '"') {
    const std::size_t end = std::min(text.find_first_of(" \t{,}"), text.size());
    word = text.substr(0, end);
    text.remove_prefix(end);
    return word.empty() ? std::nullopt : std::optional(std::move(word));
  }
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      word += text[++i];
    } else if (text[i] == quote) {
      text.remove_prefix(i + 1);
      return word;
    } else {
      word += text[i];
    }
  }
  return std::nullopt;
}

/// The levels between braces, or nothing when they are not closed.
std::optional<std::vector<std::string>> takeLevels(std::string_view text) {
  std::vector<std::string> levels;
  text.remove_prefix(1);
  for (text = trimmed(text); !text.empty() && text.front() != '}'; text = trimmed(text)) {
    auto level = takeArffWord(text);
    if (!level) return std::nullopt;
    levels.push_back(*std::move(level));
    text = trimmed(text);
    if (text.starts_with(',')) text.remove_prefix(1);
  }
  return text.empty() ? std::nullopt : std::optional(std::move(levels));
}

/// Takes a header apart, line by line.
class ArffHeader {
 public:
  explicit ArffHeader(const std::filesystem::path& file) : m_file(file) {
    m_dialect.quotes = CsvRows::kBothQuotes;
  }

  Result<TableDialect> read(std::string_view head, bool whole) {
    const std::string_view all = head;
    head = withoutByteOrderMark(head);
    for (; !head.empty(); ++m_dialect.dataLine) {
      const std::size_t end = std::min(head.find('\n'), head.size());
      if (end == head.size() && !whole) break;
      std::string_view line = head.substr(0, end);
      head.remove_prefix(std::min(end + 1, head.size()));
      if (line.ends_with('\r')) line.remove_suffix(1);
      line = trimmed(line);
      if (line.empty() || line.front() == '%') continue;
      const std::string keyword = lowerCased(line.substr(0, line.find_first_of(" \t")));
      if (keyword == "@data") {
        m_dialect.dataOffset = all.size() - head.size();
        ++m_dialect.dataLine;
        return finish();
      }
      if (keyword == "@relation") continue;
      if (keyword != "@attribute") return bad("is not @relation, @attribute or @data");
      if (const Result<void> added = addAttribute(line.substr(keyword.size())); !added) return added.error();
    }
    return fileError(m_file, "has no line @data in its ARFF header; expected it before the rows",
                     whole ? ErrorCode::BadFormat : ErrorCode::TooLarge);
  }

 private:
  Error bad(const std::string& what) const {
    return fileError(
        m_file, "has a line in its ARFF header that " + what + ", line " + withThousands(m_dialect.dataLine));
  }
  Result<void> addAttribute(std::string_view rest) {
    const std::optional<std::string> name = takeArffWord(rest);
    rest = trimmed(rest);
    if (!name || rest.empty()) return bad("names no attribute with a type");
    if (m_dialect.names.size() == kMaxTableColumns)
      return fileError(m_file, "has more than " + withThousands(kMaxTableColumns) + " attributes",
                       ErrorCode::TooLarge);
    DeclaredColumn column;
    const std::string type = lowerCased(rest.substr(0, rest.find_first_of(" \t")));
    if (rest.front() == '{') {
      auto levels = takeLevels(rest);
      if (!levels || levels->empty()) return bad("lists no classes between { and }");
      column.isText = true;
      column.usual = levels->front();
      column.levels = *std::move(levels);
    } else if (type == "string" || type == "date") {
      column.isText = true;
      column.usual = "";
    } else if (type != "numeric" && type != "real" && type != "integer") {
      return bad("has the type " + quotedText(type) +
                 "; expected numeric, real, integer, string, date or classes between { and }");
    }
    m_dialect.names.push_back(toUtf8(*name));
    m_dialect.declared.push_back(std::move(column));
    return {};
  }
  Result<TableDialect> finish() {
    m_dialect.columns = m_dialect.names.size();
    if (m_dialect.columns < 2)
      return fileError(m_file,
                       "has " + withThousands(m_dialect.columns) + " ARFF attributes; expected at least 2");
    m_dialect.header = true;
    m_dialect.groups = false;
    for (std::size_t c = 0; c < m_dialect.columns; ++c) {
      if (m_dialect.declared[c].levels.empty()) continue;
      const bool isClass = lowerCased(m_dialect.names[c]) == "class";
      const bool had = m_dialect.label && lowerCased(m_dialect.names[*m_dialect.label]) == "class";
      if (isClass || !had) m_dialect.label = c;
    }
    return std::move(m_dialect);
  }

  const std::filesystem::path& m_file;
  TableDialect m_dialect;
};

}  // namespace

bool isArff(std::string_view head) {
  head = withoutByteOrderMark(head);
  while (!head.empty()) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    const std::string_view line = trimmed(head.substr(0, end));
    head.remove_prefix(std::min(end + 1, head.size()));
    if (line.empty() || line == "\r" || line.front() == '%') continue;
    constexpr std::string_view kRelation = "@relation";
    return lowerCased(line.substr(0, kRelation.size())) == kRelation;
  }
  return false;
}

Result<TableDialect> arffDialect(std::string_view head, bool whole, const std::filesystem::path& file) {
  return ArffHeader(file).read(head, whole);
}

DatasetFormat arffFormat() {
  return {"ARFF",
          "ARFF (Weka)",
          {"*.arff", "*.arff.gz", "*.arff.bz2"},
          [](const FileHead& head) { return isArff(head.text()); },
          planTable,
          loadTable,
          {"label", "missing", "shape", "columns", "drop", "factors", "names", "transpose", "order"}};
}

}  // namespace isthmus
