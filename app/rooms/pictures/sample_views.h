#pragma once

#include "core/data/dataset.h"
#include "core/latent/encoding.h"
#include "widgets/pictures/picture_panel.h"

#include <cstddef>
#include <span>
#include <vector>

namespace isthmus {

/// Numbers of a picture or a vector as panels take them.
Image imageOf(std::span<const float> values, const ImageShape& shape);

/// A sample as panels show it: vectors in the data's own units.
Image sampleOf(const Dataset& dataset, std::size_t index);

/// The share of the measured errors that is smaller than this one; NaN when this one has not been measured.
double percentileOf(const std::vector<float>& errors, float error);

/// A sample as no model has looked at it yet: index, name, label and original.
PickedView pickedView(const Dataset& dataset, std::size_t sample);

/// A sample beside its reconstruction, with its errors: all of PickedView but part and percentile.
PickedView pickedView(const Dataset& dataset, const ModelSpec& model, const Encoding& encoding,
                      std::size_t sample, std::span<const float> reconstruction);

}  // namespace isthmus
