#pragma once

#include "core/data/dataset.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace isthmus {

/// What a sample is used for. A model learns from Train alone.
enum class Part : std::uint8_t { Train, Validation, Test };

/// "train", "validation" or "test".
std::string_view partName(Part part);

/// The part of each sample: the data set's own test part, and of its training part the share
/// `validationShare`
/// ([0, 0.9]) held out, stratified by label, drawn by `seed`.
std::vector<Part> splitParts(const Dataset& dataset, double validationShare, std::uint64_t seed);

/// The validation share that a person would choose: none where the data set brings a test part, otherwise a
/// tenth.
double suggestedValidationShare(const Dataset& dataset);

}  // namespace isthmus
