#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// The type of an array's elements, as they stand in the file.
enum class ElementType {
  Bool,
  Int8,
  Int16,
  Int32,
  Int64,
  UInt8,
  UInt16,
  UInt32,
  UInt64,
  Float16,
  Float32,
  Float64,
  Bytes,    ///< text of ArrayInfo::elementBytes bytes, padded with zeros
  Unicode,  ///< text of elementBytes / 4 code points of 32 bits, padded with zeros
};

/// A type of numbers (not of text) with its size.
struct NumberType {
  ElementType type = ElementType::Float32;
  std::size_t bytes = 4;
};

/// By NumPy's short name without the byte order: "b1", "i1" to "i8", "u1" to "u8", "f2" to "f8".
std::optional<NumberType> numberTypeNamed(std::string_view shortName);

/// Where an array's samples lie: each `outer` has all samples one after the other with `inner` numbers of
/// each.
struct SampleOrder {
  std::uint64_t outer = 1;  ///< 1: the numbers of a sample lie together
  std::uint64_t inner = 1;
};

/// How an array stands to others that are put together from those of the file (ClassArrays).
enum class ArrayOrigin {
  File,   ///< as the file has it
  Made,   ///< put together from others
  Piece,  ///< of one that is put together
};

/// An array in a file, from its header alone.
struct ArrayInfo {
  std::string name;  ///< "x_train"; "/obs/cell_type" in HDF5; the file's name where it has but one
  ElementType type = ElementType::Float32;
  std::size_t elementBytes = 4;
  std::vector<std::uint64_t> shape;  ///< with the dimension that counts samples first
  bool isFortranOrder = false;       ///< the first index of the file's array runs fastest
  bool isBigEndian = false;
  std::size_t samplesAxis = 0;  ///< where in the file's array the dimension stands that shape has first
  ArrayOrigin origin = ArrayOrigin::File;

  /// The same array with that dimension of the file's array (below the number of them) as its samples.
  ArrayInfo withSamplesAxis(std::size_t axis) const;
  /// The dimensions as the file has them.
  std::vector<std::uint64_t> fileShape() const;
  SampleOrder sampleOrder() const;

  /// The product of the shape, 1 for a scalar. Readers list only arrays whose bytes() do not overflow.
  std::uint64_t elements() const;
  std::uint64_t bytes() const { return elements() * elementBytes; }
  bool isText() const { return type == ElementType::Bytes || type == ElementType::Unicode; }
  /// For a person, as the file has it: "60,000 x 28 x 28, uint8".
  std::string text() const;
};

/// The bytes of one array, from its start.
class ArrayStream {
 public:
  virtual ~ArrayStream() = default;
  /// Fills all of `to`; an error, which names the file, when the data is corrupt or ends before.
  virtual Result<void> read(std::span<std::uint8_t> to) = 0;
};

/// A file that holds named arrays of numbers or text.
class ArrayFile {
 public:
  virtual ~ArrayFile() = default;
  /// Those that can be read, in the order of the file.
  virtual const std::vector<ArrayInfo>& arrays() const = 0;
  /// `index` into arrays(). The stream may be used while the file lives; any number of streams, one after the
  /// other.
  virtual Result<std::unique_ptr<ArrayStream>> open(std::size_t index) = 0;
  /// Whether its pictures may well lie column by column: MATLAB writes such files.
  virtual bool mayBeColumnMajor() const { return false; }
  /// Whether each array is a file of its own.
  virtual bool areFiles() const { return false; }
  /// Memory that reading the array takes beside what becomes of it, in bytes: that of a program which reads
  /// it whole. Gone when its stream has ended.
  virtual std::uint64_t bytesBeside(std::size_t index) const {
    static_cast<void>(index);
    return 0;
  }
};

}  // namespace isthmus
