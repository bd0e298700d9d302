#pragma once

#include "core/data/dataset.h"
#include "core/engine/detail/vae.h"
#include "core/latent/encoding.h"

#include <ATen/core/Generator.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace isthmus::detail {

/// Samples a call of encodeSamples() should take at a time: large enough for fast products, small enough for
/// the cache and for a prompt stop.
inline constexpr std::size_t kEncodeChunk = 250;

/// An encoding with room for `count` samples.
Encoding emptyEncoding(std::size_t count, int latent);

/// The samples' intensities as a float tensor, indices.size() x shape.size().
at::Tensor gatherBatch(const Dataset& dataset, std::span<const std::size_t> indices);

/// Writes what the encoder makes of these samples into their rows of `encoding`.
void storePosterior(const Posterior& posterior, std::span<const std::size_t> indices, Encoding& encoding);
/// Writes one value a sample into a column of an encoding.
void storeColumn(const at::Tensor& values, std::span<const std::size_t> indices, std::vector<float>& column);

/// Whether the negative ELBO's expectation is worth a second pass through the decoder.
enum class Detail { MeanOnly, WithSampledBce };

/// Encodes these samples and writes what comes out into their rows of `encoding`. Draws its noise from a
/// stream that depends on each sample's index alone, so that the result does not depend on order or grouping.
void encodeSamples(const Vae& vae, const Dataset& dataset, std::span<const std::size_t> indices,
                   Encoding& encoding, Detail detail = Detail::WithSampledBce);

}  // namespace isthmus::detail
