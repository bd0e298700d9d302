// Any bytes as a file of one data set format, from recognising to loading. FUZZ_FORMAT is the format's name
// in datasetFormats(), FUZZ_FILE a file name of that format.
#include "core/data/dataset_format.h"
#include "tests/fuzz/fuzz_folder.h"
#include "tests/support/dataset_invariants.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace isthmus;

const DatasetFormat& format() {
  const auto found = std::ranges::find(datasetFormats(), FUZZ_FORMAT, &DatasetFormat::name);
  if (found == datasetFormats().end()) std::abort();  // a name that is misspelt here
  return *found;
}

/// The simplest picture decoder, a stand-in for Qt's: the file's first bytes are the picture.
LoadTools tools() {
  LoadTools tools;
  tools.decodeImage = [](std::span<const std::uint8_t> file, const ImageTarget& target) -> Result<ByteImage> {
    if (file.size() < 4) return Error{ErrorCode::BadFormat, "is too short"};
    const ImageShape shape = {target.height > 0 ? target.height : file[0] % 16 + 1,
                              target.width > 0 ? target.width : file[1] % 16 + 1,
                              target.channels > 0 ? target.channels : (file[2] % 2 == 0 ? 1 : 3)};
    return ByteImage{shape, std::vector<std::uint8_t>(shape.size(), file[3])};
  };
  return tools;
}

void load(std::span<const std::uint8_t> bytes) {
  static const test::FuzzFolder folder;
  static const LoadTools kTools = tools();
  const std::filesystem::path file = folder.write(FUZZ_FILE, bytes);
  if (const auto head = readFileHead(file)) format().recognises(*head);
  const Result<LoadPlan> plan = format().plan(std::span(&file, 1), {}, kTools, {});
  if (!plan) return;
  const Result<DatasetPtr> dataset = loadDataset(*plan, kTools, {});
  if (!dataset) return;
  if (const std::string fault = test::faultOf(**dataset); !fault.empty()) {
    std::fprintf(stderr, "a data set that is not whole: %s\n", fault.c_str());
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  load({data, size});
  return 0;
}
