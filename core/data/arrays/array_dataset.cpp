#include "core/data/arrays/array_dataset.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/data/arrays/array_choice.h"
#include "core/data/arrays/array_labels.h"
#include "core/data/arrays/array_preview.h"
#include "core/data/arrays/guess/class_arrays.h"
#include "core/data/images/picture_guess.h"
#include "core/data/images/pixel_order.h"
#include "core/data/values/missing_values.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNumbersBetweenLooks = 1 << 20;  // at the stop token

/// The error with the file's name, unless it has one.
Error at(const fs::path& file, Error error) {
  if (error.where.empty() && error.code != ErrorCode::Cancelled) error.where = file.string();
  return error;
}

/// ", labelled by species (3 classes)", by what its labels have come to.
std::string labelsText(const ArrayChoice& choice, const LabelLook& look) {
  const auto labels = choice.roles.parts.front().labels;
  if (!labels) return ", without labels";
  const std::string& name = choice.arrays[*labels].name;
  if (!look.isRead) return ", labelled by " + name;
  if (look.classes > 0)
    return ", labelled by " + name + " (" + withThousands(look.classes) +
           (look.classes == 1 ? " class)" : " classes)");
  return look.factors > 0 ? ", without labels, coloured by " + name : ", named by " + name;
}

std::string summaryOf(const ArrayChoice& choice, const LabelLook& look) {
  std::string text;
  std::uint64_t most = 0;
  for (const ArrayPart& part : choice.roles.parts) {
    const std::uint64_t count = choice.arrays[part.samples].shape.front();
    text += (text.empty() ? "" : " + ") + withThousands(count);
    most = choice.roles.isOnePart() ? count : 0;
  }
  const ImageShape& shape = choice.layout.shape;
  if (choice.layout.kind == SampleKind::Vector) {
    text += (most == 1 ? " vector of " : " vectors of ") + withThousands(shape.size()) +
            (shape.size() == 1 ? " number" : " numbers");
  } else {
    text += (most == 1 ? " image of " : " images of ") + pictureSizeText(shape);
  }
  return text + labelsText(choice, look);
}

