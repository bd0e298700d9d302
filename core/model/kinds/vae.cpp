#include "core/model/kinds/vae.h"

#include "core/model/kinds/dense_nets.h"

namespace isthmus {
namespace {

constexpr double kMaxBeta = 1000;

Result<ModelPlan> planVae(const ModelSettings& settings, const DataFacts& data) {
  return ModelPlan{vaeSpec(data.shape, std::get<std::vector<int>>(settings.at("hidden")),
                           std::get<int>(settings.at("latent")), data.samples),
                   {Objective::Solver::Adam,
                    {{TermType::Reconstruction, "reconstruction"},
                     {TermType::Kl, "kl", std::get<double>(settings.at("beta")), "beta"}}}};
}

}  // namespace

ModelKind vaeKind() {
  return {.id = "vae",
          .shortId = "",
          .title = "Variational autoencoder",
          .shortTitle = "VAE",
          .explanation =
              "Learns a smooth latent space: each sample becomes a small cloud of codes, and every "
              "place near the middle decodes to something plausible.",
          .settings = {hiddenSetting(),
                       latentSetting(),
                       {.key = "beta",
                        .label = "&Beta",
                        .noun = "beta",
                        .explanation = "Weight of the KL divergence: higher gives a smoother, rounder latent "
                                       "space and blurrier pictures.",
                        .unit = "x KL",
                        .usual = 1.0,
                        .lowest = 0,
                        .highest = kMaxBeta,
                        .isLive = true}},
          .plan = planVae};
}

ModelSpec vaeSpec(const ImageShape& shape, const std::vector<int>& hidden, int latent, SampleKind samples) {
  return {.kind = "vae",
          .samples = samples,
          .shape = shape,
          .likelihood = samples == SampleKind::Vector ? Likelihood::Gaussian : Likelihood::Bernoulli,
          .prior = Prior::StandardNormal,
          .latent = latent,
          .nets = denseNets(shape.size(), hidden, latent, true)};
}

ModelSettings vaeSettings(const std::vector<int>& hidden, int latent, double beta) {
  return {{"hidden", hidden}, {"latent", latent}, {"beta", beta}};
}

}  // namespace isthmus
