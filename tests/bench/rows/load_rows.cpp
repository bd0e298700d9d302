// load.idx and load.csv.
#include "core/data/dataset_format.h"
#include "core/data/library/known_datasets.h"
#include "tests/bench/process.h"
#include "tests/bench/rows/measure.h"
#include "tests/bench/rows/scratch_file.h"
#include "tests/bench/timing.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <random>
#include <span>
#include <sstream>
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

Measured measureIdx() {
  const auto known = knownDatasets();
  const auto fashion = std::ranges::find(known, "fashion-mnist", &KnownDataset::id);
  if (fashion == known.end()) return {"load.idx", {}, {}, {}, "dataset-fashion-mnist is not installed"};
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
  return {"load.idx", median(ours), median(zlib), {}, "files in the page cache; medians of 5"};
}

/// About 50 MB of numbers with six decimals.
void writeCsv(const std::filesystem::path& path) {
  constexpr int kRows = 6700;
  constexpr int kColumns = 784;
  std::mt19937 generator(1);
  std::uniform_real_distribution<double> numbers(-1, 1);
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) throw std::runtime_error("cannot write " + path.string());
  for (int row = 0; row < kRows; ++row)
    for (int column = 0; column < kColumns; ++column)
      std::fprintf(file, column + 1 < kColumns ? "%.6f," : "%.6f\n", numbers(generator));
  if (std::fclose(file) != 0) throw std::runtime_error("cannot write " + path.string());
}

struct CsvPeer {
  std::string name;
  double seconds = 0;
};

/// What a Python library takes; nothing where none can be imported.
std::optional<CsvPeer> csvPeer(const std::filesystem::path& csv) {
  for (const char* program : {"/usr/bin/python3", "python3"}) {
    Process python({program, ISTHMUS_BENCH_SOURCES "/peers/peer_csv.py", csv.string()});
    const auto answer = python.readLine(std::chrono::seconds(120));
    CsvPeer peer;
    if (answer && std::istringstream(*answer) >> peer.name >> peer.seconds) return peer;
  }
  return std::nullopt;
}

Measured measureCsv() {
  const ScratchFolder folder;
  const std::filesystem::path csv = folder.path() / "numbers.csv";
  writeCsv(csv);
  const double megabytes = static_cast<double>(std::filesystem::file_size(csv)) / 1e6;
  std::vector<double> seconds;
  for (int round = 0; round < 6; ++round) {
    const double reading = secondsOf([&] {
      LoadOptions options;
      options.testShare = 0;
      const auto plan = planLoading(std::span(&csv, 1), options);
      if (!plan || !loadDataset(*plan, {}, {})) throw std::runtime_error("the CSV cannot be read");
    });
    if (round > 0) seconds.push_back(reading);
  }
  const double speed = megabytes / median(seconds);
  const auto peer = csvPeer(csv);
  const std::string note = "file in the page cache; medians of 5; ";
  if (!peer) return {"load.csv", speed, {}, speed >= 200, note + "peer absent"};
  return {"load.csv", speed, megabytes / peer->seconds, speed >= 200, note + "against " + peer->name};
}

}  // namespace

std::vector<Measured> measureLoading() {
  return {measureIdx(), measureCsv()};
}

}  // namespace isthmus::bench
