#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset_format.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

namespace isthmus {

/// Gathers files that are to become one data set, each once, with their formats. A folder stands for its
/// files; where none of these can be read, for those in its subfolders; where these are none or pictures, for
/// those in their subfolders as well (train/cat/1.png). Of pictures beside other files that can be read the
/// few are passed over for the many, and pictures are taken by their names alone, for they may be a hundred
/// thousand. Hidden files, pipes, sockets and devices in a folder are not looked at; a link to a folder is
/// followed once.
class FileCollection {
 public:
  /// A home folder that was dropped by mistake must not be read for minutes.
  static constexpr std::size_t kMaxListed = 300'000;

  /// Adding fails with ErrorCode::Cancelled soon after the task is cancelled, and with ErrorCode::TooLarge
  /// once more than `maxListed` files and folders were seen.
  explicit FileCollection(const Task& task = {}, std::size_t maxListed = kMaxListed)
      : m_task(task), m_maxListed(maxListed) {}

  /// A file of no known format is an error, and so is a folder without a file that can be read.
  Result<void> addPath(const std::filesystem::path& path);

  /// The one format of all files; at least one must have been added.
  Result<const DatasetFormat*> format() const;
  /// In the order they were added, those of a folder sorted.
  std::span<const std::filesystem::path> files() const { return m_files; }
  /// Whether a file was added by its own name.
  bool hasNamedFiles() const { return m_hasNamedFiles; }
  /// How many files beside the pictures of folders were not taken.
  std::size_t passedOver() const { return m_passedOver; }
  const std::string& firstPassedOver() const { return m_firstPassedOver; }

 private:
  struct Listing;
  struct ListedFile;
  struct Sorted;

  static Error cancelled();
  Error tooMany(const std::filesystem::path& folder) const;
  Result<void> addFile(const std::filesystem::path& file);
  Result<void> addFolder(const std::filesystem::path& folder);
  Result<bool> addSubfolders(const std::filesystem::path& folder, const Listing& top);
  Result<Listing> list(const std::filesystem::path& folder);
  Result<void> listBelow(const std::filesystem::path& folder, bool wantsFolders, Listing& into);
  Result<bool> addReadable(const Listing& listing, bool onlyPictures);
  Result<bool> addOthers(const Listing& listing, Sorted& sorted);
  Result<void> addPictures(const Listing& listing, const std::vector<const ListedFile*>& pictures);
  void add(const std::filesystem::path& file, std::string realPath, const DatasetFormat* format);

  Task m_task;
  std::size_t m_maxListed;
  std::vector<std::filesystem::path> m_files;
  std::vector<const DatasetFormat*> m_formats;    ///< one a file
  std::unordered_set<std::string> m_seen;         ///< real paths of files
  std::unordered_set<std::string> m_seenFolders;  ///< of those below the one that is being added
  std::size_t m_listed = 0;
  std::size_t m_passedOver = 0;
  std::string m_firstPassedOver;
  bool m_hasNamedFiles = false;
};

}  // namespace isthmus
