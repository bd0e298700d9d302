#include "tests/bench/report.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace isthmus::bench {
namespace {

using Json = nlohmann::ordered_json;

/// Four significant digits, without an exponent where a person would not write one.
std::string numberText(double value) {
  std::array<char, 64> text{};
  const double size = std::abs(value);
  const int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 0.1 ? 3 : 5;
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  return text.data();
}

std::string goalNumber(double value) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%g", value);
  return text.data();
}

std::string optionalText(std::optional<double> value) {
  return value ? numberText(*value) : "-";
}

Json optionalJson(std::optional<double> value) {
  return value && std::isfinite(*value) ? Json(*value) : Json(nullptr);
}

std::string metText(std::optional<bool> met) {
  return !met ? "not judged" : *met ? "met" : "NOT MET";
}

std::optional<double> optionalNumber(const Json& json, const char* key) {
  return json.at(key).is_null() ? std::nullopt : std::optional(json.at(key).get<double>());
}

}  // namespace

std::optional<double> ratioOf(const Row& row) {
  const auto& [value, peer] = std::pair(row.measured.value, row.measured.peer);
  if (!value || !peer) return std::nullopt;
  return row.spec.ratio == Ratio::ValueToPeer ? *value / *peer : *peer / *value;
}

std::optional<bool> isMet(const Row& row) {
  const Goal& goal = row.spec.goal;
  const auto ratio = ratioOf(row);
  bool unknown = false;
  bool failed = row.measured.condition == false;
  const auto check = [&](std::optional<double> limit, std::optional<double> number, const auto& holds) {
    if (!limit) return;
    if (!number)
      unknown = true;
    else if (!holds(*number, *limit))
      failed = true;
  };
  check(goal.valueAtMost, row.measured.value, [](double number, double limit) { return number <= limit; });
  check(goal.ratioAtLeast, ratio, [](double number, double limit) { return number >= limit; });
  check(goal.ratioAtMost, ratio, [](double number, double limit) { return number <= limit; });
  check(goal.ratioWithin, ratio, [](double number, double limit) { return std::abs(number - 1) <= limit; });
  if (!goal.condition.empty() && !row.measured.condition) unknown = true;
  if (failed) return false;
  if (unknown) return std::nullopt;
  return true;
}

std::string goalText(const RowSpec& spec) {
  std::string text;
  const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : " and ") + part; };
  const Goal& goal = spec.goal;
  if (goal.valueAtMost) add("<= " + goalNumber(*goal.valueAtMost) + " " + spec.unit);
  if (goal.ratioAtLeast) add("ratio >= " + goalNumber(*goal.ratioAtLeast));
  if (goal.ratioAtMost) add("ratio <= " + goalNumber(*goal.ratioAtMost));
  if (goal.ratioWithin) add("ratio within " + goalNumber(100 * *goal.ratioWithin) + " % of 1");
  if (!goal.condition.empty()) add(goal.condition);
  return text;
}

std::string tableText(const std::string& machine, const std::vector<Row>& rows) {
  std::vector<std::array<std::string, 7>> cells = {{"name", "value", "peer", "unit", "ratio", "goal", ""}};
  for (const Row& row : rows)
    cells.push_back({row.spec.name, optionalText(row.measured.value), optionalText(row.measured.peer),
                     row.spec.unit, optionalText(ratioOf(row)), goalText(row.spec), metText(isMet(row))});
  std::array<std::size_t, 7> widths{};
  for (const auto& line : cells)
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  std::string text = machine + "\n\n";
  for (const auto& line : cells) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const std::string room(widths[i] - line[i].size(), ' ');
      const bool isNumber = i == 1 || i == 2 || i == 4;
      text += isNumber ? room + line[i] : line[i] + room;
      text += "  ";
    }
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  }
  text += '\n';
  for (const Row& row : rows)
    if (!row.measured.note.empty()) text += row.spec.name + ": " + row.measured.note + '\n';
  return text;
}

Json reportJson(const std::string& machine, const std::vector<Row>& rows) {
  Json all = Json::array();
  for (const Row& row : rows) {
    const auto met = isMet(row);
    Json one = {{"name", row.spec.name},
                {"value", optionalJson(row.measured.value)},
                {"unit", row.spec.unit},
                {"peer", optionalJson(row.measured.peer)},
                {"ratio", optionalJson(ratioOf(row))},
                {"goal", goalText(row.spec)},
                {"met", met ? Json(*met) : Json(nullptr)}};
    if (!row.measured.note.empty()) one["note"] = row.measured.note;
    all.push_back(std::move(one));
  }
  return {{"machine", machine}, {"rows", std::move(all)}};
}

std::string toLine(const std::vector<Measured>& rows) {
  Json all = Json::array();
  for (const Measured& row : rows)
    all.push_back({{"name", row.name},
                   {"value", optionalJson(row.value)},
                   {"peer", optionalJson(row.peer)},
                   {"condition", row.condition ? Json(*row.condition) : Json(nullptr)},
                   {"note", row.note}});
  return all.dump();
}

std::vector<Measured> fromLine(const std::string& line) {
  std::vector<Measured> rows;
  for (const Json& json : Json::parse(line)) {
    Measured row{json.at("name").get<std::string>(),
                 optionalNumber(json, "value"),
                 optionalNumber(json, "peer"),
                 {},
                 json.at("note").get<std::string>()};
    if (!json.at("condition").is_null()) row.condition = json.at("condition").get<bool>();
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace isthmus::bench
