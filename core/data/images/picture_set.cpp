#include "core/data/images/picture_set.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/files/byte_source.h"
#include "core/data/files/load_errors.h"
#include "core/data/images/files/folder_words.h"
#include "core/data/images/files/picture_order.h"
#include "core/data/images/files/picture_zip.h"
#include "core/data/images/picture_kind.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <unordered_map>
#include <utility>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxPictures = 250'000;  // more take minutes to read; names alone take 100 MB

Result<std::vector<std::uint8_t>> readFile(const std::string& file) {
  Result<ByteSource> opened = ByteSource::open(file);
  if (!opened) return opened.error();
  ByteSource source = std::move(opened).value();
  if (source.fileSize() > kMaxPictureBytes)
    return Error{ErrorCode::TooLarge,
                 "has " + mebibytesText(source.fileSize()) + "; expected at most " +
                     mebibytesText(kMaxPictureBytes) + " of a picture",
                 file};
  // What grows or shrinks meanwhile gives other bytes, and these the decoder judges.
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(source.fileSize()));
  const Result<std::size_t> got = source.read(bytes);
  if (!got) return got.error();
  bytes.resize(*got);
  return bytes;
}

/// The folder's name; the one above where it is only a part or says "images".
std::string nameOfFolder(fs::path folder) {
  const auto saysLittle = [](const std::string& name) {
    const auto part = partIn(name);
    return saysPictures(name) || (part && part->rest.empty());
  };
  while (saysLittle(folder.filename().string()) && folder.parent_path().has_filename())
    folder = folder.parent_path();
  const std::string name = folder.filename().string();
  return name.empty() ? "pictures" : name;
}

/// Which part each picture belongs to by the table that names it: "train.csv" beside "test.csv".
void takePartsOfTables(const PictureTable& table, PictureArrangement& layout) {
  std::vector<std::optional<NamedPart>> parts;
  for (const fs::path& file : table.files) parts.push_back(partIn(stemOf(file)));
  const bool hasTest =
      std::ranges::any_of(parts, [](const auto& part) { return part && part->part != Part::Train; });
  const bool hasTrain =
      std::ranges::any_of(parts, [](const auto& part) { return !part || part->part == Part::Train; });
  if (layout.hasParts || !hasTest || !hasTrain) return;
  layout.hasParts = true;
  for (auto& entry : layout.entries) {
    const std::size_t of = table.ofPicture[entry.file];
    if (of != PictureTable::kNone && parts[of]) entry.part = parts[of]->part;
  }
}

/// Arranges pictures by their folders and by what tables say.
Result<void> arrange(std::span<const std::string> paths, std::span<const fs::path> tables,
                     const LoadOptions& options, PictureSet& set, const Task& task) {
  PictureTable table;
  LabelColumn label;
  if (!tables.empty()) {
    Result<PictureTable> read = readPictureTables(tables, PictureIndex(paths), paths.size(), task);
    if (!read) return read.error();
    table = std::move(read).value();
    foldOneHot(table);
  }
  set.tables = table.files;
  set.layout = arrangePictures(paths, options.label.value_or(""), task);
  if (task.cancelled()) return cancelledLoading();
  Result<LabelColumn> chosen = chooseLabelColumn(table, options, set.layout);
  if (!chosen) return Error{chosen.error().code, chosen.error().message, set.layout.root};
  label = std::move(chosen).value();
  if (label.column) set.layout = arrangePictures(paths, LoadOptions::kNoLabel, task);
  if (!table.isEmpty()) takePartsOfTables(table, set.layout);
  if (label.column) {
    takeClasses(table, label, set.layout, set.facts, task);
    if (set.layout.entries.empty())
      return Error{ErrorCode::BadFormat, "holds no picture that has a label in the tables beside it",
                   set.layout.root};
  } else if (!table.isEmpty()) {
    orderPictures(set.layout, task);
  }
  describeFacts(table, label, options, set.layout, paths.size(), set.facts);
  if (task.cancelled()) return cancelledLoading();
  return {};
}

/// Threads take turns at unpacking: an archive for each would double the time that listing the members takes.
PictureReader readerOf(PictureZip zip) {
  struct Shared {
    explicit Shared(PictureZip archive) : zip(std::move(archive)) {}
    PictureZip zip;
    std::mutex mutex;
  };
  return [shared = std::make_shared<Shared>(std::move(zip))](std::size_t file) {
    const std::scoped_lock lock(shared->mutex);
    return shared->zip.read(file);
  };
}

/// Tells lists of names apart without keeping them.
std::size_t hashOf(const std::vector<std::string>& names) {
  std::size_t hash = names.size();
  for (const std::string& name : names) hash = hash * 31 + std::hash<std::string>()(name);
  return hash;
}

Result<void> checkCount(std::size_t count, const std::string& where) {
  if (count <= kMaxPictures) return {};
  return Error{ErrorCode::TooLarge,
               "holds " + withThousands(count) + " pictures; at most " + withThousands(kMaxPictures) +
                   " can be loaded",
               where};
}

}  // namespace

