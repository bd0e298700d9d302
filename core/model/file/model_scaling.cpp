#include "core/model/file/model_scaling.h"

#include "core/base/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>

namespace isthmus::model_metadata {
namespace {

constexpr std::string_view kOffset = "input.offset";
constexpr std::string_view kFactor = "input.factor";
constexpr std::string_view kBase = "input.base";  // doubles as sums of kBaseParts floats, a row each
constexpr std::size_t kBaseParts = 3;             // 24 bits each of 53
// Bytes are divided by 255 before anything else is done.
constexpr Choices<Scaling, 3> kPreprocessing = {
    {{Scaling::None, "uint8 / 255"},
     {Scaling::UnitRange, "uint8 / 255, then (x - input.offset) / input.factor to a unit range"},
     {Scaling::Standardise,
      "uint8 / 255, then (x - input.offset) / input.factor to mean 0 and deviation 1"}}};

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

}  // namespace

std::string_view preprocessingName(Scaling scaling) {
  return nameOf(kPreprocessing, scaling);
}

std::string shapeText(const NamedTensor& tensor) {
  return tensor.shape.empty() ? "of a single number" : joined(tensor.shape, " x ");
}

std::optional<Error> checkScaling(const ModelSpec& spec, const InputScaling& scaling) {
  const std::size_t perFeature = spec.samples == SampleKind::Vector ? spec.shape.size() : 1;
  const std::size_t count = scaling.kind == Scaling::None ? 0 : perFeature;
  if (!scaling.base.empty() && (spec.samples == SampleKind::Image || scaling.base.size() != count))
    return badModel("has " + withThousands(scaling.base.size()) + " bases of its input's scaling; " +
                    withThousands(spec.samples == SampleKind::Image ? 0 : count) + " were expected");
  if (!std::ranges::all_of(scaling.base, [](double value) { return std::isfinite(value); }))
    return badModel("has a base of its input's scaling that is not a finite number");
  if (scaling.offset.size() != count || scaling.factor.size() != count) {
    return badModel("has " + withThousands(scaling.offset.size()) + " offsets and " +
                    withThousands(scaling.factor.size()) + " factors of its input's scaling; " +
                    withThousands(count) + " each were expected");
  }
  if (spec.samples == SampleKind::Image && scaling.kind == Scaling::Standardise)
    return badModel("standardises pictures, which its decoder needs in [0, 1]");
  if (!std::ranges::all_of(scaling.offset, [](float value) { return std::isfinite(value); }))
    return badModel("has an offset of its input's scaling that is not a finite number");
  if (!std::ranges::all_of(scaling.factor, [](float value) { return std::isnormal(value) && value > 0; }))
    return badModel("has a factor of its input's scaling that is not a finite number above 0");
  return std::nullopt;
}

Result<InputScaling> takeScaling(const Metadata& metadata, const ModelSpec& spec,
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

std::vector<NamedTensor> scalingTensors(const InputScaling& scaling) {
  if (scaling.kind == Scaling::None) return {};
  const auto count = static_cast<std::int64_t>(scaling.offset.size());
  std::vector<NamedTensor> tensors = {{std::string(kOffset), {count}, scaling.offset},
                                      {std::string(kFactor), {count}, scaling.factor}};
  if (!scaling.base.empty()) tensors.push_back(baseTensor(scaling.base));
  return tensors;
}

}  // namespace isthmus::model_metadata
