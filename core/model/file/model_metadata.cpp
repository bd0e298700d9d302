#include "core/model/file/model_metadata.h"

namespace isthmus::model_metadata {
namespace {

/// "28,28,1"; at most `most` numbers.
std::optional<std::vector<int>> listIn(std::string_view text, std::size_t most) {
  std::vector<int> values;
  while (values.size() < most) {
    const std::size_t comma = text.find(',');
    const auto value = parseNumber<int>(text.substr(0, comma));
    if (!value) return std::nullopt;
    values.push_back(*value);
    if (comma == std::string_view::npos) return values;
    text.remove_prefix(comma + 1);
  }
  return std::nullopt;
}

}  // namespace

Error badModel(std::string message) {
  return {ErrorCode::BadFormat, std::move(message)};
}

Result<std::string> field(const Metadata& metadata, const std::string& key) {
  const auto found = metadata.find(key);
  if (found == metadata.end())
    return badModel("is not a model of Isthmus: its metadata has no \"" + key + "\"");
  return found->second;
}

std::optional<Error> expectField(const Metadata& metadata, const std::string& key,
                                 const std::string& expected) {
  const auto value = field(metadata, key);
  if (!value) return value.error();
  if (*value == expected) return std::nullopt;
  return badModel("has the " + key + " " + quotedText(*value) + "; this version reads \"" + expected +
                  "\" alone");
}

Result<std::vector<int>> listField(const Metadata& metadata, const std::string& key, std::size_t most) {
  const auto text = field(metadata, key);
  if (!text) return text.error();
  auto values = listIn(*text, most);
  if (values) return *std::move(values);
  return badModel("has the " + key + " " + quotedText(*text) +
                  "; whole numbers with commas between them, at most " + std::to_string(most) +
                  ", were expected");
}

}  // namespace isthmus::model_metadata
