#include "core/data/byte_source.h"

#include "core/data/zip_archive.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <zlib.h>

namespace isthmus {
namespace {

constexpr std::size_t kInputBytes = std::size_t{256} << 10;  // what is read from the disk at once
constexpr int kGzipOnly = 16 + MAX_WBITS;  // zlib's way to ask for gzip headers and checksums
constexpr std::uint8_t kGzipMagic[] = {0x1F, 0x8B};
constexpr const char* kNotRegular = "is a pipe, device or socket; expected a regular file";

}  // namespace

struct ByteSource::State {
  State(std::filesystem::path path, int fileDescriptor) : file(std::move(path)), descriptor(fileDescriptor) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (inflating) inflateEnd(&stream);
    ::close(descriptor);
  }

  Error error(ErrorCode code, std::string message) const { return {code, std::move(message), file.string()}; }
  Result<std::size_t> readRaw(std::span<std::uint8_t> to);
  Result<bool> refill();
  Result<bool> nextMember();
  Result<std::size_t> readInflated(std::span<std::uint8_t> to);

  std::filesystem::path file;
  int descriptor;
  std::uint64_t size = 0;
  bool inflating = false;
  bool finished = false;  // the last gzip member has ended, its checksum is right
  z_stream stream = {};
  std::vector<std::uint8_t> input = {};
};

Result<std::size_t> ByteSource::State::readRaw(std::span<std::uint8_t> to) {
  std::size_t filled = 0;
  while (filled < to.size()) {
    const ssize_t got = ::read(descriptor, to.data() + filled, to.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      return error(ErrorCode::NotFound, "cannot be read: " + std::generic_category().message(errno));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

/// Makes sure that there is compressed input; false at the end of the file.
Result<bool> ByteSource::State::refill() {
  if (stream.avail_in > 0) return true;
  const Result<std::size_t> got = readRaw(input);
  if (!got) return got.error();
  stream.next_in = input.data();
  stream.avail_in = static_cast<uInt>(*got);
  return *got > 0;
}

/// After the end of a gzip member: another may follow (bgzip and `cat a.gz b.gz` make such files), nothing
/// else.
Result<bool> ByteSource::State::nextMember() {
  Result<bool> more = refill();
  if (!more || !*more) return more;
  if (*stream.next_in != kGzipMagic[0] || inflateReset(&stream) != Z_OK)
    return error(ErrorCode::BadFormat, "has other bytes after its gzip data; expected the file to end there");
  return true;
}

Result<std::size_t> ByteSource::State::readInflated(std::span<std::uint8_t> to) {
  std::size_t filled = 0;
  while (filled < to.size() && !finished) {
    const Result<bool> more = refill();
    if (!more) return more.error();
    if (!*more)
      return error(ErrorCode::BadFormat, "is cut off: the file ends in the middle of its gzip data");
    const std::size_t room = std::min<std::size_t>(to.size() - filled, std::size_t{1} << 30);
    stream.next_out = to.data() + filled;
    stream.avail_out = static_cast<uInt>(room);
    const int status = inflate(&stream, Z_NO_FLUSH);
    filled += room - stream.avail_out;
    if (status == Z_STREAM_END) {
      const Result<bool> another = nextMember();
      if (!another) return another.error();
      finished = !*another;
    } else if (status == Z_MEM_ERROR) {
      return error(ErrorCode::TooLarge, "cannot be inflated: there is not enough memory");
    } else if (status != Z_OK && status != Z_BUF_ERROR) {  // Z_BUF_ERROR only asks for more input
      const std::string detail = stream.msg != nullptr ? std::string(" (") + stream.msg + ")" : std::string();
      return error(ErrorCode::BadFormat, "is damaged: its gzip data cannot be inflated" + detail);
    }
  }
  return filled;
}

Result<ByteSource> ByteSource::open(const std::filesystem::path& file) {
  // O_NONBLOCK: opening a FIFO must not wait for somebody to write into it. Regular files ignore it.
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    const int reason = errno;
    if (reason == ENOENT) return Error{ErrorCode::NotFound, "does not exist", file.string()};
    if (reason == ENXIO) return Error{ErrorCode::BadFormat, kNotRegular, file.string()};  // a socket
    return Error{ErrorCode::NotFound, "cannot be opened: " + std::generic_category().message(reason),
                 file.string()};
  }
  auto state = std::make_unique<State>(file, descriptor);
  struct stat status = {};
  if (::fstat(descriptor, &status) != 0) return state->error(ErrorCode::NotFound, "cannot be examined");
  if (S_ISDIR(status.st_mode)) return state->error(ErrorCode::BadFormat, "is a folder; expected a file");
  if (!S_ISREG(status.st_mode)) return state->error(ErrorCode::BadFormat, kNotRegular);
  if (status.st_size <= 0) return state->error(ErrorCode::BadFormat, "is empty");
  state->size = static_cast<std::uint64_t>(status.st_size);

  std::uint8_t head[std::size(kGzipMagic)] = {};
  const Result<std::size_t> got = state->readRaw(head);
  if (!got) return got.error();
  if (::lseek(descriptor, 0, SEEK_SET) != 0)
    return state->error(ErrorCode::NotFound, "cannot be read from its start");
  if (*got == std::size(kGzipMagic) && std::ranges::equal(head, kGzipMagic)) {
    if (inflateInit2(&state->stream, kGzipOnly) != Z_OK)
      return state->error(ErrorCode::TooLarge, "cannot be inflated: there is not enough memory");
    state->inflating = true;
    state->input.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kInputBytes, state->size)));
  }
  return ByteSource(std::move(state));
}

ByteSource::ByteSource(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource& ByteSource::operator=(ByteSource&&) noexcept = default;
ByteSource::~ByteSource() = default;

const std::filesystem::path& ByteSource::path() const {
  return m_state->file;
}
bool ByteSource::isCompressed() const {
  return m_state->inflating;
}
std::uint64_t ByteSource::fileSize() const {
  return m_state->size;
}
std::uint64_t ByteSource::largestContent() const {
  return m_state->inflating ? m_state->size * kLargestDeflateRatio : m_state->size;
}

Result<std::size_t> ByteSource::read(std::span<std::uint8_t> to) {
  return m_state->inflating ? m_state->readInflated(to) : m_state->readRaw(to);
}

Result<bool> ByteSource::atEnd() {
  std::uint8_t extra = 0;
  const Result<std::size_t> got = read({&extra, 1});
  if (!got) return got.error();
  return *got == 0;
}

Result<std::vector<std::uint8_t>> readHead(const std::filesystem::path& file, std::size_t count) {
  Result<ByteSource> source = ByteSource::open(file);
  if (!source) return source.error();
  ByteSource content = std::move(source).value();
  std::vector<std::uint8_t> head(count);
  const Result<std::size_t> got = content.read(head);
  if (!got) return got.error();
  head.resize(*got);
  return head;
}

}  // namespace isthmus
