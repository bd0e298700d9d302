#include "core/data/tables/sparse/libsvm_reader.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/files/byte_source.h"
#include "core/data/files/load_errors.h"
#include "core/data/images/picture_guess.h"
#include "core/data/images/picture_planes.h"
#include "core/data/images/picture_white.h"
#include "core/data/tables/columns/table_parts.h"
#include "core/data/tables/sparse/libsvm_text.h"
#include "core/data/tables/table_limits.h"
#include "core/data/values/class_names.h"
#include "core/data/values/missing_values.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLabelName = "label";
constexpr std::string_view kTargetName = "target";  // of labels that are no classes
constexpr std::size_t kPreviewPictures = 16;
constexpr std::size_t kPreviewNumbers = 4U << 20;     // 16 MiB; no preview of samples larger than that
constexpr std::size_t kLabelsBetweenLooks = 1 << 18;  // at the stop token

bool isNamedAsLibsvm(const fs::path& file) {
  const std::string ending = lowerCased(withoutPackingSuffix(file).extension().string());
  return ending == ".libsvm" || ending == ".svm" || ending == ".svmlight";
}

/// What is named as such but holds no pair at all is something else.
bool recognisesLibsvm(const FileHead& head) {
  if (isNamedAsTable(head.file)) return false;
  const std::string_view text = head.text();
  const bool isText = text.find('\0') == std::string_view::npos;
  if (isNamedAsLibsvm(head.file) && isText && text.find(':') != std::string_view::npos)
    return true;  // what is wrong with it, planLibsvm() says
  return looksLikeLibsvm(text, head.isWhole);
}

/// The first rows, taken out of the text.
RowSample takeRows(LibsvmText& text, const Task& task) {
  RowSample rows{text.width(), {}};
  if (rows.width == 0 || rows.width > kPreviewNumbers) return rows;
  Dataset taken;
  taken.shape = {1, static_cast<int>(rows.width), 1};
  text.moveTo(taken, rows.width, std::min(text.rows(), RowSample::rowsFor(rows.width)), task);
  rows.values = std::move(taken.values);
  return rows;
}

/// The same rows with zeros behind each: blank pixels at a picture's end are not written.
RowSample padded(const RowSample& rows, std::size_t width) {
  if (width == rows.width) return rows;
  RowSample wider{width, {}};
  wider.values.reserve(rows.rows() * width);
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const auto first = rows.values.begin() + static_cast<std::ptrdiff_t>(row * rows.width);
    wider.values.insert(wider.values.end(), first, first + static_cast<std::ptrdiff_t>(rows.width));
    wider.values.resize((row + 1) * width, 0.0F);
  }
  return wider;
}

/// What the rows are taken for: the square above their highest feature may lack its last two lines.
PictureGuess guessOf(const RowSample& rows) {
  const PictureGuess guess = guessPictures(rows, {});
  if (guess.picture || rows.rows() == 0) return guess;
  const auto side = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(rows.width))));
  if (side * side == rows.width || side * side - rows.width > 2 * side) return guess;
  const PictureGuess square = guessPictures(padded(rows, side * side), {});
  return square.picture || guess.remark.empty() ? square : guess;
}

/// A sample's shape as the options want it: pictures may have more pixels than the rows name, for blank ones
/// at the end are not written.
Result<ImageShape> shapeOf(const LibsvmText& text, const LoadOptions& options, const fs::path& file) {
  const ImageShape vector{1, static_cast<int>(text.width()), 1};
  if (text.width() == 0) return fileError(file, "has no row with a feature; expected pairs such as 3:0.5");
  if (!options.shape || options.shape->size() == 0) return vector;
  if (options.shape->size() < text.width())
    return fileError(file,
                     "has " + withThousands(text.width()) + " features; pictures of " +
                         pictureSizeText(*options.shape) + " have only " +
                         withThousands(options.shape->size()) +
                         " numbers (the shape \"vector\" makes vectors of them)",
                     ErrorCode::BadSetting);
  return *options.shape;
}

bool isPicture(const LoadOptions& options) {
  return options.shape && options.shape->size() > 0;
}

Result<void> checkLabelOption(const LoadOptions& options, const fs::path& file) {
  const std::string label = options.label.value_or(std::string(kLabelName));
  if (label == kLabelName || label == LoadOptions::kNoLabel) return {};
  return fileError(file, "has no label called " + quotedText(label) + "; expected \"label\" or \"none\"",
                   ErrorCode::BadSetting);
}

/// The classes that labels are numbers of, by these numbers; empty when the labels are no classes: numbers
/// with fractions, or too many different ones for so few rows.
std::map<double, std::int32_t> classesOf(const std::vector<double>& labels, const Task& task) {
  const std::size_t most = std::min(kMaxClasses, std::max<std::size_t>(labels.size(), 4) / 2);
  std::map<double, std::int32_t> classes;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (i % kLabelsBetweenLooks == 0 && task.cancelled()) break;
    if (labels[i] != std::floor(labels[i])) return {};
    classes.try_emplace(labels[i], 0);
    if (classes.size() > most) return {};
  }
  std::int32_t next = 0;
  for (auto& [label, number] : classes) number = next++;
  return classes;
}

