#include "core/data/arrays/array_preview.h"

#include "core/base/number_text.h"
#include "core/data/arrays/array_labels.h"
#include "core/data/images/picture_white.h"
#include "core/data/images/pixel_order.h"
#include "core/data/values/number_offsets.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

constexpr std::uint64_t kRows = 8;
constexpr std::uint64_t kPictures = 16;
constexpr std::size_t kColumns = 20;  // as many as a dialog can show side by side
// Where samples do not lie together the first ones are all over the array. Only a small one is read for them.
constexpr std::uint64_t kMostBytesToRead = 16ULL << 20;

/// Reads the first samples, or nothing where that takes too long or fails.
std::optional<Dataset> readHead(const ArrayChoice& choice, ArrayFile& file, std::uint64_t limit) {
  const ArrayPart& train = choice.roles.parts.front();
  const ArrayInfo& array = choice.samples();
  const std::uint64_t bytesNeeded =
      array.sampleOrder().outer > 1
          ? array.bytes()
          : std::min(limit, array.shape.front()) * choice.layout.shape.size() * array.elementBytes;
  if (bytesNeeded > kMostBytesToRead) return std::nullopt;
  auto stream = file.open(train.samples);
  if (!stream) return std::nullopt;
  const Task task;
  ReadProgress progress(task, bytesNeeded);
  Dataset head;
  head.kind = choice.layout.kind;
  head.shape = choice.layout.shape;
  head.offsets = choice.layout.offsets;
  if (!appendSamples(**stream, array, choice.layout, limit, head, progress)) return std::nullopt;
  if (choice.layout.isColumnMajor) turnColumnMajor(head, task);
  return head;
}

/// The labels of the first samples as they stand in the file; empty where there are none or they are rows.
std::vector<std::string> readLabels(const ArrayChoice& choice, ArrayFile& file) {
  const auto index = choice.roles.parts.front().labels;
  if (!index || labelWidth(choice.arrays[*index]) != 1) return {};
  const ArrayInfo& array = choice.arrays[*index];
  auto stream = file.open(*index);
  if (!stream) return {};
  const Task task;
  ReadProgress progress(task, array.bytes());
  std::vector<std::string> texts;
  const auto read =
      readElements(**stream, array, kRows, progress, [&](std::span<const std::uint8_t> raw, std::uint64_t) {
        for (; !raw.empty(); raw = raw.subspan(array.elementBytes)) {
          const auto element = raw.first(array.elementBytes);
          double number = 0;
          if (!array.isText()) toNumbers(array, element, std::span(&number, 1));
          texts.push_back(array.isText() ? toText(array, element) : numberText(number));
        }
      });
  return read ? texts : std::vector<std::string>();
}

