#include "core/data/images/files/picture_order.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

bool isDecimalDigit(char c) {
  return c >= '0' && c <= '9';
}

/// Sorts, looking at the stop token now and then; false when the task was cancelled.
template <typename Less>
bool sortInSteps(std::vector<std::size_t>& values, Less less, const Task& task) {
  constexpr std::size_t kStep = 8'192;  // a few milliseconds of comparing names
  const auto at = [&](std::size_t i) {
    return values.begin() + static_cast<std::ptrdiff_t>(std::min(i, values.size()));
  };
  for (std::size_t begin = 0; begin < values.size(); begin += kStep) {
    if (task.cancelled()) return false;
    std::sort(at(begin), at(begin + kStep), less);
  }
  for (std::size_t width = kStep; width < values.size(); width *= 2) {
    for (std::size_t begin = 0; begin < values.size(); begin += 2 * width) {
      if (task.cancelled()) return false;
      std::inplace_merge(at(begin), at(begin + width), at(begin + 2 * width), less);
    }
  }
  return true;
}

}  // namespace

void orderPictures(PictureArrangement& layout, const Task& task) {
  std::vector<PictureArrangement::Entry>& entries = layout.entries;
  std::vector<std::size_t> sorted(entries.size());  // indices, for entries are large to move
  std::iota(sorted.begin(), sorted.end(), std::size_t{0});
  const auto isBefore = [&](std::size_t l, std::size_t r) {
    const PictureArrangement::Entry& left = entries[l];
    const PictureArrangement::Entry& right = entries[r];
    if (left.part != right.part) return left.part < right.part;
    if (left.label != right.label) return left.label < right.label;
    return naturallyBefore(left.name, right.name);
  };
  if (!sortInSteps(sorted, isBefore, task)) return;
  // (part, how many of its class come before, class, where it is now)
  std::vector<std::tuple<Part, std::size_t, std::int32_t, std::size_t>> turns;
  turns.reserve(entries.size());
  for (std::size_t i = 0, first = 0; i < sorted.size(); ++i) {
    const PictureArrangement::Entry& entry = entries[sorted[i]];
    const PictureArrangement::Entry& begun = entries[sorted[first]];
    if (entry.part != begun.part || entry.label != begun.label) first = i;
    turns.emplace_back(entry.part, i - first, entry.label, sorted[i]);
  }
  std::ranges::sort(turns);
  std::vector<PictureArrangement::Entry> ordered;
  ordered.reserve(entries.size());
  for (const auto& turn : turns) ordered.push_back(std::move(entries[std::get<3>(turn)]));
  entries = std::move(ordered);
}

bool naturallyBefore(std::string_view left, std::string_view right) {
  std::size_t l = 0;
  std::size_t r = 0;
  while (l < left.size() && r < right.size()) {
    if (!isDecimalDigit(left[l]) || !isDecimalDigit(right[r])) {
      if (left[l] != right[r])
        return static_cast<unsigned char>(left[l]) < static_cast<unsigned char>(right[r]);
      ++l;
      ++r;
      continue;
    }
    const auto number = [](std::string_view text, std::size_t& at) {
      while (at < text.size() && text[at] == '0') ++at;  // leading zeros do not count
      const std::size_t start = at;
      while (at < text.size() && isDecimalDigit(text[at])) ++at;
      return text.substr(start, at - start);
    };
    const std::string_view ln = number(left, l);
    const std::string_view rn = number(right, r);
    if (ln.size() != rn.size()) return ln.size() < rn.size();
    if (ln != rn) return ln < rn;
  }
  if (l < left.size() || r < right.size()) return l == left.size();
  return left < right;  // "1" and "01": any fixed order
}

}  // namespace isthmus
