#include "core/engine/dense/dataset_encoder.h"

#include "core/engine/dense/network.h"
#include "core/engine/sample_noise.h"
#include "core/model/decoder_variance.h"
#include "core/stats/entropy.h"

#include <algorithm>
#include <cmath>

namespace isthmus::dense {
namespace {

constexpr std::size_t kPortionsAtOnce = 8;  // between two looks at whether to go on

/// Many for fast products, but neither more than some megabytes (samples can have a million numbers) nor more
/// work than a fraction of a second (networks can have 268 million weights).
std::size_t portionFor(const Network& network) {
  constexpr std::size_t kMost = 256;
  constexpr std::size_t kLeast = 4;
  constexpr std::size_t kNumbers = std::size_t{1} << 22U;
  constexpr std::size_t kProducts = std::size_t{1} << 34U;
  std::size_t weights = 0;
  for (const Layer& layer : network.layers) weights += layer.in * layer.out;
  return std::clamp(std::min(kNumbers / network.input(), kProducts / weights), kLeast, kMost);
}

}  // namespace

DatasetEncoder::DatasetEncoder(const Network& network, const Dataset& dataset, const InputScaling& scaling,
                               Team& team)
    : m_network(&network),
      m_portion(portionFor(network)),
      m_dataset(&dataset),
      m_scaling(&scaling),
      m_team(&team) {
  const InputForm form = inputForm(dataset, scaling);
  for (std::size_t member = 0; member < team.members(); ++member)
    m_desks.push_back(std::make_unique<Desk>(Desk{Activations(network, m_portion, form), {}, {}}));
}

Result<void> DatasetEncoder::encode(std::span<const std::size_t> samples, EncodingQuality quality,
                                    Encoding& encoding, const Task& task) {
  const std::size_t atOnce = kPortionsAtOnce * m_portion;
  for (std::size_t begin = 0; begin < samples.size(); begin += atOnce) {
    const auto group = samples.subspan(begin, std::min(atOnce, samples.size() - begin));
    m_team->run((group.size() + m_portion - 1) / m_portion, [&](std::size_t part, std::size_t member) {
      if (task.cancelled()) return;
      const std::size_t first = part * m_portion;
      encodePortion(*m_desks[member], group.subspan(first, std::min(m_portion, group.size() - first)),
                    quality, encoding);
    });
    if (task.cancelled()) return Error{ErrorCode::Cancelled, "encoding was cancelled", m_dataset->name};
    task.report(static_cast<double>(begin + group.size()) / static_cast<double>(samples.size()));
  }
  return {};
}

Forward& DatasetEncoder::forwardOf(Desk& desk, std::size_t rows) {
  const auto known = std::ranges::find(desk.forwards, rows, &Forward::rows);
  if (known != desk.forwards.end()) return *known;
  constexpr std::size_t kKept = 12;  // the powers of two up to a whole portion, and the rests
  if (desk.forwards.size() == kKept) desk.forwards.pop_back();
  return desk.forwards.emplace_back(*m_network, desk.activations, 0, rows);
}

void DatasetEncoder::encodePortion(Desk& desk, std::span<const std::size_t> samples, EncodingQuality quality,
                                   Encoding& encoding) {
  const InputBatch batch(*m_dataset, *m_scaling, samples);
  Forward& forward = forwardOf(desk, samples.size());
  forward.encode(batch);
  const std::size_t latent = m_network->latent();
  const LayerOrder& order = m_network->order;
  const bool hasPosterior = order.hasLogVariance;
  const Rows& means = desk.activations.outputs[order.mean()];
  const Rows& logVariances = desk.activations.outputs[hasPosterior ? order.logVariance() : order.mean()];
  for (std::size_t row = 0; row < samples.size(); ++row) {
    const std::size_t sample = samples[row];
    std::copy_n(means.values(row), latent, encoding.means.row(sample).begin());
    if (!hasPosterior) continue;
    std::copy_n(logVariances.values(row), latent, encoding.logVariances.row(sample).begin());
    encoding.column(Measure::Kl)[sample] = klDivergence(means.values(row), logVariances.values(row), latent);
  }
  std::copy_n(means.values(0), samples.size() * latent, desk.activations.code.values(0));
  forward.decode();
  std::vector<float>& nll = encoding.column(Measure::Nll);
  std::vector<float>& mse = encoding.column(Measure::Mse);
  std::vector<float>& inputEntropy = encoding.column(Measure::InputEntropy);
  for (std::size_t row = 0; row < samples.size(); ++row) {
    const Errors errors = errorsOf(desk, batch, row);
    nll[samples[row]] = errors.nll;
    mse[samples[row]] = errors.sse / static_cast<float>(m_network->input());
    float& entropy = inputEntropy[samples[row]];
    if (std::isnan(entropy)) entropy = entropyOf(desk, batch, row);  // once: no training changes it
  }
  if (quality == EncodingQuality::Preview || !hasPosterior) return;
  desk.noise.resize(samples.size() * latent);
  for (std::size_t row = 0; row < samples.size(); ++row)
    noiseOfSample(samples[row], desk.noise.data() + row * latent, latent);
  sampleCode(means.values(0), logVariances.values(0), desk.noise.data(), desk.activations.code.values(0),
             desk.noise.size());
  forward.decode();
  for (std::size_t row = 0; row < samples.size(); ++row)
    encoding.column(Measure::SampledNll)[samples[row]] = errorsOf(desk, batch, row).nll;
}

DatasetEncoder::Errors DatasetEncoder::errorsOf(const Desk& desk, const InputBatch& batch,
                                                std::size_t row) const {
  const std::size_t output = m_network->order.output();
  const OutputModel& model = m_network->outputModel;
  const float* outputs = desk.activations.outputs[output].values(row);
  const float* bias = m_network->layers[output].bias;
  const float* x = desk.activations.input.values(row);
  const std::size_t n = m_network->input();
  if (model.likelihood == Likelihood::Gaussian) {
    const float sse = kernels().squaredErrors(outputs, bias, x, 0, nullptr, nullptr, n);
    return {static_cast<float>(gaussianNll(static_cast<double>(sse), n, model.variance)), sse};
  }
  const BernoulliErrors errors = desk.activations.form == InputForm::Bytes
                                     ? kernels().bernoulliErrors(outputs, bias, batch.bytes(row), n)
                                     : kernels().bernoulliErrorsOfNumbers(outputs, bias, x, n);
  return {errors.bce, errors.sse};
}

float DatasetEncoder::entropyOf(const Desk& desk, const InputBatch& batch, std::size_t row) const {
  const std::size_t n = m_network->input();
  if (m_network->outputModel.likelihood == Likelihood::Gaussian) return 0;
  return static_cast<float>(desk.activations.form == InputForm::Bytes
                                ? bernoulliEntropy(std::span(batch.bytes(row), n))
                                : bernoulliEntropy(std::span(desk.activations.input.values(row), n)));
}

}  // namespace isthmus::dense
