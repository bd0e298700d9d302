#include "core/model/setting.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/model/model_spec.h"

#include <optional>
#include <utility>

namespace isthmus {
namespace {

std::string rangeText(const Setting& setting) {
  const auto bound = [](double value) {
    return value >= 1000 ? withThousands(static_cast<std::uint64_t>(value)) : numberText(value);
  };
  return "between " + bound(setting.lowest) + " and " + bound(setting.highest);
}

// Conditions say what is right, so that NaN is wrong.
std::optional<Error> checkNumber(const Setting& setting, double value) {
  if (value >= setting.lowest && value <= setting.highest) return std::nullopt;
  return badSetting(setting.key, std::string(setting.noun) + " must be " + rangeText(setting) + ", not " +
                                     numberText(value));
}

std::optional<Error> checkWidths(const Setting& setting, const std::vector<int>& widths) {
  if (widths.empty() || widths.size() > ModelSpec::kMaxHidden) {
    return badSetting(setting.key, "there must be between 1 and " + std::to_string(ModelSpec::kMaxHidden) +
                                       " hidden layers, not " + std::to_string(widths.size()));
  }
  for (const int width : widths) {
    if (width < setting.lowest || width > setting.highest)
      return badSetting(setting.key, "a hidden layer must be " + rangeText(setting) + " wide, not " +
                                         std::to_string(width));
  }
  return std::nullopt;
}

std::optional<std::vector<int>> widthsIn(std::string_view text) {
  std::vector<int> widths;
  while (true) {
    const std::size_t comma = text.find(',');
    const auto width = parseNumber<int>(text.substr(0, comma));
    if (!width) return std::nullopt;
    widths.push_back(*width);
    if (comma == std::string_view::npos) return widths;
    text.remove_prefix(comma + 1);
  }
}

Error notA(const Setting& setting, std::string_view text, std::string_view expected) {
  return badSetting(setting.key, quotedText(std::string(text)) + " is not " + std::string(expected));
}

}  // namespace

std::string settingText(const SettingValue& value) {
  if (const auto* whole = std::get_if<int>(&value)) return numberText(*whole);
  if (const auto* number = std::get_if<double>(&value)) return numberText(*number);
  std::string text;
  for (const int width : std::get<std::vector<int>>(value))
    text.append(text.empty() ? "" : ",").append(numberText(width));
  return text;
}

Result<SettingValue> parseSetting(const Setting& setting, std::string_view text) {
  std::optional<SettingValue> value;
  std::string_view expected = "a number";
  if (std::holds_alternative<int>(setting.usual)) {
    expected = "a whole number";
    if (const auto whole = parseNumber<int>(text)) value = *whole;
  } else if (std::holds_alternative<double>(setting.usual)) {
    if (const auto number = parseNumber<double>(text)) value = *number;
  } else {
    expected = "a list of widths such as 256,128";
    if (auto widths = widthsIn(text)) value = *std::move(widths);
  }
  if (!value) return notA(setting, text, expected);
  if (auto error = checkSetting(setting, *value)) return *std::move(error);
  return *std::move(value);
}

std::optional<Error> checkSetting(const Setting& setting, const SettingValue& value) {
  if (value.index() != setting.usual.index())
    return notA(setting, settingText(value), std::string("a value for ") + std::string(setting.noun));
  if (const auto* whole = std::get_if<int>(&value)) return checkNumber(setting, *whole);
  if (const auto* number = std::get_if<double>(&value)) return checkNumber(setting, *number);
  return checkWidths(setting, std::get<std::vector<int>>(value));
}

}  // namespace isthmus
