#pragma once

#include "core/base/image.h"
#include "core/base/result.h"

#include <QImage>

#include <cstddef>
#include <functional>

namespace isthmus {

/// Pictures of one size on one sheet, row by row from the top, about as wide as high; white lies between
/// them. Small ones are enlarged by a whole number while the sheet is small, so that they can be looked at.
/// `picture` gives the picture of a place below `count`; null ones leave their place white. An error where so
/// many would make a sheet that no program likes to open. Any thread.
Result<QImage> pictureSheet(std::size_t count, const std::function<QImage(std::size_t place)>& picture);

}  // namespace isthmus
