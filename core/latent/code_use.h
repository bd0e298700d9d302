#pragma once

#include "core/latent/encoding.h"
#include "core/model/setting.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {

/// What the dimensions of a code are used for, over the samples of an encoding with a posterior.
struct CodeUse {
  std::vector<double> kl;  ///< of each dimension from the prior N(0, 1), nats a sample; their sum is the KL
  std::vector<double> variance;  ///< of the posterior's mean over the samples, of each dimension
  bool operator==(const CodeUse&) const = default;

  /// A unit is active whose mean varies over the data by more than this (Burda, Grosse and Salakhutdinov,
  /// Importance Weighted Autoencoders, 2016); its KL divergence is then at least about 0.005 nats.
  static constexpr double kLeastVariance = 0.01;

  std::size_t latent() const { return kl.size(); }
  bool isActive(std::size_t dimension) const { return variance[dimension] > kLeastVariance; }
};

/// Over at most 20,000 samples, evenly spaced; those with a number that is not finite are left out. Nothing
/// without a posterior, or without a sample.
std::optional<CodeUse> codeUse(const Encoding& encoding);

/// The two dimensions with the highest KL divergence, the higher first; of equal ones the first. Once two are
/// shown (`shown`), another takes a place only when it is well above: by a quarter and a tenth of a nat. The
/// code must have two.
std::pair<std::size_t, std::size_t> leadingDimensions(
    const CodeUse& use, std::optional<std::pair<std::size_t, std::size_t>> shown = {});

/// Posterior collapse: dimensions that say nothing of the sample, so that what is decoded does not depend on
/// them.
struct CollapseFinding {
  std::vector<std::size_t>
      unused;            ///< dimensions, ascending; empty where only the decoder is known to be dead
  bool isWhole = false;  ///< the code is not used at all
  std::string message;   ///< what is so, why, and what to try, for a person
};

/// Steps before which a code is not judged: it may still come into use.
inline constexpr std::int64_t kStepsBeforeJudged = 500;

/// From how a code is used after so many training steps with these settings (beta, warmup). Nothing where all
/// is in use, or before kStepsBeforeJudged.
std::optional<CollapseFinding> findCollapse(const CodeUse& use, const ModelSettings& settings,
                                            std::int64_t step);

/// Below this spread of decodes (decodedSpread()) a decoder does not depend on the code: half a hundredth of
/// white, or of a standard deviation.
inline constexpr double kLeastDecodedSpread = 0.005;

/// The same, also where what is decoded no longer depends on the code although that has no KL divergence to
/// tell it (an autoencoder whose units died). What is not known is left out.
std::optional<CollapseFinding> findCollapse(const std::optional<CodeUse>& use,
                                            std::optional<double> decodedSpread,
                                            const ModelSettings& settings, std::int64_t step);

}  // namespace isthmus
