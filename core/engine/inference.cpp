#include "core/engine/inference.h"

#include "core/base/random.h"
#include "core/engine/detail/encode.h"
#include "core/engine/detail/runtime.h"
#include "core/engine/detail/vae.h"

#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>
#include <torch/types.h>

#include <algorithm>
#include <array>
#include <new>
#include <numeric>

namespace isthmus {
namespace {

constexpr std::array<float, 256> intensities() {
  std::array<float, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = static_cast<float>(i) / 255.0F;
  return table;
}

constexpr auto kIntensities = intensities();

std::int64_t signedSize(std::size_t size) {
  return static_cast<std::int64_t>(size);
}

void copyOut(const at::Tensor& from, float* to) {
  const at::Tensor dense = from.contiguous();
  std::copy_n(dense.data_ptr<float>(), dense.numel(), to);
}

/// What LibTorch or the allocator throws becomes an error: nothing may end a thread of ours.
template <typename Compute>
auto guarded(const Compute& compute) -> decltype(compute()) {
  try {
    return compute();
  } catch (const c10::Error& problem) {
    return Error{ErrorCode::Internal, "LibTorch failed: " + std::string(problem.what_without_backtrace())};
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::TooLarge, "There is not enough memory for this computation."};
  }
}

Matrix toMatrix(const at::Tensor& tensor) {
  Matrix matrix(static_cast<std::size_t>(tensor.size(0)), static_cast<std::size_t>(tensor.size(1)));
  copyOut(tensor, matrix.values.data());
  return matrix;
}

}  // namespace

namespace detail {

Encoding emptyEncoding(std::size_t count, int latent) {
  Encoding encoding;
  encoding.means = Matrix(count, static_cast<std::size_t>(latent));
  encoding.logVariances = Matrix(count, static_cast<std::size_t>(latent));
  for (auto* column : {&encoding.bce, &encoding.mse, &encoding.kl, &encoding.sampledBce})
    column->resize(count);
  return encoding;
}

at::Tensor gatherBatch(const Dataset& dataset, std::span<const std::size_t> indices) {
  const std::size_t width = dataset.shape.size();
  at::Tensor batch = at::empty({signedSize(indices.size()), signedSize(width)}, at::kFloat);
  float* to = batch.data_ptr<float>();
  for (const std::size_t index : indices) {
    const auto sample = dataset.sample(index);
    to = std::transform(sample.begin(), sample.end(), to,
                        [](std::uint8_t value) { return kIntensities[value]; });
  }
  return batch;
}

void storeColumn(const at::Tensor& values, std::span<const std::size_t> indices, std::vector<float>& column) {
  const at::Tensor dense = values.contiguous();
  const float* from = dense.data_ptr<float>();
  for (const std::size_t index : indices) column[index] = *from++;
}

void storePosterior(const Posterior& posterior, std::span<const std::size_t> indices, Encoding& encoding) {
  const std::size_t latent = encoding.latent();
  const at::Tensor means = posterior.mean.contiguous();
  const at::Tensor logVariances = posterior.logVariance.contiguous();
  for (std::size_t row = 0; row < indices.size(); ++row) {
    std::copy_n(means.data_ptr<float>() + row * latent, latent, encoding.means.row(indices[row]).begin());
    std::copy_n(logVariances.data_ptr<float>() + row * latent, latent,
                encoding.logVariances.row(indices[row]).begin());
  }
  storeColumn(klDivergence(posterior), indices, encoding.kl);
}

namespace {

/// Noise for each sample from a stream of its own.
at::Tensor noiseOf(std::span<const std::size_t> indices, std::size_t latent) {
  at::Tensor noise = at::empty({signedSize(indices.size()), signedSize(latent)}, at::kFloat);
  float* draw = noise.data_ptr<float>();
  for (const std::size_t index : indices) {
    Random random(index);
    for (std::size_t k = 0; k < latent; ++k) *draw++ = static_cast<float>(random.normal());
  }
  return noise;
}

}  // namespace

void encodeSamples(const Vae& vae, const Dataset& dataset, std::span<const std::size_t> indices,
                   Encoding& encoding, Detail detail) {
  const at::NoGradGuard noGradients;
  const at::Tensor x = gatherBatch(dataset, indices);
  const Posterior posterior = vae.encode(x);
  storePosterior(posterior, indices, encoding);
  const at::Tensor logits = vae.decodeLogits(posterior.mean);
  storeColumn(bernoulliCrossEntropy(logits, x), indices, encoding.bce);
  storeColumn((at::sigmoid(logits) - x).square().mean(1), indices, encoding.mse);
  if (detail == Detail::MeanOnly) return;
  const at::Tensor z = sampleLatent(posterior, noiseOf(indices, encoding.latent()));
  storeColumn(bernoulliCrossEntropy(vae.decodeLogits(z), x), indices, encoding.sampledBce);
}

}  // namespace detail

