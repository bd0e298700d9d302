#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace isthmus {

/// Finds a picture by the name that a table gives it: with or without its folders and its ending, numbers
/// with or without leading zeros, capitals or not.
class PictureIndex {
 public:
  /// Paths with '/' between folders. They must live as long as the index.
  explicit PictureIndex(std::span<const std::string> paths);

  /// Nothing where none is called so, or several are and the folders in `name` do not tell which.
  std::optional<std::size_t> find(std::string_view name) const;

 private:
  std::span<const std::string> m_paths;
  std::unordered_map<std::string, std::vector<std::size_t>> m_byStem;
};

/// Whether a column's name says that it names pictures: "image_id", "Filename", "path".
bool isPictureColumnName(std::string_view name);

}  // namespace isthmus
