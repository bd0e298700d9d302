#include "core/data/images/files/picture_zip.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/data/files/byte_source.h"
#include "core/data/files/load_errors.h"
#include "core/data/files/zip_archive.h"
#include "core/data/images/picture_kind.h"

#include <algorithm>
#include <array>
#include <memory_resource>
#include <span>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <zip.h>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxZipMembers = 300'000;         // of any kind: listing them takes time and memory
constexpr std::uint64_t kMembersPerLook = 4'096;          // at the stop token
constexpr std::uint64_t kMaxInflatedBytes = 64ULL << 30;  // of all pictures: hours of decoding

std::string_view nameOf(zip_t* archive, std::uint64_t index) {
  const char* name = zip_get_name(archive, index, ZIP_FL_ENC_GUESS);
  return name != nullptr ? std::string_view(name) : std::string_view();
}

/// Folders of a path, '\' taken as '/', for some programs write that.
std::string withSlashes(std::string_view name) {
  std::string path(name);
  std::ranges::replace(path, '\\', '/');
  return path;
}

/// What file managers add: "__MACOSX/...", ".DS_Store".
bool isHidden(std::string_view path) {
  return path.starts_with('.') || path.starts_with("__MACOSX/") || path.find("/.") != std::string_view::npos;
}

std::string_view fileNameOf(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

struct PictureZip::State {
  Result<void> list(const Task& task);
  Result<void> addPicture(std::uint64_t index, std::string path);
  Result<void> checkTotals() const;

  fs::path file;
  ZipArchive archive = {};
  std::vector<std::string> names = {};
  std::vector<std::uint64_t> indices = {};  ///< of the members, one a name
  std::uint64_t packedBytes = 0;
  std::uint64_t inflatedBytes = 0;
  std::size_t others = 0;
  std::string firstOther = {};
};

Result<void> PictureZip::State::addPicture(std::uint64_t index, std::string path) {
  zip_stat_t status;
  zip_stat_init(&status);
  constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
  if (zip_stat_index(archive.handle.get(), index, 0, &status) != 0 || (status.valid & kNeeded) != kNeeded)
    return fileError(file, "is a damaged ZIP file: nothing is known of its member " + path);
  if (status.encryption_method != ZIP_EM_NONE)
    return fileError(file, "is encrypted (" + path + "); expected a ZIP file without a password");
  packedBytes += std::min(status.comp_size, archive.fileBytes + 1);
  inflatedBytes += std::min(status.size, kMaxInflatedBytes);
  names.push_back(std::move(path));
  indices.push_back(index);
  return {};
}

Result<void> PictureZip::State::checkTotals() const {
  if (packedBytes > archive.fileBytes)
    return fileError(
        file, "is a damaged ZIP file: its members overlap, for together they are larger than the file");
  if (inflatedBytes > kMaxInflatedBytes)
    return fileError(
        file, "would unpack to more than " + mebibytesText(kMaxInflatedBytes) + "; expected less of pictures",
        ErrorCode::TooLarge);
  return {};
}

Result<void> PictureZip::State::list(const Task& task) {
  const std::int64_t count = zip_get_num_entries(archive.handle.get(), 0);
  if (count < 0 || static_cast<std::uint64_t>(count) > kMaxZipMembers)
    return fileError(file,
                     "has " + withThousands(static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0))) +
                         " members; at most " + withThousands(kMaxZipMembers) + " can be read",
                     ErrorCode::TooLarge);
  std::pmr::monotonic_buffer_resource memory;  // given back at once: a hundred thousand names, one by one,
                                               // take longer than somebody who cancels wants to wait
  std::pmr::unordered_set<std::pmr::string> seen(&memory);
  for (std::uint64_t index = 0; index < static_cast<std::uint64_t>(count); ++index) {
    if (index % kMembersPerLook == 0 && task.cancelled())
      return Error{ErrorCode::Cancelled, "loading was cancelled"};
    std::string path = withSlashes(nameOf(archive.handle.get(), index));
    if (leadsOutside(path))
      return fileError(file, "has a member called " + path +
                                 ", which leads out of the folder to unpack it in; expected names below it");
    if (path.empty() || path.ends_with('/') || isHidden(path)) continue;
    if (!seen.emplace(path).second)
      return fileError(file, "holds " + path + " twice; expected each name once");
    if (isPictureName(fileNameOf(path))) {
      if (Result<void> added = addPicture(index, std::move(path)); !added) return added;
    } else if (others++ == 0) {
      firstOther = std::move(path);
    }
  }
  return checkTotals();
}

Result<PictureZip> PictureZip::open(const fs::path& file, const Task& task) {
  Result<ZipArchive> opened = openZip(file, task.stop);
  if (!opened) return opened.error();
  auto state = std::make_unique<State>(State{file, std::move(opened).value()});
  if (const Result<void> listed = state->list(task); !listed) return listed.error();
  return PictureZip(std::move(state));
}

PictureZip::PictureZip(std::unique_ptr<State> state) : m_state(std::move(state)) {}
PictureZip::PictureZip(PictureZip&&) noexcept = default;
PictureZip& PictureZip::operator=(PictureZip&&) noexcept = default;
PictureZip::~PictureZip() = default;

const std::vector<std::string>& PictureZip::pictures() const {
  return m_state->names;
}

std::size_t PictureZip::otherMembers() const {
  return m_state->others;
}

const std::string& PictureZip::firstOther() const {
  return m_state->firstOther;
}

Result<std::vector<std::uint8_t>> PictureZip::read(std::size_t picture) {
  State& state = *m_state;
  const auto error = [&](std::string message, ErrorCode code = ErrorCode::BadFormat) {
    return Error{code, std::move(message), state.file.string() + "/" + state.names[picture]};
  };
  zip_stat_t status;
  zip_stat_init(&status);
  if (zip_stat_index(state.archive.handle.get(), state.indices[picture], 0, &status) != 0)
    return error("cannot be found in the ZIP file any more");
  if (status.size > kMaxPictureBytes)
    return error("has " + mebibytesText(status.size) + "; expected at most " +
                     mebibytesText(kMaxPictureBytes) + " of a picture",
                 ErrorCode::TooLarge);
  if (status.size / kLargestDeflateRatio > status.comp_size)
    return error("says that it unpacks to more than is possible");
  const ZipMember member(zip_fopen_index(state.archive.handle.get(), state.indices[picture], 0));
  if (!member) return error(std::string("cannot be unpacked: ") + zip_strerror(state.archive.handle.get()));
  // One byte more than is expected: reading up to the end checks the sum, too.
  std::vector<std::uint8_t> bytes(status.size + 1);
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const std::int64_t got = zip_fread(member.get(), bytes.data() + filled, bytes.size() - filled);
    if (got < 0) return error("is damaged: it cannot be unpacked, or its checksum is wrong");
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  if (filled != status.size) return error("is damaged: it is not as long as the ZIP file says");
  bytes.pop_back();
  return bytes;
}

bool recognisesPictureZip(const FileHead& head) {
  const bool isMember = head.text().starts_with("PK\3\4");
  const bool isEmpty = head.text().starts_with("PK\5\6");
  if (!isMember && !isEmpty) return false;
  const std::string ending = head.file.extension().string();
  const bool isCalledZip = ending == ".zip" || ending == ".ZIP";
  bool hasPicture = false;
  for (const std::string& name : firstZipNames(head.file)) {
    if (name.ends_with(".npy")) return false;  // an NPZ file
    hasPicture = hasPicture || isPictureName(fileNameOf(withSlashes(name)));
  }
  return hasPicture || isCalledZip;
}

}  // namespace isthmus
