// Any bytes as the files of one projector set, from recognising to loading: flags, the lengths of metadata
// and configuration (16 bits each, little endian), then metadata, configuration and vectors.
#include "core/data/dataset_format.h"
#include "core/data/tables/projector/projector_reader.h"
#include "tests/fuzz/fuzz_folder.h"
#include "tests/support/dataset_invariants.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <system_error>
#include <vector>

namespace {

using namespace isthmus;
namespace fs = std::filesystem;

constexpr std::size_t kHeadBytes = 5;
enum Flag : unsigned { kText = 1, kConfig = 2, kToldHeader = 4, kHasHeader = 8 };

/// Takes `count` bytes off the front, or all that there are.
std::span<const std::uint8_t> take(std::span<const std::uint8_t>& bytes, std::size_t count) {
  const auto taken = bytes.first(std::min(count, bytes.size()));
  bytes = bytes.subspan(taken.size());
  return taken;
}

void load(std::span<const std::uint8_t> bytes) {
  static const test::FuzzFolder folder;
  const auto head = take(bytes, kHeadBytes);
  const unsigned flags = head[0];
  const auto metadata = take(bytes, head[1] + 256U * head[2]);
  const auto config = take(bytes, head[3] + 256U * head[4]);
  std::vector<fs::path> files;
  files.push_back(folder.write((flags & kText) != 0 ? "x_vectors.tsv" : "x_vectors.bytes", bytes));
  files.push_back(folder.write("x_metadata.tsv", metadata));
  if ((flags & kConfig) != 0) files.push_back(folder.write("projector_config.json", config));
  LoadOptions options;
  if ((flags & kToldHeader) != 0) options.header = (flags & kHasHeader) != 0;
  const DatasetFormat format = projectorFormat();
  for (const fs::path& file : files) {
    if (const auto head = readFileHead(file)) format.recognises(*head);
  }
  const Result<LoadPlan> plan = format.plan(files, options, {}, {});
  if (plan) {
    const Result<DatasetPtr> dataset = loadDataset(*plan, {}, {});
    if (dataset && !test::faultOf(**dataset).empty()) {
      std::fprintf(stderr, "a data set that is not whole: %s\n", test::faultOf(**dataset).c_str());
      std::abort();
    }
  }
  for (const fs::path& file : files) {
    std::error_code ignored;
    fs::remove(file, ignored);  // the next set may be without it
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size >= kHeadBytes) load({data, size});
  return 0;
}
