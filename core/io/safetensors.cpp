#include "core/io/safetensors.h"

#include "core/base/atomic_file.h"
#include "core/base/half.h"
#include "core/io/safetensors_header.h"

#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace isthmus {
namespace {

static_assert(std::endian::native == std::endian::little,
              "the format is little-endian, and so are its readers here");

template <typename Stored, typename Convert>
std::vector<float> converted(std::span<const std::byte> raw, Convert convert) {
  std::vector<float> values(raw.size() / sizeof(Stored));
  for (std::size_t i = 0; i < values.size(); ++i) {
    Stored stored;
    std::memcpy(&stored, raw.data() + i * sizeof(Stored), sizeof(Stored));
    values[i] = convert(stored);
  }
  return values;
}

std::vector<float> toFloats(SafetensorsType type, std::span<const std::byte> raw) {
  switch (type) {
    case SafetensorsType::F16:
      return converted<std::uint16_t>(raw, fromHalf);
    case SafetensorsType::BF16:
      return converted<std::uint16_t>(raw, fromBfloat);
    case SafetensorsType::F32:
      return converted<float>(raw, [](float value) { return value; });
    case SafetensorsType::F64:
      return converted<double>(raw, [](double value) { return static_cast<float>(value); });
    default:
      assert(false);  // the header has been parsed for floats alone
      return {};
  }
}

/// The header as text, padded so that the data begin at a multiple of 8 bytes.
std::string headerText(const Safetensors& content) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!content.metadata.empty()) header["__metadata__"] = content.metadata;
  std::uint64_t offset = 0;
  for (const NamedTensor& tensor : content.tensors) {
    assert(tensor.name != "__metadata__" && !header.contains(tensor.name));
    assert(tensor.values.size() == tensor.count());
    const std::uint64_t end = offset + tensor.values.size() * sizeof(float);
    nlohmann::ordered_json entry;
    entry["dtype"] = "F32";
    entry["shape"] = tensor.shape;
    entry["data_offsets"] = {offset, end};
    header[tensor.name] = std::move(entry);
    offset = end;
  }
  // Metadata may hold names of files, which need not be UTF-8: such bytes become U+FFFD.
  std::string text = header.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  text.append((8 - text.size() % 8) % 8, ' ');
  return text;
}

