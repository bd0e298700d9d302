#include "core/model/file/model_architecture.h"

#include "core/model/file/json_fields.h"
#include "core/model/file/layer_json.h"
#include "core/model/kinds/vae.h"
#include "core/model/model_kind.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace isthmus::model_metadata {
namespace {

constexpr Choices<SampleKind, 2> kSampleKinds = {
    {{SampleKind::Image, "image"}, {SampleKind::Vector, "vector"}}};
constexpr Choices<Likelihood, 2> kLikelihoods = {
    {{Likelihood::Bernoulli, "bernoulli"}, {Likelihood::Gaussian, "gaussian"}}};
constexpr Choices<Prior, 2> kPriors = {{{Prior::None, "none"}, {Prior::StandardNormal, "standard normal"}}};
constexpr Choices<NetRole, 4> kRoles = {{{NetRole::Encoder, "encoder"},
                                         {NetRole::Mean, "mean"},
                                         {NetRole::LogVariance, "log_variance"},
                                         {NetRole::Decoder, "decoder"}}};
constexpr std::size_t kMaxKindName = 64;  // characters

/// Of dense layers between sample and code; the other layers have none.
std::vector<int> hiddenWidths(const ModelSpec& spec) {
  std::vector<int> widths;
  if (const Net* encoder = spec.net(NetRole::Encoder))
    for (const Layer& layer : encoder->layers)
      if (const auto* dense = std::get_if<Dense>(&layer.type)) widths.push_back(dense->units);
  return widths;
}

Result<Net> netIn(const Json& json) {
  Fields fields(json, "net");
  Net net{fields.choice("role", kRoles), {}};
  const Json& layers = fields.list("layers");
  if (fields.error()) return *fields.error();
  for (const Json& layer : layers) {
    auto read = layerFrom(layer);
    if (!read) return read.error();
    net.layers.push_back(std::move(read).value());
  }
  return net;
}

Result<ModelSpec> checked(ModelSpec spec) {
  if (const auto error = spec.validate())
    return badModel("has an impossible architecture: " + error->message);
  return spec;
}

Result<ModelSpec> specIn(const Json& json, const std::string& kind) {
  Fields fields(json, "description");
  ModelSpec spec{.kind = kind,
                 .samples = fields.choice("samples", kSampleKinds),
                 .shape = {},
                 .likelihood = fields.choice("likelihood", kLikelihoods),
                 .prior = fields.choice("prior", kPriors),
                 .latent = fields.whole("latent"),
                 .nets = {}};
  const auto shape = wholeNumbers(fields.list("shape"));
  const Json& nets = fields.list("nets");
  if (fields.error()) return *fields.error();
  if (!shape || shape->size() != 3)
    return badModel("has an architecture whose shape is not three whole numbers");
  spec.shape = {(*shape)[0], (*shape)[1], (*shape)[2]};
  for (const Json& net : nets) {
    auto read = netIn(net);
    if (!read) return read.error();
    spec.nets.push_back(std::move(read).value());
  }
  return checked(std::move(spec));
}

Json jsonOfSetting(const SettingValue& value) {
  return std::visit([](const auto& any) { return Json(any); }, value);
}

/// Settings are for forms and reports: of a known kind they must be its own.
Result<ModelSettings> settingsIn(const Metadata& metadata, const std::string& kind) {
  const auto text = field(metadata, "settings");
  if (!text) return text.error();
  const Json json = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return badModel("has settings that are no object");
  ModelSettings settings;
  for (const auto& [key, value] : json.items()) {
    if (value.is_number_float()) {
      settings.emplace(key, value.get<double>());
    } else if (auto widths = wholeNumbers(value)) {
      settings.emplace(key, *std::move(widths));
    } else if (auto whole = wholeNumbers(Json::array({value}))) {
      settings.emplace(key, whole->front());
    } else {
      return badModel("has the setting " + quotedText(key) +
                      ", which is neither a number nor a list of them");
    }
  }
  if (const ModelKind* known = findKind(kind)) {
    if (const auto error = checkSettings(*known, settings))
      return badModel("has an impossible setting " + quotedText(error->where) + ": " + error->message);
  }
  return settings;
}

/// Files of the first versions do not say it: they hold models of pictures alone.
Result<SampleKind> sampleKindIn(const Metadata& metadata) {
  if (!metadata.contains("samples")) return SampleKind::Image;
  return choiceField(metadata, "samples", kSampleKinds);
}

Result<int> warmUpIn(const Metadata& metadata) {
  if (!metadata.contains("warmup")) return 0;
  const Setting& setting = *findKind("vae")->setting("warmup");
  return numberField<int>(metadata, "warmup", static_cast<int>(setting.lowest),
                          static_cast<int>(setting.highest));
}

}  // namespace

bool isVersion1(const ModelSnapshot& model) {
  const ModelSpec& spec = model.spec;
  return model.statistics.empty() &&
         spec == vaeSpec(spec.shape, hiddenWidths(spec), spec.latent, spec.samples);
}

