#include "core/model/kinds/pca.h"

#include "core/base/number_text.h"
#include "core/model/kinds/dense_nets.h"

#include <string>

namespace isthmus {
namespace {

Result<ModelPlan> planPca(const ModelSettings& settings, const DataFacts& data) {
  const int latent = std::get<int>(settings.at("latent"));
  if (static_cast<std::size_t>(latent) > data.shape.size())
    return badSetting("latent", "samples of " + withThousands(data.shape.size()) +
                                    (data.shape.size() == 1 ? " number have" : " numbers have") + " no " +
                                    std::to_string(latent) + " principal components");
  return ModelPlan{{.kind = "pca",
                    .samples = data.samples,
                    .shape = data.shape,
                    .likelihood = Likelihood::Gaussian,
                    .prior = Prior::None,
                    .latent = latent,
                    .nets = denseNets(data.shape.size(), {}, latent, false)},
                   {Objective::Solver::ClosedForm, {{TermType::Reconstruction, "reconstruction"}}}};
}

}  // namespace

ModelKind pcaKind() {
  return {.id = "pca",
          .shortId = "",
          .title = "Principal component analysis",
          .shortTitle = "PCA",
          .explanation =
              "The straight axes along which the samples differ most, found at once and without "
              "training: what every autoencoder is compared with.",
          .settings = {latentSetting()},
          .solver = Objective::Solver::ClosedForm,
          .plan = planPca};
}

}  // namespace isthmus
