#include "core/data/files/byte_source.h"

#include "core/data/files/unpacker.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kInputBytes = std::size_t{256} << 10;  // what is read from the disk at once
// Streams and blocks that hold next to nothing take time that cannot be cancelled. What cannot be compressed
// stays as long as it is, so nothing that is packed to be shorter comes near this.
constexpr std::uint64_t kLeastContentShare = 2;             // content must be more than packed / this ...
constexpr std::uint64_t kPackedBytesToJudge = 64ULL << 10;  // ... at the end of streams
constexpr std::uint64_t kPackedBytesWithinAStream = 2ULL
                                                    << 20;  // ... where bzip2 holds back a block of 900 kB

constexpr const char* kNotRegular = "is a pipe, device or socket; expected a regular file";

}  // namespace

struct ByteSource::State {
  State(std::filesystem::path path, int fileDescriptor) : file(std::move(path)), descriptor(fileDescriptor) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { ::close(descriptor); }

  Error error(ErrorCode code, std::string message) const { return {code, std::move(message), file.string()}; }
  Error noMemory() const {
    return error(ErrorCode::TooLarge, "cannot be inflated: there is not enough memory");
  }
  Result<std::size_t> readRaw(std::span<std::uint8_t> to);
  Result<bool> refill();
  Result<bool> nextStream();
  Result<std::size_t> readUnpacked(std::span<std::uint8_t> to);

  std::filesystem::path file;
  int descriptor;
  std::uint64_t size = 0;
  std::unique_ptr<Unpacker> unpacker = {};  // null: the file is not packed
  bool finished = false;                    // the last packed stream has ended, its checksum is right
  std::uint64_t taken = 0;                  // bytes of the file that were unpacked ...
  std::uint64_t given = 0;                  // ... to so many
  std::vector<std::uint8_t> input = {};
  std::span<const std::uint8_t> packed = {};  // of the input, what is not yet unpacked
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

/// Makes sure that there is packed input; false at the end of the file.
Result<bool> ByteSource::State::refill() {
  if (!packed.empty()) return true;
  const Result<std::size_t> got = readRaw(input);
  if (!got) return got.error();
  packed = std::span(input).first(*got);
  return *got > 0;
}

/// After the end of a packed stream: another may follow (bgzip, pbzip2 and `cat a.gz b.gz` make such files),
/// nothing else.
Result<bool> ByteSource::State::nextStream() {
  Result<bool> more = refill();
  if (!more || !*more) return more;
  const std::string kind(unpacker->name());
  if (packed.front() != unpacker->firstByte())
    return error(ErrorCode::BadFormat,
                 "has other bytes after its " + kind + " data; expected the file to end there");
  if (!unpacker->restart()) return noMemory();
  return true;
}

Result<std::size_t> ByteSource::State::readUnpacked(std::span<std::uint8_t> to) {
  std::size_t filled = 0;
  while (filled < to.size() && !finished) {
    const Result<bool> more = refill();
    if (!more) return more.error();
    const std::string kind(unpacker->name());
    if (!*more)
      return error(ErrorCode::BadFormat, "is cut off: the file ends in the middle of its " + kind + " data");
    const Unpacker::Step step = unpacker->step(packed, to.subspan(filled));
    packed = packed.subspan(step.taken);
    filled += step.given;
    taken += step.taken;
    given += step.given;
    const bool ended = step.status == Unpacker::Status::StreamEnded;
    if (taken > (ended ? kPackedBytesToJudge : kPackedBytesWithinAStream) &&
        given <= taken / kLeastContentShare)
      return error(ErrorCode::BadFormat, "holds next to nothing in its " + kind + " data; expected content");
    if (ended) {
      const Result<bool> another = nextStream();
      if (!another) return another.error();
      finished = !*another;
    } else if (step.status == Unpacker::Status::OutOfMemory) {
      return noMemory();
    } else if (step.status == Unpacker::Status::Damaged) {
      const std::string detail = unpacker->detail();
      return error(ErrorCode::BadFormat, "is damaged: its " + kind + " data cannot be inflated" +
                                             (detail.empty() ? "" : " (" + detail + ")"));
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

  std::uint8_t buffer[kPackingHeadBytes] = {};
  const Result<std::size_t> got = state->readRaw(buffer);
  if (!got) return got.error();
  if (::lseek(descriptor, 0, SEEK_SET) != 0)
    return state->error(ErrorCode::NotFound, "cannot be read from its start");
  if (const auto head = std::span(buffer).first(*got); isPacked(head)) {
    state->unpacker = makeUnpacker(head);
    if (!state->unpacker) return state->noMemory();
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
  return m_state->unpacker != nullptr;
}
std::uint64_t ByteSource::fileSize() const {
  return m_state->size;
}
std::uint64_t ByteSource::largestContent() const {
  if (!isCompressed()) return m_state->size;
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t ratio = m_state->unpacker->largestRatio();
  return m_state->size > kMost / ratio ? kMost : m_state->size * ratio;
}

Result<std::size_t> ByteSource::read(std::span<std::uint8_t> to) {
  return isCompressed() ? m_state->readUnpacked(to) : m_state->readRaw(to);
}

Result<bool> ByteSource::atEnd() {
  std::uint8_t extra = 0;
  const Result<std::size_t> got = read({&extra, 1});
  if (!got) return got.error();
  return *got == 0;
}

Result<std::vector<std::uint8_t>> readHead(const std::filesystem::path& file, std::size_t count,
                                           const Task& task) {
  Result<ByteSource> source = ByteSource::open(file);
  if (!source) return source.error();
  ByteSource content = std::move(source).value();
  std::vector<std::uint8_t> head;
  while (head.size() < count) {
    if (task.cancelled()) return Error{ErrorCode::Cancelled, "loading was cancelled"};
    const std::size_t before = head.size();
    const std::size_t wanted = std::min(count - before, kInputBytes);
    head.resize(before + wanted);
    const Result<std::size_t> got = content.read(std::span(head).subspan(before));
    if (!got) return got.error();
    head.resize(before + *got);
    if (*got < wanted) break;
  }
  return head;
}

Result<FileHead> readFileHead(const std::filesystem::path& file, std::size_t count, const Task& task) {
  Result<std::vector<std::uint8_t>> bytes = readHead(file, count, task);
  if (!bytes) return bytes.error();
  const bool isWhole = bytes->size() < count;
  return FileHead{file, std::move(bytes).value(), isWhole};
}

}  // namespace isthmus