std::string_view asText(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// An open file, closed at the end of its life.
class File {
 public:
  // O_NONBLOCK: opening a pipe must not wait for a writer; it means nothing for regular files.
  explicit File(const std::filesystem::path& path)
      : m_handle(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)),
        m_error(m_handle < 0 ? errno : 0) {}
  ~File() {
    if (m_handle >= 0) ::close(m_handle);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  /// Its size in bytes, or why it cannot be read.
  Result<std::uint64_t> size() const {
    if (m_error != 0) {
      return Error{m_error == ENOENT ? ErrorCode::NotFound : ErrorCode::Internal,
                   "could not be opened (" + std::generic_category().message(m_error) + ")"};
    }
    struct stat status = {};
    if (::fstat(m_handle, &status) != 0)
      return Error{ErrorCode::Internal,
                   "could not be examined (" + std::generic_category().message(errno) + ")"};
    if (!S_ISREG(status.st_mode)) return Error{ErrorCode::BadFormat, "is not a regular file"};
    return static_cast<std::uint64_t>(status.st_size);
  }

  /// Fills `bytes` with what comes next.
  Result<void> read(std::span<std::byte> bytes) {
    while (!bytes.empty()) {
      const ssize_t got = ::read(m_handle, bytes.data(), bytes.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0)
        return Error{ErrorCode::Internal,
                     "could not be read (" + std::generic_category().message(errno) + ")"};
      if (got == 0) return Error{ErrorCode::BadFormat, "became shorter while it was read"};
      bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
    return {};
  }

 private:
  int m_handle;
  int m_error;
};

/// The header of an open file, which is left where the data begin.
Result<SafetensorsFileHeader> readHeader(File& file, std::uint64_t size, SafetensorsTypes types) {
  std::vector<std::byte> buffer(std::min<std::uint64_t>(kSafetensorsPrefix, size));
  if (const auto done = file.read(buffer); !done) return done.error();
  const auto length = safetensorsHeaderLength(buffer, size);
  if (!length) return length.error();
  buffer.resize(*length);
  if (const auto done = file.read(buffer); !done) return done.error();
  const std::uint64_t dataStart = kSafetensorsPrefix + *length;
  auto header = parseSafetensorsHeader(asText(buffer), size - dataStart, types);
  if (!header) return header.error();
  return SafetensorsFileHeader{std::move(header).value(), dataStart};
}

/// Tensor after tensor, so that no second copy of the whole file is held.
Result<Safetensors> readFrom(File& file) {
  const auto size = file.size();
  if (!size) return size.error();
  if (*size > kMaxSafetensorsFile) {
    return Error{ErrorCode::TooLarge, "has " + std::to_string(*size) + " bytes; at most " +
                                          std::to_string(kMaxSafetensorsFile) + " can be read"};
  }
  auto read = readHeader(file, *size, SafetensorsTypes::Floats);
  if (!read) return read.error();
  SafetensorsHeader known = std::move(read).value().header;
  std::vector<std::byte> buffer;
  Safetensors content{std::move(known.metadata), {}};
  for (SafetensorsEntry& entry : known.entries) {
    NamedTensor tensor{std::move(entry.name), std::move(entry.shape), {}};
    if (entry.type == SafetensorsType::F32) {
      tensor.values.resize(entry.count);
      if (const auto done = file.read(std::as_writable_bytes(std::span(tensor.values))); !done)
        return done.error();
    } else {
      buffer.resize(entry.end - entry.begin);
      if (const auto done = file.read(buffer); !done) return done.error();
      tensor.values = toFloats(entry.type, buffer);
    }
    content.tensors.push_back(std::move(tensor));
  }
  return content;
}

}  // namespace

std::vector<std::byte> encodeSafetensors(const Safetensors& content) {
  const std::string header = headerText(content);
  std::size_t size = kSafetensorsPrefix + header.size();
  for (const NamedTensor& tensor : content.tensors) size += tensor.values.size() * sizeof(float);
  std::vector<std::byte> bytes(size);
  std::byte* next = bytes.data();
  const auto append = [&next](std::span<const std::byte> part) {
    next = std::copy(part.begin(), part.end(), next);
  };
  const std::uint64_t length = header.size();
  append(std::as_bytes(std::span(&length, 1)));
  append(std::as_bytes(std::span(header)));
  for (const NamedTensor& tensor : content.tensors) append(std::as_bytes(std::span(tensor.values)));
  return bytes;
}

Result<Safetensors> decodeSafetensors(std::span<const std::byte> bytes) {
  const auto length =
      safetensorsHeaderLength(bytes.first(std::min(bytes.size(), kSafetensorsPrefix)), bytes.size());
  if (!length) return length.error();
  const auto data = bytes.subspan(kSafetensorsPrefix + *length);
  auto header = parseSafetensorsHeader(asText(bytes.subspan(kSafetensorsPrefix, *length)), data.size());
  if (!header) return header.error();

  SafetensorsHeader known = std::move(header).value();
  Safetensors content{std::move(known.metadata), {}};
  for (SafetensorsEntry& entry : known.entries) {
    const auto raw = data.subspan(entry.begin, entry.end - entry.begin);
    content.tensors.push_back({std::move(entry.name), std::move(entry.shape), toFloats(entry.type, raw)});
  }
  return content;
}

Result<Safetensors> readSafetensors(const std::filesystem::path& path) {
  File file(path);
  auto content = readFrom(file);
  if (content) return content;
  Error error = content.error();
  error.where = path.string();
  return error;
}

Result<SafetensorsFileHeader> readSafetensorsHeader(const std::filesystem::path& path,
                                                    SafetensorsTypes types) {
  File file(path);
  const auto located = [&](Error error) {
    error.where = path.string();
    return error;
  };
  const auto size = file.size();
  if (!size) return located(size.error());
  auto header = readHeader(file, *size, types);
  if (!header) return located(header.error());
  return header;
}

SafetensorsContent safetensorsContent(const std::filesystem::path& path) {
  const auto read = readSafetensorsHeader(path, SafetensorsTypes::All);
  if (!read) return SafetensorsContent::Unreadable;
  const auto format = read->header.metadata.find("format");
  const bool isModel = format != read->header.metadata.end() && format->second == kModelFormat;
  return isModel ? SafetensorsContent::Model : SafetensorsContent::Arrays;
}

Result<void> writeSafetensors(const std::filesystem::path& path, const Safetensors& content) {
  const std::vector<std::byte> bytes = encodeSafetensors(content);
  // What could not be read again must not be written: the caps hold for both.
  const auto length = safetensorsHeaderLength(std::span(bytes).first(kSafetensorsPrefix), bytes.size());
  if (!length || bytes.size() > kMaxSafetensorsFile)
    return Error{ErrorCode::TooLarge, "would be too large to be read again", path.string()};
  return writeFileAtomically(path, std::span<const std::byte>(bytes));
}

}  // namespace isthmus
