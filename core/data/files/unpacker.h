#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace isthmus {

/// Undoes a file's compression piece by piece, with checksums.
class Unpacker {
 public:
  enum class Status { More, StreamEnded, Damaged, OutOfMemory };
  struct Step {
    Status status = Status::More;
    std::size_t taken = 0;  ///< bytes of the packed ones
    std::size_t given = 0;  ///< bytes of the others
  };

  virtual ~Unpacker() = default;
  /// Turns some of `packed` (not empty) into some of `to` (not empty). StreamEnded: the checksum is right,
  /// and another stream may follow, for which restart() makes ready.
  virtual Step step(std::span<const std::uint8_t> packed, std::span<std::uint8_t> to) = 0;
  /// False when there is not enough memory.
  virtual bool restart() = 0;
  /// What is wrong where the library says it, after Damaged; or "".
  virtual std::string detail() const = 0;
  /// "gzip"
  virtual std::string_view name() const = 0;
  /// The first byte of each stream.
  virtual std::uint8_t firstByte() const = 0;
  /// No stream grows by more than this.
  virtual std::uint64_t largestRatio() const = 0;
};

inline constexpr std::size_t kPackingHeadBytes = 10;  ///< what isPacked() looks at

/// Whether a file's first bytes are those of a compression that makeUnpacker() undoes: gzip or bzip2.
bool isPacked(std::span<const std::uint8_t> head);

/// For a file that begins so; null where it is not packed, or where there is not enough memory.
std::unique_ptr<Unpacker> makeUnpacker(std::span<const std::uint8_t> head);

}  // namespace isthmus