Result<void> checkFits(const ModelSnapshot& model, const Dataset& dataset) {
  if (model.spec.shape == dataset.shape) return {};
  const auto text = [](const ImageShape& shape) {
    return std::to_string(shape.height) + " x " + std::to_string(shape.width) +
           (shape.channels == 1 ? " grey" : " x " + std::to_string(shape.channels) + " channels");
  };
  return Error{
      ErrorCode::BadFormat,
      "has samples of " + text(dataset.shape) + ", but the model was made for " + text(model.spec.shape),
      dataset.name};
}

Result<EncodingPtr> encodeDataset(const ModelSnapshot& model, const Dataset& dataset, const Task& task) {
  if (auto fits = checkFits(model, dataset); !fits) return fits.error();
  detail::prepareComputeThread();
  return guarded([&]() -> Result<EncodingPtr> {
    const detail::Vae vae(model);
    auto encoding = std::make_shared<Encoding>(detail::emptyEncoding(dataset.count(), model.spec.latent));
    encoding->step = model.step;
    std::vector<std::size_t> indices;
    for (std::size_t begin = 0; begin < dataset.count(); begin += detail::kEncodeChunk) {
      if (task.cancelled()) return Error{ErrorCode::Cancelled, "encoding was cancelled", dataset.name};
      indices.resize(std::min(detail::kEncodeChunk, dataset.count() - begin));
      std::iota(indices.begin(), indices.end(), begin);
      detail::encodeSamples(vae, dataset, indices, *encoding);
      task.report(static_cast<double>(begin + indices.size()) / static_cast<double>(dataset.count()));
    }
    return EncodingPtr(std::move(encoding));
  });
}

Result<Matrix> decode(const ModelSnapshot& model, const Matrix& z) {
  if (z.cols != static_cast<std::size_t>(model.spec.latent))
    return Error{ErrorCode::BadSetting,
                 "has " + std::to_string(z.cols) + " coordinates, but the model's latent space has " +
                     std::to_string(model.spec.latent) + " dimensions",
                 "z"};
  detail::prepareComputeThread();
  return guarded([&]() -> Result<Matrix> {
    const c10::InferenceMode inference;
    const detail::Vae vae(model);
    const at::Tensor points =
        at::from_blob(const_cast<float*>(z.values.data()), {signedSize(z.rows), signedSize(z.cols)},
                      at::kFloat);  // only read
    return toMatrix(at::sigmoid(vae.decodeLogits(points)));
  });
}

Result<Matrix> reconstruct(const ModelSnapshot& model, const Dataset& dataset,
                           std::span<const std::size_t> indices) {
  if (auto fits = checkFits(model, dataset); !fits) return fits.error();
  detail::prepareComputeThread();
  return guarded([&]() -> Result<Matrix> {
    const c10::InferenceMode inference;
    const detail::Vae vae(model);
    return toMatrix(at::sigmoid(vae.decodeLogits(vae.encode(detail::gatherBatch(dataset, indices)).mean)));
  });
}

}  // namespace isthmus
