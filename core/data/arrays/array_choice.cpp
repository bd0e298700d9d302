#include "core/data/arrays/array_choice.h"

#include "core/base/number_text.h"
#include "core/data/arrays/array_labels.h"
#include "core/data/arrays/column_blocks.h"
#include "core/data/arrays/guess/array_names.h"
#include "core/data/arrays/guess/array_orientation.h"
#include "core/data/images/picture_guess.h"
#include "core/data/images/pixel_order.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace isthmus {
namespace {

/// How much like pictures the samples look; nothing where they have no number of pixels.
std::optional<double> pictureLikeness(ArrayFile& file, std::size_t index, const ArrayInfo& array,
                                      const Task& task) {
  const int side = squareSide(static_cast<std::size_t>(array.elements() / array.shape.front()));
  if (side == 0) return std::nullopt;
  return likeness(lookAtRows(file, index, array, task).rows, {{side, side, 1}});
}

/// Whether the columns of a matrix are pictures and its rows are not, as in 4,096 x 400 faces.
bool arePicturesInColumns(ArrayFile& file, std::size_t index, const ArrayInfo& array, const Task& task) {
  if (array.shape.size() != 2 || array.shape[1] < 2) return false;
  const auto ofColumns = pictureLikeness(file, index, array.withSamplesAxis(1), task);
  if (!ofColumns || *ofColumns < kPictureLikeness) return false;
  return *ofColumns > pictureLikeness(file, index, array, task).value_or(0);
}

Result<std::size_t> orientSamples(ArrayFile& file, const LoadOptions& options, const Task& task,
                                  ArrayChoice& choice) {
  const Result<std::size_t> samples = chooseSamples(choice.arrays, options);
  if (!samples) return samples;
  const ArrayInfo& array = choice.arrays[*samples];
  Result<Orientation> orientation = orientationOf(choice.arrays, *samples, options);
  if (!orientation) return orientation.error();
  Orientation known = std::move(orientation).value();
  if (!known.isTold && !options.shape && arePicturesInColumns(file, *samples, array, task))
    known = {1, true, columnsRemark(array, "for they are like pictures and its rows are not")};
  if (!known.remark.empty()) choice.remarks.push_back(known.remark);
  turn(choice.arrays, *samples, known.axis);
  if (canBeSamples(choice.arrays[*samples])) return samples;
  return Error{ErrorCode::BadSetting,
               "cannot take dimension " + std::to_string(known.axis) + " of the array " + array.name + " (" +
                   array.text() + ") as samples: there would be too many, or too many numbers in each"};
}

bool isFloat(const ArrayInfo& array) {
  return array.type == ElementType::Float16 || array.type == ElementType::Float32 ||
         array.type == ElementType::Float64;
}

/// In which order the pixels of pictures lie, where no option says so, and what is said of it.
struct OrderGuess {
  std::optional<PixelOrder> order = {};
  std::string remark = {};
};

OrderGuess guessOrder(const ArrayFile& file, const ArrayInfo& array, const SampleLayout& layout,
                      const RowSample& rows) {
  if (layout.kind != SampleKind::Image || rows.rows() == 0) return {};
  // The sides of MATLAB's own arrays are known: it is rows of numbers that it fills column by column.
  const bool isUsual = file.mayBeColumnMajor() && (array.shape.size() == 2 || !array.isFortranOrder);
  const auto upright = uprightness(rows, {layout.shape, layout.hasChannelsFirst});
  if (!upright) return {};
  if (isUsual && *upright < -kTellsOrder)
    return {PixelOrder::ColumnMajor,
            "The pixels of " + array.name +
                " were taken column by column, as MATLAB writes them, for so the pictures stand upright; "
                "\"order=row-major\" takes them row by row."};
  if (isUsual && *upright < kTellsOrder)
    return {{},
            "The pixels of " + array.name +
                " were taken row by row; if the pictures lie on their side, \"order=column-major\" turns "
                "them."};
  if (!isUsual && *upright < -kTellsRareOrder)
    return {{},
            "The pictures of " + array.name +
                " look as if they lay on their side: \"order=column-major\" takes their pixels column by "
                "column and so turns them."};
  return {};
}

}  // namespace

