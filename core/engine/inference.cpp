#include "core/engine/inference.h"

#include "core/base/guarded.h"
#include "core/base/number_text.h"
#include "core/engine/dense/dataset_encoder.h"
#include "core/engine/detail/runtime.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace isthmus {
namespace {

/// The code in `activations` through the decoder, into rows of `decoded` from `row` on: numbers less
/// `offsets`.
void decodeInto(Matrix& decoded, std::size_t row, const ModelSnapshot& model, const dense::Network& network,
                const dense::Activations& activations, dense::Forward& forward,
                std::span<const double> offsets) {
  forward.decode();
  const std::size_t output = network.order.output();
  const dense::Rows& outputs = activations.outputs[output];
  const float* bias = network.layers[output].bias;
  for (std::size_t i = 0; i < forward.rows(); ++i) {
    const std::span<float> to = decoded.row(row + i);
    if (model.spec.likelihood == Likelihood::Bernoulli) {
      dense::kernels().sigmoid(outputs.values(i), bias, to.data(), to.size());
    } else {
      std::transform(outputs.values(i), outputs.values(i) + to.size(), bias, to.begin(), std::plus<>());
      if (model.spec.samples == SampleKind::Vector)
        model.scaling.invert(to, offsets);
      else  // a mean may lie beyond what a picture can show
        std::ranges::transform(to, to.begin(), [](float value) { return std::clamp(value, 0.0F, 1.0F); });
    }
  }
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
  if (auto fits = checkFits(model, dataset); !fits) return fits.error();
  detail::prepareComputeThread();
  return guarded([&]() -> Result<EncodingPtr> {
    auto encoding =
        std::make_shared<Encoding>(emptyEncoding(dataset.count(), static_cast<std::size_t>(model.spec.latent),
                                                 capabilitiesOf(model.spec).hasPosterior));
    encoding->step = model.step;
    std::vector<std::size_t> samples(dataset.count());
    std::iota(samples.begin(), samples.end(), std::size_t{0});
    if (auto encoded = dense::encodeSamples(model, dataset, samples, quality, *encoding, task); !encoded)
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
    constexpr std::size_t kRowsAtOnce = 64;  // keeps the memory small where samples have a million numbers
    const dense::Network network = dense::networkOf(model);
    dense::Activations activations(network, std::min(z.rows, kRowsAtOnce), dense::InputForm::Bytes);
    Matrix decoded(z.rows, model.spec.shape.size());
    for (std::size_t begin = 0; begin < z.rows; begin += kRowsAtOnce) {
      dense::Forward forward(network, activations, 0, std::min(kRowsAtOnce, z.rows - begin));
      std::copy_n(z.values.data() + begin * z.cols, forward.rows() * z.cols, activations.code.values(0));
      decodeInto(decoded, begin, model, network, activations, forward, model.scaling.base);
    }
    return decoded;
  });
}

Result<Matrix> reconstruct(const ModelSnapshot& model, const Dataset& dataset,
                           std::span<const std::size_t> indices) {
  if (auto fits = checkFits(model, dataset); !fits) return fits.error();
  if (indices.empty()) return Matrix(0, model.spec.shape.size());
  detail::prepareComputeThread();
  return guarded([&]() -> Result<Matrix> {
    const dense::Network network = dense::networkOf(model);
    dense::Activations activations(network, indices.size(), dense::inputForm(dataset, model.scaling));
    dense::Forward forward(network, activations, 0, indices.size());
    forward.encode(dense::InputBatch(dataset, model.scaling, indices));
    const float* means = activations.outputs[network.order.mean()].values(0);
    std::copy_n(means, indices.size() * network.latent(), activations.code.values(0));
    Matrix decoded(indices.size(), model.spec.shape.size());
    decodeInto(decoded, 0, model, network, activations, forward, dataset.offsets);
    return decoded;
  });
}

}  // namespace isthmus
