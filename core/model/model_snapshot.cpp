#include "core/model/model_snapshot.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace isthmus {

const NamedTensor* ModelSnapshot::statistic(std::string_view name) const {
  const auto found = std::ranges::find(statistics, name, &NamedTensor::name);
  return found == statistics.end() ? nullptr : &*found;
}

std::optional<double> explainedShare(const ModelSnapshot& model) {
  const NamedTensor* explained = model.statistic(kExplainedVariance);
  const NamedTensor* total = model.statistic(kTotalVariance);
  const auto latent = static_cast<std::size_t>(model.spec.latent);
  if (!explained || explained->values.size() < latent || !total || total->values.size() != 1 ||
      !(total->values[0] > 0))
    return std::nullopt;
  const double sum = std::accumulate(explained->values.begin(),
                                     explained->values.begin() + static_cast<std::ptrdiff_t>(latent), 0.0);
  return std::clamp(sum / static_cast<double>(total->values[0]), 0.0, 1.0);
}

}  // namespace isthmus
