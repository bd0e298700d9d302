#pragma once

#include "tests/bench/report.h"

#include <string>
#include <vector>

namespace isthmus::bench {

/// Rows that are measured together, in a process of their own.
struct Group {
  std::string name;
  std::vector<RowSpec> rows;
};

/// Every row there is, in the order of the table.
const std::vector<Group>& catalogue();

/// Whether a row is meant by what a person has named: the beginning of its name. No names mean all rows.
bool isWanted(const std::string& row, const std::vector<std::string>& names);

/// The groups with the rows wanted; groups without any are left out.
std::vector<Group> wantedGroups(const std::vector<std::string>& names);

}  // namespace isthmus::bench
