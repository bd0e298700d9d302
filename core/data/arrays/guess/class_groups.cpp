#include "core/data/arrays/guess/class_groups.h"

#include "core/base/image.h"
#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/arrays/guess/array_names.h"
#include "core/data/values/class_names.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace isthmus {
namespace {

constexpr std::uint64_t kMaxClassBytes = std::uint64_t{1} << 50;   // of all pieces: nothing overflows
constexpr std::uint64_t kMaxTurnedBytes = std::uint64_t{1} << 30;  // a piece that is turned is held whole
constexpr std::size_t kMostDimensions = 4;
constexpr std::uint64_t kMostColours = 4;    // fewer pages than that may be channels
constexpr std::uint64_t kMostPages = 100;    // of an array that is a class a page
constexpr std::uint64_t kFewestPixels = 64;  // of its pictures

template <std::size_t n>
bool isAmong(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

/// Whether a word says that an array is a piece of something else, or tells something of samples.
bool isPieceWord(std::string_view word) {
  constexpr std::array<std::string_view, 36> kWords = {
      "y",     "z",     "w",     "b",     "labels",  "label",  "target", "targets", "arr",
      "array", "idx",   "index", "ids",   "names",   "batch",  "chunk",  "shard",   "part",
      "fold",  "split", "mean",  "std",   "weights", "weight", "bias",   "mask",    "meta",
      "view",  "layer", "level", "block", "run",     "trial",  "rep",    "gt",      "frame"};
  return isAmong(kWords, word);
}

/// Whether a word is a role that several arrays can have.
bool isSamplesWord(std::string_view word) {
  constexpr std::array<std::string_view, 13> kWords = {
      "x",          "data",    "images",  "image", "imgs",  "features", "samples",
      "embeddings", "vectors", "latents", "img",   "input", "inputs"};
  return isAmong(kWords, word);
}

/// Without HDF5's slash; a path of several words keeps them.
std::string_view plainName(const ArrayInfo& array) {
  std::string_view name = array.name;
  if (name.starts_with('/')) name.remove_prefix(1);
  return name;
}

bool holdsRows(const ArrayInfo& array) {
  const auto sides = array.fileShape();
  const bool isFlat = sides.size() < 2 || (sides.size() == 2 && (sides[0] == 1 || sides[1] == 1));
  return !array.isText() && !isFlat && sides.size() <= kMostDimensions && array.elements() > 0;
}

/// The words of a name without the digits, each told apart.
bool tellsRole(std::string_view name) {
  const std::string lower = lowerCased(name);
  for (std::size_t begin = 0; begin < lower.size();) {
    const std::size_t end = std::min(lower.find_first_of("-_. 0123456789", begin), lower.size());
    const std::string_view word = std::string_view(lower).substr(begin, end - begin);
    begin = end + 1;
    const bool isPart = !word.empty() && readArrayName(word).part.has_value();
    if (isPart || isPieceWord(word) || isSamplesWord(word) || word.starts_with("xtr") ||
        word.starts_with("xte"))
      return true;
  }
  return false;
}

bool areAlike(const ArrayInfo& a, const ArrayInfo& b, std::size_t axis) {
  const auto first = a.fileShape();
  const auto second = b.fileShape();
  if (first.size() != second.size() || a.type != b.type || a.elementBytes != b.elementBytes ||
      a.isBigEndian != b.isBigEndian || a.isFortranOrder != b.isFortranOrder)
    return false;
  for (std::size_t i = 0; i < first.size(); ++i)
    if (i != axis && first[i] != second[i]) return false;
  return true;
}

using Indices = std::vector<std::size_t>;

std::uint64_t samplesAlong(const ArrayInfo& array, std::size_t axis) {
  return array.fileShape()[axis];
}

/// The dimension of samples: the first, or the last where MATLAB's arrays are alike in all others only.
std::size_t axisOf(const std::vector<ArrayInfo>& arrays, const Indices& of) {
  const auto fitting = [&](std::size_t axis) {
    return std::ranges::count_if(
        of, [&](std::size_t i) { return areAlike(arrays[of.front()], arrays[i], axis); });
  };
  const std::size_t last = arrays[of.front()].fileShape().size() - 1;
  if (arrays[of.front()].isFortranOrder && fitting(last) > fitting(0)) return last;
  // MATLAB's pictures stand one behind the other: 28 x 28 x 100.
  const auto sides = arrays[of.front()].fileShape();
  const bool arePages = sides.size() == 3 && sides[0] == sides[1] && sides[2] != sides[1];
  return arePages && fitting(last) == fitting(0) ? last : 0;
}

bool differInCount(const std::vector<ArrayInfo>& arrays, const Indices& of, std::size_t axis) {
  return std::ranges::any_of(of, [&](std::size_t i) {
    return samplesAlong(arrays[i], axis) != samplesAlong(arrays[of.front()], axis);
  });
}

/// Whether another array says something of each sample of a piece or of all of them.
bool haveLabels(const std::vector<ArrayInfo>& arrays, const ClassGroups& groups) {
  std::map<std::optional<Part>, std::uint64_t> ofPart;
  std::set<std::uint64_t> counts;
  std::set<std::size_t> pieces;
  for (const ClassPiece& piece : groups.pieces) {
    ofPart[piece.part] += piece.count;
    counts.insert(piece.count);
    pieces.insert(piece.array);
  }
  std::set<std::uint64_t> totals;
  for (const auto& [part, count] : ofPart) totals.insert(count);
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    if (pieces.contains(i) || arrays[i].elements() < 2) continue;
    const bool areCalledSo = labelRank(readArrayName(plainName(arrays[i]))) != kNoRank;
    if (holdsRows(arrays[i]) && !areCalledSo) continue;
    const std::uint64_t values = holdsRows(arrays[i]) ? arrays[i].fileShape().front() : arrays[i].elements();
    if (totals.contains(values) || (areCalledSo && counts.contains(values))) return true;
  }
  return false;
}

bool canBeGivenOut(const std::vector<ArrayInfo>& arrays, const ClassGroups& groups) {
  std::uint64_t bytes = 0;
  for (const ClassPiece& piece : groups.pieces) {
    const std::uint64_t more = arrays[piece.array].bytes();
    const bool isTurned = mustBeTurned(arrays[piece.array].withSamplesAxis(groups.axis));
    if (more > (isTurned ? kMaxTurnedBytes : kMaxClassBytes - bytes)) return false;
    bytes += more;
  }
  return true;
}

/// "train0" is class 0 of the training part: a stem and a number behind it.
struct NumberedName {
  ArrayName stem;
  int number = 0;
};

std::optional<NumberedName> numberedName(std::string_view name) {
  const std::size_t last = name.find_last_not_of("0123456789");
  if (last == std::string_view::npos) return std::nullopt;
  const auto number = parseNumber<int>(name.substr(last + 1));
  if (!number || *number > static_cast<int>(kMaxClasses)) return std::nullopt;
  const std::size_t end = name.substr(0, last + 1).find_last_not_of("_-. ");
  if (end == std::string_view::npos) return std::nullopt;
  return NumberedName{readArrayName(name.substr(0, end + 1)), *number};
}

struct Numbered {
  std::map<std::optional<Part>, std::map<int, std::size_t>> parts;  ///< arrays by part and number
  Indices all;
};

/// The arrays of the stem that most have; those that are not like the others are no part of it.
Numbered numberedArrays(const std::vector<ArrayInfo>& arrays, std::string& stem, std::size_t& axis) {
  std::map<std::string, Indices> byStem;
  std::vector<std::optional<NumberedName>> names(arrays.size());
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    if (!holdsRows(arrays[i])) continue;
    names[i] = numberedName(plainName(arrays[i]));
    if (names[i]) byStem[names[i]->stem.word].push_back(i);
  }
  Numbered found;
  const auto most =
      std::ranges::max_element(byStem, {}, [](const auto& entry) { return entry.second.size(); });
  if (most == byStem.end()) return found;
  stem = most->first;
  axis = axisOf(arrays, most->second);
  const auto alike = [&](std::size_t a) {
    return std::ranges::count_if(most->second,
                                 [&](std::size_t b) { return areAlike(arrays[a], arrays[b], axis); });
  };
  const std::size_t usual = *std::ranges::max_element(most->second, {}, alike);
  for (const std::size_t i : most->second) {
    if (!areAlike(arrays[usual], arrays[i], axis)) continue;
    if (!found.parts[names[i]->stem.part].emplace(names[i]->number, i).second) return {};
    found.all.push_back(i);
  }
  return found;
}

