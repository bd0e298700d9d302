#include "core/engine/closed/pca_learner.h"

#include "core/engine/closed/pca_solver.h"
#include "core/engine/dense/dense_runner.h"
#include "core/model/decoder_variance.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace isthmus::closed {
namespace {

// So many components' variances are found beside those of the code, to show how the rest falls off.
constexpr std::size_t kShownComponents = 50;

void setWeights(ModelSnapshot& model, const Pca& pca) {
  const auto latent = static_cast<std::size_t>(model.spec.latent);
  const std::size_t numbers = model.spec.shape.size();
  model.weights = weightLayout(model.spec);
  std::vector<float>& toCode = model.weights[0].values;
  std::vector<float>& codeBias = model.weights[1].values;
  std::vector<float>& back = model.weights[2].values;
  toCode.assign(pca.components.values.begin(),
                pca.components.values.begin() + static_cast<std::ptrdiff_t>(latent * numbers));
  back.resize(numbers * latent);
  for (std::size_t k = 0; k < latent; ++k) {
    const std::span<const float> component = pca.components.row(k);
    codeBias.push_back(
        static_cast<float>(-std::inner_product(component.begin(), component.end(), pca.mean.begin(), 0.0)));
    for (std::size_t i = 0; i < numbers; ++i) back[i * latent + k] = component[i];
  }
  model.weights[3].values.assign(pca.mean.begin(), pca.mean.end());
}

std::vector<NamedTensor> statisticsOf(const Pca& pca) {
  return {{std::string(kExplainedVariance),
           {static_cast<std::int64_t>(pca.variances.size())},
           {pca.variances.begin(), pca.variances.end()}},
          {std::string(kTotalVariance), {1}, {static_cast<float>(pca.totalVariance)}}};
}

/// Of a number, averaged over the samples.
double meanSquaredResidual(const Pca& pca, std::size_t latent, std::size_t samples) {
  const double explained = std::accumulate(pca.variances.begin(),
                                           pca.variances.begin() + static_cast<std::ptrdiff_t>(latent), 0.0);
  const auto n = static_cast<double>(samples);
  const double freedom = samples > 1 ? (n - 1) / n : 1.0;  // variances are unbiased estimates
  return std::max(pca.totalVariance - explained, 0.0) * freedom / static_cast<double>(pca.mean.size());
}

}  // namespace

bool PcaLearner::canTrain(const ModelSpec& spec) {
  const Net* decoder = spec.net(NetRole::Decoder);
  return !spec.net(NetRole::Encoder) && !spec.net(NetRole::LogVariance) && decoder->layers.size() == 1 &&
         spec.likelihood == Likelihood::Gaussian;
}

PcaLearner::PcaLearner(DatasetPtr dataset, const ModelSnapshot& start)
    : m_dataset(std::move(dataset)), m_model(start), m_solved(start) {}

Result<LossValues> PcaLearner::measure(const Batch& batch, const Task& task) {
  const auto latent = static_cast<std::size_t>(m_model.spec.latent);
  const std::size_t numbers = m_model.spec.shape.size();
  const std::size_t count = std::min(numbers, std::max(latent, kShownComponents));
  const auto pca = solvePca(*m_dataset, batch.samples, m_model.scaling, count, m_model.seed, task);
  if (!pca) return pca.error();
  setWeights(m_solved, *pca);
  m_solved.statistics = statisticsOf(*pca);
  const double residual = meanSquaredResidual(*pca, latent, batch.samples.size());
  m_solved.decoderVariance = std::clamp(residual, kMinDecoderVariance, kMaxDecoderVariance);
  m_method = pca->isExact ? "closed form" : "closed form, randomised";
  LossValues loss;
  loss.terms[0] = gaussianNll(residual * static_cast<double>(numbers), numbers, m_solved.decoderVariance);
  loss.total = batch.weights[0] * loss.terms[0];
  return loss;
}

void PcaLearner::update(double /*learningRate*/) {
  m_model = m_solved;
}

void PcaLearner::store(Encoding& /*encoding*/) const {}

Result<void> PcaLearner::encode(std::span<const std::size_t> samples, EncodingQuality quality,
                                Encoding& encoding, const Task& task) {
  return dense::DenseRunner(m_model).encode(*m_dataset, samples, quality, encoding, task);
}

void PcaLearner::capture(LearnerState& state) const {
  state = {.decoderVariance = m_model.decoderVariance};
  for (const NamedTensor& tensor : m_model.weights)
    state.weights.insert(state.weights.end(), tensor.values.begin(), tensor.values.end());
}

void PcaLearner::restore(const LearnerState& state) {
  auto from = state.weights.begin();
  for (NamedTensor& tensor : m_model.weights) {
    std::copy_n(from, tensor.values.size(), tensor.values.begin());
    from += static_cast<std::ptrdiff_t>(tensor.values.size());
  }
  m_model.decoderVariance = state.decoderVariance;
}

void PcaLearner::describe(ModelSnapshot& model) const {
  model.weights = m_model.weights;
  model.statistics = m_model.statistics;
  model.decoderVariance = m_model.decoderVariance;
}

std::string PcaLearner::arithmetic() const {
  return m_method;
}

}  // namespace isthmus::closed