std::vector<std::string> fullPaths(std::span<const fs::path> files) {
  std::unordered_map<std::string, std::string> folders;  // each is made absolute once
  std::vector<std::string> paths;
  paths.reserve(files.size());
  for (const fs::path& file : files) {
    const std::string& name = file.native();
    const std::size_t cut = name.rfind('/') + 1;  // 0 where there is no '/'
    std::string& folder = folders[name.substr(0, cut)];
    if (folder.empty()) {
      std::error_code failed;
      const fs::path full = fs::absolute(cut == 0 ? fs::path(".") : fs::path(name.substr(0, cut)), failed);
      folder = (failed ? fs::path(name.substr(0, cut)) : full / "").lexically_normal().string();
    }
    paths.push_back(folder + name.substr(cut));
  }
  return paths;
}

bool mayNamePictures(const fs::path& file) {
  const std::string ending = lowerCased(withoutPackingSuffix(file).extension().string());
  return ending == ".csv" || ending == ".tsv" || ending == ".txt";
}

Result<PictureSet> pictureFiles(std::span<const fs::path> all, const LoadOptions& options, const Task& task) {
  std::vector<fs::path> files;
  std::vector<fs::path> tables;
  for (const fs::path& file : all) (mayNamePictures(file) ? tables : files).push_back(file);
  if (files.empty()) return Error{ErrorCode::NotFound, "there is no picture to load"};
  if (const Result<void> fits = checkCount(files.size(), files.front().parent_path().string()); !fits)
    return fits.error();
  const auto paths = std::make_shared<const std::vector<std::string>>(fullPaths(files));
  PictureSet set;
  if (const auto arranged = arrange(*paths, tables, options, set, task); !arranged) return arranged.error();
  set.where = set.layout.root;
  set.name = files.size() == 1 ? files.front().stem().string() : nameOfFolder(set.layout.root);
  set.notes = set.layout.notes;
  set.read = [paths](std::size_t file) { return readFile((*paths)[file]); };
  set.open = [read = set.read]() -> Result<PictureReader> { return read; };
  return set;
}

Result<PictureSet> zippedPictures(const fs::path& zip, const LoadOptions& options, const Task& task) {
  Result<PictureZip> opened = PictureZip::open(zip, task);
  if (!opened) return opened.error();
  if (opened->pictures().empty()) {
    const std::string other = opened->firstOther();
    std::string message = "holds no picture (PNG, JPEG, BMP, GIF, PGM, PPM, TIFF or WebP)";
    if (!other.empty()) message += ", but " + other + "; other files are read only when they are unpacked";
    return Error{ErrorCode::BadFormat, message, zip.string()};
  }
  if (const Result<void> fits = checkCount(opened->pictures().size(), zip.string()); !fits)
    return fits.error();
  PictureSet set;
  if (const auto arranged = arrange(opened->pictures(), {}, options, set, task); !arranged)
    return arranged.error();
  set.where = zip.string() + (set.layout.root.empty() ? "" : "/" + set.layout.root);
  set.name = zip.stem().string();
  set.notes = set.layout.notes;
  if (const std::size_t others = opened->otherMembers(); others > 0)
    set.notes.push_back(withThousands(others) +
                        (others == 1 ? " of its members is no picture and was passed over ("
                                     : " of its members are no pictures and were passed over (") +
                        opened->firstOther() + (others > 1 ? ", ...)" : ")"));
  set.open = [zip, names = hashOf(opened->pictures())]() -> Result<PictureReader> {
    Result<PictureZip> again = PictureZip::open(zip);
    if (!again) return again.error();
    if (hashOf(again->pictures()) != names)
      return Error{ErrorCode::BadFormat, "was changed since it was read", zip.string()};
    return readerOf(std::move(again).value());
  };
  set.read = readerOf(std::move(opened).value());
  return set;
}

Result<ByteImage> readPicture(const PictureSet& set, const PictureArrangement::Entry& entry,
                              const PictureReader& reader, const LoadTools& tools,
                              const ImageTarget& target) {
  const Result<std::vector<std::uint8_t>> bytes = reader(entry.file);
  if (!bytes) return bytes.error();
  const auto failed = [&](const Error& error) {
    return Error{error.code, error.message, set.whereOf(entry)};
  };
  Result<ByteImage> picture = tools.decodeImage(*bytes, target);
  if (!picture) return failed(picture.error());
  if (picture->shape.size() == 0 || picture->pixels.size() != picture->shape.size())
    return failed({ErrorCode::BadFormat, "holds no pixels"});
  return picture;
}

Image toImage(const ByteImage& picture) {
  Image image{picture.shape, std::vector<float>(picture.pixels.size())};
  std::ranges::transform(picture.pixels, image.pixels.begin(),
                         [](std::uint8_t byte) { return static_cast<float>(byte) / 255.0F; });
  return image;
}

}  // namespace isthmus