bool isCalledByParts(const Numbered& found) {
  return !found.parts.contains(std::nullopt) && found.parts.contains(Part::Train);
}

std::optional<ClassGroups> numberedClasses(const std::vector<ArrayInfo>& arrays) {
  std::string stem;
  ClassGroups groups{.areNumbers = true};
  Numbered found = numberedArrays(arrays, stem, groups.axis);
  if (found.parts.empty() || (found.parts.size() > 1 && !isCalledByParts(found))) return std::nullopt;
  const auto& first = found.parts.begin()->second;  // without a part, or of the first one
  const int most = first.rbegin()->first;
  const bool areClasses = first.size() >= 2 && first.begin()->first <= 1 &&
                          most <= 2 * static_cast<int>(first.size()) && first.size() <= kMaxClasses;
  if (!areClasses || (tellsRole(stem) && !isSamplesWord(stem))) return std::nullopt;
  bool haveCounterparts = found.parts.size() > 1;
  for (const auto& [part, numbers] : found.parts) {
    for (const auto& [number, array] : numbers) {
      haveCounterparts = haveCounterparts && first.contains(number);
      groups.pieces.push_back(
          {array, std::to_string(number), samplesAlong(arrays[array], groups.axis), part});
    }
  }
  const auto rows = static_cast<std::size_t>(std::ranges::count_if(arrays, holdsRows));
  const bool areAll = rows <= found.all.size() + found.all.size() / 4;
  groups.isLikely =
      areAll && !isSamplesWord(stem) && (haveCounterparts || differInCount(arrays, found.all, groups.axis));
  return groups;
}

