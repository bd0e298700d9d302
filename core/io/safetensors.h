#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// A tensor by name, in float32.
struct NamedTensor {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<float> values;

  /// Numbers that the shape has room for, whether or not they are there.
  std::uint64_t count() const {
    std::uint64_t count = 1;
    for (const std::int64_t extent : shape) count *= static_cast<std::uint64_t>(extent);
    return count;
  }
};

/// The content of a .safetensors file (https://github.com/huggingface/safetensors): metadata and float32
/// tensors.
struct Safetensors {
  std::map<std::string, std::string> metadata;
  std::vector<NamedTensor> tensors;
};

/// Larger headers are refused: 0.5 million characters hold thousands of tensors.
inline constexpr std::uint64_t kMaxSafetensorsHeader = std::uint64_t{512} * 1024;
/// Larger files are refused: four times the largest model that VaeSpec allows.
inline constexpr std::uint64_t kMaxSafetensorsFile = std::uint64_t{4} << 30U;

/// The bytes of a file with this content; tensors in the given order, as F32, beginning at a multiple of 8
/// bytes. The same content gives the same bytes. Names must be unique and values match the shapes.
std::vector<std::byte> encodeSafetensors(const Safetensors& content);
/// Reads them back; tensors in the order of their data. F32 is taken as it is, F64, F16 and BF16 are
/// converted, integers and bools refused. Everything the header claims is checked against the bytes before
/// memory is taken: offsets must match shape and type, lie inside, leave no hole and not overlap; names are
/// unique. Values may be NaN or infinite. Errors have an empty `where`.
Result<Safetensors> decodeSafetensors(std::span<const std::byte> bytes);

/// What a .safetensors file is for, by its header alone.
enum class SafetensorsContent {
  Model,       ///< its metadata say that it is a model of this program
  Arrays,      ///< anything else in the format
  Unreadable,  ///< no sound header: another format, damaged, or not there
};
/// The metadata's "format" of a model.
inline constexpr std::string_view kModelFormat = "isthmus-model";
SafetensorsContent safetensorsContent(const std::filesystem::path& path);

/// The same from a regular file; its size and header are checked before the data are read.
Result<Safetensors> readSafetensors(const std::filesystem::path& path);
/// Atomic: the file is there whole or as it was before.
Result<void> writeSafetensors(const std::filesystem::path& path, const Safetensors& content);

}  // namespace isthmus
