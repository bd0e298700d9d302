#include "core/engine/model_snapshot.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/engine/decoder_variance.h"
#include "core/io/safetensors_header.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace isthmus {
namespace {

using Metadata = std::map<std::string, std::string>;

using Json = nlohmann::json;

constexpr double kMaxBeta = 1000;  // as in TrainerConfig
constexpr std::string_view kOffset = "input.offset";
constexpr std::string_view kFactor = "input.factor";
constexpr std::string_view kBase = "input.base";  // doubles as sums of kBaseParts floats, a row each
constexpr std::size_t kBaseParts = 3;             // 24 bits each of 53
// Names of features may fill half of the header that is read: the rest is the tensors'.
constexpr std::size_t kMostFeatureText = kMaxSafetensorsHeader / 2;

template <typename Value>
using Names = std::array<std::pair<Value, std::string_view>, 2>;

constexpr Names<SampleKind> kSampleKinds = {{{SampleKind::Image, "image"}, {SampleKind::Vector, "vector"}}};
constexpr Names<Likelihood> kLikelihoods = {
    {{Likelihood::Bernoulli, "bernoulli"}, {Likelihood::Gaussian, "gaussian"}}};
// Bytes are divided by 255 before anything else is done.
constexpr std::array<std::pair<Scaling, std::string_view>, 3> kPreprocessing = {
    {{Scaling::None, "uint8 / 255"},
     {Scaling::UnitRange, "uint8 / 255, then (x - input.offset) / input.factor to a unit range"},
     {Scaling::Standardise,
      "uint8 / 255, then (x - input.offset) / input.factor to mean 0 and deviation 1"}}};

template <typename Choices, typename Value>
std::string_view nameOf(const Choices& choices, Value value) {
  for (const auto& [known, name] : choices)
    if (known == value) return name;
  return {};
}

Error badModel(std::string message) {
  return {ErrorCode::BadFormat, std::move(message)};
}

template <typename Number>
std::string joined(const std::vector<Number>& values, const char* separator) {
  std::string text;
  for (const Number value : values) {
    if (!text.empty()) text += separator;
    text += numberText(value);
  }
  return text;
}

std::string shapeText(const NamedTensor& tensor) {
  return tensor.shape.empty() ? "of a single number" : joined(tensor.shape, " x ");
}

/// "28,28,1"; at most `most` numbers.
std::optional<std::vector<int>> listIn(std::string_view text, std::size_t most) {
  std::vector<int> values;
  while (values.size() < most) {
    const std::size_t comma = text.find(',');
    const auto value = parseNumber<int>(text.substr(0, comma));
    if (!value) return std::nullopt;
    values.push_back(*value);
    if (comma == std::string_view::npos) return values;
    text.remove_prefix(comma + 1);
  }
  return std::nullopt;
}

Result<std::string> field(const Metadata& metadata, const std::string& key) {
  const auto found = metadata.find(key);
  if (found == metadata.end())
    return badModel("is not a model of Isthmus: its metadata has no \"" + key + "\"");
  return found->second;
}

/// A metadata field that must have the one value this version knows.
std::optional<Error> expectField(const Metadata& metadata, const std::string& key,
                                 const std::string& expected) {
  const auto value = field(metadata, key);
  if (!value) return value.error();
  if (*value == expected) return std::nullopt;
  return badModel("has the " + key + " " + quotedText(*value) + "; this version reads \"" + expected +
                  "\" alone");
}

/// A metadata field that must be one of some names.
template <typename Value, std::size_t count>
Result<Value> choiceField(const Metadata& metadata, const std::string& key,
                          const std::array<std::pair<Value, std::string_view>, count>& choices) {
  const auto text = field(metadata, key);
  if (!text) return text.error();
  std::string expected;
  for (const auto& [value, name] : choices) {
    if (*text == name) return value;
    expected.append(expected.empty() ? "\"" : ", \"").append(name).append("\"");
  }
  return badModel("has the " + key + " " + quotedText(*text) + "; this version reads " + expected);
}

template <typename Number>
Result<Number> numberField(const Metadata& metadata, const std::string& key, Number low, Number high) {
  const auto text = field(metadata, key);
  if (!text) return text.error();
  const auto number = parseNumber<Number>(*text);
  if (number && *number >= low && *number <= high) return *number;
  return badModel("has the " + key + " " + quotedText(*text) + "; a number from " + numberText(low) + " to " +
                  numberText(high) + " was expected");
}

Result<std::vector<int>> listField(const Metadata& metadata, const std::string& key, std::size_t most) {
  const auto text = field(metadata, key);
  if (!text) return text.error();
  auto values = listIn(*text, most);
  if (values) return *std::move(values);
  return badModel("has the " + key + " " + quotedText(*text) +
                  "; whole numbers with commas between them, at most " + std::to_string(most) +
                  ", were expected");
}

std::optional<Error> checkSpec(const VaeSpec& spec) {
  const auto error = spec.validate();
  if (!error) return std::nullopt;
  return badModel("has an impossible architecture: " + error->message);
}

/// Files of the first versions do not say it: they hold models of pictures alone.
Result<SampleKind> sampleKindIn(const Metadata& metadata) {
  if (!metadata.contains("samples")) return SampleKind::Image;
  return choiceField(metadata, "samples", kSampleKinds);
}

bool isVariance(double variance) {
  return variance >= kMinDecoderVariance && variance <= kMaxDecoderVariance;
}

Result<double> decoderVarianceIn(const Metadata& metadata, Likelihood likelihood) {
  if (likelihood == Likelihood::Bernoulli) return 1.0;
  return numberField<double>(metadata, "decoder_variance", kMinDecoderVariance, kMaxDecoderVariance);
}

Result<std::vector<std::string>> featuresIn(const Metadata& metadata, const VaeSpec& spec) {
  const auto text = metadata.find("features");
  if (spec.kind == SampleKind::Image || text == metadata.end()) return std::vector<std::string>();
  const Json json = Json::parse(text->second, nullptr, /*allow_exceptions=*/false);
  const bool isList = json.is_array() && json.size() == spec.shape.size() &&
                      std::ranges::all_of(json, [](const Json& name) { return name.is_string(); });
  if (isList) return json.get<std::vector<std::string>>();
  return badModel("has features that are not a list of " + withThousands(spec.shape.size()) + " names");
}

std::optional<Error> checkScaling(const VaeSpec& spec, const InputScaling& scaling) {
  const std::size_t perFeature = spec.kind == SampleKind::Vector ? spec.shape.size() : 1;
  const std::size_t count = scaling.kind == Scaling::None ? 0 : perFeature;
  if (!scaling.base.empty() && (spec.kind == SampleKind::Image || scaling.base.size() != count))
    return badModel("has " + withThousands(scaling.base.size()) + " bases of its input's scaling; " +
                    withThousands(spec.kind == SampleKind::Image ? 0 : count) + " were expected");
  if (!std::ranges::all_of(scaling.base, [](double value) { return std::isfinite(value); }))
    return badModel("has a base of its input's scaling that is not a finite number");
  if (scaling.offset.size() != count || scaling.factor.size() != count) {
    return badModel("has " + withThousands(scaling.offset.size()) + " offsets and " +
                    withThousands(scaling.factor.size()) + " factors of its input's scaling; " +
                    withThousands(count) + " each were expected");
  }
  if (spec.kind == SampleKind::Image && scaling.kind == Scaling::Standardise)
    return badModel("standardises pictures, which its decoder needs in [0, 1]");
  if (!std::ranges::all_of(scaling.offset, [](float value) { return std::isfinite(value); }))
    return badModel("has an offset of its input's scaling that is not a finite number");
  if (!std::ranges::all_of(scaling.factor, [](float value) { return std::isnormal(value) && value > 0; }))
    return badModel("has a factor of its input's scaling that is not a finite number above 0");
  return std::nullopt;
}

/// Takes the scaling's base out of `tensors`; files of data that lie near 0 have none.
Result<void> takeBase(std::vector<NamedTensor>& tensors, std::vector<double>& base) {
  const auto found = std::ranges::find(tensors, kBase, &NamedTensor::name);
  if (found == tensors.end()) return {};
  if (found->shape.size() != 2 || found->shape[0] != static_cast<std::int64_t>(kBaseParts))
    return badModel("has the tensor \"" + std::string(kBase) + "\" with the shape " + shapeText(*found) +
                    "; " + std::to_string(kBaseParts) + " lists were expected");
  base.assign(found->values.size() / kBaseParts, 0.0);
  for (std::size_t i = 0; i < found->values.size(); ++i)
    base[i % base.size()] += static_cast<double>(found->values[i]);
  tensors.erase(found);
  return {};
}

/// Takes the tensors of the input's scaling out of `tensors`.
Result<InputScaling> takeScaling(const Metadata& metadata, const VaeSpec& spec,
                                 std::vector<NamedTensor>& tensors) {
  const auto kind = choiceField(metadata, "preprocessing", kPreprocessing);
  if (!kind) return kind.error();
  InputScaling scaling{*kind};
  if (scaling.kind == Scaling::None) return scaling;  // tensors of a scaling are then of no use
  for (const auto& [name, values] :
       {std::pair(kOffset, &scaling.offset), std::pair(kFactor, &scaling.factor)}) {
    const auto found = std::ranges::find(tensors, name, &NamedTensor::name);
    if (found == tensors.end()) return badModel("has no tensor \"" + std::string(name) + "\"");
    if (found->shape.size() != 1)
      return badModel("has the tensor \"" + std::string(name) + "\" with the shape " + shapeText(*found) +
                      "; a list was expected");
    *values = std::move(found->values);
    tensors.erase(found);
  }
  if (auto base = takeBase(tensors, scaling.base); !base) return base.error();
  if (auto error = checkScaling(spec, scaling)) return *std::move(error);
  return scaling;
}

Result<VaeSpec> specIn(const Metadata& metadata) {
  const auto shape = listField(metadata, "shape", 3);
  if (!shape) return shape.error();
  if (shape->size() != 3)
    return badModel("has a shape of " + std::to_string(shape->size()) + " numbers instead of 3");
  auto hidden = listField(metadata, "hidden", VaeSpec::kMaxLayers);
  if (!hidden) return hidden.error();
  const auto latent = numberField<int>(metadata, "latent", VaeSpec::kMinLatent, VaeSpec::kMaxLatent);
  if (!latent) return latent.error();
  const auto decoder = choiceField(metadata, "decoder", kLikelihoods);
  if (!decoder) return decoder.error();
  const auto kind = sampleKindIn(metadata);
  if (!kind) return kind.error();
  VaeSpec spec{{(*shape)[0], (*shape)[1], (*shape)[2]}, std::move(hidden).value(), *latent, *kind, *decoder};
  if (auto error = checkSpec(spec)) return *std::move(error);
  return spec;
}

std::optional<Error> checkWeight(const NamedTensor& weight, const NamedTensor& expected) {
  if (weight.shape != expected.shape) {
    return badModel("has the weights \"" + expected.name + "\" with the shape " + shapeText(weight) +
                    "; its architecture needs " + shapeText(expected));
  }
  if (!std::all_of(weight.values.begin(), weight.values.end(),
                   [](float value) { return std::isfinite(value); }))
    return badModel("has a value in the weights \"" + expected.name + "\" that is not a finite number");
  return std::nullopt;
}

/// Takes the weights of this architecture, in the layout's order. The architecture is only a claim: it costs
/// the names in the layout, and the weights move.
Result<std::vector<NamedTensor>> takeWeights(const VaeSpec& spec, std::vector<NamedTensor> tensors) {
  std::vector<NamedTensor> weights = weightLayout(spec);
  for (NamedTensor& weight : weights) {
    const auto found = std::find_if(tensors.begin(), tensors.end(),
                                    [&](const NamedTensor& t) { return t.name == weight.name; });
    if (found == tensors.end()) return badModel("has no weights \"" + weight.name + "\"");
    if (auto error = checkWeight(*found, weight)) return *std::move(error);
    weight.values = std::move(found->values);
    tensors.erase(found);
  }
  if (!tensors.empty())
    return badModel("has the weights " + quotedText(tensors.front().name) +
                    ", which its architecture does not use");
  return weights;
}

Result<ModelSnapshotPtr> modelFrom(Safetensors content) {
  const Metadata& metadata = content.metadata;
  if (auto error = expectField(metadata, "format", std::string(kModelFormat))) return *std::move(error);
  if (auto error = expectField(metadata, "format_version", "1")) return *std::move(error);
  if (auto error = expectField(metadata, "kind", "vae")) return *std::move(error);
  auto spec = specIn(metadata);
  if (!spec) return spec.error();
  auto data = field(metadata, "data");
  if (!data) return data.error();
  const auto seed = numberField<std::uint64_t>(metadata, "seed", 0, UINT64_MAX);
  if (!seed) return seed.error();
  const auto beta = numberField<double>(metadata, "beta", 0, kMaxBeta);
  if (!beta) return beta.error();
  const auto epoch = numberField<int>(metadata, "epoch", 0, INT32_MAX);
  if (!epoch) return epoch.error();
  const auto step = numberField<std::int64_t>(metadata, "step", 0, INT64_MAX);
  if (!step) return step.error();
  const auto variance = decoderVarianceIn(metadata, spec->likelihood);
  if (!variance) return variance.error();
  auto features = featuresIn(metadata, *spec);
  if (!features) return features.error();
  auto scaling = takeScaling(metadata, *spec, content.tensors);
  if (!scaling) return scaling.error();
  auto weights = takeWeights(*spec, std::move(content.tensors));
  if (!weights) return weights.error();
  return std::make_shared<const ModelSnapshot>(ModelSnapshot{.spec = std::move(spec).value(),
                                                             .weights = std::move(weights).value(),
                                                             .data = std::move(data).value(),
                                                             .seed = *seed,
                                                             .beta = *beta,
                                                             .epoch = *epoch,
                                                             .step = *step,
                                                             .scaling = std::move(scaling).value(),
                                                             .decoderVariance = *variance,
                                                             .features = std::move(features).value()});
}

Metadata metadataOf(const ModelSnapshot& model) {
  const ImageShape& shape = model.spec.shape;
  Metadata metadata = {{"format", std::string(kModelFormat)},
                       {"format_version", "1"},
                       {"kind", "vae"},
                       {"shape", joined(std::vector{shape.height, shape.width, shape.channels}, ",")},
                       {"hidden", joined(model.spec.hidden, ",")},
                       {"latent", numberText(model.spec.latent)},
                       {"decoder", std::string(nameOf(kLikelihoods, model.spec.likelihood))},
                       {"preprocessing", std::string(nameOf(kPreprocessing, model.scaling.kind))},
                       {"data", model.data},
                       {"seed", numberText(model.seed)},
                       {"beta", numberText(model.beta)},
                       {"epoch", numberText(model.epoch)},
                       {"step", numberText(model.step)}};
  if (model.spec.kind == SampleKind::Image) return metadata;  // as other programs have known it
  metadata.emplace("samples", nameOf(kSampleKinds, model.spec.kind));
  metadata.emplace("decoder_variance", numberText(model.decoderVariance));
  if (model.features.empty()) return metadata;
  std::string features = Json(model.features).dump(-1, ' ', false, Json::error_handler_t::replace);
  if (features.size() <= kMostFeatureText) metadata.emplace("features", std::move(features));
  return metadata;
}

/// Exactly: each part is the float nearest to what those before it leave.
NamedTensor baseTensor(std::vector<double> base) {
  NamedTensor tensor{std::string(kBase),
                     {static_cast<std::int64_t>(kBaseParts), static_cast<std::int64_t>(base.size())},
                     {}};
  for (std::size_t part = 0; part < kBaseParts; ++part) {
    for (double& rest : base) {
      tensor.values.push_back(static_cast<float>(rest));
      rest -= static_cast<double>(tensor.values.back());
    }
  }
  return tensor;
}

std::vector<NamedTensor> scalingTensors(const InputScaling& scaling) {
  if (scaling.kind == Scaling::None) return {};
  const auto count = static_cast<std::int64_t>(scaling.offset.size());
  std::vector<NamedTensor> tensors = {{std::string(kOffset), {count}, scaling.offset},
                                      {std::string(kFactor), {count}, scaling.factor}};
  if (!scaling.base.empty()) tensors.push_back(baseTensor(scaling.base));
  return tensors;
}

/// The first reason why the model could not be read again, if any.
std::optional<Error> checkModel(const ModelSnapshot& model) {
  if (auto error = checkSpec(model.spec)) return error;
  const std::vector<NamedTensor> layout = weightLayout(model.spec);
  if (model.weights.size() != layout.size())
    return badModel("has " + std::to_string(model.weights.size()) + " weights instead of " +
                    std::to_string(layout.size()));
  for (std::size_t i = 0; i < layout.size(); ++i) {
    if (model.weights[i].name != layout[i].name) return badModel("has no weights \"" + layout[i].name + "\"");
    if (auto error = checkWeight(model.weights[i], layout[i])) return error;
  }
  if (!(model.beta >= 0 && model.beta <= kMaxBeta)) return badModel("has an impossible beta");
  if (model.epoch < 0 || model.step < 0) return badModel("has a negative epoch or step");
  if (!isVariance(model.decoderVariance)) return badModel("has an impossible decoder_variance");
  if (!model.features.empty() && model.features.size() != model.spec.shape.size())
    return badModel("has " + std::to_string(model.features.size()) + " names of features");
  return checkScaling(model.spec, model.scaling);
}

Error at(const std::string& where, Error error) {
  error.where = where;
  return error;
}

}  // namespace

