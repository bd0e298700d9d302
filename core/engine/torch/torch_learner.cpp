#include "core/engine/torch/torch_learner.h"

#include "core/engine/torch/doors.h"
#include "core/model/decoder_variance.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/autograd.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace isthmus::autograd {
namespace {

/// Those that a gradient moves.
std::vector<at::Tensor> trainedOf(const std::vector<at::Tensor>& parameters) {
  std::vector<at::Tensor> trained;
  std::ranges::copy_if(parameters, std::back_inserter(trained),
                       [](const at::Tensor& parameter) { return parameter.requires_grad(); });
  return trained;
}

/// Running averages, which a pass changes although nothing is learnt yet: taken back if the pass is stopped.
class KeptStatistics {
 public:
  explicit KeptStatistics(const std::vector<at::Tensor>& parameters) {
    for (const at::Tensor& parameter : parameters)
      if (!parameter.requires_grad()) m_kept.emplace_back(parameter, parameter.clone());
  }
  void takeBack() {
    for (auto& [statistic, before] : m_kept) statistic.copy_(before);
  }

 private:
  std::vector<std::pair<at::Tensor, at::Tensor>> m_kept;
};

std::vector<NamedTensor> layoutOf(std::span<const NamedTensor> weights) {
  std::vector<NamedTensor> layout;
  for (const NamedTensor& tensor : weights) layout.push_back({tensor.name, tensor.shape, {}});
  return layout;
}

}  // namespace

TorchLearner::TorchLearner(DatasetPtr dataset, const ModelSnapshot& model, const Objective& objective)
    : m_dataset(std::move(dataset)),
      m_scaling(model.scaling),
      m_outputModel{model.spec.likelihood, model.decoderVariance},
      m_portion(portionFor(model.spec)),
      m_terms(objective.terms),
      m_layout(layoutOf(model.weights)),
      m_nets(model.spec, model.weights),
      m_parameters(m_nets.parameters()),
      m_adam(trainedOf(m_parameters), torch::optim::AdamOptions()) {
  // With more threads libgomp's waiting ones spin, and training becomes 10 to 40 times slower as soon as
  // anything else (our own window) needs a core.
  at::set_num_threads(1);
  at::globalContext().setFlushDenormal(true);
}

Result<LossValues> TorchLearner::measure(const Batch& batch, const Task& task) {
  KeptStatistics statistics(m_parameters);
  try {
    return measured(batch, {at::make_generator<at::CPUGeneratorImpl>(batch.seed), task.stop});
  } catch (const Stopped&) {
    statistics.takeBack();
    return Error{ErrorCode::Cancelled, "training was cancelled", m_dataset->name};
  }
}

LossValues TorchLearner::measured(const Batch& batch, const Pass& pass) {
  m_samples.assign(batch.samples.begin(), batch.samples.end());
  const at::Tensor x = rows()(m_samples);
  m_posterior = m_nets.encode(x, pass);
  at::Tensor z = m_posterior.mean;
  if (m_nets.hasPosterior()) {
    const at::Tensor draws = at::from_blob(const_cast<float*>(batch.noise.data()), m_posterior.mean.sizes(),
                                           at::kFloat);  // only read
    z = sampleLatent(m_posterior, draws.clone());
  }
  const at::Tensor outputs = m_nets.decode(z, pass);
  m_nll = negativeLogLikelihood(m_outputModel, outputs, x);
  m_meanSquaredError = (meansOf(m_outputModel, outputs) - x).square().mean().item<double>();
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
  if (m_outputModel.likelihood == Likelihood::Gaussian)
    m_outputModel.variance = nextDecoderVariance(m_outputModel.variance, m_meanSquaredError, m_steps);
}

std::vector<float> TorchLearner::gradient() {
  m_adam.zero_grad();
  m_loss.backward({}, /*retain_graph=*/true);
  std::vector<float> all;
  for (const at::Tensor& parameter : trainedOf(m_parameters)) {
    const at::Tensor gradient = parameter.grad().contiguous();
    all.insert(all.end(), gradient.data_ptr<float>(), gradient.data_ptr<float>() + gradient.numel());
  }
  return all;
}

void TorchLearner::store(Encoding& encoding) const {
  const at::NoGradGuard noGradients;
  storePosterior(m_posterior, m_samples, encoding);
  if (m_nets.hasPosterior()) storeColumn(m_nll, m_samples, encoding.column(Measure::SampledNll));
}

Result<void> TorchLearner::encode(std::span<const std::size_t> samples, EncodingQuality quality,
                                  Encoding& encoding, const Task& task) {
  return encodeSamples(m_nets, m_outputModel, rows(), m_portion, samples, quality, encoding, task);
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
  state.decoderVariance = m_outputModel.variance;
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
  m_outputModel.variance = state.decoderVariance;
  m_steps = state.steps;
}

void TorchLearner::describe(ModelSnapshot& model) const {
  model.weights = m_layout;
  model.decoderVariance = m_outputModel.variance;
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