void addVersion1(const ModelSnapshot& model, Metadata& metadata) {
  const ModelSpec& spec = model.spec;
  const ImageShape& shape = spec.shape;
  const auto beta = model.settings.find("beta");
  metadata.emplace("format_version", "1");
  metadata.emplace("kind", spec.kind);
  metadata.emplace("shape", joined(std::vector{shape.height, shape.width, shape.channels}, ","));
  metadata.emplace("hidden", joined(hiddenWidths(spec), ","));
  metadata.emplace("latent", numberText(spec.latent));
  metadata.emplace("decoder", nameOf(kLikelihoods, spec.likelihood));
  metadata.emplace("beta", beta == model.settings.end() ? "1" : settingText(beta->second));
  // What there was not from the beginning is only told where it is not as usual.
  const auto warmUp = model.settings.find("warmup");
  if (warmUp != model.settings.end() && warmUp->second != SettingValue(0))
    metadata.emplace("warmup", settingText(warmUp->second));
  if (spec.samples == SampleKind::Vector)  // pictures are as other programs have known them
    metadata.emplace("samples", nameOf(kSampleKinds, spec.samples));
}

Result<Architecture> version1In(const Metadata& metadata) {
  if (auto error = expectField(metadata, "kind", "vae")) return *std::move(error);
  const auto shape = listField(metadata, "shape", 3);
  if (!shape) return shape.error();
  if (shape->size() != 3)
    return badModel("has a shape of " + std::to_string(shape->size()) + " numbers instead of 3");
  const auto hidden = listField(metadata, "hidden", ModelSpec::kMaxHidden);
  if (!hidden) return hidden.error();
  const auto latent = numberField<int>(metadata, "latent", ModelSpec::kMinLatent, ModelSpec::kMaxLatent);
  if (!latent) return latent.error();
  const auto decoder = choiceField(metadata, "decoder", kLikelihoods);
  if (!decoder) return decoder.error();
  const auto samples = sampleKindIn(metadata);
  if (!samples) return samples.error();
  const Setting& betaSetting = *findKind("vae")->setting("beta");
  const auto beta = numberField<double>(metadata, "beta", betaSetting.lowest, betaSetting.highest);
  if (!beta) return beta.error();
  const auto warmUp = warmUpIn(metadata);
  if (!warmUp) return warmUp.error();
  auto spec = checked(vaeSpec({(*shape)[0], (*shape)[1], (*shape)[2]}, *hidden, *latent, *samples));
  if (!spec) return spec.error();
  if (spec->likelihood != *decoder)
    return badModel(std::string("has an impossible architecture: a model of ") +
                    (*samples == SampleKind::Vector ? "vectors must have a Gaussian decoder"
                                                    : "pictures must have a Bernoulli decoder"));
  return Architecture{std::move(spec).value(), vaeSettings(*hidden, *latent, *beta, *warmUp)};
}

void addVersion2(const ModelSnapshot& model, Metadata& metadata) {
  const ModelSpec& spec = model.spec;
  Json nets = Json::array();
  for (const Net& net : spec.nets) {
    Json layers = Json::array();
    for (const Layer& layer : net.layers) layers.push_back(jsonOf(layer));
    nets.push_back({{"role", nameOf(kRoles, net.role)}, {"layers", std::move(layers)}});
  }
  const Json architecture = {{"samples", nameOf(kSampleKinds, spec.samples)},
                             {"shape", {spec.shape.height, spec.shape.width, spec.shape.channels}},
                             {"likelihood", nameOf(kLikelihoods, spec.likelihood)},
                             {"prior", nameOf(kPriors, spec.prior)},
                             {"latent", spec.latent},
                             {"nets", std::move(nets)}};
  Json settings = Json::object();
  for (const auto& [key, value] : model.settings) settings[key] = jsonOfSetting(value);
  metadata.emplace("format_version", "2");
  metadata.emplace("kind", spec.kind);
  metadata.emplace("architecture", architecture.dump());
  metadata.emplace("settings", settings.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<Architecture> version2In(const Metadata& metadata) {
  auto kind = field(metadata, "kind");
  if (!kind) return kind.error();
  if (kind->empty() || kind->size() > kMaxKindName)
    return badModel("has the kind " + quotedText(*kind) + "; a name of 1 to " + std::to_string(kMaxKindName) +
                    " characters was expected");
  const auto text = field(metadata, "architecture");
  if (!text) return text.error();
  const Json json = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) return badModel("has an architecture that is not JSON");
  auto spec = specIn(json, *kind);
  if (!spec) return spec.error();
  auto settings = settingsIn(metadata, *kind);
  if (!settings) return settings.error();
  return Architecture{std::move(spec).value(), std::move(settings).value()};
}

}  // namespace isthmus::model_metadata
