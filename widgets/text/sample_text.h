#pragma once

#include <QString>

#include <cstddef>

namespace isthmus {

struct Dataset;

/// A sample's name as a line that fits beside the mouse: 80 characters at most, "…" where more are left out.
/// Empty where it has none.
QString sampleName(const Dataset& dataset, std::size_t sample);

}  // namespace isthmus
