#include "core/data/file_collection.h"

#include "core/base/number_text.h"
#include "core/data/byte_source.h"
#include "core/data/foreign_files.h"
#include "core/data/images/picture_formats.h"
#include "core/data/images/picture_kind.h"
#include "core/io/safetensors.h"

#include <algorithm>
#include <fnmatch.h>
#include <system_error>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxLooks = 5'000;      // files of strange names whose first bytes are looked at
constexpr std::size_t kPicturesPerOther = 4;  // pictures for each other data file, to be what a folder is for

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

bool isNamedLikeData(const std::string& name) {
  return std::ranges::any_of(datasetFormats(),
                             [&](const DatasetFormat& format) { return isNamedAs(format, name); });
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

/// What lies in a folder or in several, sorted folder by folder.
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

/// A listing's files by what their names promise.
struct FileCollection::Sorted {
  std::vector<const ListedFile*> pictures;
  std::vector<const ListedFile*> data;     ///< called like another format's
  std::vector<const ListedFile*> strange;  ///< all others
};

Error FileCollection::tooMany(const fs::path& folder) const {
  return {ErrorCode::TooLarge,
          "holds more than " + withThousands(m_maxListed) + " files; expected the folder of one data set",
          folder.string()};
}

Error FileCollection::cancelled() {
  return {ErrorCode::Cancelled, "looking at the files was cancelled"};
}

void FileCollection::add(const fs::path& file, std::string realPath, const DatasetFormat* format) {
  if (!m_seen.insert(std::move(realPath)).second) return;
  m_files.push_back(file);
  m_formats.push_back(format);
}

Result<const DatasetFormat*> FileCollection::format() const {
  for (const DatasetFormat* other : m_formats) {
    if (other != m_formats.front())
      return Error{ErrorCode::BadFormat, "files of several formats (" + std::string(m_formats.front()->name) +
                                             " and " + std::string(other->name) +
                                             ") cannot be one data set; expected one format"};
  }
  return m_formats.front();
}

Result<void> FileCollection::addPath(const fs::path& path) {
  if (m_task.cancelled()) return cancelled();
  std::error_code unknown;
  return fs::is_directory(path, unknown) ? addFolder(path) : addFile(path);
}

Result<void> FileCollection::addFile(const fs::path& file) {
  const Result<const DatasetFormat*> format = formatOf(file, m_task);
  if (!format) return format.error();
  add(file, realPathOf(file), *format);
  m_hasNamedFiles = true;
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
Result<void> FileCollection::listBelow(const fs::path& folder, bool wantsFolders, Listing& into) {
  if (m_task.cancelled()) return cancelled();
  if (!m_seenFolders.insert(realPathOf(folder)).second) return {};
  Result<Listing> listed = list(folder);
  if (!listed && listed.error().code == ErrorCode::Cancelled) return listed.error();
  if (!listed) return {};
  Listing found = std::move(listed).value();
  const bool hasPictures = std::ranges::any_of(found.files, isPictureName, &ListedFile::name);
  for (ListedFile& file : found.files) {
    file.place = into.places.size();
    into.files.push_back(std::move(file));
  }
  into.places.push_back(std::move(found.places.front()));
  if (wantsFolders && !hasPictures)
    into.folders.insert(into.folders.end(), found.folders.begin(), found.folders.end());
  return {};
}

Result<void> FileCollection::addPictures(const Listing& listing,
                                         const std::vector<const ListedFile*>& pictures) {
  for (const ListedFile* file : pictures) {
    if (m_task.cancelled()) return cancelled();
    add(listing.path(*file), listing.realPath(*file), picturesFormat());
  }
  m_passedOver += listing.files.size() - pictures.size();
  if (!m_firstPassedOver.empty()) return {};
  const std::unordered_set<const ListedFile*> taken(pictures.begin(), pictures.end());
  for (const ListedFile& file : listing.files) {
    if (taken.contains(&file)) continue;
    m_firstPassedOver = file.name;
    break;
  }
  return {};
}

/// Adds the files that can be read and are no pictures; true when there were any. Moves those that are
/// pictures by their content to the others. Where some are named after their format, those of other formats
/// that are known by their content alone (notes in columns) are passed over.
Result<bool> FileCollection::addOthers(const Listing& listing, Sorted& sorted) {
  std::vector<const ListedFile*> candidates = sorted.data;
  const std::size_t looks = std::min(sorted.strange.size(), kMaxLooks);
  candidates.insert(candidates.end(), sorted.strange.begin(),
                    sorted.strange.begin() + static_cast<std::ptrdiff_t>(looks));
  std::ranges::sort(candidates);  // as they stand in the listing
  std::vector<std::pair<const ListedFile*, const DatasetFormat*>> readable;
  std::unordered_set<const DatasetFormat*> named;
  for (const ListedFile* file : candidates) {
    if (m_task.cancelled()) return cancelled();
    const fs::path path = listing.path(*file);
    const Result<const DatasetFormat*> format = formatOf(path, m_task);
    if (!format) {
      const bool isModel = safetensorsContent(path) == SafetensorsContent::Model;  // no data, but not broken
      if (isNamedLikeData(file->name) && !isModel) return format.error();
      continue;
    }
    if (*format == picturesFormat()) {
      sorted.pictures.push_back(file);
      continue;
    }
    readable.emplace_back(file, *format);
    if (isNamedAs(**format, file->name)) named.insert(*format);
  }
  for (const auto& [file, format] : readable) {
    if (named.empty() || named.contains(format)) add(listing.path(*file), listing.realPath(*file), format);
  }
  return !readable.empty();
}

/// Adds those of the files that can be read, or only the pictures; true when there were any.
Result<bool> FileCollection::addReadable(const Listing& listing, bool onlyPictures) {
  Sorted sorted;
  for (const ListedFile& file : listing.files) {
    if (isPictureName(file.name)) {
      sorted.pictures.push_back(&file);
    } else {
      (isNamedLikeData(file.name) ? sorted.data : sorted.strange).push_back(&file);
    }
  }
  const bool arePicturesMost =
      !sorted.pictures.empty() && sorted.pictures.size() >= kPicturesPerOther * sorted.data.size();
  if (!onlyPictures && !arePicturesMost) {
    const Result<bool> any = addOthers(listing, sorted);
    if (!any || *any) return any;
  }
  if (sorted.pictures.empty()) return false;
  if (const auto added = addPictures(listing, sorted.pictures); !added) return added.error();
  return true;
}

Result<bool> FileCollection::addSubfolders(const fs::path& folder, const Listing& top) {
  Listing below;
  for (const fs::path& subfolder : top.folders)
    if (const auto listed = listBelow(subfolder, true, below); !listed) return listed.error();
  if (m_listed > m_maxListed) return tooMany(folder);
  const std::size_t before = m_files.size();
  const Result<bool> any = addReadable(below, false);
  if (!any || (m_files.size() > before && m_formats.back() != picturesFormat())) return any;
  Listing deeper;
  for (const fs::path& subfolder : below.folders)
    if (const auto listed = listBelow(subfolder, false, deeper); !listed) return listed.error();
  if (m_listed > m_maxListed) return tooMany(folder);
  const Result<bool> more = addReadable(deeper, *any);
  if (!more) return more;
  return *any || *more;
}

Result<void> FileCollection::addFolder(const fs::path& folder) {
  const Result<Listing> content = list(folder);
  if (!content) return content.error();
  const Result<bool> any = addReadable(*content, false);
  if (!any) return any.error();
  if (*any) return {};
  m_seenFolders = {realPathOf(folder)};
  const Result<bool> below = addSubfolders(folder, *content);
  if (!below) return below.error();
  if (*below) return {};
  return Error{ErrorCode::NotFound,
               "holds no file that can be read, nor do its subfolders; expected " + knownFormatsText(),
               folder.string()};
}

}  // namespace isthmus
