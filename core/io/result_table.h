#pragma once

#include "core/base/task.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace isthmus {

/// One column of a table of results: its cells by their line. What they look at must outlive it.
struct ResultColumn {
  using Numbers = std::function<float(std::size_t line)>;
  using Counts = std::function<std::uint64_t(std::size_t line)>;
  using Texts = std::function<std::string_view(std::size_t line)>;

  std::string name;
  std::variant<Numbers, Counts, Texts> cells;

  bool isNumbers() const { return std::holds_alternative<Numbers>(cells); }
};

/// What is written of each sample: one line a sample.
struct ResultTable {
  std::size_t lines = 0;
  std::vector<ResultColumn> columns;
};

/// Comma-separated values by RFC 4180, in UTF-8: a line of names, then one a line of the table. Numbers read
/// back as the same floats. A text that a spreadsheet would take for a formula (it begins with =, +, -, @ or
/// a tab and is no number) gets an apostrophe before it, as OWASP advises. Incomplete once the task is
/// cancelled.
std::string csvOf(const ResultTable& table, const Task& task = {});
/// The lines alone, to follow those of another table with the same columns.
void appendCsvLines(const ResultTable& table, std::string& csv, const Task& task = {});

/// The columns of numbers as a NumPy array, float32, lines x columns.
std::string npyOf(const ResultTable& table);
/// What goes beside that array, as JSON: "columns" names its columns, in order; each other column stands
/// under its own name, a list with one entry a line.
std::string jsonBesideNpy(const ResultTable& table);

}  // namespace isthmus
