#include "core/latent/lattice.h"

#include <gtest/gtest.h>

namespace isthmus {
namespace {

TEST(LatticePoints, AreTheMiddlesOfCellsReadFromTheTopLeft) {
  const LatentPlane plane = coordinatePlane(std::vector<float>{0, 7, 0}, 0, 2);
  const Matrix points = latticePoints(plane, {-2, -1, 2, 1}, 2, 2);
  ASSERT_EQ(points.rows, 4U);
  const float expected[4][3] = {{-1, 7, 0.5F}, {1, 7, 0.5F}, {-1, 7, -0.5F}, {1, 7, -0.5F}};
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t k = 0; k < 3; ++k) EXPECT_FLOAT_EQ(points.at(i, k), expected[i][k]) << i << ", " << k;
}

TEST(Mosaic, PutsEverySampleInItsCellAndFillsTheRestWithBlack) {
  Matrix samples(3, 4);  // 2 x 2 pictures
  for (std::size_t i = 0; i < samples.values.size(); ++i) samples.values[i] = static_cast<float>(i + 1);
  const Image image = mosaic(samples, {2, 2, 1}, 2);
  EXPECT_EQ(image.shape, (ImageShape{4, 4, 1}));
  EXPECT_EQ(image.pixels, (std::vector<float>{1, 2, 5, 6, 3, 4, 7, 8, 9, 10, 0, 0, 11, 12, 0, 0}));
}

TEST(Mosaic, KeepsTheChannelsOfAPixelTogether) {
  Matrix samples(2, 3);  // 1 x 1 RGB
  samples.values = {1, 2, 3, 4, 5, 6};
  EXPECT_EQ(mosaic(samples, {1, 1, 3}, 2).pixels, samples.values);
}

}  // namespace
}  // namespace isthmus
