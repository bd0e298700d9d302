#include "core/model/kinds/autoencoder.h"

#include "core/model/kinds/dense_nets.h"

namespace isthmus {
namespace {

Result<ModelPlan> planAutoencoder(const ModelSettings& settings, const DataFacts& data) {
  const int latent = std::get<int>(settings.at("latent"));
  return ModelPlan{
      {.kind = "autoencoder",
       .samples = data.samples,
       .shape = data.shape,
       .likelihood = data.samples == SampleKind::Vector ? Likelihood::Gaussian : Likelihood::Bernoulli,
       .prior = Prior::None,
       .latent = latent,
       .nets =
           denseNets(data.shape.size(), std::get<std::vector<int>>(settings.at("hidden")), latent, false)},
      {Objective::Solver::Adam, {{TermType::Reconstruction, "reconstruction"}}}};
}

}  // namespace

ModelKind autoencoderKind() {
  return {.id = "autoencoder",
          .shortId = "ae",
          .title = "Autoencoder",
          .shortTitle = "Autoencoder",
          .explanation =
              "Squeezes each sample into a few numbers and learns to draw it again from them; "
              "nothing orders the places in between.",
          .settings = {hiddenSetting(), latentSetting()},
          .plan = planAutoencoder,
          .suggest = [](const DataFacts& data, int /*epochs*/) { return suggestedHidden(data); }};
}

}  // namespace isthmus
