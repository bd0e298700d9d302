#include "core/data/load_options.h"

#include "core/base/number_text.h"

#include <array>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

constexpr double kMaxTestShare = 0.9;
constexpr int kMinSide = 4;
constexpr int kMaxSide = 512;
constexpr std::string_view kVectorShape = "vector";

template <typename Value, std::size_t n>
using Words = std::array<std::pair<std::string_view, Value>, n>;

constexpr Words<Scaling, 3> kScalings = {
    {{"none", Scaling::None}, {"unit", Scaling::UnitRange}, {"standard", Scaling::Standardise}}};
constexpr Words<MissingValues, 2> kMissing = {
    {{"drop", MissingValues::Drop}, {"median", MissingValues::Median}}};
constexpr Words<PixelOrder, 2> kOrders = {
    {{"row-major", PixelOrder::RowMajor}, {"column-major", PixelOrder::ColumnMajor}}};
constexpr Words<int, 2> kChannels = {{{"grey", 1}, {"rgb", 3}}};
constexpr Words<bool, 2> kYesNo = {{{"yes", true}, {"no", false}}};
constexpr Words<char, 3> kQuotes = {{{"double", '"'}, {"single", '\''}, {"none", '\0'}}};
constexpr Words<char, 5> kThousands = {
    {{"comma", ','}, {"point", '.'}, {"space", ' '}, {"apostrophe", '\''}, {"none", '\0'}}};
constexpr std::size_t kMaxSkippedLines = 1'000'000;
constexpr int kMaxAxis = 3;
constexpr int kMaxWhite = 65'535;
constexpr Words<char, 4> kDelimiters = {{{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"space", ' '}}};

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(at, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

/// Before a character of a name that would otherwise end it or begin the options.
constexpr char kEscape = '\\';
constexpr char kListSeparator = '+';  // between the names of a list

std::string escaped(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (c == ',' || c == ':' || c == kListSeparator || c == kEscape) text += kEscape;
    text += c;
  }
  return text;
}

/// The same the other way; an escape at the end stands for itself.
std::string unescaped(std::string_view text) {
  std::string name;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == kEscape && i + 1 < text.size()) ++i;
    name += text[i];
  }
  return name;
}

bool isEscaped(std::string_view text, std::size_t at) {
  std::size_t before = at;
  while (before > 0 && text[before - 1] == kEscape) --before;
  return (at - before) % 2 == 1;
}

