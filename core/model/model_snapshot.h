#pragma once

#include "core/data/values/input_scaling.h"
#include "core/io/safetensors.h"
#include "core/model/model_spec.h"
#include "core/model/setting.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// A model at one moment: its architecture, its weights and where they came from. Immutable once shared;
/// plain numbers, so it can be held, saved and sent anywhere without an engine.
struct ModelSnapshot {
  ModelSpec spec;
  ModelSettings settings = {};            ///< of its kind, as it was made
  std::vector<NamedTensor> weights = {};  ///< in the order and with the names of weightLayout(spec)
  /// What was found beside the weights, by name (kExplainedVariance); no larger than the weights.
  std::vector<NamedTensor> statistics = {};
  std::string data = {};  ///< name of the data set it was trained on
  std::uint64_t seed = 0;
  int epoch = 0;               ///< epochs completed
  std::int64_t step = 0;       ///< training steps made
  InputScaling scaling = {};   ///< of whatever is encoded with it
  double decoderVariance = 1;  ///< of a Gaussian decoder: kMinDecoderVariance to kMaxDecoderVariance
  std::vector<std::string> features = {};  ///< names of a vector's numbers, or empty

  /// The statistic of this name; null where there is none.
  const NamedTensor* statistic(std::string_view name) const;
};

/// Statistics of a principal component analysis: the variance along each component found (at least as many as
/// the code has, by falling variance), and the sum over all, in squares of scaled numbers.
inline constexpr std::string_view kExplainedVariance = "explained_variance";
inline constexpr std::string_view kTotalVariance = "total_variance";

/// The share of the variance that the components of the code explain, in [0, 1]; nothing for other models.
std::optional<double> explainedShare(const ModelSnapshot& model);

using ModelSnapshotPtr = std::shared_ptr<const ModelSnapshot>;

}  // namespace isthmus
