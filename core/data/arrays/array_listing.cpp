#include "core/data/arrays/array_listing.h"

#include "core/base/number_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kMaxArrays = 10'000;
constexpr std::size_t kMaxRemarks = 100;
constexpr std::size_t kMaxNameBytes = 1'000;
constexpr std::size_t kMaxListedTextBytes = 1'024;    // of an element
constexpr std::uint64_t kMaxArrayBytes = 1ULL << 60;  // no file behind it, and sums of a few do not overflow
constexpr std::size_t kMaxSentence = 400;

/// The part of `rest` before the next `separator`, taken off together with it.
std::string_view takeUntil(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

constexpr std::array<std::pair<std::string_view, ArrayRole>, 5> kRoles = {{{"-", ArrayRole::None},
                                                                           {"samples", ArrayRole::Samples},
                                                                           {"features", ArrayRole::Features},
                                                                           {"names", ArrayRole::SampleNames},
                                                                           {"label", ArrayRole::Label}}};

/// "f4 4", or "S 12" for text of twelve bytes.
bool takeType(std::string_view word, std::string_view bytes, ArrayInfo& array) {
  const auto number = word == "S" ? std::optional(NumberType{ElementType::Bytes, 0}) : numberTypeNamed(word);
  const auto size = parseNumber<std::size_t>(bytes);
  if (!number || !size || *size == 0 || *size > kMaxListedTextBytes) return false;
  if (number->bytes != 0 && *size != number->bytes) return false;
  array.type = number->type;
  array.elementBytes = *size;
  return true;
}

bool takeShape(std::string_view text, ArrayInfo& array) {
  while (!text.empty()) {
    const auto side = parseNumber<std::uint64_t>(takeUntil(text, ','));
    if (!side || *side == 0) return false;
    array.shape.push_back(*side);
  }
  return !array.shape.empty() && array.shape.size() <= 8;
}

/// Whether no file can hold it. A sparse matrix may claim any shape.
bool isTooLarge(const ArrayInfo& array) {
  std::uint64_t bytes = array.elementBytes;
  return std::ranges::any_of(array.shape, [&](std::uint64_t side) {
    if (side > kMaxArrayBytes / bytes) return true;
    bytes *= side;
    return false;
  });
}

/// What stands behind "array" in a line.
bool takeArray(std::string_view line, ArrayListing& listing) {
  ArrayInfo array;
  const std::string_view type = takeUntil(line, '\t');
  const std::string_view bytes = takeUntil(line, '\t');
  if (!takeType(type, bytes, array)) return false;
  const std::string_view order = takeUntil(line, '\t');
  if (order != "C" && order != "F") return false;
  array.isFortranOrder = order == "F";
  if (!takeShape(takeUntil(line, '\t'), array)) return false;
  const std::string_view word = takeUntil(line, '\t');
  const auto role = std::ranges::find(kRoles, word, &std::pair<std::string_view, ArrayRole>::first);
  if (role == kRoles.end() || line.empty() || line.size() > kMaxNameBytes) return false;
  if (std::ranges::any_of(line, [](char c) { return static_cast<unsigned char>(c) < 0x20; })) return false;
  array.name = std::string(line);
  if (isTooLarge(array)) {
    listing.remarks.push_back(array.name + " is left out: its shape is impossible.");
    return true;
  }
  listing.arrays.push_back(std::move(array));
  listing.roles.push_back(role->second);
  return true;
}

}  // namespace

std::string shownLine(std::string_view text) {
  std::string line(text.substr(0, text.find('\n')).substr(0, kMaxSentence));
  std::erase_if(line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  return line;
}

std::optional<ArrayListing> parseArrayListing(std::string_view text) {
  if (!text.ends_with("\nend\n") || takeUntil(text, '\n') != "isthmus-arrays 1") return std::nullopt;
  ArrayListing listing;
  while (text != "end\n") {
    std::string_view line = takeUntil(text, '\n');
    const std::string_view word = takeUntil(line, '\t');
    if (text.empty() || listing.arrays.size() > kMaxArrays || listing.remarks.size() > kMaxRemarks)
      return std::nullopt;
    if (word == "remark") {
      listing.remarks.push_back(shownLine(line));
    } else if (word != "array" || !takeArray(line, listing)) {
      return std::nullopt;
    }
  }
  std::set<std::string_view> names;
  const bool areDistinct = std::ranges::all_of(
      listing.arrays, [&](const ArrayInfo& array) { return names.insert(array.name).second; });
  return areDistinct ? std::optional(std::move(listing)) : std::nullopt;
}

}  // namespace isthmus
