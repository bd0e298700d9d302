#include "core/io/npy.h"

#include <gtest/gtest.h>

#include <cstring>

namespace isthmus {
namespace {

TEST(Npy, IsLaidOutAsNumPyDocumentsIt) {
  Matrix matrix(2, 3);
  matrix.values = {1, 2, 3, -4, 0.5F, 6};
  const std::string bytes = encodeNpy(matrix);
  EXPECT_EQ(bytes.substr(0, 8), std::string("\x93NUMPY\x01\x00", 8));
  const std::size_t header =
      static_cast<unsigned char>(bytes[8]) + 256U * static_cast<unsigned char>(bytes[9]);
  EXPECT_EQ((10 + header) % 64, 0U);
  EXPECT_EQ(bytes[10 + header - 1], '\n');
  EXPECT_TRUE(bytes.substr(10).starts_with("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"));
  ASSERT_EQ(bytes.size(), 10 + header + 6 * sizeof(float));
  float last = 0;
  std::memcpy(&last, bytes.data() + bytes.size() - sizeof last, sizeof last);
  EXPECT_EQ(last, 6);
}

}  // namespace
}  // namespace isthmus
