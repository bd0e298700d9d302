#include "core/data/files/near_names.h"

#include "core/base/number_text.h"
#include "core/base/text.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

constexpr std::size_t kNamesShown = 3;
constexpr std::size_t kLongestCompared = 60;  // characters

/// How many characters must be changed, put in or taken out to make one of the other.
std::size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0U : 1U);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string expectedNames(std::string_view wanted, std::span<const std::string> names) {
  if (names.empty()) return {};
  const std::string sought = lowerCased(wanted.substr(0, kLongestCompared));
  std::vector<std::pair<std::size_t, const std::string*>> near;
  for (const std::string& name : names) {
    const std::string other = lowerCased(std::string_view(name).substr(0, kLongestCompared));
    const bool holds = sought.size() > 2 && (other.find(sought) != std::string::npos);
    const std::size_t distance = holds ? 1 : editDistance(sought, other);
    if (distance <= std::max<std::size_t>(1, sought.size() / 3)) near.emplace_back(distance, &name);
  }
  std::ranges::stable_sort(near, {}, [](const auto& found) { return found.first; });
  if (near.empty())
    return "; expected one of its " + withThousands(names.size()) + " columns, such as " +
           quotedText(names.front()) + (names.size() > 1 ? " or " + quotedText(names.back()) : "");
  std::string text = "; the nearest ";
  text += near.size() == 1 ? "is " : "are ";
  for (std::size_t i = 0; i < std::min(near.size(), kNamesShown); ++i)
    text += (i == 0 ? "" : ", ") + quotedText(*near[i].second);
  return text;
}

}  // namespace isthmus