std::vector<NamedTensor> weightLayout(const VaeSpec& spec) {
  std::vector<NamedTensor> layout;
  const auto add = [&layout](const std::string& name, std::int64_t outputs, std::int64_t inputs) {
    layout.push_back({name + ".weight", {outputs, inputs}, {}});
    layout.push_back({name + ".bias", {outputs}, {}});
  };
  const auto input = static_cast<std::int64_t>(spec.shape.size());
  std::int64_t width = input;
  for (std::size_t i = 0; i < spec.hidden.size(); ++i) {
    add("encoder." + std::to_string(i), spec.hidden[i], width);
    width = spec.hidden[i];
  }
  add("mean", spec.latent, width);
  add("log_variance", spec.latent, width);
  width = spec.latent;
  for (std::size_t i = 0; i < spec.hidden.size(); ++i) {
    const int mirrored = spec.hidden[spec.hidden.size() - 1 - i];
    add("decoder." + std::to_string(i), mirrored, width);
    width = mirrored;
  }
  add("output", input, width);
  return layout;
}

Result<void> saveModel(const std::filesystem::path& path, const ModelSnapshot& model) {
  if (auto error = checkModel(model)) {
    error->message = "was not saved: the model " + error->message;
    return at(path.string(), *std::move(error));
  }
  Safetensors content = {metadataOf(model), scalingTensors(model.scaling)};
  content.tensors.insert(content.tensors.end(), model.weights.begin(), model.weights.end());
  return writeSafetensors(path, content);
}

Result<ModelSnapshotPtr> loadModel(const std::filesystem::path& path) {
  auto content = readSafetensors(path);
  if (!content) return content.error();
  auto model = modelFrom(std::move(content).value());
  if (!model) return at(path.string(), model.error());
  return model;
}

bool isModelFile(const std::filesystem::path& path) {
  return path.extension() == ".safetensors" && safetensorsContent(path) != SafetensorsContent::Arrays;
}

Result<ModelSnapshotPtr> parseModel(std::span<const std::byte> bytes, const std::string& where) {
  auto content = decodeSafetensors(bytes);
  if (!content) return at(where, content.error());
  auto model = modelFrom(std::move(content).value());
  if (!model) return at(where, model.error());
  return model;
}

}  // namespace isthmus
