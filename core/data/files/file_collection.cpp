#include "core/data/files/file_collection.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/files/byte_source.h"
#include "core/data/files/foreign_files.h"
#include "core/data/images/files/picture_formats.h"
#include "core/data/images/picture_kind.h"
#include "core/data/tables/beside/joined_tables.h"
#include "core/io/safetensors.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fnmatch.h>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxLooks = 5'000;           // files of strange names whose first bytes are looked at
constexpr std::size_t kFewPictures = 10;           // fewer may be figures beside data of any name
constexpr std::size_t kMaxDepth = 6;               // of subfolders: archive/set/set/train/images/class
constexpr std::size_t kMaxTexts = 20;              // that may name pictures
constexpr std::uint64_t kLeastTableBytes = 4'096;  // of a text beside data: a smaller one is about it
constexpr std::uint64_t kMostTimesLarger = 10;     // the data than a text beside it that is data, too

/// "IDX images and labels", and so on, for messages.
std::string knownFormatsText() {
  std::string text;
  for (const DatasetFormat& format : datasetFormats())
    text += (text.empty() ? "" : ", ") + std::string(format.description);
  return text;
}

const DatasetFormat* picturesFormat() {
  return &*std::ranges::find(datasetFormats(), kPicturesFormat, &DatasetFormat::name);
}

bool isNamedAs(const DatasetFormat& format, const std::string& name) {
  return std::ranges::any_of(format.patterns, [&](std::string_view pattern) {
    return ::fnmatch(std::string(pattern).c_str(), name.c_str(), 0) == 0;
  });
}

/// The format of a file, or why it has none.
Result<const DatasetFormat*> formatOf(const fs::path& file, const Task& task) {
  // Ten thousand pictures may be dropped: a few bytes of each are enough.
  if (isPictureName(file.filename().native())) {
    const auto start = readFileHead(file, kPictureHeadBytes, task);
    if (!start) return start.error();
    if (picturesFormat()->recognises(*start)) return picturesFormat();
  }
  const auto head = readFileHead(file, FileHead::kMostBytes, task);
  if (!head) return head.error();
  for (const DatasetFormat& format : datasetFormats()) {
    if (format.recognises(*head)) return &format;
  }
  if (const auto foreign = foreignContent(head->text()))
    return Error{ErrorCode::BadFormat, *foreign, file.string()};
  const auto named = std::ranges::find_if(
      datasetFormats(), [&](const DatasetFormat& one) { return isNamedAs(one, file.filename().string()); });
  if (named != datasetFormats().end())
    return Error{ErrorCode::BadFormat,
                 "is not what its name says (" + std::string(named->description) +
                     "), and in no other format that can be read",
                 file.string()};
  return Error{ErrorCode::BadFormat, "is in no format that can be read; expected " + knownFormatsText(),
               file.string()};
}

std::uint64_t sizeOf(const fs::path& file) {
  std::error_code unknown;
  const std::uintmax_t bytes = fs::file_size(file, unknown);
  return unknown ? 0 : bytes;
}

bool isNamedLikeData(const std::string& name) {
  return std::ranges::any_of(datasetFormats(),
                             [&](const DatasetFormat& format) { return isNamedAs(format, name); });
}

/// Whether a file among others of known names may be a data set of its own: vectors of words in a .txt beside
/// the same as .bytes. Notes in columns are small.
bool mayBeDataBeside(const fs::path& file, std::uint64_t largest) {
  constexpr std::array<std::string_view, 5> kEndings = {".txt", ".dat", ".data", ".vec", ".tab"};
  const std::string ending = lowerCased(withoutPackingSuffix(file).extension().string());
  if (std::ranges::find(kEndings, ending) == kEndings.end()) return false;
  const std::uint64_t bytes = sizeOf(file);
  return bytes >= kLeastTableBytes && bytes >= largest / kMostTimesLarger;
}

std::string realPathOf(const fs::path& path) {
  std::error_code failed;
  const fs::path real = fs::canonical(path, failed);
  return failed ? path.string() : real.string();
}

}  // namespace

struct FileCollection::ListedFile {
  std::string name;
  std::size_t place = 0;  ///< the folder it lies in
  bool isLink = false;
};

/// What lies in a folder or in several of one depth, sorted folder by folder.
struct FileCollection::Listing {
  struct Place {
    fs::path folder;
    std::string realPath;
  };
  std::vector<ListedFile> files;
  std::vector<Place> places;
  std::vector<fs::path> folders;  ///< in the places

  fs::path path(const ListedFile& file) const { return places[file.place].folder / file.name; }
  std::string realPath(const ListedFile& file) const {
    return file.isLink ? realPathOf(path(file)) : places[file.place].realPath + "/" + file.name;
  }
};

/// A folder, its subfolders, theirs, and so on.
struct FileCollection::Tree {
  std::vector<Listing> levels;
  std::size_t pictures = 0;  ///< by their names
  std::size_t data = 0;      ///< files called like another format's
};