std::optional<ClassGroups> namedClasses(const std::vector<ArrayInfo>& arrays, bool areFiles) {
  Indices rows;
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    const bool isRow = areFiles && !arrays[i].isText() && arrays[i].shape.size() == 2;  // of one sample
    if (holdsRows(arrays[i]) || isRow) rows.push_back(i);
  }
  if (rows.size() < 2 || rows.size() > kMaxClasses || (areFiles && rows.size() < arrays.size()))
    return std::nullopt;
  ClassGroups groups{.axis = axisOf(arrays, rows)};
  for (const std::size_t i : rows) {
    const std::string_view name = plainName(arrays[i]);
    const bool isPath = name.find('/') != std::string_view::npos;
    if (!areAlike(arrays[rows.front()], arrays[i], groups.axis) || isPath || tellsRole(name))
      return std::nullopt;
    groups.pieces.push_back({i, std::string(name), samplesAlong(arrays[i], groups.axis)});
  }
  const auto sides = arrays[rows.front()].fileShape();
  const bool differ = differInCount(arrays, rows, groups.axis);
  // Many arrays of one square each are a picture each, not a class each.
  if (!differ && sides.size() == 2 && sides[0] == sides[1]) return std::nullopt;
  groups.isLikely = areFiles || differ;
  return groups;
}

}  // namespace

bool mustBeTurned(const ArrayInfo& array) {
  return array.sampleOrder().outer > 1 || (array.isFortranOrder && array.shape.size() > 2);
}

std::optional<ClassGroups> classesByName(const std::vector<ArrayInfo>& arrays, bool areFiles) {
  auto groups = numberedClasses(arrays);
  if (!groups) groups = namedClasses(arrays, areFiles);
  if (!groups || haveLabels(arrays, *groups) || !canBeGivenOut(arrays, *groups)) return std::nullopt;
  return groups;
}

std::optional<ClassGroups> classesByPage(const std::vector<ArrayInfo>& arrays) {
  std::optional<std::size_t> cube;
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    if (!holdsRows(arrays[i])) continue;
    if (cube || arrays[i].fileShape().size() != 3) return std::nullopt;
    cube = i;
  }
  if (!cube) return std::nullopt;
  std::vector<std::uint64_t> sides = arrays[*cube].fileShape();  // from the slowest to the fastest
  if (arrays[*cube].isFortranOrder) std::ranges::reverse(sides);
  const bool arePictures =
      sides[2] >= kFewestPixels && squareSide(static_cast<std::size_t>(sides[2])) > 0 && sides[1] != sides[2];
  if (!arePictures || sides[0] <= kMostColours || sides[0] > kMostPages || sides[1] <= sides[0])
    return std::nullopt;
  ClassGroups groups{.areNumbers = true, .arePages = true, .isLikely = true};
  for (std::uint64_t page = 0; page < sides[0]; ++page)
    groups.pieces.push_back({*cube, std::to_string(page + 1), sides[1]});
  if (haveLabels(arrays, groups) || arrays[*cube].bytes() > kMaxClassBytes) return std::nullopt;
  return groups;
}

}  // namespace isthmus
