#include "core/engine/inference.h"

#include "core/base/guarded.h"
#include "core/base/number_text.h"
#include "core/engine/backends.h"
#include "core/engine/detail/runtime.h"

#include <algorithm>
#include <numeric>

namespace isthmus {
namespace {

/// What the decoder makes of latent points as people know it: numbers less `offsets`.
Matrix decodeWith(Runner& runner, const ModelSnapshot& model, const Matrix& z,
                  std::span<const double> offsets) {
  Matrix decoded = runner.decode(z);
  if (model.spec.likelihood == Likelihood::Bernoulli) return decoded;
  for (std::size_t row = 0; row < decoded.rows; ++row) {
    const std::span<float> numbers = decoded.row(row);
    if (model.spec.samples == SampleKind::Vector)
      model.scaling.invert(numbers, offsets);
    else  // a mean may lie beyond what a picture can show
      std::ranges::transform(numbers, numbers.begin(),
                             [](float value) { return std::clamp(value, 0.0F, 1.0F); });
  }
  return decoded;
}

std::string sampleText(SampleKind kind, const ImageShape& shape) {
  if (kind == SampleKind::Vector) return withThousands(shape.size()) + " numbers";
  return std::to_string(shape.height) + " x " + std::to_string(shape.width) +
         (shape.channels == 1 ? " grey" : " x " + std::to_string(shape.channels) + " channels");
}

/// A column that the model learnt under another name would be taken for what it is not.
Result<void> checkFeatures(const ModelSnapshot& model, const Dataset& dataset) {
  if (model.features.size() != dataset.features.size()) return {};  // one of them has no names
  const auto differs = std::ranges::mismatch(model.features, dataset.features);
  if (differs.in1 == model.features.end()) return {};
  const auto number = withThousands(static_cast<std::size_t>(differs.in1 - model.features.begin()) + 1);
  const bool isElsewhere = std::ranges::find(dataset.features, *differs.in1) != dataset.features.end();
  return Error{ErrorCode::BadFormat,
               "has \"" + *differs.in2 + "\" as number " + number +
                   " of a sample, where the model expects \"" + *differs.in1 + "\"" +
                   (isElsewhere ? ", which comes elsewhere" : ""),
               dataset.name};
}

/// Whether it can have codes of these samples.
Result<void> checkEncodes(const ModelSnapshot& model, const Dataset& dataset) {
  if (const auto wrong = model.spec.validate()) return *wrong;  // no engine runs what cannot be
  if (!capabilitiesOf(model.spec).encodes)
    return Error{ErrorCode::BadSetting, "cannot be encoded: the model has no encoder", dataset.name};
  return checkFits(model, dataset);
}

}  // namespace

Result<void> checkFits(const ModelSnapshot& model, const Dataset& dataset) {
  if (model.spec.shape == dataset.shape && model.spec.samples == dataset.kind)
    return checkFeatures(model, dataset);
  return Error{ErrorCode::BadFormat,
               "has samples of " + sampleText(dataset.kind, dataset.shape) + ", but the model was made for " +
                   sampleText(model.spec.samples, model.spec.shape),
               dataset.name};
}

Result<EncodingPtr> encodeDataset(const ModelSnapshot& model, const Dataset& dataset, const Task& task,
                                  EncodingQuality quality) {
  if (auto able = checkEncodes(model, dataset); !able) return able.error();
  detail::prepareComputeThread();
  return guarded([&]() -> Result<EncodingPtr> {
    auto runner = makeRunner(model);
    if (!runner) return runner.error();
    auto encoding =
        std::make_shared<Encoding>(emptyEncoding(dataset.count(), static_cast<std::size_t>(model.spec.latent),
                                                 capabilitiesOf(model.spec).hasPosterior));
    encoding->step = model.step;
    std::vector<std::size_t> samples(dataset.count());
    std::iota(samples.begin(), samples.end(), std::size_t{0});
    if (auto encoded = (*runner)->encode(dataset, samples, quality, *encoding, task); !encoded)
      return encoded.error();
    return EncodingPtr(std::move(encoding));
  });
}

bool isWorthAPreview(const ModelSnapshot& model, const Dataset& dataset) {
  constexpr double kProducts = 3e9;  // what two threads need about a tenth of a second for in all detail
  return static_cast<double>(dataset.count()) * static_cast<double>(model.spec.operations()) > kProducts;
}

Result<Matrix> decode(const ModelSnapshot& model, const Matrix& z) {
  if (const auto wrong = model.spec.validate()) return *wrong;  // no engine runs what cannot be
  if (z.cols != static_cast<std::size_t>(model.spec.latent))
    return Error{ErrorCode::BadSetting,
                 "has " + std::to_string(z.cols) + " coordinates, but the model's latent space has " +
                     std::to_string(model.spec.latent) + " dimensions",
                 "z"};
  detail::prepareComputeThread();
  return guarded([&]() -> Result<Matrix> {
    auto runner = makeRunner(model);
    if (!runner) return runner.error();
    return decodeWith(**runner, model, z, model.scaling.base);
  });
}

Result<Matrix> reconstruct(const ModelSnapshot& model, const Dataset& dataset,
                           std::span<const std::size_t> indices) {
  if (auto able = checkEncodes(model, dataset); !able) return able.error();
  if (indices.empty()) return Matrix(0, model.spec.shape.size());
  detail::prepareComputeThread();
  return guarded([&]() -> Result<Matrix> {
    auto runner = makeRunner(model);
    if (!runner) return runner.error();
    return decodeWith(**runner, model, (*runner)->codes(dataset, indices), dataset.offsets);
  });
}

}  // namespace isthmus
