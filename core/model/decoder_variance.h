#pragma once

#include <cstddef>
#include <cstdint>

namespace isthmus {

/// What a Gaussian decoder's variance may be. Below 1e-4 a standardised feature is met to within a hundredth
/// of its spread, which is past what such data mean, while the gradients (divided by the variance) would
/// leave the KL divergence without a say. Above 1e30 squared errors come near the end of float.
inline constexpr double kMinDecoderVariance = 1e-4;
inline constexpr double kMaxDecoderVariance = 1e30;

/// Negative log-likelihood in nats of `n` numbers under a Gaussian with this variance, whose mean they miss
/// by the sum of squared errors `sse`: sse / (2 variance) + n / 2 log(2 pi variance). Negative where the
/// density is above 1.
double gaussianNll(double sse, std::size_t n, double variance);

/// The variance after training step `step` (from 1) found the mean squared error `mse`. One variance shared
/// by all outputs whose best value, given the decoder, is that error over all data (Rybkin, Daniilidis and
/// Levine, Simple and Effective VAE Training with Calibrated Decoders, 2021); here its exponential moving
/// average over about ten steps, at first the plain average.
double nextDecoderVariance(double variance, double mse, std::int64_t step);

}  // namespace isthmus
