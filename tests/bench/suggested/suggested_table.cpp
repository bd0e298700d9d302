// What the suggested settings reach: trains each built-in set, or the files that are given, over three seeds
// and prints a table in Markdown. Usage: isthmus-bench-suggested [NAME|FILE...]
#include "core/data/builtin/builtin_sets.h"
#include "core/data/dataset_format.h"
#include "core/engine/inference.h"
#include "core/engine/training/training_run.h"
#include "core/latent/code_use.h"
#include "tests/support/read_off.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

constexpr std::array<std::uint64_t, 3> kSeeds = {1, 2, 3};

Result<DatasetPtr> datasetNamed(const std::string& name) {
  if (const BuiltinSet* set = findBuiltinSet(name)) return makeBuiltinSet(*set, usualValues(*set), {});
  const std::vector<std::filesystem::path> files = {name};
  const auto plan = planLoading(files, {});
  if (!plan) return plan.error();
  return loadDataset(*plan, {}, {});
}

/// One number a seed: "3.83 (3.74 to 3.95)".
std::string spreadText(const std::vector<double>& values, int decimals) {
  double sum = 0;
  for (const double value : values) sum += value;
  const auto [least, most] = std::ranges::minmax(values);
  char text[96];
  std::snprintf(text, sizeof text, "%.*f (%.*f to %.*f)", decimals, sum / static_cast<double>(values.size()),
                decimals, least, decimals, most);
  return text;
}

/// What was found in each run, by what it is.
struct Row {
  std::vector<double> elbo;
  std::vector<double> highKl;
  std::vector<double> lowKl;
  std::vector<std::pair<std::string, std::vector<double>>> read;  ///< in the order of the data's factors

  void add(const std::string& what, double value) {
    auto found = std::ranges::find(read, what, &std::pair<std::string, std::vector<double>>::first);
    if (found == read.end()) found = read.insert(read.end(), {what, {}});
    found->second.push_back(value);
  }
};

Result<void> addRun(const DatasetPtr& dataset, const TrainerConfig& config, Row& row) {
  auto created = TrainingRun::create(dataset, config);
  if (!created) return created.error();
  TrainingRun& run = **created;
  while (!run.finished()) {
    if (auto stepped = run.step(); !stepped) return stepped;
    if (run.atEpochEnd())
      if (auto ended = run.finishEpoch({}); !ended) return ended;
  }
  const TrainingSnapshot snapshot = run.snapshot();
  const auto encoding = encodeDataset(*snapshot.model, *dataset);
  if (!encoding) return encoding.error();
  const auto use = codeUse(**encoding);
  if (!use) return Error{ErrorCode::Internal, "has no posterior", dataset->name};
  row.elbo.push_back(snapshot.history.epochs.back().heldOut.total);
  row.highKl.push_back(std::ranges::max(use->kl));
  row.lowKl.push_back(std::ranges::min(use->kl));
  const bool hasTest = dataset->testCount() > 0;
  const test::NeighbourReading reading((*encoding)->means, dataset->trainCount,
                                       hasTest ? dataset->count() - dataset->testCount() : 0);
  if (!dataset->labels.empty()) row.add("class", reading.accuracy(dataset->labels));
  for (const Factor& factor : dataset->factors)
    if (!factor.isCategorical()) row.add(factor.name, reading.rSquared(factor.values));
  return {};
}

Result<void> printRow(const std::string& name) {
  const auto dataset = datasetNamed(name);
  if (!dataset) return dataset.error();
  const TrainerConfig suggested = suggestedConfig(**dataset);
  Row row;
  for (const std::uint64_t seed : kSeeds) {
    TrainerConfig config = suggested;
    config.seed = seed;
    if (auto added = addRun(*dataset, config, row); !added) return added;
  }
  std::string read;
  for (const auto& [what, values] : row.read)
    read += (read.empty() ? "" : "; ") + what + " " + spreadText(values, 2);
  std::string settings;
  for (const auto& [key, value] : suggested.settings)
    if (key == "hidden" || key == "warmup") settings += key + " " + settingText(value) + ", ";
  std::printf("| %s | %sbatch %d, %d epochs | %s | %s, %s | %s |\n", (*dataset)->name.c_str(),
              settings.c_str(), suggested.batchSize, suggested.epochs, spreadText(row.elbo, 2).c_str(),
              spreadText(row.highKl, 2).c_str(), spreadText(row.lowKl, 2).c_str(),
              read.empty() ? "nothing is known of them" : read.c_str());
  std::fflush(stdout);
  return {};
}

int printTable(std::vector<std::string> names) {
  if (names.empty())
    for (const BuiltinSet& set : builtinSets()) names.emplace_back(set.id);
  std::printf(
      "| Data | Settings | Negative ELBO, held out, nats | KL by dimension, nats | Read off the code |\n"
      "| --- | --- | ---: | ---: | --- |\n");
  for (const std::string& name : names) {
    if (const auto printed = printRow(name); !printed) {
      std::fprintf(stderr, "%s\n", printed.error().text().c_str());
      return 1;
    }
  }
  return 0;
}

}  // namespace
}  // namespace isthmus

int main(int count, char** words) {
  return isthmus::printTable({words + 1, words + count});
}
