#pragma once

#include "core/base/image.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace isthmus {

/// Some rows of a table or array, looked at before it is read. NaN stands for a number that is missing.
struct RowSample {
  static constexpr std::size_t kMaxRows = 200;  ///< more would tell nothing new
  static constexpr std::size_t kMaxNumbers = 1U << 20;

  std::size_t width = 0;  ///< numbers a row
  std::vector<float> values = {};

  std::size_t rows() const { return width == 0 ? 0 : values.size() / width; }
  /// How many rows of so many numbers are to be looked at.
  static std::size_t rowsFor(std::size_t width);
};

/// Which pictures rows of numbers are, and how they lie in them.
struct RowsLayout {
  ImageShape shape;
  bool hasChannelsFirst = false;  ///< all of red, then all of green, then all of blue
  bool operator==(const RowsLayout&) const = default;
};

/// How much more alike neighbouring pixels are than other ones if the rows are such pictures: the mean
/// correlation of pixels side by side or above each other (the lower of the two), less that of pixels half a
/// picture apart or paired at random (the higher of the two). Of fewer than four rows the numbers within a
/// row are correlated. About 0 for what is no picture, below 0 for curves; nothing where nothing varies.
std::optional<double> likeness(const RowSample& sample, const RowsLayout& layout);

/// From here on rows are pictures. Measured were: MNIST 0.65, pen strokes and sprites 0.6, Semeion's bits
/// 0.5, scikit-learn's digits of 8 x 8 0.23 to 0.31, smooth pictures such as faces 0.9; fingerprint bits,
/// word vectors, counts of genes and answers to questions 0.05 at most, blocks of like columns and curves
/// below 0.
inline constexpr double kPictureLikeness = 0.14;

/// What rows of numbers are taken for.
struct PictureGuess {
  std::optional<RowsLayout> picture = {};  ///< nothing: vectors
  std::string remark = {};     ///< a sentence where rows could be either; it names the option for the other
  bool wasMeasured = false;    ///< their number allows pictures
  bool isColumnMajor = false;  ///< their numbers run down the columns of `picture`
};

/// The one rule for all formats: a square of numbers (or three of them), in a range that pictures have (whole
/// numbers from 0, or floats in 0..1, -1..1 or 0..255), whose neighbours are alike or whose names say so.
/// Other shapes only where names say so: place by place ("1x1" to "28x20"), or as pixels whose neighbours
/// are alike in one shape. Where only neighbours say so the remark names the shape that they would have.
PictureGuess guessPictures(const RowSample& sample, std::span<const std::string> names);

/// Whether samples that come as pictures of that shape may be such: by their range, or because neighbours are
/// alike; also where nothing varies. Measurements over time are not.
bool mayBePictures(const RowSample& sample, const ImageShape& shape);

/// Whether rows that are pictures in colour have one channel after the other.
bool hasPlanes(const RowSample& sample, const ImageShape& shape);

/// "28 x 20" for pictures 28 wide and 20 high; with " in colour" for three channels.
std::string pictureSizeText(const ImageShape& shape);
/// As the option shape= has it: "20x28" for the same, "20x28x3" in colour.
std::string shapeOptionText(const ImageShape& shape);

}  // namespace isthmus
