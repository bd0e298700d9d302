#pragma once

#include "tests/bench/report.h"

#include <vector>

namespace isthmus::bench {

/// start.cold and start.warm. To be called by a process that has none of the libraries mapped that the
/// program loads: pages that somebody has mapped cannot be dropped from the page cache.
std::vector<Measured> measureStart();

}  // namespace isthmus::bench