/// Pictures of bytes as they are; of other numbers by the range of those shown.
std::vector<Image> picturesOf(const Dataset& head) {
  float low = 0;
  float high = 1;
  if (!head.isBytes()) {
    low = INFINITY;
    high = -INFINITY;
    for (const float value : head.values) {
      if (!std::isfinite(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  std::vector<Image> pictures;
  for (std::size_t i = 0; i < head.count(); ++i) {
    if (head.isBytes() || head.white > 0) {
      pictures.push_back(head.image(i));
      continue;
    }
    Image picture{head.shape, {}};
    for (const float value : head.numbers(i))
      picture.pixels.push_back(std::isfinite(value) && high > low ? (value - low) / (high - low) : 0.0F);
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

void addRows(LoadPreview& preview, const Dataset& head, const std::string& labelName,
             const std::vector<std::string>& labels) {
  const std::size_t width = std::min(head.shape.size(), kColumns);
  for (std::size_t column = 0; column < width; ++column)
    preview.columns.push_back(std::to_string(column + 1));
  if (width < head.shape.size()) preview.columns.emplace_back("...");
  if (!labels.empty()) preview.columns.push_back(labelName);
  for (std::size_t i = 0; i < head.count(); ++i) {
    std::vector<std::string> row;
    for (std::size_t column = 0; column < width; ++column)
      row.push_back(head.offsets.empty()
                        ? numberText(head.numbers(i)[column])
                        : numberText(withOffset(head.numbers(i)[column], head.offsets[column])));
    if (width < head.shape.size()) row.emplace_back("...");
    if (!labels.empty()) row.push_back(i < labels.size() ? labels[i] : "");
    preview.rows.push_back(std::move(row));
  }
}

FieldUse useOf(const ArrayChoice& choice, std::size_t i) {
  if (choice.beside.names == i) return FieldUse::Name;
  if (std::ranges::count(choice.beside.factors, i) > 0) return FieldUse::Factor;
  for (const ArrayPart& part : choice.roles.parts) {
    if (part.samples == i) return FieldUse::Feature;
    if (part.labels == i) return FieldUse::Label;
  }
  return FieldUse::LeftOut;
}

/// "150 x 4, float64".
std::string fieldText(const ArrayInfo& array) {
  const bool isAllClasses = array.origin == ArrayOrigin::Made && array.shape.size() > 1;
  return (isAllClasses ? "all classes, " : "") + array.text();
}

/// Says what lies beside samples and label, and what becomes of it.
void addBeside(LoadPreview& preview, const ArrayChoice& choice) {
  std::string names;
  for (const std::size_t factor : choice.beside.factors)
    names += (names.empty() ? "" : ", ") + choice.arrays[factor].name;
  if (!names.empty())
    preview.remarks.push_back(
        (choice.beside.factors.size() == 1 ? "A factor to colour by is " : "Factors to colour by are ") +
        names + "; \"label=\" makes classes of one, \"drop=\" leaves it out.");
  if (choice.beside.names)
    preview.remarks.push_back("The array " + choice.arrays[*choice.beside.names].name +
                              " names the samples.");
  preview.remarks.insert(preview.remarks.end(), choice.beside.remarks.begin(), choice.beside.remarks.end());
}

std::vector<LoadChoice> choicesOf(const ArrayChoice& choice, const std::vector<LoadField>& fields) {
  const ArrayInfo& samples = choice.samples();
  std::vector<LoadChoice> choices;
  if (std::ranges::count(fields, true, &LoadField::canBeSamples) > 1) choices.push_back(LoadChoice::Samples);
  if (std::ranges::count(fields, true, &LoadField::canBeLabels) > 0) choices.push_back(LoadChoice::Label);
  const bool haveFactors = std::ranges::any_of(fields, [](const LoadField& field) {
    return field.canBeLabels && field.use != FieldUse::Label && field.use != FieldUse::Feature;
  });
  if (haveFactors && choice.roles.isOnePart()) choices.push_back(LoadChoice::Factors);
  choices.push_back(LoadChoice::Scaling);
  const bool mayLackValues = samples.type == ElementType::Float16 || samples.type == ElementType::Float32 ||
                             samples.type == ElementType::Float64;
  if (mayLackValues) choices.push_back(LoadChoice::Missing);
  if (!choice.roles.hasTest()) choices.push_back(LoadChoice::Split);
  choices.push_back(LoadChoice::Shape);
  if (choice.layout.kind == SampleKind::Image) choices.push_back(LoadChoice::Order);
  if (samples.shape.size() > 1) choices.push_back(LoadChoice::Axis);
  return choices;
}

}  // namespace

LoadPreview previewArrays(const ArrayChoice& choice, ArrayFile& file, std::optional<int> white) {
  const ArrayPart& train = choice.roles.parts.front();
  const auto& arrays = choice.arrays;
  LoadPreview preview;
  for (std::size_t i = 0; i < arrays.size(); ++i)
    preview.fields.push_back({arrays[i].name, fieldText(arrays[i]), canBeSamples(arrays[i]),
                              i != train.samples && canBeLabels(arrays[i], choice.samples().shape.front()),
                              useOf(choice, i)});
  preview.choices = choicesOf(choice, preview.fields);
  preview.remarks = choice.roles.remarks;
  preview.remarks.insert(preview.remarks.end(), choice.remarks.begin(), choice.remarks.end());
  if (!choice.layout.remark.empty()) preview.remarks.push_back(choice.layout.remark);
  addBeside(preview, choice);
  const bool arePictures = choice.layout.kind == SampleKind::Image;
  auto head = readHead(choice, file, arePictures ? kPictures : kRows);
  if (!head) return preview;
  if (arePictures) {
    settleWhite(*head, white, {});
    if (choice.layout.remark.empty())
      for (const std::string& note : head->notes) preview.remarks.push_back("In the first samples: " + note);
    measureDisplay(*head);
    preview.pictures = picturesOf(*head);
  } else {
    addRows(preview, *head, train.labels ? arrays[*train.labels].name : "", readLabels(choice, file));
  }
  return preview;
}

}  // namespace isthmus
