#include "core/data/images/pixel_names.h"

#include "core/base/text.h"
#include "core/data/images/picture_white.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string_view>
#include <vector>

namespace isthmus {
namespace {

constexpr double kMostNames = 0.9;
constexpr std::uint32_t kShortestNamedSide = 4;  // of pictures named pixel by pixel

bool isNumber(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// The rest of a name behind its first word and what parts it from a number.
std::string_view behind(std::string_view name, std::string_view word) {
  name.remove_prefix(word.size());
  return name.substr(std::min(name.find_first_not_of("_-. #["), name.size()));
}

NamesTell tellOf(std::string_view given) {
  const std::string name = lowerCased(given);
  const std::string_view text = name;
  for (const std::string_view word : {"pixel", "pix", "px"}) {
    if (!text.starts_with(word)) continue;
    const std::string_view rest = behind(text, word);
    if (rest.find_first_not_of("0123456789_x, ]") == std::string_view::npos) return NamesTell::Pixels;
  }
  const std::size_t by = text.find('x');
  if (by != std::string_view::npos && isNumber(text.substr(0, by)) && isNumber(text.substr(by + 1)))
    return NamesTell::Pixels;
  if (text.starts_with('p') && isNumber(behind(text, "p"))) return NamesTell::Maybe;
  constexpr std::array<std::string_view, 17> kNeutral = {
      "unnamed:", "column", "col", "c",    "variable",  "var", "v",   "x", "feature",
      "feat",     "f",      "att", "attr", "attribute", "a",   "dim", "d"};
  if (text.empty() || isNumber(text)) return NamesTell::Nothing;
  const bool isNeutral = std::ranges::any_of(kNeutral, [&](std::string_view word) {
    return text.starts_with(word) && isNumber(behind(text, word));
  });
  return isNeutral ? NamesTell::Nothing : NamesTell::Others;
}

/// A name taken apart: "pixel_3_14" has the letters "pixel" and the numbers 3 and 14.
struct NameParts {
  std::string letters;
  std::vector<std::uint32_t> numbers;
};

std::optional<NameParts> partsOf(std::string_view given) {
  constexpr std::size_t kMostNumbers = 3;
  const std::string name = lowerCased(given);
  NameParts parts;
  for (std::size_t i = 0; i < name.size();) {
    if (std::isdigit(static_cast<unsigned char>(name[i])) == 0) {
      if (std::isalpha(static_cast<unsigned char>(name[i])) != 0) parts.letters += name[i];
      ++i;
      continue;
    }
    std::uint32_t number = 0;
    const auto read = std::from_chars(name.data() + i, name.data() + name.size(), number);
    if (read.ec != std::errc() || parts.numbers.size() == kMostNumbers) return std::nullopt;
    parts.numbers.push_back(number);
    i = static_cast<std::size_t>(read.ptr - name.data());
  }
  return parts;
}

/// Numbers that count one way through pictures: how many there are, from which on.
struct PlaceCount {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// Places of pixels in the order of the columns, k numbers each. Finds out which number runs fastest.
class PlaceGrid {
 public:
  explicit PlaceGrid(std::vector<std::vector<std::uint32_t>> places) : m_places(std::move(places)) {
    for (std::size_t k = 0; k < m_places.front().size(); ++k) {
      const auto of = [k](const std::vector<std::uint32_t>& place) { return place[k]; };
      const std::uint32_t low = of(*std::ranges::min_element(m_places, {}, of));
      const std::uint32_t high = of(*std::ranges::max_element(m_places, {}, of));
      m_counts.push_back({low, high - low + 1});
    }
  }

  std::uint32_t count(std::size_t k) const { return m_counts[k].count; }
  std::size_t numbers() const { return m_counts.size(); }

  /// Which numbers run slowest to fastest; empty where not every place comes once and in order.
  std::vector<std::size_t> nesting() const {
    std::vector<std::size_t> order(m_counts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    do {
      if (runsInOrder(order)) return order;
    } while (std::ranges::next_permutation(order).found);
    return {};
  }

 private:
  bool runsInOrder(const std::vector<std::size_t>& order) const {
    for (std::size_t i = 0; i < m_places.size(); ++i) {
      std::uint64_t at = 0;
      for (const std::size_t k : order) at = at * m_counts[k].count + (m_places[i][k] - m_counts[k].first);
      if (at != i) return false;
    }
    std::uint64_t all = 1;
    for (const PlaceCount& one : m_counts) all *= one.count;
    return all == m_places.size();
  }

  std::vector<std::vector<std::uint32_t>> m_places;
  std::vector<PlaceCount> m_counts;
};

/// What the letters of names that give places say of their first two numbers.
enum class FirstNumber { Row, Column, NotSaid };
std::optional<FirstNumber> firstNumber(std::string_view letters) {
  constexpr std::array<std::string_view, 8> kNotSaid = {"", "x", "xx", "pixel", "pix", "px", "p", "pixelx"};
  constexpr std::array<std::string_view, 7> kRow = {"rc", "rowcol", "rowcolumn", "yx", "hw", "pixelrc", "ij"};
  constexpr std::array<std::string_view, 4> kColumn = {"xy", "colrow", "pixelxy", "wh"};
  const auto isIn = [&](const auto& words) { return std::ranges::find(words, letters) != words.end(); };
  if (isIn(kNotSaid)) return FirstNumber::NotSaid;
  if (isIn(kRow)) return FirstNumber::Row;
  if (isIn(kColumn)) return FirstNumber::Column;
  return std::nullopt;
}

/// Red, green and blue as 0, 1 and 2; nothing for other letters.
std::optional<std::uint32_t> channelNamed(std::string_view letters) {
  for (const std::string_view word : {"pixel", "pix", "px"})
    if (letters.size() > word.size() && letters.starts_with(word)) letters.remove_prefix(word.size());
  constexpr std::array<std::array<std::string_view, 2>, 3> kNames = {
      {{"r", "red"}, {"g", "green"}, {"b", "blue"}}};
  for (std::uint32_t channel = 0; channel < kNames.size(); ++channel)
    if (std::ranges::find(kNames[channel], letters) != kNames[channel].end()) return channel;
  return std::nullopt;
}

/// "R0" to "B255": squares, for of each channel only one number is told.
std::optional<NamedPixels> pixelsByColour(std::span<const NameParts> names) {
  std::vector<std::vector<std::uint32_t>> places;
  for (const NameParts& name : names) {
    const auto channel = channelNamed(name.letters);
    if (!channel || name.numbers.size() != 1) return std::nullopt;
    places.push_back({*channel, name.numbers.front()});
  }
  const PlaceGrid grid(std::move(places));
  const std::vector<std::size_t> nesting = grid.nesting();
  const int side = squareSide(grid.count(1));
  if (nesting.empty() || grid.count(0) != 3 || side == 0) return std::nullopt;
  return NamedPixels{{{side, side, 3}, nesting.front() == 0}};
}

constexpr std::size_t kNoChannel = 3;

/// Which of three numbers is the channel: the last or the first, if it counts three (or one).
std::size_t channelAmong(const PlaceGrid& grid) {
  for (const std::size_t k : {std::size_t{2}, std::size_t{0}})
    if (grid.count(k) == 3 || grid.count(k) == 1) return k;
  return kNoChannel;
}

}  // namespace

NamesTell namesTell(std::span<const std::string> names) {
  std::array<std::size_t, 4> counts = {};
  for (const std::string& name : names) ++counts[static_cast<std::size_t>(tellOf(name))];
  const auto areMost = [&](NamesTell what) {
    return static_cast<double>(counts[static_cast<std::size_t>(what)]) >=
           kMostNames * static_cast<double>(names.size());
  };
  if (names.empty()) return NamesTell::Nothing;
  for (const NamesTell what : {NamesTell::Pixels, NamesTell::Maybe, NamesTell::Nothing})
    if (areMost(what)) return what;
  return NamesTell::Others;
}

std::optional<NamedPixels> pixelsByName(std::span<const std::string> names) {
  std::vector<NameParts> parts;
  for (const std::string& name : names) {
    auto read = partsOf(name);
    if (!read || read->numbers.empty()) return std::nullopt;
    parts.push_back(std::move(*read));
  }
  if (parts.empty()) return std::nullopt;
  if (parts.front().numbers.size() == 1) return pixelsByColour(parts);
  const std::string letters = parts.front().letters;
  const std::size_t count = parts.front().numbers.size();
  const auto told = firstNumber(letters);
  std::vector<std::vector<std::uint32_t>> places;
  for (NameParts& one : parts) {
    if (one.letters != letters || one.numbers.size() != count) return std::nullopt;
    places.push_back(std::move(one.numbers));
  }
  if (!told) return std::nullopt;
  const PlaceGrid grid(std::move(places));
  const std::vector<std::size_t> nesting = grid.nesting();
  const std::size_t channel = grid.numbers() == 3 ? channelAmong(grid) : kNoChannel;
  if (nesting.empty() || (grid.numbers() == 3 && channel == kNoChannel)) return std::nullopt;
  const std::size_t first = channel == 0 ? 1 : 0;
  const std::uint32_t a = grid.count(first);
  const std::uint32_t b = grid.count(first + 1);
  if (a < kShortestNamedSide || b < kShortestNamedSide) return std::nullopt;
  const bool isFirstSlow = std::ranges::find(nesting, first) < std::ranges::find(nesting, first + 1);
  const bool isFirstRow = *told == FirstNumber::Row || (*told == FirstNumber::NotSaid && isFirstSlow);
  const std::uint32_t channels = channel == kNoChannel ? 1 : grid.count(channel);
  NamedPixels pixels;
  pixels.layout.shape = {static_cast<int>(isFirstRow ? a : b), static_cast<int>(isFirstRow ? b : a),
                         static_cast<int>(channels)};
  pixels.layout.hasChannelsFirst = channels == 3 && nesting.front() == channel;
  pixels.isColumnMajor = isFirstRow != isFirstSlow;
  pixels.mayBeColumnMajor = *told == FirstNumber::NotSaid && !isFirstSlow;
  return pixels;
}

}  // namespace isthmus
