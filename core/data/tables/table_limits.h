#pragma once

#include "core/data/values/class_names.h"

#include <cstddef>
#include <cstdint>

namespace isthmus {

// What a table may be, so that a broken or hostile file costs little before it is refused.
inline constexpr std::size_t kMaxTableColumns =
    131'072;  // genes, pixels of 362 x 362: more fills memory with one dense layer
inline constexpr std::size_t kMaxTableRows = 50'000'000;      // more cannot be held as points and latents
inline constexpr std::size_t kMaxRowBytes = 16U << 20;        // 128 bytes a column at the most columns
inline constexpr std::uint64_t kMaxTableBytes = 64ULL << 30;  // of content: minutes of reading
inline constexpr std::size_t kMaxTextBytes = 1U << 30;        // of names of samples, levels and classes
inline constexpr std::size_t kMaxLevels = kMaxClasses;        // of a factor or label
// A gzip file of real numbers is 2 to 20 times smaller than its content, one of pictures that are nearly
// blank 100 times; deflate reaches 1032 with nothing but repetition.
inline constexpr std::uint64_t kMaxTablePackingRatio = 400;
inline constexpr std::uint64_t kPackingMattersAbove = 32ULL << 20;

inline constexpr std::size_t kHeadBytes = 1U << 20;              // by which columns are judged
inline constexpr std::size_t kWideHeadBytes = 3 * kMaxRowBytes;  // where that holds hardly a row
inline constexpr std::size_t kTableChunkBytes = 1U << 20;        // between two looks at the stop token
inline constexpr std::size_t kPackedChunkBytes = 256U
                                                 << 10;  // likewise: bzip2 needs 40 ms for a block of 900 kB

inline constexpr std::size_t kPreviewRows = 20;
inline constexpr std::size_t kPreviewColumns = 100;   // more than a dialog can show
inline constexpr std::size_t kPreviewFields = 2'000;  // to choose what becomes of each

}  // namespace isthmus
