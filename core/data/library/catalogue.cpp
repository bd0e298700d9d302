#include "core/data/library/catalogue.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <optional>
#include <set>
#include <utility>

namespace isthmus {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;
/// Larger than any set that a person would want to look at here; keeps sums of sizes far from overflow.
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 40;

Error wrong(const std::string& where, const std::string& what) {
  return {ErrorCode::BadFormat, what, "catalogue: " + where};
}

/// Reads the fields of one object; the first mistake stays.
class CatalogueFields {
 public:
  CatalogueFields(const json& object, std::string where, std::initializer_list<std::string_view> known)
      : m_object(object), m_where(std::move(where)) {
    if (!object.is_object()) fail("is not an object");
    for (const auto& [key, value] : object.items())
      if (std::ranges::find(known, key) == known.end()) fail("has the unknown field " + key);
  }

  const std::optional<Error>& error() const { return m_error; }
  void fail(const std::string& what) {
    if (!m_error) m_error = wrong(m_where, what);
  }
  std::string text(const char* key) {
    const json* value = find(key);
    if (value == nullptr) return {};
    if (!value->is_string() || value->get_ref<const std::string&>().empty()) {
      fail(std::string("needs a text as ") + key);
      return {};
    }
    return value->get<std::string>();
  }
  std::uint64_t count(const char* key, std::uint64_t least) {
    const json* value = find(key);
    if (value == nullptr) return 0;
    if (!value->is_number_unsigned() || value->get<std::uint64_t>() < least ||
        value->get<std::uint64_t>() > kMostBytes) {
      fail(std::string("needs a whole number from ") + std::to_string(least) + " as " + key);
      return 0;
    }
    return value->get<std::uint64_t>();
  }
  std::vector<std::string> texts(const char* key) {
    std::vector<std::string> result;
    for (const json& value : list(key)) {
      if (!value.is_string() || value.get_ref<const std::string&>().empty()) {
        fail(std::string("needs texts in ") + key);
        return {};
      }
      result.push_back(value.get<std::string>());
    }
    return result;
  }
  bool has(const char* key) const { return m_object.is_object() && m_object.contains(key); }
  /// Of one element at least.
  const json& list(const char* key) {
    static const json none = json::array();
    const json* value = find(key);
    if (value == nullptr) return none;
    if (value->is_array() && !value->empty()) return *value;
    fail(std::string("needs a list that is not empty as ") + key);
    return none;
  }

 private:
  const json* find(const char* key) {
    if (m_error) return nullptr;
    const auto found = m_object.find(key);
    if (found != m_object.end()) return &*found;
    fail(std::string("lacks the field ") + key);
    return nullptr;
  }

  const json& m_object;
  std::string m_where;
  std::optional<Error> m_error;
};

bool isPlainName(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.size() <= 255 &&
         name.find_first_of(std::string_view("/\\\0", 3)) == std::string_view::npos;
}

bool isId(std::string_view id) {
  return !id.empty() && id.front() != '-' && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool isSha256(std::string_view sum) {
  return sum.size() == 64 && sum.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string lastPart(const std::string& member) {
  return member.substr(member.rfind('/') + 1);
}

Result<CatalogueFile> readFile(const json& object, const std::string& owner) {
  const std::string name =
      object.is_object() && object.contains("name") && object["name"].is_string() ? object["name"] : "?";
  CatalogueFields fields(object, owner + ", file " + name, {"name", "bytes", "sha256", "urls", "members"});
  CatalogueFile file;
  file.name = fields.text("name");
  file.bytes = fields.count("bytes", 1);
  file.sha256 = fields.text("sha256");
  file.urls = fields.texts("urls");
  if (fields.has("members")) file.members = fields.texts("members");
  if (!isPlainName(file.name)) fields.fail("needs a name without folders");
  if (!isSha256(file.sha256)) fields.fail("needs 64 hexadecimal digits in lower case as sha256");
  for (const std::string& url : file.urls)
    if (!url.starts_with("https://") && !url.starts_with("http://"))
      fields.fail("has a URL that begins neither with https:// nor with http://");
  for (const std::string& member : file.members)
    if (!isPlainName(lastPart(member))) fields.fail("has a member without a name");
  if (fields.error()) return *fields.error();
  return file;
}

Result<CatalogueEntry> readEntry(const json& object, std::size_t index) {
  const std::string where = object.is_object() && object.contains("id") && object["id"].is_string()
                                ? object["id"].get<std::string>()
                                : "data set " + std::to_string(index + 1);
  CatalogueFields fields(
      object, where,
      {"id", "title", "description", "licence", "homepage", "train", "test", "shape", "classes", "files"});
  CatalogueEntry entry;
  entry.id = fields.text("id");
  entry.title = fields.text("title");
  entry.description = fields.text("description");
  entry.licence = fields.text("licence");
  entry.homepage = fields.text("homepage");
  entry.train = fields.count("train", 1);
  entry.test = fields.count("test", 0);
  entry.shape = fields.text("shape");
  entry.classes = fields.count("classes", 1);
  for (const json& file : fields.list("files")) {
    Result<CatalogueFile> read = readFile(file, where);
    if (!read) return read.error();
    entry.files.push_back(std::move(read).value());
  }
  if (!isId(entry.id)) fields.fail("needs small letters, digits and '-' as id");
  if (fields.error()) return *fields.error();
  std::set<std::string> names;
  for (const CatalogueFile& file : entry.files)
    if (!names.insert(file.name).second) fields.fail("has two files named " + file.name);
  if (const auto kept = entry.keptNames(); std::set(kept.begin(), kept.end()).size() != kept.size())
    fields.fail("would keep two files of one name");
  if (fields.error()) return *fields.error();
  return entry;
}

}  // namespace

std::uint64_t CatalogueEntry::bytes() const {
  std::uint64_t sum = 0;
  for (const CatalogueFile& file : files) sum += file.bytes;
  return sum;
}

std::vector<std::string> CatalogueEntry::keptNames() const {
  std::vector<std::string> names;
  for (const CatalogueFile& file : files) {
    if (file.members.empty()) names.push_back(file.name);
    for (const std::string& member : file.members) names.push_back(lastPart(member));
  }
  return names;
}

Result<std::vector<CatalogueEntry>> parseCatalogue(std::string_view text) {
  const json root = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (root.is_discarded()) return wrong("the file", "is not JSON");
  CatalogueFields fields(root, "the file", {"version", "datasets"});
  if (fields.count("version", 1) != kVersion)
    fields.fail("is of another version than " + std::to_string(kVersion));
  std::vector<CatalogueEntry> entries;
  for (const json& object : fields.list("datasets")) {
    Result<CatalogueEntry> entry = readEntry(object, entries.size());
    if (!entry) return entry.error();
    if (std::ranges::find(entries, entry->id, &CatalogueEntry::id) != entries.end())
      return wrong(entry->id, "is there twice");
    entries.push_back(std::move(entry).value());
  }
  if (fields.error()) return *fields.error();
  return entries;
}

std::filesystem::path downloadsFolder() {
  // A relative XDG_DATA_HOME is to be ignored, says the specification.
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/')
    return std::filesystem::path(data) / "isthmus" / "datasets";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
    return std::filesystem::path(home) / ".local" / "share" / "isthmus" / "datasets";
  return {};
}

}  // namespace isthmus
