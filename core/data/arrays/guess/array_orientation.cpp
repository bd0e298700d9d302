#include "core/data/arrays/guess/array_orientation.h"

#include "core/base/number_text.h"
#include "core/data/arrays/guess/array_names.h"
#include "core/data/arrays/guess/array_roles.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace isthmus {
namespace {

constexpr std::uint64_t kMostChannels = 4;       // more in the last dimension is no colour
constexpr std::uint64_t kMostLabelRows = 1'000;  // of labels whose samples are columns: classes

std::string ordinal(std::size_t axis, std::size_t dimensions) {
  constexpr std::array<std::string_view, 4> kNames = {"first", "second", "third", "fourth"};
  return axis + 1 == dimensions ? "last" : std::string(kNames[axis]);
}

bool isAlone(const ArrayInfo& array) {
  return array.shape.size() == 1 || (array.shape.size() == 2 && (array.shape[0] == 1 || array.shape[1] == 1));
}

/// The dimension of `samples` that labels such as these count; nothing where it is none.
std::optional<std::size_t> axisCounted(const ArrayInfo& labels, const ArrayInfo& samples) {
  const auto& sides = samples.shape;
  if (isAlone(labels)) {
    const auto found = std::ranges::find(sides, labels.elements());
    if (found == sides.end()) return std::nullopt;
    return static_cast<std::size_t>(found - sides.begin());
  }
  if (labels.isText() || labels.shape.size() != 2) return std::nullopt;
  if (labels.shape[0] == sides.front()) return 0;
  if (labels.shape[1] == sides.back() && labels.shape[0] <= kMostLabelRows) return sides.size() - 1;
  return std::nullopt;
}

/// Whether an array names what is measured, not the samples.
bool namesFeatures(const ArrayInfo& array) {
  constexpr std::array<std::string_view, 7> kWords = {"feature", "column", "gene",   "var",
                                                      "attr",    "names",  "channel"};
  const ArrayName name = readArrayName(array.name);
  return std::ranges::any_of(
      kWords, [&](std::string_view word) { return name.word.find(word) != std::string::npos; });
}

/// The dimension that the labels count, the first one where several fit; and by which array.
std::optional<std::pair<std::size_t, std::size_t>> axisOfLabels(const std::vector<ArrayInfo>& arrays,
                                                                std::size_t samples,
                                                                const LoadOptions& options) {
  if (options.label == LoadOptions::kNoLabel) return std::nullopt;
  const ArrayName own = readArrayName(arrays[samples].name);
  for (const bool byWord : {true, false}) {
    std::optional<std::pair<std::size_t, std::size_t>> best;
    for (std::size_t i = 0; i < arrays.size(); ++i) {
      const ArrayName name = readArrayName(arrays[i].name);
      const bool isAsked = options.label == arrays[i].name;
      const bool isOfOtherPart = name.part && name.part != own.part;
      if (i == samples || (isOfOtherPart && !isAsked)) continue;
      const bool counts = byWord ? isAsked || labelRank(name) != kNoRank
                                 : arrays[i].isText() && !namesFeatures(arrays[i]) &&
                                       arrays[i].elements() > kMostChannels;  // fewer fit by chance
      const auto axis = counts ? axisCounted(arrays[i], arrays[samples]) : std::nullopt;
      if (axis && (!best || *axis < best->first)) best = std::pair(*axis, i);
    }
    if (best) return best;
  }
  return std::nullopt;
}

/// What a shape of three or four sides tells by itself.
std::optional<std::size_t> axisOfShape(const ArrayInfo& array) {
  const auto& sides = array.shape;
  const std::size_t last = sides.size() - 1;
  if (sides.size() < 3) return std::nullopt;
  const auto areChannels = [](std::uint64_t side) { return side == 1 || side == 3; };
  if (sides.size() == 4) {
    if (areChannels(sides[2]) && !areChannels(sides[1]) && !areChannels(sides[3])) return last;
  } else if (sides[0] == sides[1] && sides[2] != sides[1] && sides[2] > kMostChannels) {
    return last;
  }
  const bool isLongest =
      std::all_of(sides.begin(), sides.end() - 1, [&](std::uint64_t side) { return side < sides.back(); });
  if (array.isFortranOrder && isLongest && sides.back() > kMostChannels) return last;
  return std::nullopt;
}

/// Whether an option tells it; an error where that is no dimension of the array.
Result<std::optional<std::size_t>> axisAsked(const ArrayInfo& array, const LoadOptions& options) {
  const std::size_t dimensions = array.shape.size();
  if (options.axis && static_cast<std::size_t>(*options.axis) >= dimensions)
    return Error{ErrorCode::BadSetting, "has no dimension " + std::to_string(*options.axis) +
                                            " in the array " + array.name + " (" + array.text() +
                                            "), as the option axis asks; expected 0 to " +
                                            std::to_string(dimensions - 1)};
  if (options.axis) return std::optional(static_cast<std::size_t>(*options.axis));
  if (options.transpose) return std::optional(*options.transpose ? dimensions - 1 : 0);
  return std::optional<std::size_t>();
}

std::string otherwise(const ArrayInfo& array) {
  return array.shape.size() == 2 ? "; \"transpose=no\" takes the rows." : "; \"axis=0\" takes the first.";
}

std::string turnedRemark(const ArrayInfo& array, std::size_t axis, const std::string& why) {
  if (array.shape.size() == 2) return columnsRemark(array, why);
  return "The " + ordinal(axis, array.shape.size()) + " dimension of " + array.name + " (" + array.text() +
         ") was taken as the samples, " + why + otherwise(array);
}

}  // namespace

