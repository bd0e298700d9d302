// load.idx.
#include "core/data/library/known_datasets.h"
#include "tests/bench/measure.h"
#include "tests/bench/timing.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <zlib.h>

namespace isthmus::bench {
namespace {

/// Inflates a file as quickly as zlib does it, into memory that is there already.
void inflateFile(const std::filesystem::path& path, std::vector<unsigned char>& room) {
  const gzFile file = gzopen(path.c_str(), "rb");
  if (!file) throw std::runtime_error("cannot open " + path.string());
  gzbuffer(file, 1U << 18U);
  while (gzread(file, room.data(), static_cast<unsigned>(room.size())) > 0) {
  }
  gzclose(file);
}

}  // namespace

std::vector<Measured> measureLoading() {
  const auto known = knownDatasets();
  const auto fashion = std::ranges::find(known, "fashion-mnist", &KnownDataset::id);
  if (fashion == known.end()) return {{"load.idx", {}, {}, {}, "dataset-fashion-mnist is not installed"}};
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(fashion->folder))
    if (entry.path().extension() == ".gz") files.push_back(entry.path());
  std::vector<unsigned char> room(1U << 20U);
  std::vector<double> ours;
  std::vector<double> zlib;
  for (int round = 0; round < 6; ++round) {
    const double reading = secondsOf([&] {
      if (!loadKnownDataset(*fashion, {}, {})) throw std::runtime_error("Fashion-MNIST cannot be read");
    });
    const double inflating = secondsOf([&] {
      for (const auto& file : files) inflateFile(file, room);
    });
    if (round == 0) continue;  // files come into the page cache
    ours.push_back(reading);
    zlib.push_back(inflating);
  }
  return {{"load.idx", median(ours), median(zlib), {}, "files in the page cache; medians of 5"}};
}

}  // namespace isthmus::bench
