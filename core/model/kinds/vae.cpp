#include "core/model/kinds/vae.h"

#include "core/model/kinds/dense_nets.h"

namespace isthmus {
namespace {

constexpr double kMaxBeta = 1000;
constexpr double kMaxWarmUp = 100'000;  // epochs, as many as a run may have

Result<ModelPlan> planVae(const ModelSettings& settings, const DataFacts& data) {
  return ModelPlan{vaeSpec(data.shape, std::get<std::vector<int>>(settings.at("hidden")),
                           std::get<int>(settings.at("latent")), data.samples),
                   {Objective::Solver::Adam,
                    {{TermType::Reconstruction, "reconstruction"},
                     {TermType::Kl, "kl", std::get<double>(settings.at("beta")), "beta",
                      static_cast<double>(std::get<int>(settings.at("warmup")))}}}};
}

/// A Gaussian decoder that makes no use of the code yet has the data's own variance, at which a linear one
/// gains nothing from any direction whose variance is no larger (Lucas and others, Don't Blame the ELBO!,
/// 2019): of standardised features that are not correlated, as a rolled-up sheet's, that is every direction,
/// and the KL divergence switches all of the code off. Many numbers outweigh it by themselves. It is let in
/// over the first half of the run.
ModelSettings suggestVae(const DataFacts& data, int epochs) {
  ModelSettings settings = suggestedHidden(data);
  if (hasFewNumbers(data)) settings.emplace("warmup", epochs / 2);
  return settings;
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
                        .isLive = true},
                       {.key = "warmup",
                        .label = "&KL warm-up",
                        .noun = "the warm-up of the KL divergence",
                        .explanation = "Epochs over which the weight of the KL divergence grows from 0 to "
                                       "beta, so that the code is in use before it is drawn to the prior; 0: "
                                       "it is there at once.",
                        .unit = "epochs",
                        .usual = 0,
                        .lowest = 0,
                        .highest = kMaxWarmUp}},
          .plan = planVae,
          .suggest = suggestVae};
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

ModelSettings vaeSettings(const std::vector<int>& hidden, int latent, double beta, int warmUp) {
  return {{"hidden", hidden}, {"latent", latent}, {"beta", beta}, {"warmup", warmUp}};
}

}  // namespace isthmus