std::string columnsRemark(const ArrayInfo& array, const std::string& why) {
  return "The columns of " + array.name + " (" + array.text() + ") were taken as the samples, " + why +
         otherwise(array);
}

Result<Orientation> orientationOf(const std::vector<ArrayInfo>& arrays, std::size_t samples,
                                  const LoadOptions& options) {
  const ArrayInfo& array = arrays[samples];
  const auto asked = axisAsked(array, options);
  if (!asked) return asked.error();
  if (*asked) return Orientation{**asked, true};
  const auto be = [&](std::size_t axis, const std::string& why) {
    return Orientation{axis, true, axis == 0 ? "" : turnedRemark(array, axis, why)};
  };
  if (const auto counted = axisOfLabels(arrays, samples, options))
    return be(counted->first, "for " + arrays[counted->second].name + " has one value for each");
  if (options.shape && array.shape.size() == 2 && options.shape->size() == array.shape[0] &&
      options.shape->size() != array.shape[1])
    return be(1, "for they have as many numbers as the pictures asked for");
  if (const auto shaped = axisOfShape(array)) return be(*shaped, "by its shape");
  return Orientation{};
}

void turn(std::vector<ArrayInfo>& arrays, std::size_t samples, std::size_t axis) {
  if (axis == 0) return;
  const ArrayName own = readArrayName(arrays[samples].name);
  const std::size_t dimensions = arrays[samples].shape.size();
  std::vector<std::uint64_t> counts;  // of all parts
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    const ArrayName name = readArrayName(arrays[i].name);
    const bool isOtherPart = own.part && name.part && name.word == own.word;
    if (i != samples && (!isOtherPart || arrays[i].shape.size() != dimensions || arrays[i].isText()))
      continue;
    arrays[i] = arrays[i].withSamplesAxis(axis);
    counts.push_back(arrays[i].shape.front());
  }
  const auto isCount = [&](std::uint64_t side) { return std::ranges::count(counts, side) > 0; };
  for (ArrayInfo& array : arrays) {
    const bool areColumns = array.shape.size() == 2 && array.samplesAxis == 0 && !array.isText() &&
                            isCount(array.shape[1]) && !isCount(array.shape[0]) && !isAlone(array);
    if (areColumns && labelRank(readArrayName(array.name)) != kNoRank) array = array.withSamplesAxis(1);
  }
}

}  // namespace isthmus
