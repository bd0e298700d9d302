#pragma once

#include "core/data/load_options.h"

#include <filesystem>
#include <vector>

namespace isthmus {

/// Files that were loaded as one data set, and how.
struct RecentData {
  std::vector<std::filesystem::path> paths;
  LoadOptions options = {};

  bool operator==(const RecentData&) const = default;
};

/// What was loaded from files lately, newest first, kept in the person's settings.
class RecentList {
 public:
  static constexpr std::size_t kMost = 12;

  /// Reads the settings. What is broken there is left out.
  RecentList();

  const std::vector<RecentData>& all() const { return m_all; }
  /// Puts it first, in place of the same files with other options; the oldest goes when there are too many.
  void add(RecentData data);
  void remove(const std::vector<std::filesystem::path>& paths);

 private:
  void save() const;

  std::vector<RecentData> m_all;
};

}  // namespace isthmus
