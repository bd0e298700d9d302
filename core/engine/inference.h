#pragma once

#include "core/base/matrix.h"
#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/engine/encoding_quality.h"
#include "core/latent/encoding.h"
#include "core/model/model_snapshot.h"

#include <cstddef>
#include <span>
#include <vector>

namespace isthmus {

/// Whether the model is for samples of this kind and shape, and for these features in this order where both
/// name them; the error says what differs first.
Result<void> checkFits(const ModelSnapshot& model, const Dataset& dataset);

/// What the model makes of every sample. The noise of Measure::SampledNll is the same at every call.
/// Samples are scaled as the model's training samples were. Fails when they do not fit or the task is
/// cancelled. Blocks: not for the GUI thread.
Result<EncodingPtr> encodeDataset(const ModelSnapshot& model, const Dataset& dataset, const Task& task = {},
                                  EncodingQuality quality = EncodingQuality::Exact);

/// Whether an exact encoding takes so long that people would rather see a preview first.
bool isWorthAPreview(const ModelSnapshot& model, const Dataset& dataset);

/// What the decoder makes of latent points, one row each: rows x spec.shape.size(). Of pictures intensities
/// in [0, 1], of vectors numbers in the data's own units (the model's scaling undone), less scaling.base
/// where there is one. `z` has spec.latent columns.
Result<Matrix> decode(const ModelSnapshot& model, const Matrix& z);

/// Reconstructions of some samples from their latent means, one row each, in the order of `indices`; numbers
/// as from decode(), but less dataset.offsets, as the samples are held.
Result<Matrix> reconstruct(const ModelSnapshot& model, const Dataset& dataset,
                           std::span<const std::size_t> indices);

}  // namespace isthmus
