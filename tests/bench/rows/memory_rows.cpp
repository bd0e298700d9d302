// train.memory and load.memory. Each has a process of its own, so that the peak is its own.
#include "core/data/dataset_format.h"
#include "core/data/library/known_datasets.h"
#include "tests/bench/rows/bench_data.h"
#include "tests/bench/rows/measure.h"
#include "tests/bench/rows/scratch_file.h"
#include "tests/bench/rows/trainer_side.h"
#include "tests/bench/timing.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <span>
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

std::vector<Measured> measureMillion() {
  const ScratchFolder folder;
  const std::filesystem::path file = folder.path() / "million-images-idx3-ubyte";
  constexpr std::array<unsigned char, 16> kHead = {0, 0, 8, 3, 0, 0x0F, 0x42, 0x40, 0, 0, 0, 28, 0, 0, 0, 28};
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(kHead.data()), kHead.size());
  std::filesystem::resize_file(file, kHead.size() + 784'000'000);  // zeros that take no room on the disk
  const double seconds = secondsOf([&] {
    const auto plan = planLoading(std::span(&file, 1));
    const auto loaded = plan ? loadDataset(*plan, {}, {}) : plan.error();
    if (!loaded) throw std::runtime_error(loaded.error().text());
  });
  std::array<char, 100> text{};
  std::snprintf(text.data(), text.size(), "VmHWM of the process; the data are 748 MiB; loaded in %.1f s",
                seconds);
  return {{"load.memory", statusField("VmHWM"), {}, {}, text.data()}};
}

}  // namespace isthmus::bench
