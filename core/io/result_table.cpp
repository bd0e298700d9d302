#include "core/io/result_table.h"

#include "core/base/matrix.h"
#include "core/base/number_text.h"
#include "core/io/npy.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace isthmus {
namespace {

constexpr std::size_t kLinesPerLook = std::size_t{1} << 14U;

bool looksLikeFormula(std::string_view text) {
  if (text.empty() || std::string_view("=+-@\t\r").find(text.front()) == std::string_view::npos) return false;
  if (text.front() == '+') text.remove_prefix(1);
  return !parseNumber<double>(text);
}

void appendText(std::string_view text, std::string& csv) {
  const bool isGuarded = looksLikeFormula(text);
  const bool isQuoted = text.find_first_of(",\"\r\n") != std::string_view::npos ||
                        (!text.empty() && (text.front() == ' ' || text.back() == ' '));
  if (isQuoted) csv += '"';
  if (isGuarded) csv += '\'';
  for (const char letter : text) {
    if (isQuoted && letter == '"') csv += '"';
    csv += letter;
  }
  if (isQuoted) csv += '"';
}

void appendCell(const ResultColumn& column, std::size_t line, std::string& csv) {
  if (const auto* numbers = std::get_if<ResultColumn::Numbers>(&column.cells)) {
    const float number = (*numbers)(line);
    csv += std::isnan(number) ? "nan" : numberText(number);  // of either sign
  } else if (const auto* counts = std::get_if<ResultColumn::Counts>(&column.cells)) {
    csv += numberText((*counts)(line));
  } else {
    appendText(std::get<ResultColumn::Texts>(column.cells)(line), csv);
  }
}

}  // namespace

void appendCsvLines(const ResultTable& table, std::string& csv, const Task& task) {
  for (std::size_t line = 0; line < table.lines; ++line) {
    if (line % kLinesPerLook == 0 && task.cancelled()) return;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (c > 0) csv += ',';
      appendCell(table.columns[c], line, csv);
    }
    csv += '\n';
  }
}

std::string csvOf(const ResultTable& table, const Task& task) {
  std::string csv;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (c > 0) csv += ',';
    appendText(table.columns[c].name, csv);
  }
  csv += '\n';
  appendCsvLines(table, csv, task);
  return csv;
}

std::string npyOf(const ResultTable& table) {
  std::vector<const ResultColumn::Numbers*> columns;
  for (const ResultColumn& column : table.columns)
    if (column.isNumbers()) columns.push_back(&std::get<ResultColumn::Numbers>(column.cells));
  Matrix matrix(table.lines, columns.size());
  for (std::size_t line = 0; line < table.lines; ++line)
    for (std::size_t c = 0; c < columns.size(); ++c) matrix.row(line)[c] = (*columns[c])(line);
  return encodeNpy(matrix);
}

std::string jsonBesideNpy(const ResultTable& table) {
  nlohmann::ordered_json json;
  json["columns"] = nlohmann::ordered_json::array();
  for (const ResultColumn& column : table.columns) {
    if (column.isNumbers()) {
      json["columns"].push_back(column.name);
      continue;
    }
    auto& list = json[column.name] = nlohmann::ordered_json::array();
    const auto* counts = std::get_if<ResultColumn::Counts>(&column.cells);
    for (std::size_t line = 0; line < table.lines; ++line) {
      if (counts)
        list.push_back((*counts)(line));
      else
        list.push_back(std::get<ResultColumn::Texts>(column.cells)(line));
    }
  }
  // Names come from files and need not be UTF-8.
  return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace isthmus
