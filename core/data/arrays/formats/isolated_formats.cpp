#include "core/data/arrays/formats/isolated_formats.h"

#include "core/data/arrays/array_dataset.h"
#include "core/data/arrays/array_elements.h"
#include "core/data/arrays/formats/isolated_arrays.h"
#include "core/data/arrays/left_out.h"
#include "core/data/values/label_names.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHdf5Signature = "\x89HDF\r\n\x1a\n";
constexpr std::string_view kMatlab5 = "MATLAB 5.0 MAT-file";
constexpr std::streamoff kFirstUserBlock = 512;
constexpr std::streamoff kLastUserBlock = 1 << 20;  // what stands before HDF5 has 512, 1024, ... bytes

/// Columns of AnnData's obs that tell more than any other by which samples could be coloured.
constexpr std::array<std::string_view, 4> kCellTypes = {"cell_type", "celltype", "cell_types",
                                                        "cell_ontology_class"};

constexpr std::string_view kLoomMatrix = "/matrix";

bool startsWith(std::ifstream& in, std::streamoff place, std::string_view text) {
  std::string found(text.size(), '\0');
  in.clear();
  return in.seekg(place) && in.read(found.data(), static_cast<std::streamsize>(found.size())) &&
         found == text;
}

bool isHdf5(std::ifstream& in) {
  if (startsWith(in, 0, kHdf5Signature)) return true;
  for (std::streamoff place = kFirstUserBlock; place <= kLastUserBlock; place *= 2)
    if (startsWith(in, place, kHdf5Signature)) return true;
  return false;
}

bool recognisesMatlab(const FileHead& head) {
  std::ifstream in(head.file, std::ios::binary);
  return startsWith(in, 0, kMatlab5) || (startsWith(in, 0, "MATLAB 7.3 MAT-file") && isHdf5(in));
}

bool recognisesHdf5(const FileHead& head) {
  std::ifstream in(head.file, std::ios::binary);
  return isHdf5(in) && !startsWith(in, 0, "MATLAB 7.3 MAT-file");
}

Result<std::unique_ptr<IsolatedArrays>> openArrays(std::string_view format, const fs::path& file,
                                                   const LoadTools& tools, std::stop_token stop) {
  if (tools.arrayReader.empty())
    return Error{ErrorCode::NotFound,
                 "cannot be read: isthmus-array-reader, the program that reads " + std::string(format) +
                     " files, is missing from this installation",
                 file.string()};
  std::ifstream in(file, std::ios::binary);
  // matio reads an array whole before it delivers a byte of it; HDF5 reads portions.
  const ReaderHolds holds = startsWith(in, 0, kMatlab5) ? ReaderHolds::WholeArrays : ReaderHolds::Portions;
  std::error_code unknown;
  const std::uintmax_t bytes = fs::file_size(file, unknown);
  return IsolatedArrays::open(file, std::string(format), tools.arrayReader,
                              {.silence = silenceAllowed(unknown ? 0 : bytes), .stop = std::move(stop)},
                              holds);
}

std::optional<std::size_t> firstOf(const IsolatedArrays& file, ArrayRole role) {
  const auto found = std::ranges::find(file.roles(), role);
  if (found == file.roles().end()) return std::nullopt;
  return static_cast<std::size_t>(found - file.roles().begin());
}

/// Loom files hold genes x cells, with what is known of the cells beside.
bool isLoom(const IsolatedArrays& file) {
  const auto& arrays = file.arrays();
  return std::ranges::count(arrays, kLoomMatrix, &ArrayInfo::name) == 1 &&
         std::ranges::any_of(arrays, [](const ArrayInfo& a) { return a.name.starts_with("/col_attrs/"); });
}

/// How plainly a column of obs says that it holds the label; 0: it does not.
int labelRankOfColumn(std::string_view column) {
  if (std::ranges::find(kCellTypes, column) != kCellTypes.end())
    return static_cast<int>(LabelSense::Plain) + 1;
  return static_cast<int>(labelSense(column));
}

/// The column of labels that a person would choose.
std::string guessedLabel(const IsolatedArrays& file) {
  std::string best(LoadOptions::kNoLabel);
  int bestRank = -1;
  for (std::size_t i = 0; i < file.arrays().size(); ++i) {
    if (file.roles()[i] != ArrayRole::Label) continue;
    const std::string& path = file.arrays()[i].name;
    const int rank = labelRankOfColumn(std::string_view(path).substr(path.rfind('/') + 1));
    if (rank <= bestRank) continue;
    best = path;
    bestRank = rank;
  }
  return best;
}

/// Keras keeps weights in files of the same format, in groups of these names.
bool holdsWeights(const IsolatedArrays& file) {
  const auto isWeight = [](const ArrayInfo& array) {
    return array.name.starts_with("/model_weights/") || array.name.starts_with("/optimizer_weights/") ||
           array.name.ends_with("/kernel:0") || array.name.ends_with("/bias:0") ||
           array.name.find("/vars/") != std::string::npos;
  };
  return !file.arrays().empty() && std::ranges::all_of(file.arrays(), isWeight);
}

