#pragma once

#include "core/base/matrix.h"
#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/engine/encoding_quality.h"
#include "core/latent/encoding.h"

#include <cstddef>
#include <span>

namespace isthmus {

/// Runs the nets of one snapshot as they are. Not thread-safe.
class Runner {
 public:
  virtual ~Runner() = default;

  /// Writes these samples' rows of `encoding`, with the noise of noiseOfSample(). Wants a model that encodes
  /// and samples that fit it. Fails only when cancelled.
  virtual Result<void> encode(const Dataset& dataset, std::span<const std::size_t> samples,
                              EncodingQuality quality, Encoding& encoding, const Task& task) = 0;
  /// The codes of samples (posterior means where there is a posterior), one row each. Wants the same.
  virtual Matrix codes(const Dataset& dataset, std::span<const std::size_t> samples) = 0;
  /// The means of the likelihood at latent points, one row each: intensities of a Bernoulli decoder, or
  /// numbers as the model's input scaling leaves them.
  virtual Matrix decode(const Matrix& z) = 0;
};

}  // namespace isthmus
