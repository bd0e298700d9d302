#include "core/model/file/json_fields.h"

#include <cstdint>
#include <utility>

namespace isthmus::model_metadata {

std::optional<std::vector<int>> wholeNumbers(const Json& json) {
  if (!json.is_array()) return std::nullopt;
  std::vector<int> numbers;
  for (const Json& number : json) {
    if (!number.is_number_integer()) return std::nullopt;
    const auto value = number.get<std::int64_t>();
    if (value < INT32_MIN || value > INT32_MAX) return std::nullopt;
    numbers.push_back(static_cast<int>(value));
  }
  return numbers;
}

Fields::Fields(const Json& json, std::string where) : m_json(json), m_where(std::move(where)) {
  if (!json.is_object()) fail("is no object");
}

std::string Fields::text(const char* key) {
  const Json* value = find(key);
  if (value && value->is_string()) return value->get<std::string>();
  fail("has no text \"" + std::string(key) + "\"");
  return {};
}

int Fields::whole(const char* key) {
  const Json* value = find(key);
  const auto number = value ? wholeNumbers(Json::array({*value})) : std::nullopt;
  if (number) return number->front();
  fail("has no whole number \"" + std::string(key) + "\"");
  return 0;
}

double Fields::number(const char* key) {
  const Json* value = find(key);
  if (value && value->is_number()) return value->get<double>();
  fail("has no number \"" + std::string(key) + "\"");
  return 0;
}

const Json& Fields::list(const char* key) {
  static const Json kNone = Json::array();
  const Json* value = find(key);
  if (value && value->is_array()) return *value;
  fail("has no list \"" + std::string(key) + "\"");
  return kNone;
}

void Fields::fail(const std::string& what) {
  if (!m_error) m_error = badModel("has an architecture whose " + m_where + " " + what);
}

const Json* Fields::find(const char* key) const {
  if (m_error) return nullptr;
  const auto found = m_json.find(key);
  return found == m_json.end() ? nullptr : &*found;
}

}  // namespace isthmus::model_metadata
