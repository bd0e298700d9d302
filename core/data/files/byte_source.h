#pragma once

#include "core/base/result.h"
#include "core/base/task.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace isthmus {

/// Reads a regular file from its start, inflating it on the way when its content (not its name) says that it
/// is gzip or bzip2. Never reads further than it is asked to, so a small file cannot make it produce more
/// than was wanted. Errors name the file.
class ByteSource {
 public:
  /// Fails for what is missing, unreadable, empty, or no regular file; never waits for a FIFO's writer.
  static Result<ByteSource> open(const std::filesystem::path& file);
  ByteSource(ByteSource&&) noexcept;
  ByteSource& operator=(ByteSource&&) noexcept;
  ~ByteSource();

  const std::filesystem::path& path() const;
  bool isCompressed() const;
  /// Bytes on the disk.
  std::uint64_t fileSize() const;
  /// The most bytes that can come: the file's size, or what its compression can at most make of it.
  std::uint64_t largestContent() const;

  /// Fills `to`; fewer bytes only when the content ends. An error when the compressed data is corrupt or cut.
  Result<std::size_t> read(std::span<std::uint8_t> to);
  /// True when nothing is left; then the checksum of compressed data has been found right.
  Result<bool> atEnd();

 private:
  struct State;
  explicit ByteSource(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

/// The first bytes of a file's content (inflated where it is packed), at most `count` of them. Fails with
/// ErrorCode::Cancelled soon after the task is cancelled.
Result<std::vector<std::uint8_t>> readHead(const std::filesystem::path& file, std::size_t count,
                                           const Task& task = {});

/// What a format is recognised by: a file and the beginning of its content.
struct FileHead {
  static constexpr std::size_t kMostBytes = 64U << 10;  ///< enough to tell a table from other text

  std::filesystem::path file;
  std::vector<std::uint8_t> bytes;  ///< inflated where the file is packed
  bool isWhole = false;             ///< the content is no longer than this

  std::string_view text() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
};

/// At most `count` bytes of a file's content. Fails as readHead() does.
Result<FileHead> readFileHead(const std::filesystem::path& file, std::size_t count = FileHead::kMostBytes,
                              const Task& task = {});

}  // namespace isthmus
