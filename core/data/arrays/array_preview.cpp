#include "core/data/arrays/array_preview.h"

#include "core/base/number_text.h"
#include "core/data/arrays/array_labels.h"

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
// In Fortran order the first samples lie all over the array. Only a small one is read for them.
constexpr std::uint64_t kMostBytesToRead = 16ULL << 20;

/// Reads the first samples, or nothing where that takes too long or fails.
std::optional<Dataset> readHead(const ArrayChoice& choice, ArrayFile& file, std::uint64_t limit) {
  const ArrayPart& train = choice.roles.parts.front();
  const ArrayInfo& array = file.arrays()[train.samples];
  const std::uint64_t bytesNeeded =
      array.isFortranOrder
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
  if (!appendSamples(**stream, array, choice.layout, limit, head, progress)) return std::nullopt;
  return head;
}

/// The labels of the first samples as they stand in the file; empty where there are none or they are rows.
std::vector<std::string> readLabels(const ArrayChoice& choice, ArrayFile& file) {
  const auto index = choice.roles.parts.front().labels;
  if (!index || labelWidth(file.arrays()[*index]) != 1) return {};
  const ArrayInfo& array = file.arrays()[*index];
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
    if (head.isBytes()) {
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
    for (std::size_t column = 0; column < width; ++column) row.push_back(numberText(head.numbers(i)[column]));
    if (width < head.shape.size()) row.emplace_back("...");
    if (!labels.empty()) row.push_back(i < labels.size() ? labels[i] : "");
    preview.rows.push_back(std::move(row));
  }
}

std::vector<LoadChoice> choicesOf(const ArrayChoice& choice, ArrayFile& file,
                                  const std::vector<LoadField>& fields) {
  const ArrayInfo& samples = file.arrays()[choice.roles.parts.front().samples];
  std::vector<LoadChoice> choices;
  if (std::ranges::count(fields, true, &LoadField::canBeSamples) > 1) choices.push_back(LoadChoice::Samples);
  if (std::ranges::count(fields, true, &LoadField::canBeLabels) > 0) choices.push_back(LoadChoice::Label);
  choices.push_back(LoadChoice::Scaling);
  const bool mayLackValues = samples.type == ElementType::Float16 || samples.type == ElementType::Float32 ||
                             samples.type == ElementType::Float64;
  if (mayLackValues) choices.push_back(LoadChoice::Missing);
  if (!choice.roles.hasTest()) choices.push_back(LoadChoice::Split);
  choices.push_back(LoadChoice::Shape);
  return choices;
}

}  // namespace

LoadPreview previewArrays(const ArrayChoice& choice, ArrayFile& file) {
  const ArrayPart& train = choice.roles.parts.front();
  const auto& arrays = file.arrays();
  LoadPreview preview;
  for (std::size_t i = 0; i < arrays.size(); ++i)
    preview.fields.push_back(
        {arrays[i].name, arrays[i].text(), canBeSamples(arrays[i]),
         i != train.samples && canBeLabels(arrays[i], arrays[train.samples].shape.front())});
  preview.choices = choicesOf(choice, file, preview.fields);
  preview.remarks = choice.roles.remarks;
  if (!choice.layout.remark.empty()) preview.remarks.push_back(choice.layout.remark);
  const bool arePictures = choice.layout.kind == SampleKind::Image;
  const auto head = readHead(choice, file, arePictures ? kPictures : kRows);
  if (!head) return preview;
  if (arePictures) {
    preview.pictures = picturesOf(*head);
  } else {
    addRows(preview, *head, train.labels ? arrays[*train.labels].name : "", readLabels(choice, file));
  }
  return preview;
}

}  // namespace isthmus
