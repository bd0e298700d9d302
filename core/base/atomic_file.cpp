#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace isthmus {
namespace {

Error failure(const std::filesystem::path& path, const char* what, int error) {
  return {ErrorCode::Internal,
          std::string("could not be ") + what + " (" + std::generic_category().message(error) + ")", path.string()};
}

bool writeAll(int file, std::span<const std::byte> content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content = content.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

/// Makes the rename itself durable; a file system that cannot sync a folder loses nothing but that promise.
void syncFolder(const std::filesystem::path& folder) {
  const int handle = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return;
  ::fsync(handle);
  ::close(handle);
}

}  // namespace

Result<void> writeFileAtomically(const std::filesystem::path& path, std::span<const std::byte> content) {
  std::string temporary = path.string() + ".XXXXXX";
  const int file = ::mkstemp(temporary.data());
  if (file < 0) return failure(path, "created", errno);
  const auto giveUp = [&](const char* what, int error) {
    ::close(file);
    ::unlink(temporary.c_str());
    return failure(path, what, error);
  };
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(file, 0666 & ~mask);  // mkstemp gives 0600; a saved file should be as readable as any other
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