std::vector<std::string> namesOf(const std::map<double, std::int32_t>& classes, const std::string& dataset) {
  const auto lowest = static_cast<int>(std::clamp(classes.begin()->first, -1e9, 1e9));
  const auto highest = static_cast<int>(std::clamp(classes.rbegin()->first, -1e9, 1e9));
  if (const auto known = publishedClasses(dataset, lowest, highest);
      known && known->names.size() == classes.size())
    return known->names;
  std::vector<std::string> names;
  for (const auto& [label, number] : classes) names.push_back(numberText(label));
  return names;
}

/// Returns early when the task is cancelled.
void giveLabels(const std::vector<double>& labels, Dataset& dataset, const Task& task) {
  const auto classes = classesOf(labels, task);
  if (task.cancelled()) return;
  if (classes.empty()) {
    dataset.factors.push_back(
        {.name = std::string(kTargetName), .values = std::vector<float>(labels.begin(), labels.end())});
    dataset.notes.push_back(
        "The labels are no classes (they have fractions or too many values), so they were kept as the factor "
        "\"" +
        std::string(kTargetName) + "\".");
    return;
  }
  dataset.classNames = namesOf(classes, dataset.name);
  dataset.labels.reserve(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (i % kLabelsBetweenLooks == 0 && task.cancelled()) return;
    dataset.labels.push_back(classes.find(labels[i])->second);
  }
}

/// ", labelled (10 classes)".
std::string labelText(const LibsvmText& head, bool isWhole, const LoadOptions& options, const Task& task) {
  if (options.label == LoadOptions::kNoLabel) return ", without labels";
  const std::size_t classes = classesOf(head.labels(), task).size();
  if (classes == 0) return ", with a target to colour by (no classes)";
  return std::string(", labelled (") + (isWhole ? "" : "at least ") + withThousands(classes) +
         (classes == 1 ? " class)" : " classes)");
}

std::string summaryOf(const LibsvmText& head, bool isWhole, bool hasTest, const LoadOptions& options,
                      const fs::path& file) {
  std::string rows = withThousands(head.rows());
  if (!isWhole) {
    std::error_code unknown;
    const auto bytes = fs::file_size(file, unknown);
    const double estimate = unknown ? 0 : static_cast<double>(bytes) / head.bytesARow();
    rows = (hasPackingSuffix(file) ? "more than " : "about ") +
           withThousands(std::max<std::uint64_t>(head.rows(), static_cast<std::uint64_t>(estimate)));
  }
  std::string text = rows;
  if (isPicture(options)) {
    text +=
        (head.rows() == 1 && isWhole ? " picture of " : " pictures of ") + pictureSizeText(*options.shape);
  } else {
    text += (head.rows() == 1 && isWhole ? " row of " : " rows of ") + withThousands(head.width()) +
            (isWhole && head.width() == 1 ? " number"
             : isWhole                    ? " numbers"
                                          : " numbers or more");
  }
  text += labelText(head, isWhole, options, {});
  return hasTest ? text + ", and a test part" : text;
}

LoadOptions completed(LoadOptions options, const PictureGuess& guess, bool hasTest) {
  if (!options.label) options.label = std::string(kLabelName);
  if (!options.shape && guess.picture) options.shape = guess.picture->shape;
  if (!options.scaling && !isPicture(options)) options.scaling = Scaling::Standardise;
  if (!options.testShare && !hasTest) options.testShare = LoadOptions::kDefaultTestShare;
  return options;
}

void addRows(LoadPreview& preview, const Dataset& head, const LibsvmText& text) {
  const std::size_t width = std::min(head.shape.size(), kPreviewColumns);
  preview.columns.emplace_back(kLabelName);
  for (std::size_t c = 0; c < width; ++c) preview.columns.push_back(std::to_string(c + text.firstIndex()));
  for (std::size_t i = 0; i < std::min(head.count(), kPreviewRows); ++i) {
    auto& row = preview.rows.emplace_back();
    row.push_back(numberText(text.labels()[i]));
    for (const float number : head.numbers(i).first(width)) row.push_back(numberText(number));
  }
}

/// Shows the first samples.
void describe(LoadPreview& preview, const LibsvmText& text, const RowSample& rows, const ImageShape& shape,
              const LoadPlan& plan) {
  using enum LoadChoice;
  preview.choices = {Label, Scaling, Missing, Shape};
  if (plan.testFiles.empty()) preview.choices.push_back(Split);
  preview.fields = {
      {.name = std::string(kLabelName),
       .description = "begins each line",
       .canBeLabels = true,
       .use = plan.options.label == LoadOptions::kNoLabel ? FieldUse::LeftOut : FieldUse::Label}};
  Dataset head;
  head.kind = isPicture(plan.options) ? SampleKind::Image : SampleKind::Vector;
  head.shape = shape;
  head.values = padded(rows, shape.size()).values;
  head.values.resize(std::min({rows.rows(), kPreviewRows, kPreviewNumbers / shape.size()}) * shape.size());
  head.trainCount = head.count();
  if (head.kind == SampleKind::Vector) return addRows(preview, head, text);
  head.scaling = Scaling::UnitRange;
  interleavePlanes(head, {});
  settleWhite(head, plan.options.white, {});
  measureDisplay(head);
  for (std::size_t i = 0; i < std::min(head.count(), kPreviewPictures); ++i)
    preview.pictures.push_back(head.image(i));
}

