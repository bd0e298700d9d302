#include "core/model/file/model_file.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/io/safetensors_header.h"
#include "core/model/decoder_variance.h"
#include "core/model/file/model_architecture.h"
#include "core/model/file/model_metadata.h"
#include "core/model/file/model_scaling.h"
#include "core/model/model_kind.h"
#include "core/model/placed_layers.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace isthmus {
namespace {

using namespace model_metadata;
using Json = nlohmann::json;

constexpr std::string_view kStatistics = "statistics.";  // begins the names of their tensors
// Names of features may fill half of the header that is read: the rest is the tensors'.
constexpr std::size_t kMostFeatureText = kMaxSafetensorsHeader / 2;

bool isVariance(double variance) {
  return variance >= kMinDecoderVariance && variance <= kMaxDecoderVariance;
}

Result<double> decoderVarianceIn(const Metadata& metadata, Likelihood likelihood) {
  if (likelihood == Likelihood::Bernoulli) return 1.0;
  return numberField<double>(metadata, "decoder_variance", kMinDecoderVariance, kMaxDecoderVariance);
}

Result<std::vector<std::string>> featuresIn(const Metadata& metadata, const ModelSpec& spec) {
  const auto text = metadata.find("features");
  if (spec.samples == SampleKind::Image || text == metadata.end()) return std::vector<std::string>();
  const Json json = Json::parse(text->second, nullptr, /*allow_exceptions=*/false);
  const bool isList = json.is_array() && json.size() == spec.shape.size() &&
                      std::ranges::all_of(json, [](const Json& name) { return name.is_string(); });
  if (isList) return json.get<std::vector<std::string>>();
  return badModel("has features that are not a list of " + withThousands(spec.shape.size()) + " names");
}

std::optional<Error> checkWeight(const NamedTensor& weight, const NamedTensor& expected) {
  if (weight.shape != expected.shape) {
    return badModel("has the weights \"" + expected.name + "\" with the shape " + shapeText(weight) +
                    "; its architecture needs " + shapeText(expected));
  }
  if (!std::all_of(weight.values.begin(), weight.values.end(),
                   [](float value) { return std::isfinite(value); }))
    return badModel("has a value in the weights \"" + expected.name + "\" that is not a finite number");
  if (expected.name.ends_with(kRunningVariance) &&
      std::ranges::any_of(weight.values, [](float value) { return value < 0; }))
    return badModel("has a negative variance in \"" + expected.name + "\"");
  return std::nullopt;
}

/// Takes the weights of this architecture, in the layout's order. The architecture is only a claim: it costs
/// the names in the layout, and the weights move.
Result<std::vector<NamedTensor>> takeWeights(const ModelSpec& spec, std::vector<NamedTensor> tensors) {
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

/// Takes the tensors of statistics out of `tensors`. They are lists, and no longer than a file's weights.
Result<std::vector<NamedTensor>> takeStatistics(std::vector<NamedTensor>& tensors) {
  std::vector<NamedTensor> statistics;
  for (NamedTensor& tensor : tensors) {
    if (!tensor.name.starts_with(kStatistics)) continue;
    if (tensor.shape.size() != 1 ||
        !std::ranges::all_of(tensor.values, [](float value) { return std::isfinite(value); }))
      return badModel("has the tensor " + quotedText(tensor.name) +
                      ", which is not a list of finite numbers");
    statistics.push_back({tensor.name.substr(kStatistics.size()), tensor.shape, std::move(tensor.values)});
  }
  std::erase_if(tensors, [](const NamedTensor& tensor) { return tensor.name.starts_with(kStatistics); });
  return statistics;
}

Result<Architecture> architectureIn(const Metadata& metadata) {
  if (auto error = expectField(metadata, "format", std::string(kModelFormat))) return *std::move(error);
  constexpr Choices<int, 2> kVersions = {{{1, "1"}, {2, "2"}}};
  const auto version = choiceField(metadata, "format_version", kVersions);
  if (!version) return version.error();
  return *version == 1 ? version1In(metadata) : version2In(metadata);
}

Result<ModelSnapshotPtr> modelFrom(Safetensors content) {
  const Metadata& metadata = content.metadata;
  auto architecture = architectureIn(metadata);
  if (!architecture) return architecture.error();
  const ModelSpec& spec = architecture->spec;
  auto data = field(metadata, "data");
  if (!data) return data.error();
  const auto seed = numberField<std::uint64_t>(metadata, "seed", 0, UINT64_MAX);
  if (!seed) return seed.error();
  const auto epoch = numberField<int>(metadata, "epoch", 0, INT32_MAX);
  if (!epoch) return epoch.error();
  const auto step = numberField<std::int64_t>(metadata, "step", 0, INT64_MAX);
  if (!step) return step.error();
  const auto variance = decoderVarianceIn(metadata, spec.likelihood);
  if (!variance) return variance.error();
  auto features = featuresIn(metadata, spec);
  if (!features) return features.error();
  auto scaling = takeScaling(metadata, spec, content.tensors);
  if (!scaling) return scaling.error();
  auto statistics = takeStatistics(content.tensors);
  if (!statistics) return statistics.error();
  auto weights = takeWeights(spec, std::move(content.tensors));
  if (!weights) return weights.error();
  return std::make_shared<const ModelSnapshot>(ModelSnapshot{.spec = spec,
                                                             .settings = architecture->settings,
                                                             .weights = std::move(weights).value(),
                                                             .statistics = std::move(statistics).value(),
                                                             .data = std::move(data).value(),
                                                             .seed = *seed,
                                                             .epoch = *epoch,
                                                             .step = *step,
                                                             .scaling = std::move(scaling).value(),
                                                             .decoderVariance = *variance,
                                                             .features = std::move(features).value()});
}

Metadata metadataOf(const ModelSnapshot& model) {
  Metadata metadata = {{"format", std::string(kModelFormat)},
                       {"preprocessing", std::string(preprocessingName(model.scaling.kind))},
                       {"data", model.data},
                       {"seed", numberText(model.seed)},
                       {"epoch", numberText(model.epoch)},
                       {"step", numberText(model.step)}};
  if (isVersion1(model))
    addVersion1(model, metadata);
  else
    addVersion2(model, metadata);
  if (model.spec.likelihood == Likelihood::Gaussian)
    metadata.emplace("decoder_variance", numberText(model.decoderVariance));
  if (model.spec.samples == SampleKind::Image || model.features.empty()) return metadata;
  std::string features = Json(model.features).dump(-1, ' ', false, Json::error_handler_t::replace);
  if (features.size() <= kMostFeatureText) metadata.emplace("features", std::move(features));
  return metadata;
}

std::optional<Error> checkStatistics(const std::vector<NamedTensor>& statistics) {
  for (const NamedTensor& tensor : statistics) {
    const bool isList =
        tensor.shape.size() == 1 && tensor.shape[0] == static_cast<std::int64_t>(tensor.values.size());
    if (!isList || !std::ranges::all_of(tensor.values, [](float value) { return std::isfinite(value); }))
      return badModel("has the statistic " + quotedText(tensor.name) +
                      ", which is not a list of finite numbers");
  }
  return std::nullopt;
}

/// The first reason why the model could not be read again, if any.
std::optional<Error> checkModel(const ModelSnapshot& model) {
  if (const auto error = model.spec.validate())
    return badModel("has an impossible architecture: " + error->message);
  const std::vector<NamedTensor> layout = weightLayout(model.spec);
  if (model.weights.size() != layout.size())
    return badModel("has " + std::to_string(model.weights.size()) + " weights instead of " +
                    std::to_string(layout.size()));
  for (std::size_t i = 0; i < layout.size(); ++i) {
    if (model.weights[i].name != layout[i].name) return badModel("has no weights \"" + layout[i].name + "\"");
    if (auto error = checkWeight(model.weights[i], layout[i])) return error;
  }
  if (auto error = checkStatistics(model.statistics)) return error;
  if (const ModelKind* kind = findKind(model.spec.kind))
    if (const auto error = checkSettings(*kind, model.settings))
      return badModel("has an impossible setting " + quotedText(error->where) + ": " + error->message);
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

Result<void> saveModel(const std::filesystem::path& path, const ModelSnapshot& model) {
  if (auto error = checkModel(model)) {
    error->message = "was not saved: the model " + error->message;
    return at(path.string(), *std::move(error));
  }
  Safetensors content = {metadataOf(model), scalingTensors(model.scaling)};
  for (const NamedTensor& tensor : model.statistics)
    content.tensors.push_back({std::string(kStatistics) + tensor.name, tensor.shape, tensor.values});
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
