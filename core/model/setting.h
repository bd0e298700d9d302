#pragma once

#include "core/base/result.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace isthmus {

/// A whole number, a number, or widths of layers.
using SettingValue = std::variant<int, double, std::vector<int>>;

/// What a person can choose about a kind of model: a field of the form and an option of the command line.
struct Setting {
  std::string_view key;          ///< "latent": as --set and files name it
  std::string_view label;        ///< of the form's field, with '&' before its letter
  std::string_view noun;         ///< in sentences: "the number of latent dimensions"
  std::string_view explanation;  ///< one sentence for a student
  std::string_view unit;         ///< behind the number in the form: "dimensions"
  SettingValue usual;
  double lowest = 0;  ///< of the number, or of each width
  double highest = 0;
  bool isLive = false;  ///< may be changed while it trains
};

/// Values by key. What is missing has its usual value.
using ModelSettings = std::map<std::string, SettingValue, std::less<>>;

/// "256,128" or "0.5".
std::string settingText(const SettingValue& value);
/// The other way, for a setting of this type and range; the error says what was expected.
Result<SettingValue> parseSetting(const Setting& setting, std::string_view text);
/// What is wrong with a value, if anything: its type or its range. Error::where is the key.
std::optional<Error> checkSetting(const Setting& setting, const SettingValue& value);

}  // namespace isthmus
