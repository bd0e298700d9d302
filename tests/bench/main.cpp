// isthmus-bench: runs the measurements, each group in a process of its own, and prints one table.
#include "tests/bench/catalogue.h"
#include "tests/bench/machine.h"
#include "tests/bench/process.h"
#include "tests/bench/start_rows.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace isthmus::bench;

constexpr auto kLongest = std::chrono::minutes(4);  // of one group
constexpr int kWrongUse = 2;

struct Options {
  std::vector<std::string> names;
  std::string json;
  bool list = false;
  bool growth = false;
};

constexpr const char* kHelp =
    "Usage: isthmus-bench [--json FILE] [NAME...]   measure all rows, or those whose names begin so\n"
    "       isthmus-bench --list                    print the rows' names and what they measure\n"
    "       isthmus-bench --growth                  print how cost grows, as Markdown\n";

Options parse(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--list")
      options.list = true;
    else if (words[i] == "--growth")
      options.growth = true;
    else if (words[i] == "--json" && i + 1 < words.size())
      options.json = words[++i];
    else if (words[i].starts_with("-"))
      throw std::invalid_argument("'" + words[i] + "' is not an option, or something is missing behind it");
    else if (wantedGroups({words[i]}).empty())
      throw std::invalid_argument("no row's name begins with '" + words[i] + "'; --list prints them");
    else
      options.names.push_back(words[i]);
  }
  return options;
}

void list() {
  for (const Group& group : catalogue())
    for (const RowSpec& row : group.rows)
      std::printf("%-26s %s: %s\n", row.name.c_str(), row.what.c_str(), goalText(row).c_str());
}

std::vector<Measured> measureInProcess(const std::string& group) {
  Process process({programFolder() + "/isthmus-bench-rows", group});
  const std::string mark = "rows ";
  while (const auto line = process.readLine(kLongest))
    if (line->starts_with(mark)) return fromLine(line->substr(mark.size()));
  throw std::runtime_error("the measurement ended without a result");
}

/// The group's rows in the catalogue's order; what failed says so and counts as not met.
std::vector<Row> measure(const Group& group) {
  std::vector<Measured> found;
  std::string problem = "the measurement did not bring this row";
  try {
    found = group.name == "start" ? measureStart() : measureInProcess(group.name);
  } catch (const std::exception& failure) {
    problem = failure.what();
  }
  std::vector<Row> rows;
  for (const RowSpec& spec : group.rows) {
    const auto one = std::ranges::find(found, spec.name, &Measured::name);
    rows.push_back(
        {spec, one != found.end() ? *one : Measured{spec.name, {}, {}, false, "failed: " + problem}});
  }
  return rows;
}

int measureAll(const Options& options) {
  const auto begin = std::chrono::steady_clock::now();
  const auto seconds = [&begin] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  std::vector<Row> rows;
  for (const Group& group : wantedGroups(options.names)) {
    std::fprintf(stderr, "%5.0f s  measuring %s\n", seconds(), group.rows.front().name.c_str());
    std::ranges::move(measure(group), std::back_inserter(rows));
  }
  const std::string machine = describeMachine();
  std::printf("%s", tableText(machine, rows).c_str());
  std::fprintf(stderr, "%5.0f s in all\n", seconds());
  if (options.json.empty()) return 0;
  std::ofstream file(options.json);
  file << reportJson(machine, rows).dump(2) << '\n';
  if (file.flush()) return 0;
  std::fprintf(stderr, "isthmus-bench: cannot write %s\n", options.json.c_str());
  return 1;
}

int printGrowth() {
  Process process({programFolder() + "/isthmus-bench-rows", "--growth"});
  while (const auto line = process.readLine(kLongest)) std::printf("%s\n", line->c_str());
  return process.wait(std::chrono::seconds(5)).value_or(1);
}

}  // namespace

int main(int argc, char** argv) try {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (std::ranges::any_of(words, [](const std::string& word) { return word == "--help" || word == "-h"; })) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  const Options options = parse(words);
  if (options.list) {
    list();
    return 0;
  }
  return options.growth ? printGrowth() : measureAll(options);
} catch (const std::invalid_argument& problem) {
  std::fprintf(stderr, "isthmus-bench: %s\n%s", problem.what(), kHelp);
  return kWrongUse;
} catch (const std::exception& problem) {
  std::fprintf(stderr, "isthmus-bench: %s\n", problem.what());
  return 1;
}
