#pragma once

#include "core/base/task.h"
#include "core/data/dataset.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace isthmus {

/// What a sample is used for. A model learns from Train alone.
enum class Part : std::uint8_t { Train, Validation, Test };

/// "train", "validation" or "test".
std::string_view partName(Part part);

/// The part of each sample: the data set's own validation and test parts, and of its training part the share
/// `validationShare` ([0, 0.9]) held out, stratified by label, drawn by `seed`.
std::vector<Part> splitParts(const Dataset& dataset, double validationShare, std::uint64_t seed);

/// The validation share that a person would choose: none where the data set brings a validation or a test
/// part, otherwise a tenth.
double suggestedValidationShare(const Dataset& dataset);

/// Makes the share `testShare` ([0, 0.9]) of a data set's training part its test part, stratified by label,
/// drawn by `seed`; both keep their order. The data set must have no test part. In place, for it may fill
/// half the memory. Soon after the task is cancelled it returns, with samples out of order: the data set is
/// then of no use.
void splitOffTest(Dataset& dataset, double testShare, std::uint64_t seed, const Task& task = {});

}  // namespace isthmus