LoadOptions completed(LoadOptions options, const ArrayChoice& choice, bool mayBeColumnMajor) {
  const ArrayPart& train = choice.roles.parts.front();
  options.samples = choice.samples().name;
  options.label = train.labels ? choice.arrays[*train.labels].name : std::string(LoadOptions::kNoLabel);
  if (choice.layout.kind == SampleKind::Image) options.shape = choice.layout.shape;
  if (choice.layout.wasMeasured && choice.layout.kind == SampleKind::Vector) options.shape = ImageShape{};
  if (choice.samples().samplesAxis > 0 && !options.transpose)
    options.axis = static_cast<int>(choice.samples().samplesAxis);
  if (choice.layout.kind == SampleKind::Image && (choice.layout.isColumnMajor || mayBeColumnMajor))
    options.order = choice.layout.isColumnMajor ? PixelOrder::ColumnMajor : PixelOrder::RowMajor;
  if (!options.scaling && choice.layout.kind == SampleKind::Vector) options.scaling = Scaling::Standardise;
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
    m_dataset.offsets = m_choice.layout.offsets;
    // Fractions get the range that is there; whole numbers become intensities (settleWhite()).
    const bool areFloats = m_choice.layout.kind == SampleKind::Image && !m_choice.layout.isBytes;
    m_dataset.scaling = plan.options.scaling.value_or(areFloats ? Scaling::UnitRange : Scaling::None);
    // The labels first: they are small, and a fault in them is found at once.
    if (auto labelled = readLabels(); !labelled) return labelled.error();
    if (auto coloured = readBeside(); !coloured) return coloured.error();
    reserveSamples();
    for (const ArrayPart& part : m_choice.roles.parts) {
      if (auto read = readSamples(part); !read) return read.error();
    }
    if (addNames) {
      if (auto named = addNames(m_dataset); !named) return named.error();
    }
    if (m_choice.layout.isColumnMajor) turnColumnMajor(m_dataset, m_task);
    if (auto treated = treatMissing(m_dataset, plan.options.missing, m_task); !treated)
      return treated.error();
    return std::move(m_dataset);
  }

 private:
  std::uint64_t totalBytes() const {
    std::uint64_t bytes = 0;
    for (const ArrayPart& part : m_choice.roles.parts) {
      bytes += m_choice.arrays[part.samples].bytes();
      if (part.labels) bytes += m_choice.arrays[*part.labels].bytes();
    }
    for (const std::size_t factor : m_choice.beside.factors) bytes += m_choice.arrays[factor].bytes();
    return bytes;
  }

  Result<ArrayLabels> readArray(std::size_t index) {
    const ArrayInfo& array = m_choice.arrays[index];
    ArrayLabels read(array.name);
    auto stream = m_file.open(index);
    if (!stream) return stream.error();
    if (auto all = read.append(**stream, array, array.elements(), m_progress); !all) return all.error();
    return read;
  }

  Result<void> readLabels() {
    const auto first = m_choice.roles.parts.front().labels;
    if (!first) return {};
    ArrayLabels labels(m_choice.arrays[*first].name);
    if (m_choice.beside.classNames) {
      const Result<ArrayLabels> names = readArray(*m_choice.beside.classNames);
      if (!names) return names.error();
      labels.nameClasses(names->words());
    }
    for (const ArrayPart& part : m_choice.roles.parts) {
      auto stream = m_file.open(*part.labels);
      if (!stream) return stream.error();
      const std::uint64_t count = m_choice.arrays[part.samples].shape.front();
      if (auto read = labels.append(**stream, m_choice.arrays[*part.labels], count, m_progress); !read)
        return read;
    }
    return labels.giveTo(m_dataset, m_progress);
  }

  /// What else is known of the samples.
  Result<void> readBeside() {
    for (const std::size_t index : m_choice.beside.factors) {
      Result<ArrayLabels> read = readArray(index);
      if (!read) return read.error();
      ArrayLabels factor = std::move(read).value();
      if (auto given = factor.giveFactorTo(m_dataset, m_progress); !given) return given;
    }
    if (m_choice.beside.names) {
      Result<ArrayLabels> names = readArray(*m_choice.beside.names);
      if (!names) return names.error();
      m_dataset.sampleNames = names->words();
    }
    if (!m_choice.beside.features || m_dataset.kind != SampleKind::Vector) return {};
    Result<ArrayLabels> features = readArray(*m_choice.beside.features);
    if (!features) return features.error();
    m_dataset.features = features->words();
    return {};
  }

  /// Address space for all parts at once, so that none is moved when the next is appended.
  void reserveSamples() {
    std::uint64_t count = 0;
    for (const ArrayPart& part : m_choice.roles.parts) count += m_choice.arrays[part.samples].shape.front();
    const auto numbers = static_cast<std::size_t>(count * m_dataset.shape.size());
    if (m_choice.layout.isBytes) {
      m_dataset.pixels.reserve(numbers);
    } else {
      m_dataset.values.reserve(numbers);
    }
  }

  Result<void> readSamples(const ArrayPart& part) {
    const ArrayInfo& array = m_choice.arrays[part.samples];
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

std::vector<std::string_view> arrayOptions() {
  return {"data",    "label", "missing",   "shape", "columns", "drop",
          "factors", "names", "transpose", "axis",  "order"};
}

Result<LoadPlan> planArrays(std::string_view format, const fs::path& path, ArrayFile& given,
                            const LoadOptions& asked, const Task& task) {
  const std::unique_ptr<ClassArrays> classes = ClassArrays::of(given, task);
  ArrayFile& file = classes ? *classes : given;
  const LoadOptions options = classes ? classes->completed(asked) : asked;
  const Result<ArrayChoice> choice = chooseData(file, options, task);
  if (!choice) return at(path, choice.error());
  const auto labels = choice->roles.parts.front().labels;
  const LabelLook look = labels ? lookAtLabels(file, *labels, choice->arrays[*labels], task) : LabelLook{};
  LoadPlan plan;
  plan.format = std::string(format);
  plan.name = path.stem().string();
  plan.trainFiles = {path};
  plan.summary = summaryOf(*choice, look);
  plan.isTestPart = choice->roles.isTestPart;
  plan.options = completed(options, *choice, file.mayBeColumnMajor());
  plan.preview = previewArrays(*choice, file, options.white);
  if (!classes) return plan;
  std::vector<std::string>& remarks = plan.preview.remarks;
  const auto fits = checkDatasetFits(classes->samplesBytes(), path.parent_path().string());
  if (!fits && classes->isChosen(options)) remarks.insert(remarks.begin(), fits.error().text() + ".");
  remarks.insert(remarks.begin(), classes->remark(options));
  return plan;
}

Result<Dataset> loadArrays(const LoadPlan& plan, ArrayFile& given, const Task& task,
                           const AddNames& addNames) {
  const std::unique_ptr<ClassArrays> classes = ClassArrays::of(given, task);
  ArrayFile& file = classes ? *classes : given;
  const fs::path& path = plan.trainFiles.front();
  const Result<ArrayChoice> choice = chooseData(file, plan.options, task);
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