/// A file that can be read.
struct FileCollection::Found {
  const ListedFile* file = nullptr;
  const DatasetFormat* format = nullptr;
  bool isByContent = false;  ///< as of FormattedFile
};

Error FileCollection::tooMany(const fs::path& folder) const {
  return {ErrorCode::TooLarge,
          "holds more than " + withThousands(m_maxListed) + " files; expected the folder of one data set",
          folder.string()};
}

Error FileCollection::cancelled() {
  return {ErrorCode::Cancelled, "looking at the files was cancelled"};
}

Result<void> FileCollection::addPath(const fs::path& path) {
  if (m_task.cancelled()) return cancelled();
  std::error_code unknown;
  const bool isFolder = fs::is_directory(path, unknown);
  m_folder = isFolder && ++m_paths == 1 ? path : fs::path();
  return isFolder ? addFolder(path) : addFile(path);
}

Result<void> FileCollection::addFile(const fs::path& file) {
  ++m_paths;
  const Result<const DatasetFormat*> format = formatOf(file, m_task);
  if (!format) return format.error();
  m_hasNamedFiles = true;
  if (!isNew(realPathOf(file))) return {};
  if (*format == picturesFormat()) {
    m_pictures.push_back(file);
  } else {
    m_others.push_back({file, *format});
  }
  return {};
}

Result<FileCollection::Listing> FileCollection::list(const fs::path& folder) {
  Listing listing;
  listing.places.push_back({folder, realPathOf(folder)});
  std::error_code failed;
  fs::directory_iterator entry(folder, failed);
  for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
    if (m_task.cancelled()) return cancelled();
    const std::string& path = entry->path().native();
    std::string name = path.substr(path.rfind('/') + 1);
    if (name.starts_with('.')) continue;
    if (++m_listed > m_maxListed) return tooMany(folder);
    std::error_code unknown;  // a dangling link is neither
    if (entry->is_regular_file(unknown)) {
      listing.files.push_back({std::move(name), 0, entry->is_symlink(unknown)});
    } else if (entry->is_directory(unknown)) {
      listing.folders.push_back(entry->path());
    }
  }
  if (failed) return Error{ErrorCode::NotFound, "cannot be listed: " + failed.message(), folder.string()};
  std::ranges::sort(listing.files, {}, &ListedFile::name);
  std::ranges::sort(listing.folders, {}, &fs::path::native);
  return listing;
}

/// Adds what lies in a folder. One that may not be read is passed over like a strange file; one that was
/// listed before is a link's loop. Fails only when cancelled.
Result<void> FileCollection::listBelow(const fs::path& folder, Listing& into) {
  if (m_task.cancelled()) return cancelled();
  if (folder.filename() == "__MACOSX") return {};  // what a Mac adds to archives
  if (!m_seenFolders.insert(realPathOf(folder)).second) return {};
  Result<Listing> listed = list(folder);
  if (!listed && listed.error().code == ErrorCode::Cancelled) return listed.error();
  if (!listed) return {};
  Listing found = std::move(listed).value();
  for (ListedFile& file : found.files) {
    file.place = into.places.size();
    into.files.push_back(std::move(file));
  }
  into.places.push_back(std::move(found.places.front()));
  into.folders.insert(into.folders.end(), found.folders.begin(), found.folders.end());
  return {};
}

/// Lists a folder and what is below it. Where it has data itself, a giant among its subfolders is left alone.
Result<FileCollection::Tree> FileCollection::walk(const fs::path& folder) {
  Tree tree;
  Result<Listing> top = list(folder);
  if (!top) return top.error();
  m_seenFolders = {realPathOf(folder)};
  tree.levels.push_back(std::move(top).value());
  const auto count = [&tree](const Listing& level) {
    for (const ListedFile& file : level.files) {
      const bool isPicture = isPictureName(file.name);
      tree.pictures += isPicture ? 1U : 0U;
      tree.data += !isPicture && isNamedLikeData(file.name) ? 1U : 0U;
    }
  };
  count(tree.levels.back());
  const bool hasData = tree.data > 0;
  for (std::size_t depth = 0; depth < kMaxDepth && !tree.levels.back().folders.empty(); ++depth) {
    Listing next;
    for (const fs::path& subfolder : tree.levels.back().folders) {
      if (const auto listed = listBelow(subfolder, next); !listed) return listed.error();
      const bool isTooMuch = m_listed > (hasData ? std::min(kMaxListedBeside, m_maxListed) : m_maxListed);
      if (isTooMuch && !hasData) return tooMany(folder);
      if (isTooMuch) {
        m_isCutShort = true;
        break;
      }
    }
    count(next);
    tree.levels.push_back(std::move(next));
    if (m_isCutShort) break;
  }
  return tree;
}