/// Why arrays were left out, a sentence without its full stop each.
std::vector<std::string> reasons(const IsolatedArrays& file) {
  std::vector<std::string> sentences;
  for (const std::string& remark : file.remarks())
    if (remark.find(" is left out: ") != std::string::npos)
      sentences.push_back(remark.substr(0, remark.find_last_not_of('.') + 1));
  return sentences;
}

Result<LoadPlan> plan(std::string_view format, std::span<const fs::path> files, const LoadOptions& options,
                      const LoadTools& tools, const Task& task) {
  if (files.size() != 1)
    return Error{ErrorCode::BadFormat,
                 "several " + std::string(format) + " files cannot be one data set; expected one file"};
  auto opened = openArrays(format, files[0], tools, task.stop);
  if (!opened) return opened.error();
  IsolatedArrays& file = **opened;
  if (holdsWeights(file))
    return Error{ErrorCode::BadFormat,
                 "holds the weights of a Keras model, no data; expected arrays with samples (a model of "
                 "Isthmus is a .safetensors file)",
                 files[0].string()};
  LoadOptions completed = options;
  if (const auto samples = firstOf(file, ArrayRole::Samples); samples && !options.samples) {
    completed.samples = file.arrays()[*samples].name;
    if (!options.label) completed.label = guessedLabel(file);
    if (const auto names = firstOf(file, ArrayRole::SampleNames); names && !options.names)
      completed.names = file.arrays()[*names].name;
  }
  if (isLoom(file) && !options.samples) completed.samples = std::string(kLoomMatrix);
  if (isLoom(file) && !options.axis && !options.transpose) completed.axis = 1;
  Result<LoadPlan> planned = planArrays(format, files[0], file, completed, task);
  if (!planned) return withLeftOut(std::move(planned), file, reasons(file));
  LoadPlan plan = std::move(planned).value();
  plan.preview.remarks.insert(plan.preview.remarks.end(), file.remarks().begin(), file.remarks().end());
  return plan;
}

/// The texts of the array with that role, where it has exactly `count`; otherwise nothing.
Result<std::vector<std::string>> readNames(IsolatedArrays& file, ArrayRole role, std::size_t count,
                                           const Task& task) {
  std::vector<std::string> names;
  const auto index = firstOf(file, role);
  if (!index) return names;
  const ArrayInfo& array = file.arrays()[*index];
  if (!array.isText() || array.shape.size() != 1 || array.elements() != count) return names;
  auto stream = file.open(*index);
  if (!stream) return stream.error();
  const Task quiet{.stop = task.stop};
  ReadProgress progress(quiet, array.bytes());
  names.reserve(count);
  const auto read =
      readElements(**stream, array, count, progress, [&](std::span<const std::uint8_t> raw, std::uint64_t) {
        for (; !raw.empty(); raw = raw.subspan(array.elementBytes))
          names.push_back(toText(array, raw.first(array.elementBytes)));
      });
  if (!read) return read.error();
  return names;
}

/// The names that the file gives to samples and features; words among the labels stay where it gives none.
Result<void> addNames(IsolatedArrays& file, Dataset& dataset, const Task& task) {
  auto names = readNames(file, ArrayRole::SampleNames, dataset.count(), task);
  if (!names) return names.error();
  if (!names->empty()) dataset.sampleNames = std::move(names).value();
  if (dataset.kind != SampleKind::Vector) return {};
  auto features = readNames(file, ArrayRole::Features, dataset.shape.size(), task);
  if (!features) return features.error();
  if (!features->empty()) dataset.features = std::move(features).value();
  return {};
}

Result<Dataset> load(std::string_view format, const LoadPlan& plan, const LoadTools& tools,
                     const Task& task) {
  auto opened = openArrays(format, plan.trainFiles.front(), tools, task.stop);
  if (!opened) return opened.error();
  IsolatedArrays& file = **opened;
  return loadArrays(plan, file, task, [&](Dataset& dataset) { return addNames(file, dataset, task); });
}

}  // namespace

DatasetFormat hdf5Format() {
  return {
      .name = "HDF5",
      .description = "HDF5, AnnData and Loom files",
      .patterns = {"*.h5", "*.hdf5", "*.h5ad", "*.loom"},
      .recognises = recognisesHdf5,
      .plan = [](std::span<const fs::path> files, const LoadOptions& options, const LoadTools& tools,
                 const Task& task) { return plan("HDF5", files, options, tools, task); },
      .load = [](const LoadPlan& planned, const LoadTools& tools,
                 const Task& task) { return load("HDF5", planned, tools, task); },
      .options = arrayOptions(),
  };
}

DatasetFormat matlabFormat() {
  return {
      .name = "MATLAB",
      .description = "MATLAB files",
      .patterns = {"*.mat"},
      .recognises = recognisesMatlab,
      .plan = [](std::span<const fs::path> files, const LoadOptions& options, const LoadTools& tools,
                 const Task& task) { return plan("MATLAB", files, options, tools, task); },
      .load = [](const LoadPlan& planned, const LoadTools& tools,
                 const Task& task) { return load("MATLAB", planned, tools, task); },
      .options = arrayOptions(),
  };
}

}  // namespace isthmus
