#include "core/data/arrays/array_dataset.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/data/arrays/array_choice.h"
#include "core/data/arrays/array_labels.h"
#include "core/data/arrays/array_preview.h"
#include "core/data/missing_values.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNumbersBetweenLooks = 1 << 20;  // at the stop token

/// The error with the file's name, unless it has one.
Error at(const fs::path& file, Error error) {
  if (error.where.empty() && error.code != ErrorCode::Cancelled) error.where = file.string();
  return error;
}

std::string summaryOf(const ArrayChoice& choice, ArrayFile& file) {
  std::string text;
  for (const ArrayPart& part : choice.roles.parts)
    text += (text.empty() ? "" : " + ") + withThousands(file.arrays()[part.samples].shape.front());
  const ImageShape& shape = choice.layout.shape;
  if (choice.layout.kind == SampleKind::Vector) {
    text += " vectors of " + withThousands(shape.size()) + (shape.size() == 1 ? " number" : " numbers");
  } else {
    text += " images of " + std::to_string(shape.height) + " x " + std::to_string(shape.width) +
            (shape.channels == 3 ? " in colour" : "");
  }
  const auto labels = choice.roles.parts.front().labels;
  return text + (labels ? ", labelled by " + file.arrays()[*labels].name : ", without labels");
}

LoadOptions completed(LoadOptions options, const ArrayChoice& choice, ArrayFile& file) {
  const ArrayPart& train = choice.roles.parts.front();
  options.samples = file.arrays()[train.samples].name;
  options.label = train.labels ? file.arrays()[*train.labels].name : std::string(LoadOptions::kNoLabel);
  if (choice.layout.kind == SampleKind::Image) options.shape = choice.layout.shape;
  if (!options.scaling) {
    options.scaling = choice.layout.kind == SampleKind::Vector ? Scaling::Standardise
                      : choice.layout.isBytes                  ? Scaling::None
                                                               : Scaling::UnitRange;
  }
  if (choice.roles.hasTest() || choice.roles.isTestPart) return options;
  if (!options.testShare) options.testShare = LoadOptions::kDefaultTestShare;
  if (!options.seed) options.seed = LoadOptions::kDefaultSeed;
  return options;
}

/// Fails for numbers beyond all bounds among those that came from `array`, which begin at `start`.
Result<void> checkFinite(const Dataset& dataset, std::size_t start, const ArrayInfo& array,
                         const ReadProgress& progress) {
  for (std::size_t i = start; i < dataset.values.size(); ++i) {
    if ((i - start) % kNumbersBetweenLooks == 0) {
      if (auto wanted = progress.check(); !wanted) return wanted;
    }
    if (!std::isinf(dataset.values[i])) continue;
    const std::size_t width = dataset.shape.size();
    return Error{ErrorCode::BadFormat,
                 "holds a number in row " + withThousands((i - start) / width + 1) + ", column " +
                     withThousands((i - start) % width + 1) + " of " + array.name +
                     " that is infinite or too large for 32-bit floats; expected finite "
                     "numbers, or NaN where one is missing"};
  }
  return {};
}

/// Reads the chosen arrays, part after part.
class DatasetReader {
 public:
  DatasetReader(ArrayFile& file, const ArrayChoice& choice, const Task& task)
      : m_file(file), m_choice(choice), m_task(task), m_progress(task, totalBytes()) {}

  Result<Dataset> read(const LoadPlan& plan, const AddNames& addNames) {
    m_dataset.name = plan.name;
    m_dataset.kind = m_choice.layout.kind;
    m_dataset.shape = m_choice.layout.shape;
    m_dataset.scaling = plan.options.scaling.value_or(Scaling::None);
    // The labels first: they are small, and a fault in them is found at once.
    if (auto labelled = readLabels(); !labelled) return labelled.error();
    reserveSamples();
    for (const ArrayPart& part : m_choice.roles.parts) {
      if (auto read = readSamples(part); !read) return read.error();
    }
    if (addNames) {
      if (auto named = addNames(m_dataset); !named) return named.error();
    }
    if (auto treated = treatMissing(m_dataset, plan.options.missing, m_task); !treated)
      return treated.error();
    return std::move(m_dataset);
  }