/// Split where `separator` stands and is not escaped.
std::vector<std::string_view> splitList(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t end = 0; end <= text.size(); ++end) {
    if (end + 1 < text.size() && text[end] == kEscape) {
      ++end;  // and what it escapes
    } else if (end == text.size() || text[end] == separator) {
      parts.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return parts;
}

Error wrongValue(std::string_view key, std::string_view value, const std::string& expected) {
  return {ErrorCode::BadSetting, "'" + std::string(value) + "' is not possible here; expected " + expected,
          std::string(key)};
}

template <typename Value, std::size_t n>
Result<void> readWord(std::string_view key, std::string_view text, const Words<Value, n>& words,
                      std::optional<Value>& to) {
  std::string expected;
  for (const auto& [word, value] : words) {
    if (word == text) {
      to = value;
      return {};
    }
    expected += (expected.empty() ? "" : " or ") + std::string(word);
  }
  return wrongValue(key, text, expected);
}

template <typename Value>
Result<void> readNumber(std::string_view key, std::string_view text, Value lowest, Value highest,
                        std::optional<Value>& to) {
  const auto value = parseNumber<Value>(text);
  if (!value || !(*value >= lowest && *value <= highest))
    return wrongValue(key, text, "a number from " + numberText(lowest) + " to " + numberText(highest));
  to = value;
  return {};
}

Result<void> readShape(std::string_view key, std::string_view text, std::optional<ImageShape>& to) {
  if (text == kVectorShape) {
    to = ImageShape{};
    return {};
  }
  constexpr int kLargest = 4096;
  std::vector<int> sides;
  for (const std::string_view part : split(text, 'x')) {
    const auto side = parseNumber<int>(part);
    sides.push_back(side && *side >= 1 && *side <= kLargest ? *side : 0);
  }
  const bool grey = sides.size() == 2;
  const bool colour = sides.size() == 3 && (sides[2] == 1 || sides[2] == 3);
  if (!(grey || colour) || sides[0] == 0 || sides[1] == 0)
    return wrongValue(key, text, "HEIGHTxWIDTH (28x28), HEIGHTxWIDTHx3 or vector");
  to = ImageShape{sides[0], sides[1], colour ? sides[2] : 1};
  return {};
}

Result<void> readName(std::string_view key, std::string_view text, std::optional<std::string>& to) {
  if (text.empty()) return wrongValue(key, text, "a name");
  to = unescaped(text);
  return {};
}

Result<void> readNames(std::string_view key, std::string_view text,
                       std::optional<std::vector<std::string>>& to) {
  std::vector<std::string> names;
  for (const std::string_view name : splitList(text, kListSeparator)) {
    if (name.empty()) return wrongValue(key, text, "names of columns parted by +, such as age+weight");
    names.push_back(unescaped(name));
  }
  to = std::move(names);
  return {};
}

Result<void> readCharacter(std::string_view key, std::string_view text, std::optional<char>& to) {
  const std::string character = unescaped(text);
  if (character.size() != 1) return wrongValue(key, text, "one character, such as % or #");
  to = character.front();
  return {};
}

Result<void> readOption(std::string_view key, std::string_view value, LoadOptions& options) {
  if (key == "data") return readName(key, value, options.samples);
  if (key == "label") return readName(key, value, options.label);
  if (key == "scale") return readWord(key, value, kScalings, options.scaling);
  if (key == "missing") return readWord(key, value, kMissing, options.missing);
  if (key == "split") return readNumber(key, value, 0.0, kMaxTestShare, options.testShare);
  if (key == "seed") return readNumber(key, value, std::uint64_t{0}, ~std::uint64_t{0}, options.seed);
  if (key == "size") return readNumber(key, value, kMinSide, kMaxSide, options.side);
  if (key == "colour") return readWord(key, value, kChannels, options.channels);
  if (key == "shape") return readShape(key, value, options.shape);
  if (key == "header") return readWord(key, value, kYesNo, options.header);
  if (key == "delimiter") return readWord(key, value, kDelimiters, options.delimiter);
  if (key == "columns") return readNames(key, value, options.columns);
  if (key == "drop") return readNames(key, value, options.dropped);
  if (key == "factors") return readNames(key, value, options.factors);
  if (key == "names") return readName(key, value, options.names);
  if (key == "skip") return readNumber(key, value, std::size_t{0}, kMaxSkippedLines, options.skippedLines);
  if (key == "comment") return readCharacter(key, value, options.comment);
  if (key == "quote") return readWord(key, value, kQuotes, options.quote);
  if (key == "thousands") return readWord(key, value, kThousands, options.thousands);
  if (key == "transpose") return readWord(key, value, kYesNo, options.transpose);
  if (key == "axis") return readNumber(key, value, 0, kMaxAxis, options.axis);
  if (key == "order") return readWord(key, value, kOrders, options.order);
  if (key == "set") return readName(key, value, options.set);
  if (key == "white") return readNumber(key, value, 1, kMaxWhite, options.white);
  return Error{
      ErrorCode::BadSetting,
      "'" + std::string(key) +
          "' is no option of a data set; expected data, label, scale, missing, split, seed, size, colour, "
          "shape, header, delimiter, columns, drop, factors, names, skip, comment, quote, thousands, "
          "transpose, axis, order, "
          "set or white"};
}

template <typename Value, std::size_t n>
std::string_view wordOf(const Words<Value, n>& words, Value value) {
  for (const auto& [word, of] : words) {
    if (of == value) return word;
  }
  return {};
}

std::string shapeOption(const ImageShape& shape) {
  if (shape.size() == 0) return std::string(kVectorShape);
  std::string text = std::to_string(shape.height) + "x" + std::to_string(shape.width);
  return shape.channels == 1 ? text : text + "x" + std::to_string(shape.channels);
}

std::string namesText(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : std::string(1, kListSeparator)) + escaped(name);
  return text;
}

