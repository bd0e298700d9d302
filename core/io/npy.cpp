#include "core/io/npy.h"

#include <bit>

namespace isthmus {

static_assert(std::endian::native == std::endian::little, "values are written as they lie in memory");

std::string encodeNpy(const Matrix& matrix) {
  constexpr std::size_t kPreamble = 10;   // magic, version and the header's length
  constexpr std::size_t kAlignment = 64;  // of the first value
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(matrix.rows) +
                       ", " + std::to_string(matrix.cols) + "), }";
  header.append(kAlignment - (kPreamble + header.size() + 1) % kAlignment, ' ');
  header += '\n';

  std::string bytes = "\x93NUMPY";
  bytes += '\x01';
  bytes += '\x00';
  bytes += static_cast<char>(header.size() & 0xffU);
  bytes += static_cast<char>(header.size() >> 8U);
  bytes += header;
  bytes.append(reinterpret_cast<const char*>(matrix.values.data()), matrix.values.size() * sizeof(float));
  return bytes;
}

}  // namespace isthmus
