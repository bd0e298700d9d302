#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace isthmus {

/// Selected samples by their index in the data set, in ascending order; null: none. Never changes.
using SampleSet = std::shared_ptr<const std::vector<std::uint32_t>>;

bool contains(const SampleSet& set, std::size_t sample);
/// With the sample, or without it if it was in it.
SampleSet toggled(const SampleSet& set, std::size_t sample);
/// Those of either; `samples` in any order.
SampleSet united(const SampleSet& set, std::vector<std::uint32_t> samples);

}  // namespace isthmus