/// The files of a level that can be read. Where some are named after their format, those of other formats
/// that are known by their content alone (notes in columns) are none of them, but for large ones. One that is
/// not what its name says is an error, unless it lies beside many pictures.
Result<std::vector<FileCollection::Found>> FileCollection::readable(const Listing& level, bool withStrange,
                                                                    bool mayBeBroken) {
  std::vector<Found> found;
  std::unordered_set<const DatasetFormat*> named;
  std::size_t looks = 0;
  for (const ListedFile& file : level.files) {
    if (m_task.cancelled()) return cancelled();
    if (isPictureName(file.name)) continue;  // first, for there may be a hundred thousand
    const bool isNamed = isNamedLikeData(file.name);
    if (!isNamed && (!withStrange || looks++ >= kMaxLooks)) continue;
    const fs::path path = level.path(file);
    const Result<const DatasetFormat*> format = formatOf(path, m_task);
    if (!format) {
      const bool isModel = safetensorsContent(path) == SafetensorsContent::Model;  // no data, but not broken
      if (isNamed && !isModel && !mayBeBroken) return format.error();
      continue;
    }
    found.push_back({&file, *format});
    if (isNamedAs(**format, file.name)) named.insert(*format);
  }
  if (named.empty()) return found;
  std::uint64_t largest = 0;
  for (Found& one : found) {
    one.isByContent = !named.contains(one.format) && one.format != picturesFormat();
    if (!one.isByContent) largest = std::max(largest, sizeOf(level.path(*one.file)));
  }
  std::erase_if(found, [&](const Found& one) {
    return one.isByContent && !mayBeDataBeside(level.path(*one.file), largest);
  });
  return found;
}

void FileCollection::addPictures(const Tree& tree) {
  for (const Listing& level : tree.levels) {
    for (const ListedFile& file : level.files) {
      if (isPictureName(file.name)) {
        if (isNew(level.realPath(file))) m_pictures.push_back(level.path(file));
        continue;
      }
      const bool isText = file.name.ends_with(".txt") && m_texts.size() < kMaxTexts;
      if (isText && tree.pictures > 0) m_texts.push_back(level.path(file));
    }
  }
}

/// The level whose tables go with files of labels (train/X_train.txt, train/y_train.txt): what lies above
/// them without a name of data is about them.
std::optional<std::size_t> FileCollection::levelOfTables(const Tree& tree) {
  for (std::size_t i = 0; i < tree.levels.size(); ++i) {
    std::vector<fs::path> files;
    bool haveData = false;
    for (const ListedFile& file : tree.levels[i].files) {
      files.push_back(tree.levels[i].path(file));
      haveData = haveData || isNamedLikeData(file.name);
    }
    if (files.size() <= kMaxLooks && areNamedAsJoined(files)) return i;
    if (haveData) break;
  }
  return std::nullopt;
}

void FileCollection::passOver(const Tree& tree, std::size_t levels,
                              const std::unordered_set<const ListedFile*>& taken) {
  for (std::size_t i = 0; i < std::min(levels, tree.levels.size()); ++i) {
    for (const ListedFile& file : tree.levels[i].files) {
      if (taken.contains(&file) || isPictureName(file.name)) continue;
      ++m_passedOver[lowerCased(fs::path(file.name).extension().string())];
      if (m_firstPassedOver.size() < kNamedPassedOver) m_firstPassedOver.push_back(file.name);
    }
  }
}

Result<void> FileCollection::addFolder(const fs::path& folder) {
  const Result<Tree> walked = walk(folder);
  if (!walked) return walked.error();
  const Tree& tree = *walked;
  bool any = tree.pictures > 0;
  const bool arePicturesMost = tree.pictures > 0 && tree.pictures >= kPicturesPerOther * tree.data;
  std::unordered_set<const ListedFile*> taken;
  std::size_t levels = arePicturesMost ? tree.levels.size() : 0;  // those of which all is said
  addPictures(tree);
  const std::optional<std::size_t> joined = levelOfTables(tree);
  if (joined) levels = tree.levels.size();
  for (std::size_t i = joined.value_or(0); i < tree.levels.size(); ++i) {
    const auto found = readable(tree.levels[i], tree.pictures < kFewPictures, arePicturesMost);
    if (!found) return found.error();
    if (found->empty()) continue;
    any = true;
    for (const Found& one : *found) {
      if (!isNew(tree.levels[i].realPath(*one.file))) continue;
      taken.insert(one.file);
      const fs::path path = tree.levels[i].path(*one.file);
      if (one.format == picturesFormat()) {
        m_pictures.push_back(path);
      } else {
        m_others.push_back({path, one.format, one.isByContent});
      }
    }
    levels = std::max(levels, i + 1);
    break;  // what lies deeper belongs to something else
  }
  passOver(tree, levels, taken);
  if (any) return {};
  return Error{ErrorCode::NotFound,
               "holds no file that can be read, nor do its subfolders; expected " + knownFormatsText(),
               folder.string()};
}

}  // namespace isthmus