using KeyAndValue = std::pair<std::string_view, std::string>;

std::vector<KeyAndValue> givenOptions(const LoadOptions& options) {
  std::vector<KeyAndValue> given;
  const auto add = [&](std::string_view key, std::string_view value) { given.emplace_back(key, value); };
  if (options.samples) add("data", escaped(*options.samples));
  if (options.label) add("label", escaped(*options.label));
  if (options.scaling) add("scale", wordOf(kScalings, *options.scaling));
  if (options.missing) add("missing", wordOf(kMissing, *options.missing));
  if (options.testShare) add("split", numberText(*options.testShare));
  if (options.seed) add("seed", numberText(*options.seed));
  if (options.side) add("size", numberText(*options.side));
  if (options.channels) add("colour", wordOf(kChannels, *options.channels));
  if (options.shape) add("shape", shapeOption(*options.shape));
  if (options.header) add("header", wordOf(kYesNo, *options.header));
  if (options.delimiter) add("delimiter", wordOf(kDelimiters, *options.delimiter));
  if (options.columns) add("columns", namesText(*options.columns));
  if (options.dropped) add("drop", namesText(*options.dropped));
  if (options.factors) add("factors", namesText(*options.factors));
  if (options.names) add("names", escaped(*options.names));
  if (options.skippedLines) add("skip", numberText(*options.skippedLines));
  if (options.comment) add("comment", escaped(std::string(1, *options.comment)));
  if (options.quote) add("quote", wordOf(kQuotes, *options.quote));
  if (options.thousands) add("thousands", wordOf(kThousands, *options.thousands));
  if (options.transpose) add("transpose", wordOf(kYesNo, *options.transpose));
  if (options.axis) add("axis", numberText(*options.axis));
  if (options.order) add("order", wordOf(kOrders, *options.order));
  if (options.set) add("set", escaped(*options.set));
  if (options.white) add("white", numberText(*options.white));
  return given;
}

}  // namespace

Result<LoadOptions> parseLoadOptions(std::string_view text) {
  LoadOptions options;
  std::set<std::string_view> seen;
  if (text.empty()) return options;
  for (const std::string_view part : splitList(text, ',')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos)
      return Error{ErrorCode::BadSetting, "'" + std::string(part) + "' is no option; expected NAME=VALUE"};
    const std::string_view key = part.substr(0, equals);
    if (!seen.insert(key).second)
      return Error{ErrorCode::BadSetting, "the option '" + std::string(key) + "' is there twice"};
    if (auto read = readOption(key, part.substr(equals + 1), options); !read) return read.error();
  }
  return options;
}

std::string loadOptionsText(const LoadOptions& options) {
  std::string text;
  for (const auto& [key, value] : givenOptions(options))
    text.append(text.empty() ? "" : ",").append(key).append("=").append(value);
  return text;
}

std::vector<std::string_view> givenKeys(const LoadOptions& options) {
  std::vector<std::string_view> keys;
  for (const auto& [key, value] : givenOptions(options)) keys.push_back(key);
  return keys;
}

Result<PathWithOptions> splitOptions(const std::string& argument) {
  std::size_t colon = argument.rfind(':');
  while (colon != std::string::npos && colon > 0 && isEscaped(argument, colon))
    colon = argument.rfind(':', colon - 1);
  std::error_code unknown;
  const bool options = colon != std::string::npos && argument.find('=', colon) != std::string::npos &&
                       !std::filesystem::exists(argument, unknown);
  if (!options) return PathWithOptions{argument, {}};
  Result<LoadOptions> parsed = parseLoadOptions(std::string_view(argument).substr(colon + 1));
  if (!parsed) return parsed.error();
  return PathWithOptions{argument.substr(0, colon), *parsed};
}

}  // namespace isthmus
