#include "core/data/library/zip_members.h"

#include "core/base/atomic_file.h"
#include "core/data/files/zip_archive.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <span>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>
#include <zip.h>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

Error failure(const fs::path& path, std::string what) {
  return {ErrorCode::BadFormat, std::move(what), path.string()};
}

/// A member in its place and where it is written first. The latter is removed when nobody put it in place.
struct Target {
  fs::path place;
  fs::path temporary;
  bool inPlace = false;

  Target(fs::path last) : place(std::move(last)), temporary(place.string() + ".part") {}
  Target(Target&& other) noexcept
      : place(std::move(other.place)),
        temporary(std::exchange(other.temporary, {})),
        inPlace(other.inPlace) {}
  Target& operator=(Target&&) = delete;
  ~Target() {
    std::error_code ignored;
    if (!inPlace && !temporary.empty()) fs::remove(temporary, ignored);
  }
};

Result<void> copy(zip_file_t* member, std::uint64_t size, const Target& target, const Task& task) {
  const int file = ::open(target.temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  const auto cannotWrite = [&](int error) {
    return failure(target.place, "could not be written (" + std::generic_category().message(error) + ")");
  };
  if (file < 0) return cannotWrite(errno);
  std::array<std::byte, 1 << 16> buffer{};
  std::uint64_t copied = 0;
  Result<void> result;
  while (result && copied < size) {
    const zip_int64_t read = zip_fread(member, buffer.data(), buffer.size());
    if (task.cancelled()) {
      result = Error{ErrorCode::Cancelled, "was cancelled"};
    } else if (read <= 0) {
      result = failure(target.place, "is damaged in its archive");
    } else if (!writeAll(file, std::span(buffer).first(static_cast<std::size_t>(read)))) {
      result = cannotWrite(errno);
    }
    copied += read > 0 ? static_cast<std::uint64_t>(read) : 0;
  }
  // The end has to be read, too: libzip compares the checksum there.
  if (result && zip_fread(member, buffer.data(), 1) != 0)
    result = failure(target.place, "is damaged in its archive");
  if (result && ::fsync(file) != 0) result = cannotWrite(errno);
  ::close(file);
  return result;
}

Result<void> extract(zip_t* archive, const fs::path& path, const std::string& name, const Target& target,
                     const Task& task) {
  zip_stat_t about;
  zip_stat_init(&about);
  if (zip_stat(archive, name.c_str(), 0, &about) != 0 || (about.valid & ZIP_STAT_SIZE) == 0)
    return failure(path, "has no member " + name);
  if (about.size > kLargestMember) return failure(path, "has a member that is too large: " + name);
  const ZipMember member(zip_fopen(archive, name.c_str(), 0));
  if (!member) return failure(path, "has a member that cannot be read: " + name);
  return copy(member.get(), about.size, target, task);
}

}  // namespace

Result<void> extractMembers(const fs::path& archivePath, std::span<const std::string> members,
                            const fs::path& folder, const Task& task) {
  const Result<ZipArchive> archive = openZip(archivePath);
  if (!archive) return archive.error();
  std::vector<Target> targets;
  for (const std::string& name : members) {
    targets.emplace_back(folder / fs::path(name).filename());
    if (auto done = extract(archive->handle.get(), archivePath, name, targets.back(), task); !done)
      return done;
    task.report(static_cast<double>(targets.size()) / static_cast<double>(members.size()));
  }
  for (Target& target : targets) {
    std::error_code failed;
    fs::rename(target.temporary, target.place, failed);
    if (failed) return failure(target.place, "could not be put in place (" + failed.message() + ")");
    target.inPlace = true;
  }
  return {};
}

}  // namespace isthmus
