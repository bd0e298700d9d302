#include "core/data/files/zip_archive.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>
#include <zip.h>

namespace isthmus {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{64} << 10;  // libzip reads member by member of the list

/// A file for libzip to read that can be told to stop.
class FileSource {
 public:
  FileSource(int descriptor, std::uint64_t size, std::stop_token stop)
      : m_descriptor(descriptor), m_size(size), m_stop(std::move(stop)) {
    zip_error_init(&m_error);
  }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  ~FileSource() {
    zip_error_fini(&m_error);
    ::close(m_descriptor);
  }

  /// What libzip calls (zip_source_function); `self` is deleted at its last call.
  static zip_int64_t handle(void* self, void* data, zip_uint64_t length, zip_source_cmd_t command) {
    auto* source = static_cast<FileSource*>(self);
    if (command != ZIP_SOURCE_FREE) return source->handle(data, length, command);
    delete source;
    return 0;
  }

 private:
  zip_int64_t handle(void* data, zip_uint64_t length, zip_source_cmd_t command) {
    switch (command) {
      case ZIP_SOURCE_OPEN:
        m_place = 0;
        return 0;
      case ZIP_SOURCE_CLOSE:
        return 0;
      case ZIP_SOURCE_READ:
        return read({static_cast<std::uint8_t*>(data), length});
      case ZIP_SOURCE_SEEK: {
        const zip_int64_t place = zip_source_seek_compute_offset(m_place, m_size, data, length, &m_error);
        if (place < 0) return -1;
        m_place = static_cast<std::uint64_t>(place);
        return 0;
      }
      case ZIP_SOURCE_TELL:
        return static_cast<zip_int64_t>(m_place);
      case ZIP_SOURCE_STAT: {
        auto* status = static_cast<zip_stat_t*>(data);
        zip_stat_init(status);
        status->size = m_size;
        status->valid = ZIP_STAT_SIZE;
        return sizeof *status;
      }
      case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&m_error, data, length);
      case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                              ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                              ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, -1);
      default:
        zip_error_set(&m_error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
  }

  zip_int64_t read(std::span<std::uint8_t> to) {
    if (m_stop.stop_requested()) {
      zip_error_set(&m_error, ZIP_ER_CANCELLED, 0);
      return -1;
    }
    if (m_place < m_start || m_place >= m_start + m_filled) {
      const ssize_t got =
          ::pread(m_descriptor, m_buffer.data(), m_buffer.size(), static_cast<off_t>(m_place));
      if (got < 0) {
        zip_error_set(&m_error, ZIP_ER_READ, errno);
        return -1;
      }
      m_start = m_place;
      m_filled = static_cast<std::size_t>(got);
    }
    const std::size_t from = m_place - m_start;
    const std::size_t count = std::min(to.size(), m_filled - from);
    std::copy_n(m_buffer.begin() + static_cast<std::ptrdiff_t>(from), count, to.begin());
    m_place += count;
    return static_cast<zip_int64_t>(count);
  }

  int m_descriptor;
  std::uint64_t m_size;
  std::stop_token m_stop;
  zip_error_t m_error = {};
  std::uint64_t m_place = 0;
  std::uint64_t m_start = 0;  ///< of the buffer
  std::size_t m_filled = 0;
  std::vector<std::uint8_t> m_buffer = std::vector<std::uint8_t>(kBufferBytes);
};

/// The header before each member's data, by the letter of the format.
class LocalHeader {
 public:
  static constexpr std::size_t kBytes = 30;

  bool readAt(int descriptor, off_t place) {
    return ::pread(descriptor, m_bytes.data(), kBytes, place) == static_cast<ssize_t>(kBytes) &&
           number(0, 4) == 0x04034b50;
  }
  std::size_t nameLength() const { return number(26, 2); }
  /// Where the next member begins, from here; nothing where the sizes follow the data or are elsewhere.
  std::optional<off_t> length() const {
    constexpr std::size_t kSizesFollow = 8;
    const std::size_t packed = number(18, 4);
    if ((number(6, 2) & kSizesFollow) != 0 || packed == 0xffffffff) return std::nullopt;
    return static_cast<off_t>(kBytes + nameLength() + number(28, 2) + packed);
  }

 private:
  std::size_t number(std::size_t place, std::size_t width) const {
    std::size_t result = 0;
    for (std::size_t i = width; i-- > 0;) result = result << 8U | m_bytes[place + i];
    return result;
  }

  std::array<std::uint8_t, kBytes> m_bytes = {};
};

/// A regular file opened for reading, or -1; never waits for a FIFO's writer.
int openRegular(const std::filesystem::path& file, struct stat& status) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return -1;
  if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) return descriptor;
  ::close(descriptor);
  errno = 0;
  return -1;
}

}  // namespace

void ZipArchive::Closer::operator()(zip* archive) const {
  zip_discard(archive);
}

void ZipMemberCloser::operator()(zip_file* member) const {
  zip_fclose(member);
}

Result<ZipArchive> openZip(const std::filesystem::path& file, std::stop_token stop) {
  const auto bad = [&](std::string message, ErrorCode code) {
    return Error{code, std::move(message), file.string()};
  };
  // One descriptor for the check and the reading: what is checked is what is read.
  struct stat status = {};
  const int descriptor = openRegular(file, status);
  if (descriptor < 0 && errno == 0)
    return bad("is no regular file; expected a ZIP file", ErrorCode::BadFormat);
  if (descriptor < 0)
    return bad("cannot be opened: " + std::generic_category().message(errno), ErrorCode::NotFound);
  ZipArchive archive;
  archive.fileBytes = static_cast<std::uint64_t>(status.st_size);
  auto content = std::make_unique<FileSource>(descriptor, archive.fileBytes, stop);
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_function_create(FileSource::handle, content.get(), &error);
  if (source != nullptr) {
    static_cast<void>(content.release());  // the source's now
    archive.handle.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    if (!archive.handle) zip_source_free(source);
  }
  const std::string detail = archive.handle ? "" : zip_error_strerror(&error);
  zip_error_fini(&error);
  if (archive.handle) return archive;
  if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "loading was cancelled"};
  return bad("is a damaged ZIP file: its list of members cannot be read (" + detail + ")",
             ErrorCode::BadFormat);
}

std::vector<std::string> firstZipNames(const std::filesystem::path& file) {
  constexpr std::size_t kMost = 16;
  std::vector<std::string> names;
  struct stat status = {};
  const int descriptor = openRegular(file, status);
  if (descriptor < 0) return names;
  LocalHeader header;
  std::optional<off_t> place = 0;
  while (place && names.size() < kMost && header.readAt(descriptor, *place)) {
    std::string name(header.nameLength(), '\0');
    const ssize_t got =
        ::pread(descriptor, name.data(), name.size(), *place + static_cast<off_t>(LocalHeader::kBytes));
    if (got != static_cast<ssize_t>(name.size())) break;
    names.push_back(std::move(name));
    const std::optional<off_t> length = header.length();
    place = length ? std::optional(*place + *length) : std::nullopt;
  }
  ::close(descriptor);
  return names;
}

bool leadsOutside(std::string_view name) {
  std::string path(name);
  std::ranges::replace(path, '\\', '/');  // as some programs write it
  if (path.starts_with('/') || (path.size() > 1 && path[1] == ':')) return true;
  return path == ".." || path.starts_with("../") || path.ends_with("/..") ||
         path.find("/../") != std::string::npos;
}

}  // namespace isthmus
