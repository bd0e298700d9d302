#pragma once

#include "tests/bench/rows/window_driver.h"

#include <vector>

namespace isthmus::bench {

/// Milliseconds from asking for a lattice of side x side pictures of the whole view to its painting in the
/// window, once for each of `rounds`. The manifold must be on.
std::vector<double> latticeTimes(WindowDriver& driver, int side, int rounds);

}  // namespace isthmus::bench
