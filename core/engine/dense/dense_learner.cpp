#include "core/engine/dense/dense_learner.h"

#include "core/engine/detail/runtime.h"
#include "core/model/decoder_variance.h"

#include <algorithm>
#include <cmath>

namespace isthmus::dense {

bool DenseLearner::canTrain(const ModelSpec& spec) {
  const auto isHidden = [](const isthmus::Layer& layer) { return layer.activation == Activation::Relu; };
  const Net* encoder = spec.net(NetRole::Encoder);
  const Net* decoder = spec.net(NetRole::Decoder);
  return isDense(spec) && encoder && decoder->layers.size() > 1 &&
         std::ranges::all_of(encoder->layers, isHidden) &&
         std::all_of(decoder->layers.begin(), decoder->layers.end() - 1, isHidden);
}

DenseLearner::DenseLearner(DatasetPtr dataset, const ModelSnapshot& model, const Objective& objective,
                           NumberFormat products, std::size_t threads)
    : m_dataset(std::move(dataset)),
      m_scaling(model.scaling),
      m_terms(objective.terms),
      m_products(products),
      m_team(threads, [] { detail::prepareComputeThread(); }),
      m_parameters(model, products),
      m_encoder(m_parameters.network(), *m_dataset, m_scaling, m_team) {
  for (const NamedTensor& tensor : model.weights) m_layout.push_back({tensor.name, tensor.shape, {}});
}

DenseLearner::~DenseLearner() = default;

BatchPass& DenseLearner::passFor(std::size_t rows) {
  for (const auto& pass : m_passes)
    if (pass->rows() == rows) return *pass;
  m_passes.push_back(std::make_unique<BatchPass>(m_parameters.network(), inputForm(*m_dataset, m_scaling),
                                                 rows, m_team.members()));
  return *m_passes.back();
}

Result<LossValues> DenseLearner::measure(const Batch& batch, const Task& task) {
  if (task.cancelled()) return Error{ErrorCode::Cancelled, "training was cancelled", m_dataset->name};
  m_samples.assign(batch.samples.begin(), batch.samples.end());
  m_measured = &passFor(m_samples.size());
  double beta = 0;
  for (std::size_t term = 0; term < m_terms.size(); ++term)
    if (m_terms[term].type == TermType::Kl) beta = batch.weights[term];
  m_measured->run(InputBatch(*m_dataset, m_scaling, m_samples), batch.noise, beta, m_team);
  LossValues loss;
  for (std::size_t term = 0; term < m_terms.size(); ++term) {
    const bool isKl = m_terms[term].type == TermType::Kl;
    for (const float value : isKl ? m_measured->kl() : m_measured->nll())
      loss.terms[term] += static_cast<double>(value);
    loss.terms[term] /= static_cast<double>(m_samples.size());
    loss.total += batch.weights[term] * loss.terms[term];
  }
  return loss;
}

void DenseLearner::update(double learningRate) {
  ++m_steps;
  const auto t = static_cast<double>(m_steps);
  const AdamStep step = {
      static_cast<float>(learningRate / (1 - std::pow(static_cast<double>(kAdamBeta1), t))),
      static_cast<float>(1 / std::sqrt(1 - std::pow(static_cast<double>(kAdamBeta2), t)))};
  m_measured->gradients(m_team,
                        [&](std::size_t layer, std::size_t row, std::size_t rows, const float* gradient) {
                          if (rows > 0)
                            m_parameters.updateWeight(step, layer, row, rows, gradient);
                          else
                            m_parameters.updateBias(step, layer, gradient);
                        });
  followVariance();
}

void DenseLearner::followVariance() {
  const OutputModel& model = m_parameters.network().outputModel;
  if (model.likelihood != Likelihood::Gaussian) return;
  const double numbers = static_cast<double>(m_samples.size() * m_parameters.network().input());
  double sse = 0;
  for (const float ofRow : m_measured->sse()) sse += static_cast<double>(ofRow);
  m_parameters.setDecoderVariance(nextDecoderVariance(model.variance, sse / numbers, m_steps));
}

std::vector<float> DenseLearner::gradient() {
  std::vector<float> all(m_parameters.values().size());
  std::vector<std::size_t> offsets;  // of each layer's weight
  std::size_t offset = 0;
  for (const Layer& layer : m_parameters.network().layers) {
    offsets.push_back(offset);
    offset += layer.out * (layer.in + 1);
  }
  m_measured->gradients(m_team,
                        [&](std::size_t at, std::size_t row, std::size_t rows, const float* gradient) {
                          const Layer& layer = m_parameters.network().layers[at];
                          const std::size_t begin = rows > 0 ? row * layer.in : layer.in * layer.out;
                          const std::size_t count = rows > 0 ? rows * layer.in : layer.out;
                          std::copy_n(gradient, count, all.data() + offsets[at] + begin);
                        });
  return all;
}

void DenseLearner::store(Encoding& encoding) const {
  const std::size_t latent = encoding.latent();
  for (std::size_t row = 0; row < m_samples.size(); ++row)
    std::copy_n(m_measured->means(row), latent, encoding.means.row(m_samples[row]).begin());
  if (!encoding.hasPosterior()) return;
  std::vector<float>& kl = encoding.column(Measure::Kl);
  std::vector<float>& sampledNll = encoding.column(Measure::SampledNll);
  for (std::size_t row = 0; row < m_samples.size(); ++row) {
    const std::size_t sample = m_samples[row];
    std::copy_n(m_measured->logVariances(row), latent, encoding.logVariances.row(sample).begin());
    kl[sample] = m_measured->kl()[row];
    sampledNll[sample] = m_measured->nll()[row];
  }
}

Result<void> DenseLearner::encode(std::span<const std::size_t> samples, EncodingQuality quality,
                                  Encoding& encoding, const Task& task) {
  return m_encoder.encode(samples, quality, encoding, task);
}

bool DenseLearner::isFinite() const {
  return std::ranges::all_of(m_parameters.values(), [](float value) { return std::isfinite(value); });
}

void DenseLearner::capture(LearnerState& state) const {
  m_parameters.capture(state);
  state.decoderVariance = m_parameters.network().outputModel.variance;
  state.steps = m_steps;
}

void DenseLearner::restore(const LearnerState& state) {
  m_parameters.restore(state);
  m_parameters.setDecoderVariance(state.decoderVariance);
  m_steps = state.steps;
}

void DenseLearner::describe(ModelSnapshot& model) const {
  model.weights = m_layout;
  model.decoderVariance = m_parameters.network().outputModel.variance;
  const float* from = m_parameters.values().data();
  for (NamedTensor& tensor : model.weights) {
    tensor.values.assign(from, from + tensor.count());
    from += tensor.count();
  }
}

std::string DenseLearner::arithmetic() const {
  return std::string(m_products == NumberFormat::BFloat16 ? "bfloat16" : "float32") + ", " +
         (m_team.members() == 1 ? "1 thread" : std::to_string(m_team.members()) + " threads");
}

}  // namespace isthmus::dense
