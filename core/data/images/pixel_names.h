#pragma once

#include "core/data/images/picture_guess.h"

#include <optional>
#include <span>
#include <string>

namespace isthmus {

/// What the names of columns say of pictures.
enum class NamesTell {
  Nothing,  ///< none, or "3", "x3", "column 3"
  Pixels,   ///< "pixel0", "pix_1", "px3", "1x1"
  Maybe,    ///< "p12"
  Others,   ///< "age", "Actb", "Q17": things of their own
};
NamesTell namesTell(std::span<const std::string> names);

/// Pictures that columns name pixel by pixel.
struct NamedPixels {
  RowsLayout layout;           ///< as the picture is to be, whatever the order
  bool isColumnMajor = false;  ///< the columns of the table run down the picture's columns
  /// The first of two numbers runs fastest and nothing says whether it counts rows or columns: it was taken
  /// as the place in a row. Column by column the sides change places.
  bool mayBeColumnMajor = false;
};

/// By names that give each pixel its place: "1x1" to "28x20", "pixel_3_14", "r3c14", "pixel_3_14_2" with the
/// channel last or first, or "R0" to "B255" for squares in colour. Every place must be named once, in order.
std::optional<NamedPixels> pixelsByName(std::span<const std::string> names);

}  // namespace isthmus
