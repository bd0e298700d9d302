#include "core/data/images/files/picture_index.h"

#include "core/base/text.h"
#include "core/data/images/picture_kind.h"

#include <algorithm>
#include <array>

namespace isthmus {
namespace {

std::string_view lastName(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

std::string_view stemOfPicture(std::string_view name) {
  return isPictureName(name) ? name.substr(0, name.rfind('.')) : name;
}

/// What names are compared by: "0007.PNG" and "7" are one.
std::string pictureKey(std::string_view name) {
  std::string key = lowerCased(stemOfPicture(name));
  const bool isNumber = key.find_first_not_of("0123456789") == std::string::npos;
  if (isNumber)
    key.erase(0, std::min(key.find_first_not_of('0'), key.size() - std::min<std::size_t>(key.size(), 1)));
  return key;
}

/// Whether the folders of a name are the last ones of a path.
bool endsWithFolders(std::string_view path, std::string_view name) {
  const std::string_view folder = path.substr(0, path.rfind('/') + 1);
  const std::string_view wanted = name.substr(0, name.rfind('/') + 1);
  if (!folder.ends_with(wanted)) return false;
  return folder.size() == wanted.size() || folder[folder.size() - wanted.size() - 1] == '/';
}

}  // namespace

PictureIndex::PictureIndex(std::span<const std::string> paths) : m_paths(paths) {
  m_byStem.reserve(paths.size());
  for (std::size_t i = 0; i < paths.size(); ++i) m_byStem[pictureKey(lastName(paths[i]))].push_back(i);
}

std::optional<std::size_t> PictureIndex::find(std::string_view given) const {
  if (given.empty()) return std::nullopt;
  std::string name(given);
  std::ranges::replace(name, '\\', '/');
  while (name.starts_with("./")) name.erase(0, 2);
  const std::string_view last = lastName(name);
  if (last.empty()) return std::nullopt;
  const auto found = m_byStem.find(pictureKey(last));
  if (found == m_byStem.end()) return std::nullopt;
  const std::vector<std::size_t>& same = found->second;
  if (same.size() == 1) return same.front();
  // The folders decide, then the whole name with its ending.
  std::vector<std::size_t> fitting;
  std::ranges::copy_if(same, std::back_inserter(fitting),
                       [&](std::size_t i) { return endsWithFolders(m_paths[i], name); });
  if (fitting.size() > 1) std::erase_if(fitting, [&](std::size_t i) { return lastName(m_paths[i]) != last; });
  return fitting.size() == 1 ? std::optional(fitting.front()) : std::nullopt;
}

bool isPictureColumnName(std::string_view name) {
  constexpr std::array<std::string_view, 27> kNames = {
      "image",    "imageid",   "imagename", "imagefile", "imagepath", "imageindex", "imagefilename",
      "img",      "imgid",     "imgname",   "imgfile",   "imgpath",   "file",       "files",
      "filename", "filepath",  "filepaths", "fname",     "path",      "paths",      "id",
      "picture",  "pictureid", "photo",     "photoid",   "name",      "uri"};
  std::string letters;
  for (const char c : lowerCased(name))
    if (c >= 'a' && c <= 'z') letters += c;
  return std::ranges::find(kNames, letters) != kNames.end();
}

}  // namespace isthmus