Result<ArrayChoice> chooseData(ArrayFile& file, const LoadOptions& options, const Task& task) {
  if (options.columns)
    return Error{
        ErrorCode::BadSetting,
        "holds arrays, of which the option columns can take no part; expected data=, label= or factors="};
  ArrayChoice choice;
  choice.arrays = file.arrays();
  const Result<std::size_t> samples = orientSamples(file, options, task, choice);
  if (!samples) return samples.error();
  Result<ArrayRoles> roles = chooseArrays(choice.arrays, options);
  if (!roles) return roles.error();
  choice.roles = std::move(roles).value();
  std::optional<std::size_t>& labels = choice.roles.parts.front().labels;
  if (!options.label && !labels && choice.roles.isOnePart()) {
    if (const auto found = findLabel(file, choice.arrays, *samples, options, task)) {
      labels = found->array;
      choice.remarks.push_back(found->remark);
    }
  }
  const ArrayInfo& array = choice.samples();
  // A shape that is known needs no look, but for the order of colours in rows.
  const bool isKnown = options.shape && options.shape->channels == 1 && options.shape->size() > 0;
  const bool isOrdered = options.order.has_value() || (options.shape && options.shape->size() == 0);
  const bool isLooked =
      !isOrdered || (!isKnown && (array.shape.size() == 2 || (array.shape.size() == 3 && isFloat(array))));
  RowLook look;
  if (isLooked) look = lookAtRows(file, *samples, array, task);
  Result<SampleLayout> layout = sampleLayout(array, options, look.rows);
  if (!layout) return layout.error();
  if (!options.order) {
    const OrderGuess guess = guessOrder(file, array, *layout, look.rows);
    if (!guess.remark.empty()) choice.remarks.push_back(guess.remark);
    LoadOptions ordered = options;
    ordered.order = guess.order;
    if (guess.order) layout = sampleLayout(array, ordered, look.rows);
    if (!layout) return layout.error();
  }
  choice.layout = std::move(layout).value();
  if (choice.layout.kind == SampleKind::Vector && array.shape.size() == 2)
    choice.layout.offsets = std::move(look.offsets);
  // Bytes must be bytes in all parts.
  choice.layout.isBytes =
      choice.layout.isBytes && std::ranges::all_of(choice.roles.parts, [&](const ArrayPart& part) {
        return holdsBytes(choice.arrays[part.samples]);
      });
  Result<ArraysBeside> beside = arraysBeside(choice.arrays, choice.roles, options);
  if (!beside) return beside.error();
  choice.beside = std::move(beside).value();
  return choice;
}

std::uint64_t memoryFor(const ArrayChoice& choice, ArrayFile& file) {
  std::uint64_t bytes = 0;
  std::uint64_t columns = 0;
  std::uint64_t beside = 0;  // one array at a time
  const auto addLabels = [&](std::size_t index) {
    bytes += ArrayLabels::bytesFor(choice.arrays[index]);
    beside = std::max(beside, file.bytesBeside(index));
  };
  for (const ArrayPart& part : choice.roles.parts) {
    const ArrayInfo& array = choice.arrays[part.samples];
    bytes += array.shape.front() * choice.layout.bytesASample();
    if (array.sampleOrder().outer > 1) columns = kColumnBlockBytes;  // one part at a time
    beside = std::max(beside, file.bytesBeside(part.samples));
    if (part.labels) addLabels(*part.labels);
  }
  for (const std::size_t factor : choice.beside.factors) addLabels(factor);
  if (choice.beside.names) addLabels(*choice.beside.names);
  return bytes + std::min(columns, bytes) + beside;
}

}  // namespace isthmus