Result<LoadPlan> planLibsvm(std::span<const fs::path> files, const LoadOptions& options, const LoadTools&,
                            const Task& task) {
  const Result<TableParts> parts = tableParts(files);
  if (!parts) return parts.error();
  const fs::path& train = parts->train;
  if (const auto known = checkLabelOption(options, train); !known) return known.error();
  LibsvmText head;
  const Result<bool> whole = head.addHead(train, task);
  if (!whole) return whole.error();
  LoadPlan plan;
  plan.format = "LIBSVM";
  plan.name = parts->name();
  plan.trainFiles = {train};
  if (parts->test) plan.testFiles = {*parts->test};
  plan.isTestPart = parts->isTestPart();
  const RowSample rows = takeRows(head, task);
  const PictureGuess guess = options.shape ? PictureGuess{} : guessOf(rows);
  plan.options = completed(options, guess, parts->test || plan.isTestPart);
  const Result<ImageShape> shape = shapeOf(head, plan.options, train);
  if (!shape) return shape.error();
  plan.notes = parts->notes;
  plan.preview.remarks = parts->notes;
  if (!guess.remark.empty()) plan.preview.remarks.push_back(guess.remark);
  plan.summary = summaryOf(head, *whole, parts->test.has_value(), plan.options, train);
  plan.isSingleSample = *whole && head.rows() == 1 && !parts->test;
  describe(plan.preview, head, rows, *shape, plan);
  return plan;
}

/// Refuses before it is read what by the length of its first rows will not fit.
Result<void> checkFits(const std::vector<fs::path>& files, const LoadOptions& options, const Task& task) {
  std::uint64_t expected = 0;
  for (const fs::path& file : files) {
    LibsvmText head;
    if (const auto read = head.addHead(file, task); !read) return read.error();
    std::error_code unknown;
    const auto bytes = fs::file_size(file, unknown);
    if (unknown) continue;  // reading it will say why
    const std::size_t width = std::max(head.width(), isPicture(options) ? options.shape->size() : 0);
    const double rows =
        std::max(static_cast<double>(bytes) / head.bytesARow(), static_cast<double>(head.rows()));
    expected += static_cast<std::uint64_t>(rows * static_cast<double>(width * sizeof(float)));
  }
  return checkDatasetFits(expected, files.front().string());
}

Result<Dataset> loadLibsvm(const LoadPlan& plan, const LoadTools&, const Task& task) {
  const fs::path& train = plan.trainFiles.front();
  std::vector<fs::path> files = {train};
  files.insert(files.end(), plan.testFiles.begin(), plan.testFiles.end());
  if (const auto known = checkLabelOption(plan.options, train); !known) return known.error();
  if (const auto fits = checkFits(files, plan.options, task); !fits) return fits.error();
  LibsvmText text;
  Dataset dataset;
  for (const fs::path& file : files) {
    if (const auto read = text.addFile(file, task); !read) return read.error();
    if (dataset.trainCount == 0) dataset.trainCount = text.rows();
  }
  const Result<ImageShape> shape = shapeOf(text, plan.options, train);
  if (!shape) return shape.error();
  const std::uint64_t bytes = std::uint64_t{text.rows()} * shape->size() * sizeof(float);
  if (const auto fits = checkDatasetFits(bytes, train.string()); !fits) return fits.error();
  dataset.name = plan.name;
  dataset.kind = isPicture(plan.options) ? SampleKind::Image : SampleKind::Vector;
  dataset.shape = *shape;
  dataset.scaling =
      plan.options.scaling.value_or(isPicture(plan.options) ? Scaling::UnitRange : Scaling::Standardise);
  text.moveTo(dataset, shape->size(), text.rows(), task);
  if (plan.options.label != LoadOptions::kNoLabel) giveLabels(text.labels(), dataset, task);
  if (task.cancelled()) return Error{ErrorCode::Cancelled, "loading was cancelled"};
  if (const auto treated = treatMissing(dataset, plan.options.missing, task); !treated)
    return fileError(train, treated.error().message, treated.error().code);
  interleavePlanes(dataset, task);
  return dataset;
}

}  // namespace

DatasetFormat libsvmFormat() {
  return {"LIBSVM",
          "LIBSVM tables",
          {"*.libsvm", "*.svm", "*.svmlight", "*.libsvm.gz", "*.svm.gz", "*.svmlight.gz", "*.libsvm.bz2",
           "*.svm.bz2", "*.svmlight.bz2"},
          recognisesLibsvm,
          planLibsvm,
          loadLibsvm,
          {"label", "missing", "shape"}};
}

}  // namespace isthmus
