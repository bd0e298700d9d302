#pragma once

#include "core/base/number_text.h"
#include "core/base/result.h"
#include "core/base/text.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isthmus::model_metadata {

/// The metadata of a model's file: texts by key.
using Metadata = std::map<std::string, std::string>;

/// What a text may be, and what it stands for.
template <typename Value, std::size_t count>
using Choices = std::array<std::pair<Value, std::string_view>, count>;

template <typename Value, std::size_t count>
std::string_view nameOf(const Choices<Value, count>& choices, Value value) {
  for (const auto& [known, name] : choices)
    if (known == value) return name;
  return {};
}

/// An error about a model's file, which the caller names.
Error badModel(std::string message);

/// "28,28,1".
template <typename Number>
std::string joined(const std::vector<Number>& values, const char* separator) {
  std::string text;
  for (const Number value : values) {
    if (!text.empty()) text += separator;
    text += numberText(value);
  }
  return text;
}

Result<std::string> field(const Metadata& metadata, const std::string& key);
/// A field that must have the one value this version knows.
std::optional<Error> expectField(const Metadata& metadata, const std::string& key,
                                 const std::string& expected);
/// Whole numbers with commas between them, at most `most`.
Result<std::vector<int>> listField(const Metadata& metadata, const std::string& key, std::size_t most);

/// What a text stands for; `what` names it in the error.
template <typename Value, std::size_t count>
Result<Value> choiceIn(const std::string& what, std::string_view text, const Choices<Value, count>& choices) {
  std::string expected;
  for (const auto& [value, name] : choices) {
    if (text == name) return value;
    expected.append(expected.empty() ? "\"" : ", \"").append(name).append("\"");
  }
  return badModel("has the " + what + " " + quotedText(text) + "; this version reads " + expected);
}

template <typename Value, std::size_t count>
Result<Value> choiceField(const Metadata& metadata, const std::string& key,
                          const Choices<Value, count>& choices) {
  const auto text = field(metadata, key);
  if (!text) return text.error();
  return choiceIn(key, *text, choices);
}

template <typename Number>
Result<Number> numberField(const Metadata& metadata, const std::string& key, Number low, Number high) {
  const auto text = field(metadata, key);
  if (!text) return text.error();
  const auto number = parseNumber<Number>(*text);
  if (number && *number >= low && *number <= high) return *number;
  return badModel("has the " + key + " " + quotedText(*text) + "; a number from " + numberText(low) + " to " +
                  numberText(high) + " was expected");
}

}  // namespace isthmus::model_metadata
