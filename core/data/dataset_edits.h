#pragma once

#include "core/data/dataset.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace isthmus {

// What a person does to a data set that is there. Each makes a new one and leaves the old as it is; samples
// keep their order, their part (train, validation, test) and all that is known of them. A class that no
// sample has any more goes. What was done is added to the notes, and the name says that the set was edited.
// Indices come in any order, also more than once, and must be below dataset.count(). All fail where the new
// set would not fit into memory or the task is cancelled (soon: it is looked at every megabyte), and drop and
// subset where nothing would be left.

/// At the end of the name of a set that was edited.
inline constexpr std::string_view kEditedSuffix = " (edited)";

/// Without these samples.
Result<Dataset> dropSamples(const Dataset& dataset, std::span<const std::size_t> indices,
                            const Task& task = {});

/// These samples alone.
Result<Dataset> subset(const Dataset& dataset, std::span<const std::size_t> indices, const Task& task = {});

/// The class of samples that have none where others do.
inline constexpr std::string_view kUnlabelled = "unlabelled";

/// With these samples in the class of this name, which is a new one where there is none. Where no sample has
/// a label so far, the others become kUnlabelled. Fails for an empty name.
Result<Dataset> relabel(const Dataset& dataset, std::span<const std::size_t> indices,
                        std::string_view className, const Task& task = {});

/// Both: of each part first the samples of `a`, then those of `b`. Classes are joined by name, and so are the
/// levels of factors; factors that only one of them has are left out, and the notes say so. Samples that have
/// no label or name where the other set has them become kUnlabelled or "". All samples of a set that is a
/// test part by its files (Dataset::isTestPart) join the test part, unless both are. Fails where shape, kind,
/// type or feature names differ.
Result<Dataset> mergeDatasets(const Dataset& a, const Dataset& b, const Task& task = {});

/// Which samples to take.
struct SubsetChoice {
  enum class Draw { First, Random };

  std::optional<std::size_t> count = {};   ///< samples in all; empty: as many as there are
  std::vector<std::int32_t> classes = {};  ///< of these classes only; empty: of all
  Draw draw = Draw::First;                 ///< where there are more than `count`
  std::uint64_t seed = 7;                  ///< of Draw::Random
};

/// The samples of a choice in ascending order. `count` is shared out among the parts in the proportion of
/// their sizes, with Draw::Random among the classes of each part, too (to the nearest whole number).
std::vector<std::size_t> chooseSamples(const Dataset& dataset, const SubsetChoice& choice);

}  // namespace isthmus
