#pragma once

#include "core/latent/encoding.h"
#include "core/model/model_snapshot.h"

#include <optional>

namespace isthmus {

/// How much what is decoded depends on the code: the root mean square, over the sample's numbers, of the
/// standard deviation between the decodes of at most 32 samples' codes. Of pictures in intensities from 0 to
/// 1, of vectors in standard deviations of each number. Nothing of an encoding without a finite code, and of
/// a model so large that it would take longer than a moment. Not for the GUI thread.
std::optional<double> decodedSpread(const ModelSnapshot& model, const Encoding& encoding);

}  // namespace isthmus
