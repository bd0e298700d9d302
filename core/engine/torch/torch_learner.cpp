#include "core/engine/torch/torch_learner.h"

#include "core/engine/sample_noise.h"
#include "core/engine/torch/make_learner.h"
#include "core/model/decoder_variance.h"
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
  for (std::size_t row = 0; row < samples.size(); ++row)
    std::copy_n(means.data_ptr<float>() + row * latent, latent, encoding.means.row(samples[row]).begin());
  if (!posterior.logVariance.defined()) return;
  const at::Tensor logVariances = posterior.logVariance.contiguous();
  for (std::size_t row = 0; row < samples.size(); ++row)
    std::copy_n(logVariances.data_ptr<float>() + row * latent, latent,
                encoding.logVariances.row(samples[row]).begin());
  storeColumn(klDivergence(posterior), samples, encoding.kl);
}

std::vector<NamedTensor> layoutOf(std::span<const NamedTensor> weights) {
  std::vector<NamedTensor> layout;
  for (const NamedTensor& tensor : weights) layout.push_back({tensor.name, tensor.shape, {}});
  return layout;
}

}  // namespace

TorchLearner::TorchLearner(DatasetPtr dataset, const ModelSnapshot& model, const Objective& objective)
    : m_dataset(std::move(dataset)),
      m_scaling(model.scaling),
      m_likelihood(model.spec.likelihood),
      m_variance(model.decoderVariance),
      m_terms(objective.terms),
      m_layout(layoutOf(model.weights)),
      m_nets(model.spec, model.weights),
      m_parameters(m_nets.parameters()),
      m_adam(m_parameters, torch::optim::AdamOptions()) {
  // With more threads libgomp's waiting ones spin, and training becomes 10 to 40 times slower as soon as
  // anything else (our own window) needs a core.
  at::set_num_threads(1);
  at::globalContext().setFlushDenormal(true);
}

at::Tensor TorchLearner::gather(std::span<const std::size_t> samples) const {
  const std::size_t width = m_dataset->shape.size();
  at::Tensor batch = at::empty({length(samples.size()), length(width)}, at::kFloat);
  float* to = batch.data_ptr<float>();
  for (const std::size_t sample : samples) {
    scaleSample(*m_dataset, sample, m_scaling, {to, width});
    to += width;
  }
  return batch;
}

at::Tensor TorchLearner::negativeLogLikelihood(const at::Tensor& outputs, const at::Tensor& x) const {
  return m_likelihood == Likelihood::Gaussian ? gaussianNegativeLogLikelihood(outputs, x, m_variance)
                                              : bernoulliCrossEntropy(outputs, x);
}

at::Tensor TorchLearner::meansOf(const at::Tensor& outputs) const {
  return m_likelihood == Likelihood::Gaussian ? outputs : at::sigmoid(outputs);
}

Result<LossValues> TorchLearner::measure(const Batch& batch, const Task& task) {
  if (task.cancelled()) return Error{ErrorCode::Cancelled, "training was cancelled", m_dataset->name};
  m_samples.assign(batch.samples.begin(), batch.samples.end());
  const at::Tensor x = gather(m_samples);
  m_posterior = m_nets.encode(x);
  at::Tensor z = m_posterior.mean;
  if (m_nets.hasPosterior()) {
    const at::Tensor draws = at::from_blob(const_cast<float*>(batch.noise.data()), m_posterior.mean.sizes(),
                                           at::kFloat);  // only read
    z = sampleLatent(m_posterior, draws.clone());
  }
  const at::Tensor outputs = m_nets.decode(z);
  m_nll = negativeLogLikelihood(outputs, x);
  m_meanSquaredError = (meansOf(outputs) - x).square().mean().item<double>();
  LossValues loss;
  m_loss = at::Tensor();
  for (std::size_t term = 0; term < m_terms.size(); ++term) {
    const at::Tensor value =
        m_terms[term].type == TermType::Kl ? klDivergence(m_posterior).mean() : m_nll.mean();
    const at::Tensor weighted = batch.weights[term] * value;
    m_loss = m_loss.defined() ? m_loss + weighted : weighted;
    loss.terms[term] = value.item<double>();
  }
  loss.total = m_loss.item<double>();
  return loss;
}

void TorchLearner::update(double learningRate) {
  for (auto& group : m_adam.param_groups())
    static_cast<torch::optim::AdamOptions&>(group.options()).lr(learningRate);
  m_adam.zero_grad();
  m_loss.backward();
  m_adam.step();
  ++m_steps;
  if (m_likelihood == Likelihood::Gaussian)
    m_variance = nextDecoderVariance(m_variance, m_meanSquaredError, m_steps);
}

std::vector<float> TorchLearner::gradient() {
  m_adam.zero_grad();
  m_loss.backward({}, /*retain_graph=*/true);
  std::vector<float> all;
  for (const at::Tensor& parameter : m_parameters) {
    const at::Tensor gradient = parameter.grad().contiguous();
    all.insert(all.end(), gradient.data_ptr<float>(), gradient.data_ptr<float>() + gradient.numel());
  }
  return all;
}

