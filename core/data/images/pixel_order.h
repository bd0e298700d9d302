#pragma once

#include "core/base/image.h"
#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/data/images/picture_guess.h"

#include <optional>

namespace isthmus {

/// How upright pictures look when their pixels are taken row by row, from the pictures alone: below 0 they
/// rather lie on their side, as those of MATLAB do, whose pixels run down the columns. Nothing where they do
/// not tell. `layout` is how they lie.
///
/// Of things on an empty ground (digits, letters, clothes) it is the logarithm of how far they spread from
/// top to bottom over how far they spread from left to right: people write upright. Measured were, of 200
/// pictures each, 0.37 for MNIST (0.10 to 1.26 for the digits one by one), 0.27 for its digits without their
/// margin, and 0.15 for Fashion-MNIST (0.24 to 0.92 for clothes, -0.13 to -0.81 for shoes and bags). Where
/// the ground is full (photographs, faces) it is a quarter of the correlation of the mean picture with its
/// mirror image less that with its image upside down: left and right are alike, above and below are not.
/// Digits cut at their edge have -0.02 to 0.12 there.
std::optional<double> uprightness(const RowSample& sample, const RowsLayout& layout);

/// From here on (and below the same less than 0) it tells something where both orders are usual ...
inline constexpr double kTellsOrder = 0.05;
/// ... and where the other one is rare. Shoes and cars lie on their side, too.
inline constexpr double kTellsRareOrder = 0.25;

/// Pictures whose pixels were read as they came, one column after the other, with the shape that they are to
/// have: turns them in place, so that rows follow each other.
void turnColumnMajor(Dataset& dataset, const Task& task);

}  // namespace isthmus
