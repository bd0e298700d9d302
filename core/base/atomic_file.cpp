#include "core/base/atomic_file.h"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>

namespace isthmus {
namespace {

Error failure(const std::filesystem::path& path, const char* what, int error) {
  return {ErrorCode::Internal,
          std::string("could not be ") + what + " (" + std::generic_category().message(error) + ")",
          path.string()};
}

/// Makes the rename itself durable; a file system that cannot sync a folder loses nothing but that promise.
void syncFolder(const std::filesystem::path& folder) {
  const int handle = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return;
  ::fsync(handle);
  ::close(handle);
}

/// A name beside `path` that no other call uses.
std::string temporaryName(const std::filesystem::path& path) {
  static std::atomic<unsigned> calls = 0;
  return path.string() + "." + std::to_string(::getpid()) + "-" + std::to_string(++calls) + ".part";
}

int openNew(const std::string& name) {
  return ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}

}  // namespace

bool writeAll(int file, std::span<const std::byte> content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content = content.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

Result<void> checkWritable(const std::filesystem::path& path) {
  if (std::error_code unknown; std::filesystem::is_directory(path, unknown))
    return failure(path, "written", EISDIR);
  const std::string temporary = temporaryName(path);
  const int file = openNew(temporary);
  if (file < 0) return failure(path, "created", errno);
  ::close(file);
  ::unlink(temporary.c_str());
  return {};
}

Result<void> writeFileAtomically(const std::filesystem::path& path, std::span<const std::byte> content) {
  const std::string temporary = temporaryName(path);
  const int file = openNew(temporary);
  if (file < 0) return failure(path, "created", errno);
  const auto giveUp = [&](const char* what, int error) {
    ::close(file);
    ::unlink(temporary.c_str());
    return failure(path, what, error);
  };
  if (!writeAll(file, content)) return giveUp("written", errno);
  if (::fsync(file) != 0) return giveUp("written to the disk", errno);
  if (::rename(temporary.c_str(), path.c_str()) != 0) return giveUp("put in place", errno);
  ::close(file);
  syncFolder(path.parent_path());
  return {};
}

Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view content) {
  return writeFileAtomically(path, std::as_bytes(std::span(content.data(), content.size())));
}

}  // namespace isthmus
