#include "core/engine/torch/sample_rows.h"

#include "core/engine/sample_noise.h"
#include "core/stats/entropy.h"

#include <algorithm>
#include <cstdint>

namespace isthmus::autograd {
namespace {

std::int64_t length(std::size_t size) {
  return static_cast<std::int64_t>(size);
}

void storeEntropy(const at::Tensor& x, Likelihood likelihood, std::span<const std::size_t> samples,
                  Encoding& encoding) {
  const at::Tensor rows = x.contiguous();
  const auto width = static_cast<std::size_t>(rows.size(1));
  std::vector<float>& entropy = encoding.column(Measure::InputEntropy);
  for (std::size_t row = 0; row < samples.size(); ++row)
    entropy[samples[row]] =
        likelihood == Likelihood::Gaussian
            ? 0.0F
            : static_cast<float>(bernoulliEntropy(std::span(rows.data_ptr<float>() + row * width, width)));
}

void encodePortion(const Nets& nets, const OutputModel& model, const SampleRows& rows,
                   std::span<const std::size_t> samples, EncodingQuality quality, Encoding& encoding,
                   const Pass& pass) {
  const at::Tensor x = rows(samples);
  const Posterior posterior = nets.encode(x, pass);
  const at::Tensor outputs = nets.decode(posterior.mean, pass);
  storePosterior(posterior, samples, encoding);
  storeColumn(negativeLogLikelihood(model, outputs, x), samples, encoding.column(Measure::Nll));
  storeColumn((meansOf(model, outputs) - x).square().mean(1), samples, encoding.column(Measure::Mse));
  storeEntropy(x, model.likelihood, samples, encoding);
  if (quality == EncodingQuality::Preview || !nets.hasPosterior()) return;
  const std::size_t latent = encoding.latent();
  at::Tensor noise = at::empty({length(samples.size()), length(latent)}, at::kFloat);
  for (std::size_t row = 0; row < samples.size(); ++row)
    noiseOfSample(samples[row], noise.data_ptr<float>() + row * latent, latent);
  storeColumn(negativeLogLikelihood(model, nets.decode(sampleLatent(posterior, noise), pass), x), samples,
              encoding.column(Measure::SampledNll));
}

}  // namespace

at::Tensor SampleRows::operator()(std::span<const std::size_t> samples) const {
  const std::size_t width = dataset->shape.size();
  at::Tensor batch = at::empty({length(samples.size()), length(width)}, at::kFloat);
  float* to = batch.data_ptr<float>();
  for (const std::size_t sample : samples) {
    scaleSample(*dataset, sample, *scaling, {to, width});
    to += width;
  }
  return batch;
}

at::Tensor negativeLogLikelihood(const OutputModel& model, const at::Tensor& outputs, const at::Tensor& x) {
  return model.likelihood == Likelihood::Gaussian ? gaussianNegativeLogLikelihood(outputs, x, model.variance)
                                                  : bernoulliCrossEntropy(outputs, x);
}

at::Tensor meansOf(const OutputModel& model, const at::Tensor& outputs) {
  return model.likelihood == Likelihood::Gaussian ? outputs : at::sigmoid(outputs);
}

void storeColumn(const at::Tensor& values, std::span<const std::size_t> samples, std::vector<float>& column) {
  const at::Tensor dense = values.contiguous();
  const float* from = dense.data_ptr<float>();
  for (const std::size_t sample : samples) column[sample] = *from++;
}

void storePosterior(const Posterior& posterior, std::span<const std::size_t> samples, Encoding& encoding) {
  const std::size_t latent = encoding.latent();
  const at::Tensor means = posterior.mean.contiguous();
  for (std::size_t row = 0; row < samples.size(); ++row)
    std::copy_n(means.data_ptr<float>() + row * latent, latent, encoding.means.row(samples[row]).begin());
  if (!posterior.logVariance.defined()) return;
  const at::Tensor logVariances = posterior.logVariance.contiguous();
  for (std::size_t row = 0; row < samples.size(); ++row)
    std::copy_n(logVariances.data_ptr<float>() + row * latent, latent,
                encoding.logVariances.row(samples[row]).begin());
  storeColumn(klDivergence(posterior), samples, encoding.column(Measure::Kl));
}

std::size_t portionFor(const ModelSpec& spec) {
  constexpr std::uint64_t kMost = 250;
  constexpr std::uint64_t kNumbers = std::uint64_t{1} << 26U;
  return std::clamp(kNumbers / std::max<std::uint64_t>(spec.activations(), 1), std::uint64_t{1}, kMost);
}

Result<void> encodeSamples(const Nets& nets, const OutputModel& model, const SampleRows& rows,
                           std::size_t portion, std::span<const std::size_t> samples, EncodingQuality quality,
                           Encoding& encoding, const Task& task) {
  const at::NoGradGuard noGradients;
  const Error cancelled{ErrorCode::Cancelled, "encoding was cancelled", rows.dataset->name};
  for (std::size_t begin = 0; begin < samples.size(); begin += portion) {
    if (task.cancelled()) return cancelled;
    const auto part = samples.subspan(begin, std::min(portion, samples.size() - begin));
    try {
      encodePortion(nets, model, rows, part, quality, encoding, {{}, task.stop});
    } catch (const Stopped&) {
      return cancelled;
    }
    task.report(static_cast<double>(begin + part.size()) / static_cast<double>(samples.size()));
  }
  return {};
}

}  // namespace isthmus::autograd
