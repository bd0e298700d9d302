#include "core/data/zip_archive.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <zip.h>

namespace isthmus {

void ZipArchive::Closer::operator()(zip* archive) const {
  zip_discard(archive);
}

void ZipMemberCloser::operator()(zip_file* member) const {
  zip_fclose(member);
}

Result<ZipArchive> openZip(const std::filesystem::path& file) {
  const auto bad = [&](std::string message, ErrorCode code) {
    return Error{code, std::move(message), file.string()};
  };
  // One descriptor for the check and the reading: what is checked is what is read.
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0)
    return bad("cannot be opened: " + std::generic_category().message(errno), ErrorCode::NotFound);
  struct stat status = {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor);
    return bad("is no regular file; expected a ZIP file", ErrorCode::BadFormat);
  }
  int code = 0;
  ZipArchive archive;
  archive.handle.reset(zip_fdopen(descriptor, ZIP_RDONLY, &code));
  archive.fileBytes = static_cast<std::uint64_t>(status.st_size);
  if (archive.handle) return archive;
  ::close(descriptor);
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  const std::string detail = zip_error_strerror(&error);
  zip_error_fini(&error);
  return bad("is a damaged ZIP file: its list of members cannot be read (" + detail + ")",
             ErrorCode::BadFormat);
}

bool leadsOutside(std::string_view name) {
  std::string path(name);
  std::ranges::replace(path, '\\', '/');  // as some programs write it
  if (path.starts_with('/') || (path.size() > 1 && path[1] == ':')) return true;
  return path == ".." || path.starts_with("../") || path.ends_with("/..") ||
         path.find("/../") != std::string::npos;
}

}  // namespace isthmus
