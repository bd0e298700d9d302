#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset_format.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

namespace isthmus {

/// A file with the format that its first bytes show.
struct FormattedFile {
  std::filesystem::path file;
  const DatasetFormat* format = nullptr;
  bool isByContent =
      false;  ///< of a folder: it is not called like its format, and lies beside files that are
};

/// Gathers the files that may become data sets, each once. A folder stands for the pictures in it and in its
/// subfolders down to the sixth, and for its other files that can be read; where there are none, for those of
/// the nearest subfolders that have some. Pictures are taken by their names alone, for they may be a hundred
/// thousand. Hidden files, pipes, sockets and devices in a folder are not looked at; a link to a folder is
/// followed once.
class FileCollection {
 public:
  static constexpr std::size_t kNamedPassedOver = 100;
  /// A home folder that was dropped by mistake must not be read for minutes.
  static constexpr std::size_t kMaxListed = 300'000;
  /// Pictures for each other data file of a folder, to be what the folder is for.
  static constexpr std::size_t kPicturesPerOther = 4;
  /// Of subfolders of one that has data in itself: what lies in them is looked at only as long as it is
  /// quick.
  static constexpr std::size_t kMaxListedBeside = 50'000;

  /// Adding fails with ErrorCode::Cancelled soon after the task is cancelled, and with ErrorCode::TooLarge
  /// once more than `maxListed` files and folders were seen.
  explicit FileCollection(const Task& task = {}, std::size_t maxListed = kMaxListed)
      : m_task(task), m_maxListed(maxListed) {}

  /// A file of no known format is an error, and so is a folder without a file that can be read.
  Result<void> addPath(const std::filesystem::path& path);

  /// In the order they were added, those of a folder sorted.
  const std::vector<std::filesystem::path>& pictures() const { return m_pictures; }
  const std::vector<FormattedFile>& others() const { return m_others; }
  /// Text files of folders with pictures that are no data by their names, but may name the pictures.
  const std::vector<std::filesystem::path>& texts() const { return m_texts; }
  /// Whether a file was added by its own name.
  bool hasNamedFiles() const { return m_hasNamedFiles; }
  /// The folder that was added, where it was one alone; else empty.
  const std::filesystem::path& folder() const { return m_folder; }
  /// Files of folders that are of no use, counted by their endings; the first of them by name, not more than
  /// kNamedPassedOver.
  const std::map<std::string, std::size_t>& passedOver() const { return m_passedOver; }
  const std::vector<std::string>& firstPassedOver() const { return m_firstPassedOver; }
  /// Whether some subfolders were not looked at, for there were too many files.
  bool isCutShort() const { return m_isCutShort; }

 private:
  struct Listing;
  struct ListedFile;
  struct Tree;
  struct Found;

  static Error cancelled();
  Error tooMany(const std::filesystem::path& folder) const;
  Result<void> addFile(const std::filesystem::path& file);
  Result<void> addFolder(const std::filesystem::path& folder);
  Result<Listing> list(const std::filesystem::path& folder);
  Result<Tree> walk(const std::filesystem::path& folder);
  Result<void> listBelow(const std::filesystem::path& folder, Listing& into);
  Result<std::vector<Found>> readable(const Listing& level, bool withStrange, bool mayBeBroken);
  static std::optional<std::size_t> levelOfTables(const Tree& tree);
  void addPictures(const Tree& tree);
  void passOver(const Tree& tree, std::size_t levels, const std::unordered_set<const ListedFile*>& taken);
  bool isNew(std::string realPath) { return m_seen.insert(std::move(realPath)).second; }

  Task m_task;
  std::size_t m_maxListed;
  std::vector<std::filesystem::path> m_pictures;
  std::vector<FormattedFile> m_others;
  std::vector<std::filesystem::path> m_texts;
  std::filesystem::path m_folder;
  std::size_t m_paths = 0;                        ///< that were added
  std::unordered_set<std::string> m_seen;         ///< real paths of files
  std::unordered_set<std::string> m_seenFolders;  ///< of those below the one that is being added
  std::size_t m_listed = 0;
  std::map<std::string, std::size_t> m_passedOver;
  std::vector<std::string> m_firstPassedOver;
  bool m_hasNamedFiles = false;
  bool m_isCutShort = false;
};

}  // namespace isthmus
