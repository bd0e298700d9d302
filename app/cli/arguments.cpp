#include "app/cli/arguments.h"

namespace isthmus::cli {
namespace {

Error wrongUse(const std::string& message) {
  return {ErrorCode::BadSetting, message};
}

/// A word that names an option; a negative number ("-1,0.5") is a value.
bool isOption(const std::string& word) {
  return word.size() > 2 && word.starts_with("--");
}

}  // namespace

Result<Arguments> Arguments::parse(const std::vector<std::string>& words,
                                   const std::vector<Option>& options) {
  Arguments arguments;
  for (std::size_t i = 0; i < words.size();) {
    if (!isOption(words[i])) return wrongUse("'" + words[i] + "' was not expected here; see --help");
    Given given;
    const std::size_t equals = words[i].find('=');
    given.name = words[i].substr(2, equals == std::string::npos ? equals : equals - 2);
    const auto option = std::ranges::find(options, given.name, &Option::name);
    if (option == options.end())
      return wrongUse("--" + given.name + " is not an option of this command; see --help");
    const bool several = option->takes == Option::Takes::Values;
    if (arguments.has(given.name) && !several) return wrongUse("--" + given.name + " was given twice");
    if (equals != std::string::npos) given.values.push_back(words[i].substr(equals + 1));
    ++i;
    while (option->takes != Option::Takes::Nothing && i < words.size() && !isOption(words[i]) &&
           (several || given.values.empty()))
      given.values.push_back(words[i++]);
    if (option->takes == Option::Takes::Nothing && !given.values.empty())
      return wrongUse("--" + given.name + " takes no value");
    if (option->takes != Option::Takes::Nothing && given.values.empty())
      return wrongUse("--" + given.name + " needs a value: --" + given.name + " " +
                      std::string(option->value));
    const auto before = std::ranges::find(arguments.m_given, given.name, &Given::name);
    if (before == arguments.m_given.end())
      arguments.m_given.push_back(std::move(given));
    else
      before->values.insert(before->values.end(), given.values.begin(), given.values.end());
  }
  return arguments;
}

const Arguments::Given* Arguments::find(std::string_view option) const {
  const auto given = std::ranges::find(m_given, option, &Given::name);
  return given == m_given.end() ? nullptr : &*given;
}

std::vector<std::string> Arguments::values(std::string_view option) const {
  const Given* given = find(option);
  return given ? given->values : std::vector<std::string>();
}

std::string Arguments::text(std::string_view option, std::string_view fallback) const {
  const Given* given = find(option);
  return given && !given->values.empty() ? given->values.front() : std::string(fallback);
}

Result<std::string> Arguments::required(std::string_view option) const {
  if (has(option)) return text(option);
  return Error{ErrorCode::BadSetting, "--" + std::string(option) + " is missing; see --help"};
}

}  // namespace isthmus::cli
