#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/data/values/input_scaling.h"
#include "core/engine/encoding_quality.h"
#include "core/engine/output_model.h"
#include "core/engine/torch/nets.h"
#include "core/latent/encoding.h"

#include <cstddef>
#include <span>
#include <vector>

namespace isthmus::autograd {

/// Samples as rows of numbers that a net takes in.
struct SampleRows {
  const Dataset* dataset;
  const InputScaling* scaling;

  /// samples x numbers, float32.
  at::Tensor operator()(std::span<const std::size_t> samples) const;
};

/// Negative log-likelihood of x given the decoder's outputs: one value a row.
at::Tensor negativeLogLikelihood(const OutputModel& model, const at::Tensor& outputs, const at::Tensor& x);
/// What the decoder takes x for: intensities, or scaled numbers.
at::Tensor meansOf(const OutputModel& model, const at::Tensor& outputs);

/// Writes one value a sample.
void storeColumn(const at::Tensor& values, std::span<const std::size_t> samples, std::vector<float>& column);
/// Writes codes, and where there is a posterior log-variances and KL divergence.
void storePosterior(const Posterior& posterior, std::span<const std::size_t> samples, Encoding& encoding);

/// How many samples go through a model together: many for fast products, and no more than some hundred
/// megabytes between its layers.
std::size_t portionFor(const ModelSpec& spec);

/// Writes these samples' rows of `encoding`, with the noise of noiseOfSample(). Fails only when cancelled.
Result<void> encodeSamples(const Nets& nets, const OutputModel& model, const SampleRows& rows,
                           std::size_t portion, std::span<const std::size_t> samples, EncodingQuality quality,
                           Encoding& encoding, const Task& task);

}  // namespace isthmus::autograd
