#include "core/engine/autograd/autograd_learner.h"

#include "core/engine/autograd/make_learner.h"
#include "core/engine/decoder_variance.h"
#include "core/engine/dense/dataset_encoder.h"
#include "core/engine/detail/runtime.h"
#include "core/stats/entropy.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/autograd.h>

#include <algorithm>

namespace isthmus::autograd {
namespace {

constexpr std::size_t kPortion = 250;  // samples encoded together

std::int64_t length(std::size_t size) {
  return static_cast<std::int64_t>(size);
}

void storeColumn(const at::Tensor& values, std::span<const std::size_t> samples, std::vector<float>& column) {
  const at::Tensor dense = values.contiguous();
  const float* from = dense.data_ptr<float>();
  for (const std::size_t sample : samples) column[sample] = *from++;
}

void storeEntropy(const at::Tensor& x, Likelihood likelihood, std::span<const std::size_t> samples,
                  Encoding& encoding) {
  const at::Tensor rows = x.contiguous();
  const auto width = static_cast<std::size_t>(rows.size(1));
  for (std::size_t row = 0; row < samples.size(); ++row)
    encoding.inputEntropy[samples[row]] =
        likelihood == Likelihood::Gaussian
            ? 0.0F
            : static_cast<float>(bernoulliEntropy(std::span(rows.data_ptr<float>() + row * width, width)));
}

void storePosterior(const Posterior& posterior, std::span<const std::size_t> samples, Encoding& encoding) {
  const std::size_t latent = encoding.latent();
  const at::Tensor means = posterior.mean.contiguous();
  const at::Tensor logVariances = posterior.logVariance.contiguous();
  for (std::size_t row = 0; row < samples.size(); ++row) {
    std::copy_n(means.data_ptr<float>() + row * latent, latent, encoding.means.row(samples[row]).begin());
    std::copy_n(logVariances.data_ptr<float>() + row * latent, latent,
                encoding.logVariances.row(samples[row]).begin());
  }
  storeColumn(klDivergence(posterior), samples, encoding.kl);
}

std::vector<NamedTensor> layoutOf(std::span<const NamedTensor> weights) {
  std::vector<NamedTensor> layout;
  for (const NamedTensor& tensor : weights) layout.push_back({tensor.name, tensor.shape, {}});
  return layout;
}

}  // namespace

AutogradLearner::AutogradLearner(DatasetPtr dataset, const ModelSnapshot& model)
    : m_dataset(std::move(dataset)),
      m_scaling(model.scaling),
      m_likelihood(model.spec.likelihood),
      m_variance(model.decoderVariance),
      m_layout(layoutOf(model.weights)),
      m_vae(model.weights),
      m_parameters(m_vae.parameters()),
      m_adam(m_parameters, torch::optim::AdamOptions()) {
  // With more threads libgomp's waiting ones spin, and training becomes 10 to 40 times slower as soon as
  // anything else (our own window) needs a core.
  at::set_num_threads(1);
  at::globalContext().setFlushDenormal(true);
}

at::Tensor AutogradLearner::gather(std::span<const std::size_t> samples) const {
  const std::size_t width = m_dataset->shape.size();
  at::Tensor batch = at::empty({length(samples.size()), length(width)}, at::kFloat);
  float* to = batch.data_ptr<float>();
  for (const std::size_t sample : samples) {
    scaleSample(*m_dataset, sample, m_scaling, {to, width});
    to += width;
  }
  return batch;
}

at::Tensor AutogradLearner::negativeLogLikelihood(const at::Tensor& outputs, const at::Tensor& x) const {
  return m_likelihood == Likelihood::Gaussian ? gaussianNegativeLogLikelihood(outputs, x, m_variance)
                                              : bernoulliCrossEntropy(outputs, x);
}

at::Tensor AutogradLearner::meansOf(const at::Tensor& outputs) const {
  return m_likelihood == Likelihood::Gaussian ? outputs : at::sigmoid(outputs);
}

LossTerms AutogradLearner::measure(std::span<const std::size_t> samples, std::span<const float> noise,
                                   double beta) {
  m_samples.assign(samples.begin(), samples.end());
  const at::Tensor x = gather(samples);
  m_posterior = m_vae.encode(x);
  const at::Tensor draws =
      at::from_blob(const_cast<float*>(noise.data()), m_posterior.mean.sizes(), at::kFloat);  // only read
  const at::Tensor outputs = m_vae.decode(sampleLatent(m_posterior, draws.clone()));
  m_nll = negativeLogLikelihood(outputs, x);
  m_meanSquaredError = (meansOf(outputs) - x).square().mean().item<double>();
  const at::Tensor reconstruction = m_nll.mean();
  const at::Tensor kl = klDivergence(m_posterior).mean();
  m_loss = reconstruction + beta * kl;
  return {m_loss.item<double>(), reconstruction.item<double>(), kl.item<double>()};
}

void AutogradLearner::update(double learningRate) {
  for (auto& group : m_adam.param_groups())
    static_cast<torch::optim::AdamOptions&>(group.options()).lr(learningRate);
  m_adam.zero_grad();
  m_loss.backward();
  m_adam.step();
  ++m_steps;
  if (m_likelihood == Likelihood::Gaussian)
    m_variance = nextDecoderVariance(m_variance, m_meanSquaredError, m_steps);
}

std::vector<float> AutogradLearner::gradient() {
  m_adam.zero_grad();
  m_loss.backward({}, /*retain_graph=*/true);
  std::vector<float> all;
  for (const at::Tensor& parameter : m_parameters) {
    const at::Tensor gradient = parameter.grad().contiguous();
    all.insert(all.end(), gradient.data_ptr<float>(), gradient.data_ptr<float>() + gradient.numel());
  }
  return all;
}

void AutogradLearner::store(Encoding& encoding) const {
  const at::NoGradGuard noGradients;
  storePosterior(m_posterior, m_samples, encoding);
  storeColumn(m_nll, m_samples, encoding.sampledNll);
}

Result<void> AutogradLearner::encode(std::span<const std::size_t> samples, EncodingDetail detail,
                                     Encoding& encoding, const Task& task) {
  for (std::size_t begin = 0; begin < samples.size(); begin += kPortion) {
    if (task.cancelled()) return Error{ErrorCode::Cancelled, "encoding was cancelled", m_dataset->name};
    const auto portion = samples.subspan(begin, std::min(kPortion, samples.size() - begin));
    encodePortion(portion, detail, encoding);
    task.report(static_cast<double>(begin + portion.size()) / static_cast<double>(samples.size()));
  }
  return {};
}

void AutogradLearner::encodePortion(std::span<const std::size_t> samples, EncodingDetail detail,
                                    Encoding& encoding) const {
  const at::NoGradGuard noGradients;
  const at::Tensor x = gather(samples);
  const Posterior posterior = m_vae.encode(x);
  storePosterior(posterior, samples, encoding);
  const at::Tensor outputs = m_vae.decode(posterior.mean);
  storeColumn(negativeLogLikelihood(outputs, x), samples, encoding.nll);
  storeColumn((meansOf(outputs) - x).square().mean(1), samples, encoding.mse);
  storeEntropy(x, m_likelihood, samples, encoding);
  if (detail == EncodingDetail::Errors) return;
  const std::size_t latent = encoding.latent();
  at::Tensor noise = at::empty({length(samples.size()), length(latent)}, at::kFloat);
  for (std::size_t row = 0; row < samples.size(); ++row)
    dense::noiseOfSample(samples[row], noise.data_ptr<float>() + row * latent, latent);
  storeColumn(negativeLogLikelihood(m_vae.decode(sampleLatent(posterior, noise)), x), samples,
              encoding.sampledNll);
}

bool AutogradLearner::isFinite() const {
  return std::ranges::all_of(
      m_parameters, [](const at::Tensor& parameter) { return at::isfinite(parameter).all().item<bool>(); });
}

void AutogradLearner::keepWeights() {
  m_kept.clear();
  for (const at::Tensor& parameter : m_parameters) m_kept.push_back(parameter.detach().clone());
  m_keptVariance = m_variance;
}

void AutogradLearner::restoreWeights() {
  const at::NoGradGuard noGradients;
  for (std::size_t i = 0; i < m_parameters.size(); ++i) m_parameters[i].copy_(m_kept[i]);
  m_variance = m_keptVariance;
}

std::vector<NamedTensor> AutogradLearner::weights() const {
  std::vector<NamedTensor> weights = m_layout;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const float* from = m_parameters[i].data_ptr<float>();
    weights[i].values.assign(from, from + m_parameters[i].numel());
  }
  return weights;
}

std::unique_ptr<VaeLearner> makeLearner(const DatasetPtr& dataset, const ModelSnapshot& model) {
  return std::make_unique<AutogradLearner>(dataset, model);
}

}  // namespace isthmus::autograd
