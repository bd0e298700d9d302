#include "app/workspace/scene.h"

#include "core/engine/decoded_spread.h"

#include <utility>

namespace isthmus {
namespace {

using Dimensions = std::optional<std::pair<std::size_t, std::size_t>>;

/// The plane that was asked for; its first two coordinates where that is not possible.
LatentPlane planeOf(const PlaneChoice& choice, std::size_t latent, const Encoding* encoding,
                    const Dimensions& leading) {
  if (choice.principal && encoding != nullptr)
    if (auto plane = principalPlane(encoding->means)) return *plane;
  std::vector<float> held = choice.held;
  held.resize(latent);
  if (choice.byUse && !choice.principal && leading)
    return coordinatePlane(held, leading->first, leading->second);
  const auto coordinate = [&](int wanted, std::size_t otherwise) {
    return wanted >= 0 && static_cast<std::size_t>(wanted) < latent ? static_cast<std::size_t>(wanted)
                                                                    : otherwise;
  };
  return coordinatePlane(held, coordinate(choice.x, 0), coordinate(choice.y, 1));
}

/// `shown`: the leading dimensions of the layout before.
LayoutPtr makeLayout(const SceneInputs& inputs, const std::optional<CodeUse>& use, const Dimensions& shown) {
  Layout layout;
  const auto latent = static_cast<std::size_t>(inputs.model->spec.latent);
  if (use && latent > 2) layout.leading = leadingDimensions(*use, shown);
  layout.plane = planeOf(inputs.plane, latent, inputs.encoding.get(), layout.leading);
  if (inputs.encoding)
    layout.points = std::make_shared<const PlanePoints>(projectAll(*layout.plane, inputs.encoding->means));
  return std::make_shared<const Layout>(std::move(layout));
}

}  // namespace

ErrorTraits Scene::traits() const {
  if (inputs.model) return errorTraits(inputs.model->spec);
  return expectedTraits(inputs.dataset ? inputs.dataset->kind : SampleKind::Image);
}

ScenePtr makeScene(const SceneInputs& inputs, const Scene& before) {
  auto scene = std::make_shared<Scene>();
  scene->inputs = inputs;
  if (!inputs.model) return scene;
  const SceneInputs& old = before.inputs;
  const bool sameSpace = before.layout && old.model->spec.latent == inputs.model->spec.latent;
  if (inputs.encoding && inputs.encoding == old.encoding) {
    scene->use = before.use;
    scene->decodedSpread = before.decodedSpread;
  } else if (inputs.encoding) {
    scene->use = codeUse(*inputs.encoding);
    if (!inputs.encoding->hasPosterior() && capabilitiesOf(inputs.model->spec).decodes)
      scene->decodedSpread = decodedSpread(*inputs.model, *inputs.encoding);
  }
  scene->layout = sameSpace && old.encoding == inputs.encoding && old.plane == inputs.plane
                      ? before.layout
                      : makeLayout(inputs, scene->use, sameSpace ? before.layout->leading : Dimensions());
  const EncodingPtr& probe = inputs.probeEncoding;
  if (probe && scene->layout->plane && scene->layout->plane->latent() == probe->latent())
    scene->probePoints =
        scene->layout == before.layout && probe == old.probeEncoding
            ? before.probePoints
            : std::make_shared<const PlanePoints>(projectAll(*scene->layout->plane, probe->means));
  const ErrorTraits traits = scene->traits();
  const auto errorsOf = [&](const EncodingPtr& encoding, const EncodingPtr& known,
                            const SampleErrorsPtr& errors) -> SampleErrorsPtr {
    if (!encoding) return nullptr;
    const bool areSame = encoding == known && errors && errors->traits == traits &&
                         errors->measure == measureFor(traits, inputs.measure);
    return areSame ? errors : measureErrors(*encoding, traits, inputs.measure);
  };
  scene->errors = errorsOf(inputs.encoding, old.encoding, before.errors);
  scene->probeErrors = errorsOf(inputs.probeEncoding, old.probeEncoding, before.probeErrors);
  return scene;
}

std::optional<PlaneCovariance> posteriorIn(const Layout& layout, std::span<const float> logVariances) {
  if (logVariances.empty() || !layout.plane || layout.plane->latent() != logVariances.size())
    return std::nullopt;
  return projectCovariance(*layout.plane, logVariances);
}

std::optional<PlaneCovariance> posteriorOf(const Scene& scene, std::size_t sample) {
  const EncodingPtr& encoding = scene.inputs.encoding;
  if (!scene.layout || !encoding || sample >= encoding->count()) return std::nullopt;
  return posteriorIn(*scene.layout, encoding->logVariancesOf(sample));
}

}  // namespace isthmus
