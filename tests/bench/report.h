#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace isthmus::bench {

/// What a row must reach to be met; what is not set is not asked for.
struct Goal {
  std::optional<double> valueAtMost = {};
  std::optional<double> ratioAtLeast = {};
  std::optional<double> ratioAtMost = {};
  std::optional<double> ratioWithin = {};  ///< of 1, to both sides
  std::string condition = {};              ///< what else must hold, in words
};

/// Which of the two sides is divided by the other.
enum class Ratio { ValueToPeer, PeerToValue };

/// A row as the catalogue has it.
struct RowSpec {
  std::string name;
  std::string what;  ///< is measured, in words
  std::string unit;  ///< of value and peer
  Goal goal;
  Ratio ratio = Ratio::ValueToPeer;
};

/// What a measurement found.
struct Measured {
  std::string name;
  std::optional<double> value = {};
  std::optional<double> peer = {};
  std::optional<bool> condition = {};  ///< whether Goal::condition holds; false always means "not met"
  std::string note = {};
};

struct Row {
  RowSpec spec;
  Measured measured;
};

/// Nothing when one of the two sides is missing.
std::optional<double> ratioOf(const Row& row);
/// Nothing when what would decide is missing and nothing else has failed.
std::optional<bool> isMet(const Row& row);
/// "<= 8 ms and ratio >= 20".
std::string goalText(const RowSpec& spec);

/// The rows as a table for the terminal, notes below it.
std::string tableText(const std::string& machine, const std::vector<Row>& rows);
/// {"machine": ..., "rows": [{"name", "value", "unit", "peer", "ratio", "goal", "met", "note"}]}
nlohmann::ordered_json reportJson(const std::string& machine, const std::vector<Row>& rows);

/// Measurements on their way from one process to another, in one line.
std::string toLine(const std::vector<Measured>& rows);
/// Throws nlohmann::json::exception when the line is not one of toLine().
std::vector<Measured> fromLine(const std::string& line);

}  // namespace isthmus::bench
