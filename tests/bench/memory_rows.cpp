// train.memory. It has a process of its own, so that the peak is its own.
#include "core/data/dataset_format.h"
#include "core/data/library/known_datasets.h"
#include "tests/bench/bench_data.h"
#include "tests/bench/measure.h"
#include "tests/bench/trainer_side.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace isthmus::bench {
namespace {

constexpr double kMiB = 1024.0 * 1024.0;

/// A field of /proc/self/status in MiB.
double statusField(const std::string& name) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(name + ":")) return std::stod(line.substr(name.size() + 1)) / 1024;
  throw std::runtime_error("/proc/self/status has no " + name);
}

/// The 60,000 training samples as their reader makes them.
DatasetPtr trainFiles() {
  for (const KnownDataset& known : knownDatasets()) {
    if (known.id != "fashion-mnist") continue;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(known.folder))
      if (entry.path().filename().string().starts_with("train-")) files.push_back(entry.path());
    const auto plan = planLoading(files);
    if (!plan) throw std::runtime_error(plan.error().text());
    const auto loaded = loadDataset(*plan, {}, {});
    if (!loaded) throw std::runtime_error(loaded.error().text());
    return *loaded;
  }
  return trainingSet();
}

}  // namespace

std::vector<Measured> measureMemory() {
  const double before = statusField("RssAnon");
  const DatasetPtr data = trainFiles();
  TrainerSide trainer(data, referenceConfig(100));
  trainer.epoch();
  trainer.epoch();
  const double peak = statusField("VmHWM");
  const double libraries = statusField("RssFile") + before;
  const double pixels = static_cast<double>(data->pixels.size()) / kMiB;
  std::array<char, 300> text{};
  std::snprintf(text.data(), text.size(),
                "two epochs after reading the files: peak %.0f MiB, of which %.0f are pages of program and "
                "libraries and %.0f the data (%zu x %zu bytes)",
                peak, libraries, pixels, data->count(), data->shape.size());
  return {{"train.memory", peak - libraries - pixels, {}, {}, text.data()}};
}

}  // namespace isthmus::bench