 private:
  std::uint64_t totalBytes() const {
    std::uint64_t bytes = 0;
    for (const ArrayPart& part : m_choice.roles.parts) {
      bytes += m_file.arrays()[part.samples].bytes();
      if (part.labels) bytes += m_file.arrays()[*part.labels].bytes();
    }
    return bytes;
  }

  Result<void> readLabels() {
    const auto first = m_choice.roles.parts.front().labels;
    if (!first) return {};
    ArrayLabels labels(m_file.arrays()[*first].name);
    for (const ArrayPart& part : m_choice.roles.parts) {
      auto stream = m_file.open(*part.labels);
      if (!stream) return stream.error();
      const std::uint64_t count = m_file.arrays()[part.samples].shape.front();
      if (auto read = labels.append(**stream, m_file.arrays()[*part.labels], count, m_progress); !read)
        return read;
    }
    return labels.giveTo(m_dataset, m_progress);
  }

  /// Address space for all parts at once, so that none is moved when the next is appended.
  void reserveSamples() {
    std::uint64_t count = 0;
    for (const ArrayPart& part : m_choice.roles.parts) count += m_file.arrays()[part.samples].shape.front();
    const auto numbers = static_cast<std::size_t>(count * m_dataset.shape.size());
    if (m_choice.layout.isBytes) {
      m_dataset.pixels.reserve(numbers);
    } else {
      m_dataset.values.reserve(numbers);
    }
  }

  Result<void> readSamples(const ArrayPart& part) {
    const ArrayInfo& array = m_file.arrays()[part.samples];
    auto stream = m_file.open(part.samples);
    if (!stream) return stream.error();
    const std::size_t start = m_dataset.values.size();
    const std::uint64_t count = array.shape.front();
    if (auto read = appendSamples(**stream, array, m_choice.layout, count, m_dataset, m_progress); !read)
      return read;
    if (part.part == Part::Train) m_dataset.trainCount = static_cast<std::size_t>(count);
    if (part.part == Part::Validation) m_dataset.validationCount = static_cast<std::size_t>(count);
    return checkFinite(m_dataset, start, array, m_progress);
  }

  ArrayFile& m_file;
  const ArrayChoice& m_choice;
  const Task& m_task;
  ReadProgress m_progress;
  Dataset m_dataset;
};

}  // namespace

Result<LoadPlan> planArrays(std::string_view format, const fs::path& path, ArrayFile& file,
                            const LoadOptions& options) {
  const Result<ArrayChoice> choice = chooseData(file, options);
  if (!choice) return at(path, choice.error());
  LoadPlan plan;
  plan.format = std::string(format);
  plan.name = path.stem().string();
  plan.trainFiles = {path};
  plan.summary = summaryOf(*choice, file);
  plan.isTestPart = choice->roles.isTestPart;
  plan.options = completed(options, *choice, file);
  plan.preview = previewArrays(*choice, file);
  return plan;
}

Result<Dataset> loadArrays(const LoadPlan& plan, ArrayFile& file, const Task& task,
                           const AddNames& addNames) {
  const fs::path& path = plan.trainFiles.front();
  const Result<ArrayChoice> choice = chooseData(file, plan.options);
  if (!choice) return at(path, choice.error());
  if (const auto fits = checkDatasetFits(memoryFor(*choice, file), path.string()); !fits) return fits.error();
  try {
    Result<Dataset> dataset = DatasetReader(file, *choice, task).read(plan, addNames);
    if (!dataset) return at(path, dataset.error());
    return dataset;
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::TooLarge, "does not fit into the memory that is free", path.string()};
  }
}

}  // namespace isthmus
