#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/arrays/array_file.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace isthmus {

/// Bytes taken from an array at once, and between two looks at the stop token.
inline constexpr std::size_t kArrayChunkBytes = std::size_t{1} << 20;

/// Counts what a load has read.
class ReadProgress {
 public:
  ReadProgress(const Task& task, std::uint64_t totalBytes) : m_task(task), m_total(totalBytes) {}
  /// Reports `bytes` more; the Cancelled error when nobody wants the rest.
  Result<void> advance(std::uint64_t bytes);
  /// The Cancelled error when nobody wants the rest.
  Result<void> check() const;
  const Task& task() const { return m_task; }

 private:
  const Task& m_task;
  std::uint64_t m_total;
  std::uint64_t m_done = 0;
};

/// Takes the raw bytes of whole elements, in the order of the file; `first` is the index of the first of
/// them.
using TakeElements = std::function<void(std::span<const std::uint8_t> raw, std::uint64_t first)>;

/// Reads `array` in chunks, at most its first `limit` elements.
Result<void> readElements(ArrayStream& stream, const ArrayInfo& array, std::uint64_t limit,
                          ReadProgress& progress, const TakeElements& take);

/// Turns raw bytes of numbers into `to` (as many). Of a bool, all but 0 is 1; integers and float64 are
/// rounded to the nearest, and what is too large for a float becomes infinite.
void toNumbers(const ArrayInfo& array, std::span<const std::uint8_t> raw, std::span<float> to);
void toNumbers(const ArrayInfo& array, std::span<const std::uint8_t> raw, std::span<double> to);

/// One text element as UTF-8, without the zeros that pad it; what is no character becomes U+FFFD.
std::string toText(const ArrayInfo& array, std::span<const std::uint8_t> raw);

}  // namespace isthmus
