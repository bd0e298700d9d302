#pragma once

#include "core/base/matrix.h"
#include "core/engine/closed/panels.h"

#include <cstddef>
#include <span>

namespace isthmus::closed {

/// The first `found` columns of `axes` as the first rows of a count x numbers matrix: entry i of a column
/// goes to number varying[i], all others are 0. The other rows are added by completeRows(), and each is
/// turned as pointAlike() says. Needs found <= count <= numbers. Cancelled: see Crew.
Matrix componentRows(const Panels& axes, std::size_t found, std::span<const std::size_t> varying,
                     std::size_t count, std::size_t numbers, const Crew& crew);

/// Makes the rows from `begin` on orthonormal to all others, which are so already: each in turn is the unit
/// vector along the coordinate that the rows before it hold the least of (the first of several), less its
/// part along them.
void completeRows(Matrix& rows, std::size_t begin, const Crew& crew);

/// Turns each row so that its entry of largest magnitude (the first of several) is positive.
void pointAlike(Matrix& rows);

}  // namespace isthmus::closed