void TorchLearner::store(Encoding& encoding) const {
  const at::NoGradGuard noGradients;
  storePosterior(m_posterior, m_samples, encoding);
  if (m_nets.hasPosterior()) storeColumn(m_nll, m_samples, encoding.sampledNll);
}

Result<void> TorchLearner::encode(std::span<const std::size_t> samples, EncodingQuality quality,
                                  Encoding& encoding, const Task& task) {
  for (std::size_t begin = 0; begin < samples.size(); begin += kPortion) {
    if (task.cancelled()) return Error{ErrorCode::Cancelled, "encoding was cancelled", m_dataset->name};
    const auto portion = samples.subspan(begin, std::min(kPortion, samples.size() - begin));
    encodePortion(portion, quality, encoding);
    task.report(static_cast<double>(begin + portion.size()) / static_cast<double>(samples.size()));
  }
  return {};
}

void TorchLearner::encodePortion(std::span<const std::size_t> samples, EncodingQuality quality,
                                 Encoding& encoding) const {
  const at::NoGradGuard noGradients;
  const at::Tensor x = gather(samples);
  const Posterior posterior = m_nets.encode(x);
  storePosterior(posterior, samples, encoding);
  const at::Tensor outputs = m_nets.decode(posterior.mean);
  storeColumn(negativeLogLikelihood(outputs, x), samples, encoding.nll);
  storeColumn((meansOf(outputs) - x).square().mean(1), samples, encoding.mse);
  storeEntropy(x, m_likelihood, samples, encoding);
  if (quality == EncodingQuality::Preview || !m_nets.hasPosterior()) return;
  const std::size_t latent = encoding.latent();
  at::Tensor noise = at::empty({length(samples.size()), length(latent)}, at::kFloat);
  for (std::size_t row = 0; row < samples.size(); ++row)
    noiseOfSample(samples[row], noise.data_ptr<float>() + row * latent, latent);
  storeColumn(negativeLogLikelihood(m_nets.decode(sampleLatent(posterior, noise)), x), samples,
              encoding.sampledNll);
}

bool TorchLearner::isFinite() const {
  return std::ranges::all_of(
      m_parameters, [](const at::Tensor& parameter) { return at::isfinite(parameter).all().item<bool>(); });
}

/// Null before the first step.
torch::optim::AdamParamState* TorchLearner::momentsOf(std::size_t parameter) const {
  const auto& states = m_adam.state();
  const auto found = states.find(c10::guts::to_string(m_parameters[parameter].unsafeGetTensorImpl()));
  return found == states.end() ? nullptr : static_cast<torch::optim::AdamParamState*>(found->second.get());
}

void TorchLearner::capture(LearnerState& state) const {
  const auto append = [](const at::Tensor& tensor, std::vector<float>& to) {
    const at::Tensor dense = tensor.detach().contiguous();
    to.insert(to.end(), dense.data_ptr<float>(), dense.data_ptr<float>() + dense.numel());
  };
  for (std::vector<float>* values : {&state.weights, &state.moment1, &state.moment2}) values->clear();
  for (std::size_t i = 0; i < m_parameters.size(); ++i) {
    append(m_parameters[i], state.weights);
    const auto* moments = momentsOf(i);
    const at::Tensor none = moments ? at::Tensor() : at::zeros_like(m_parameters[i]);
    append(moments ? moments->exp_avg() : none, state.moment1);
    append(moments ? moments->exp_avg_sq() : none, state.moment2);
  }
  state.decoderVariance = m_variance;
  state.steps = m_steps;
}

void TorchLearner::restore(const LearnerState& state) {
  const at::NoGradGuard noGradients;
  std::size_t at = 0;
  for (std::size_t i = 0; i < m_parameters.size(); ++i) {
    const auto taken = [&](const std::vector<float>& values) {
      return at::from_blob(const_cast<float*>(values.data() + at), m_parameters[i].sizes(), at::kFloat)
          .clone();  // only read
    };
    m_parameters[i].copy_(taken(state.weights));
    auto moments = std::make_unique<torch::optim::AdamParamState>();
    moments->step(state.steps);
    moments->exp_avg(taken(state.moment1));
    moments->exp_avg_sq(taken(state.moment2));
    m_adam.state()[c10::guts::to_string(m_parameters[i].unsafeGetTensorImpl())] = std::move(moments);
    at += static_cast<std::size_t>(m_parameters[i].numel());
  }
  m_variance = state.decoderVariance;
  m_steps = state.steps;
}

void TorchLearner::describe(ModelSnapshot& model) const {
  model.weights = m_layout;
  model.decoderVariance = m_variance;
  for (std::size_t i = 0; i < model.weights.size(); ++i) {
    const float* from = m_parameters[i].data_ptr<float>();
    model.weights[i].values.assign(from, from + m_parameters[i].numel());
  }
}

std::unique_ptr<Learner> makeLearner(const DatasetPtr& dataset, const ModelSnapshot& model,
                                     const Objective& objective) {
  return std::make_unique<TorchLearner>(dataset, model, objective);
}

}  // namespace isthmus::autograd
