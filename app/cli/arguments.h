#pragma once

#include "core/base/number_text.h"
#include "core/base/result.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus::cli {

/// An option of a command: "--epochs N".
struct Option {
  enum class Takes { Nothing, OneValue, Values };
  std::string_view name;   ///< without the dashes
  std::string_view value;  ///< its name in the help: "N"
  std::string_view help;
  Takes takes = Takes::OneValue;
};

/// What stands on the command line behind a command's name.
class Arguments {
 public:
  /// Unknown options, missing values and stray words are errors.
  static Result<Arguments> parse(const std::vector<std::string>& words, const std::vector<Option>& options);

  bool has(std::string_view option) const { return find(option) != nullptr; }
  std::vector<std::string> values(std::string_view option) const;
  /// Its value, or `fallback` where it was not given.
  std::string text(std::string_view option, std::string_view fallback = "") const;
  /// Its value where it must be given.
  Result<std::string> required(std::string_view option) const;

  /// Its value as a number, or `fallback` where it was not given.
  template <typename Number>
  Result<Number> number(std::string_view option, Number fallback) const {
    if (!has(option)) return fallback;
    if (const auto value = parseNumber<Number>(text(option))) return *value;
    return Error{ErrorCode::BadSetting, "'" + text(option) + "' is not a number that can be used here",
                 "--" + std::string(option)};
  }
  /// "256,128" as numbers, or `fallback` where it was not given.
  template <typename Number>
  Result<std::vector<Number>> numbers(std::string_view option, std::vector<Number> fallback) const {
    if (!has(option)) return fallback;
    std::vector<Number> list;
    const std::string whole = text(option);
    for (std::size_t begin = 0; begin <= whole.size();) {
      const std::size_t end = std::min(whole.find(',', begin), whole.size());
      const auto value = parseNumber<Number>(std::string_view(whole).substr(begin, end - begin));
      if (!value)
        return Error{ErrorCode::BadSetting, "'" + whole + "' is not a list of numbers such as 1,2",
                     "--" + std::string(option)};
      list.push_back(*value);
      begin = end + 1;
    }
    return list;
  }

 private:
  struct Given {
    std::string name;
    std::vector<std::string> values;
  };
  const Given* find(std::string_view option) const;

  std::vector<Given> m_given;
};

}  // namespace isthmus::cli
