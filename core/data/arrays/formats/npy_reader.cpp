#include "core/data/arrays/formats/npy_reader.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/arrays/array_dataset.h"
#include "core/data/arrays/formats/npy_beside.h"
#include "core/data/arrays/formats/npy_header.h"
#include "core/data/arrays/guess/array_names.h"
#include "core/data/arrays/left_out.h"
#include "core/data/files/byte_source.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFiles = 1000;  // of one data set; a folder of more is something else

/// A file's bytes, to the end that its header declares.
class NpyStream : public ArrayStream {
 public:
  explicit NpyStream(ByteSource source) : m_source(std::move(source)) {}

  Result<void> read(std::span<std::uint8_t> to) override {
    const Result<std::size_t> got = m_source.read(to);
    if (!got) return got.error();
    if (*got < to.size()) return error("is cut off: it ends before the data that its header declares");
    m_left -= *got;
    if (m_left > 0) return {};
    const Result<bool> ended = m_source.atEnd();
    if (!ended) return ended.error();
    if (!*ended) return error("goes on after the data that its header declares");
    return {};
  }

  const ByteSource& source() const { return m_source; }
  /// How many bytes are still to come; then the file must end.
  void expect(std::uint64_t bytes) { m_left = bytes; }

 private:
  Error error(std::string message) const {
    return {ErrorCode::BadFormat, std::move(message), m_source.path().string()};
  }

  ByteSource m_source;
  std::uint64_t m_left = std::numeric_limits<std::uint64_t>::max();  // not known before the header
};

struct OpenNpy {
  std::unique_ptr<NpyStream> stream;
  NpyHeader header;
};

Result<OpenNpy> openNpy(const fs::path& file) {
  Result<ByteSource> source = ByteSource::open(file);
  if (!source) return source.error();
  OpenNpy open{std::make_unique<NpyStream>(std::move(source).value()), {}};
  const ByteSource& bytes = open.stream->source();
  auto header = readNpyHeader(*open.stream, bytes.largestContent());
  if (!header) {
    Error error = header.error();
    error.where = file.string();
    return error;
  }
  open.header = std::move(header).value();
  if (!open.header.refusal.empty()) return open;
  const std::uint64_t data = open.header.array.bytes();
  if (!bytes.isCompressed() && open.header.bytes + data < bytes.fileSize())
    return Error{ErrorCode::BadFormat,
                 "has " + withThousands(bytes.fileSize() - open.header.bytes - data) +
                     " bytes too many after its data; its header declares " + open.header.array.text(),
                 file.string()};
  open.stream->expect(data);
  return open;
}

/// Whether files lie in folders that are called like parts and nothing else: train/X.npy and test/X.npy.
bool liesInParts(std::span<const fs::path> files) {
  const auto partOf = [](const fs::path& file) {
    const ArrayName folder = readArrayName(file.parent_path().filename().string());
    return folder.word.empty() ? folder.part : std::nullopt;
  };
  return std::ranges::all_of(files, [&](const fs::path& file) { return partOf(file).has_value(); }) &&
         std::ranges::any_of(files,
                             [&](const fs::path& file) { return partOf(file) != partOf(files.front()); });
}

bool recognisesNpy(const FileHead& head) {
  return head.text().starts_with(kNpyMagic);
}

Result<LoadPlan> planNpy(std::span<const fs::path> given, const LoadOptions& options, const LoadTools&,
                         const Task& task) {
  const NpyTogether together = given.size() == 1
                                   ? npyTogether(given.front())
                                   : NpyTogether{std::vector<fs::path>(given.begin(), given.end())};
  const std::vector<fs::path>& files = together.files;
  auto opened = NpyFiles::open(files);
  if (!opened) return opened.error();
  std::unique_ptr<NpyFiles> arrays = std::move(opened).value();
  Result<LoadPlan> planned =
      withLeftOut(planArrays("NPY", files.front(), *arrays, options, task), *arrays, arrays->leftOut());
  if (!planned) return planned.error();
  LoadPlan plan = std::move(planned).value();
  if (!together.remark.empty()) plan.preview.remarks.insert(plan.preview.remarks.begin(), together.remark);
  plan.trainFiles = files;
  plan.name = stemOf(files.front());
  if (files.size() > 1) {
    std::error_code noWorkingFolder;  // then the first file's name must do
    const fs::path lies = fs::absolute(files.front(), noWorkingFolder).parent_path();
    const std::string folder = (liesInParts(files) ? lies.parent_path() : lies).filename().string();
    if (!folder.empty()) plan.name = folder;
  }
  return plan;
}

Result<Dataset> loadNpy(const LoadPlan& plan, const LoadTools&, const Task& task) {
  auto opened = NpyFiles::open(plan.trainFiles);
  if (!opened) return opened.error();
  return loadArrays(plan, **opened, task);
}

}  // namespace

Result<std::unique_ptr<NpyFiles>> NpyFiles::open(std::span<const fs::path> files) {
  if (files.empty()) return Error{ErrorCode::NotFound, "there is no file to load"};
  if (files.size() > kMaxFiles)
    return Error{ErrorCode::TooLarge,
                 "is one of " + withThousands(files.size()) + " NPY files; expected at most " +
                     withThousands(kMaxFiles) + " arrays of one data set",
                 files.front().string()};
  auto result = std::make_unique<NpyFiles>();
  const bool areInParts = liesInParts(files);
  for (const fs::path& file : files) {
    auto opened = openNpy(file);
    if (!opened) return opened.error();
    ArrayInfo array = opened->header.array;
    array.name = areInParts ? file.parent_path().filename().string() + "/" + stemOf(file) : stemOf(file);
    if (std::ranges::find(result->m_arrays, array.name, &ArrayInfo::name) != result->m_arrays.end())
      return Error{ErrorCode::BadFormat,
                   "has the name of another of the files; expected the arrays of one data set, each named "
                   "otherwise",
                   file.string()};
    if (!opened->header.refusal.empty()) {
      result->m_leftOut.push_back((files.size() > 1 ? "the file " + file.filename().string() + " " : "") +
                                  opened->header.refusal);
      continue;
    }
    result->m_arrays.push_back(std::move(array));
    result->m_files.push_back(file);
  }
  return result;
}

Result<std::unique_ptr<ArrayStream>> NpyFiles::open(std::size_t index) {
  auto opened = openNpy(m_files[index]);
  if (!opened) return opened.error();
  OpenNpy file = std::move(opened).value();
  const ArrayInfo& listed = m_arrays[index];
  const ArrayInfo& array = file.header.array;
  if (!file.header.refusal.empty() || array.shape != listed.shape || array.type != listed.type ||
      array.elementBytes != listed.elementBytes || array.isFortranOrder != listed.isFortranOrder ||
      array.isBigEndian != listed.isBigEndian)
    return Error{ErrorCode::BadFormat, "was changed while it was read", m_files[index].string()};
  return std::unique_ptr<ArrayStream>(std::move(file.stream));
}

DatasetFormat npyFormat() {
  return {"NPY", "NumPy arrays", {"*.npy", "*.npy.gz"}, recognisesNpy, planNpy, loadNpy, arrayOptions()};
}

}  // namespace isthmus
