#include "core/data/tables/beside/text_lines.h"

#include "core/base/number_text.h"
#include "core/data/files/byte_source.h"
#include "core/data/tables/text/table_text.h"
#include "core/data/tables/text/text_encoding.h"
#include "core/data/tables/text/text_pieces.h"
#include "core/data/values/class_names.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kMaxColumnBytes = 64U << 20;      // of a file of values
constexpr std::uint64_t kMaxCountedBytes = 256U << 20;  // of content: it is read for this alone

bool isNumber(std::string_view text) {
  return numberInText(text, false).has_value();
}

/// "1 WALKING" taken apart at the first space, tab, comma or semicolon; the first is empty where there is
/// none.
std::pair<std::string_view, std::string_view> firstAndRest(std::string_view line) {
  const std::size_t end = line.find_first_of(" \t,;");
  if (end == std::string_view::npos) return {{}, line};
  return {line.substr(0, end), trimmed(line.substr(end + 1))};
}

/// Takes the numbers of lines off: "0,5", "1,7", ... with a first line ",label" perhaps.
void takeNumbersOff(std::vector<std::string>& lines) {
  const std::size_t from = lines.size() > 1 && lines.front().starts_with(',') ? 1 : 0;
  for (std::size_t i = from; i < lines.size(); ++i) {
    const std::size_t comma = lines[i].find(',');
    const auto number = parseNumber<std::size_t>(std::string_view(lines[i]).substr(0, comma));
    if (comma == std::string::npos || number != i - from) return;
  }
  for (std::string& line : lines) line = trimmed(std::string_view(line).substr(line.find(',') + 1));
}

}  // namespace

std::optional<std::vector<std::string>> textLines(const std::filesystem::path& file, const Task& task) {
  const auto bytes = readHead(file, kMaxColumnBytes + 1, task);
  if (!bytes || bytes->size() > kMaxColumnBytes) return std::nullopt;
  const std::string_view raw(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  std::string text = textEncodingOf(raw) == TextEncoding::Bytes ? toUtf8(raw) : inUtf8(raw);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (text.find('\0') != std::string::npos) return std::nullopt;
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = std::string_view(text).substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    line = trimmed(line);
    if (!line.empty()) lines.emplace_back(line);
    begin = end + 1;
  }
  return lines;
}

std::optional<std::vector<std::string>> oneValueALine(const std::filesystem::path& file, bool mayHaveHeader,
                                                      const Task& task) {
  auto lines = textLines(file, task);
  if (!lines || lines->size() < 2) return std::nullopt;
  takeNumbersOff(*lines);
  const bool areNumbers = std::all_of(lines->begin() + 1, lines->end(), isNumber);
  // Words may hold spaces where they stand alone, but no other delimiter.
  const std::string_view delimiters = areNumbers ? " \t,;" : "\t,;";
  if (std::any_of(lines->begin() + 1, lines->end(), [&](const std::string& line) {
        return !line.starts_with('"') && line.find_first_of(delimiters) != std::string::npos;
      }))
    return std::nullopt;
  const bool hasHeader = areNumbers ? !isNumber(lines->front()) : mayHaveHeader;
  if (hasHeader) lines->erase(lines->begin());
  return lines;
}

std::optional<std::size_t> countOfRows(const std::filesystem::path& file, const Task& task) {
  const Task quiet{.stop = task.stop};
  Result<TextPieces> opened = TextPieces::open(file, kMaxCountedBytes, quiet);
  if (!opened) return std::nullopt;
  TextPieces pieces = std::move(opened).value();
  std::size_t rows = 0;
  bool isBlank = true;
  for (;;) {
    const Result<bool> more = pieces.more();
    if (!more) return std::nullopt;
    if (!*more) return rows + (isBlank ? 0 : 1);
    std::string_view text = pieces.text();
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      isBlank = isBlank && text.substr(0, end).find_first_not_of(" \t\r") == std::string_view::npos;
      if (end < text.size()) rows += std::exchange(isBlank, true) ? 0U : 1U;
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    pieces.leave(0);
  }
}

std::vector<std::string> namesInLines(const std::filesystem::path& file, std::size_t count,
                                      const Task& task) {
  auto lines = textLines(file, task);
  if (!lines || lines->size() != count) return {};
  bool areNumbered = true;
  for (std::size_t i = 0; i < count && areNumbered; ++i)
    areNumbered = parseNumber<std::size_t>(firstAndRest((*lines)[i]).first) == i + 1;
  for (std::size_t i = 0; i < count && areNumbered; ++i)
    (*lines)[i] = std::string(firstAndRest((*lines)[i]).second);
  return *std::move(lines);
}

ClassesByValue classesInLines(const std::filesystem::path& file, const std::vector<std::string>& values,
                              const Task& task) {
  const auto lines = textLines(file, task);
  if (!lines || lines->size() > kMaxClasses) return {};
  ClassesByValue classes;
  for (const std::string& line : *lines) {
    const auto [value, name] = firstAndRest(line);
    if (value.empty() || name.empty() || !isNumber(value) || name.find('"') != std::string_view::npos)
      return {};
    if (!classes.emplace(value, name).second) return {};
  }
  const bool areNamed =
      std::ranges::all_of(values, [&](const std::string& value) { return classes.contains(value); });
  return areNamed ? classes : ClassesByValue();
}

}  // namespace isthmus
