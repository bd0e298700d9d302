#pragma once

#include "core/model/file/model_metadata.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace isthmus::model_metadata {

using Json = nlohmann::ordered_json;

/// Whole numbers of a list; nothing when it is anything else.
std::optional<std::vector<int>> wholeNumbers(const Json& json);

/// Reads an object's fields one by one; the first that is wrong is kept as the error.
class Fields {
 public:
  /// `where` names the object in errors: "layer". Both must outlive this.
  Fields(const Json& json, std::string where);

  bool has(const char* key) const { return m_json.is_object() && m_json.contains(key); }
  std::string text(const char* key);
  int whole(const char* key);
  double number(const char* key);
  /// An empty list on error.
  const Json& list(const char* key);
  /// The first choice on error.
  template <typename Value, std::size_t count>
  Value choice(const char* key, const Choices<Value, count>& choices) {
    const std::string name = text(key);
    if (m_error) return choices.front().first;
    auto value = choiceIn(key, name, choices);
    if (value) return *value;
    m_error = value.error();
    return choices.front().first;
  }
  const std::optional<Error>& error() const { return m_error; }

 private:
  void fail(const std::string& what);
  const Json* find(const char* key) const;

  const Json& m_json;
  std::string m_where;
  std::optional<Error> m_error;
};

}  // namespace isthmus::model_metadata
