#include "core/engine/dense/backward.h"

#include "core/model/decoder_variance.h"

#include <algorithm>
#include <cmath>

namespace isthmus::dense {
namespace {

constexpr std::size_t kTile = 32;        // rows of an operand of AMX in bfloat16
constexpr std::size_t kShardRows = 256;  // at most: activations of a shard stay near the processor
constexpr std::size_t kBlockSize =
    65536;  // weights of a block, about: gradient and moments stay in the cache

std::size_t roundedUp(std::size_t value, std::size_t step) {
  return (value + step - 1) / step * step;
}

}  // namespace

BatchPass::BatchPass(const Network& network, InputForm form, std::size_t rows, std::size_t members)
    : m_network(&network),
      m_order(network.order),
      m_rows(rows),
      m_padded(roundedUp(rows, kTile)),
      m_activations(network, m_padded, form),
      m_codeGradient(m_padded, network.latent(), true, false),
      m_nll(rows),
      m_sse(rows),
      m_kl(rows) {
  for (const Layer& layer : network.layers) {
    const bool halves = layer.format() == NumberFormat::BFloat16;
    const bool isOutput = &layer == &network.layers.back();
    m_gradients.emplace_back(m_padded, layer.out, !(halves && isOutput), halves);
  }
  addShards();
  addBlocks();
  std::size_t scratch = 0;
  for (const Block& block : m_blocks) {
    const Layer& layer = network.layers[block.layer];
    scratch = std::max({scratch, block.rows * layer.in, layer.out});
  }
  for (std::size_t member = 0; member < members; ++member) m_scratch.emplace_back(scratch);
}

void BatchPass::addShards() {
  const std::size_t count =
      std::max<std::size_t>(m_rows >= kTile ? 2 : 1, (m_rows + kShardRows - 1) / kShardRows);
  const std::size_t each = roundedUp((m_rows + count - 1) / count, count > 1 ? 4 : 1);
  for (std::size_t begin = 0; begin < m_rows; begin += each) {
    const std::size_t rows = std::min(each, m_rows - begin);
    Shard shard{Forward(*m_network, m_activations, begin, rows), {}, {}};
    for (const Layer& layer : std::span(m_network->layers).subspan(1))
      shard.toInput.push_back({layer.format(),
                               {dimension(rows), dimension(layer.in), dimension(layer.out)},
                               {false, dimension(layer.out)},
                               {false, dimension(layer.in)}});
    shard.first.resize(rows * m_network->layers[m_order.mean()].in);
    m_shards.push_back(std::move(shard));
  }
}

void BatchPass::addBlocks() {
  for (std::size_t at = 0; at < m_order.count(); ++at) {
    const Layer& layer = m_network->layers[at];
    const std::size_t blocks = (layer.in * layer.out + kBlockSize - 1) / kBlockSize;
    const std::size_t each = roundedUp((layer.out + blocks - 1) / blocks, 16);
    for (std::size_t row = 0; row < layer.out; row += each) {
      const std::size_t rows = std::min(each, layer.out - row);
      // Rows beyond the batch are zero on both sides.
      const std::size_t inner = layer.format() == NumberFormat::BFloat16 ? m_padded : m_rows;
      m_blocks.push_back(
          {at, row, rows,
           MatrixProduct(layer.format(), {dimension(rows), dimension(layer.in), dimension(inner)},
                         {true, dimension(layer.out)}, {false, dimension(layer.in)})});
    }
  }
  // The largest first, so that no member is left alone with one at the end.
  std::ranges::stable_sort(m_blocks, std::ranges::greater{}, [this](const Block& block) {
    return block.rows * m_network->layers[block.layer].in;
  });
}

const Rows& BatchPass::inputOf(std::size_t layer) const {
  if (layer == 0) return m_activations.input;
  if (layer == m_order.decoder()) return m_activations.code;
  if (m_order.hasLogVariance && layer == m_order.logVariance())
    return m_activations.outputs[m_order.encoder - 1];
  return m_activations.outputs[layer - 1];
}

void BatchPass::run(const InputBatch& samples, std::span<const float> noise, double beta, Team& team) {
  team.run(m_shards.size(), [&](std::size_t part, std::size_t) {
    Shard& shard = m_shards[part];
    const std::size_t begin = shard.forward.begin();
    const std::size_t perRow = m_order.hasLogVariance ? m_network->latent() : 0;
    runShard(shard, samples.part(begin, shard.forward.rows()),
             noise.subspan(begin * perRow, shard.forward.rows() * perRow), static_cast<float>(beta));
  });
}

void BatchPass::runShard(Shard& shard, const InputBatch& samples, std::span<const float> noise, float beta) {
  shard.forward.encode(samples);
  takeCode(shard, noise);
  shard.forward.decode();
  measureLoss(shard, samples);
  backThroughDecoder(shard);
  backThroughCode(shard, noise, beta);
  backThroughEncoder(shard);
}

void BatchPass::takeCode(const Shard& shard, std::span<const float> noise) {
  const std::size_t begin = shard.forward.begin();
  float* code = m_activations.code.values(begin);
  if (m_order.hasLogVariance)
    sampleCode(means(begin), logVariances(begin), noise.data(), code, noise.size());
  else
    std::copy_n(means(begin), shard.forward.rows() * m_network->latent(), code);
}

void BatchPass::measureLoss(const Shard& shard, const InputBatch& samples) {
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const std::size_t row = shard.forward.begin() + i;
    measureOutput(row, samples, i);
    if (m_order.hasLogVariance) m_kl[row] = klDivergence(means(row), logVariances(row), m_network->latent());
  }
}

/// The negative log-likelihood of one row and its gradient by the outputs.
void BatchPass::measureOutput(std::size_t row, const InputBatch& samples, std::size_t sample) {
  const std::size_t output = m_order.output();
  const OutputModel& model = m_network->outputModel;
  const float* bias = m_network->layers[output].bias;
  const float* outputs = m_activations.outputs[output].values(row);
  const float* x = m_activations.input.values(row);
  Rows& gradient = m_gradients[output];
  float* values = gradient.values(row);
  Bf16* halves = gradient.halves(row);
  const std::size_t n = gradient.columns();
  const float share = 1 / static_cast<float>(m_rows);
  if (model.likelihood == Likelihood::Gaussian) {
    const auto scale = static_cast<float>(1 / (model.variance * static_cast<double>(m_rows)));
    m_sse[row] = kernels().squaredErrors(outputs, bias, x, scale, values, halves, n);
    m_nll[row] = static_cast<float>(gaussianNll(static_cast<double>(m_sse[row]), n, model.variance));
  } else if (m_activations.form == InputForm::Bytes) {
    m_nll[row] = kernels().bernoulliGradient(outputs, bias, samples.bytes(sample), share, values, halves, n);
  } else {
    m_nll[row] = kernels().bernoulliGradientOfNumbers(outputs, bias, x, share, values, halves, n);
  }
}

/// What the loss gradient by a layer's outputs makes of that by its inputs; not for the first layer.
void BatchPass::gradientOfInput(const Shard& shard, std::size_t layer, float* to) const {
  const Layer& parameters = m_network->layers[layer];
  const Rows& gradient = m_gradients[layer];
  const std::size_t begin = shard.forward.begin();
  multiply(shard.toInput[layer - 1], parameters.format(), gradient.values(begin), gradient.halves(begin),
           parameters.weight, parameters.half, to);
}

void BatchPass::throughRelu(const Shard& shard, std::size_t layer) {
  Rows& gradient = m_gradients[layer];
  for (std::size_t row = shard.forward.begin(); row < shard.forward.begin() + shard.forward.rows(); ++row)
    kernels().reluGradient(gradient.values(row), m_activations.outputs[layer].values(row),
                           gradient.halves(row), gradient.columns());
}

void BatchPass::backThroughDecoder(const Shard& shard) {
  const std::size_t begin = shard.forward.begin();
  for (std::size_t layer = m_order.output(); layer > m_order.decoder(); --layer) {
    gradientOfInput(shard, layer, m_gradients[layer - 1].values(begin));
    throughRelu(shard, layer - 1);
  }
  gradientOfInput(shard, m_order.decoder(), m_codeGradient.values(begin));
}

/// z = mean + exp(logVariance / 2) noise, and beta times the KL divergence; z = mean without a posterior.
void BatchPass::backThroughCode(const Shard& shard, std::span<const float> noise, float beta) {
  const std::size_t begin = shard.forward.begin();
  if (!m_order.hasLogVariance) {
    std::copy_n(m_codeGradient.values(begin), shard.forward.rows() * m_network->latent(),
                m_gradients[m_order.mean()].values(begin));
    return;
  }
  const float* mean = means(begin);
  const float* logVariance = logVariances(begin);
  const float* ofCode = m_codeGradient.values(begin);
  float* ofMean = m_gradients[m_order.mean()].values(begin);
  float* ofLogVariance = m_gradients[m_order.logVariance()].values(begin);
  const float weight = beta / static_cast<float>(m_rows);
  for (std::size_t k = 0; k < noise.size(); ++k) {
    const float deviation = std::exp(logVariance[k] / 2);
    ofMean[k] = ofCode[k] + weight * mean[k];
    ofLogVariance[k] = ofCode[k] * noise[k] * deviation / 2 + weight * (deviation * deviation - 1) / 2;
  }
}

void BatchPass::backThroughEncoder(Shard& shard) {
  const std::size_t begin = shard.forward.begin();
  const std::size_t last = m_order.encoder - 1;
  float* sum = m_gradients[last].values(begin);
  if (m_order.hasLogVariance) {
    gradientOfInput(shard, m_order.mean(), shard.first.data());
    gradientOfInput(shard, m_order.logVariance(), sum);
    for (std::size_t i = 0; i < shard.first.size(); ++i) sum[i] += shard.first[i];
  } else {
    gradientOfInput(shard, m_order.mean(), sum);
  }
  throughRelu(shard, last);
  for (std::size_t layer = last; layer > 0; --layer) {
    gradientOfInput(shard, layer, m_gradients[layer - 1].values(begin));
    throughRelu(shard, layer - 1);
  }
}

void BatchPass::gradients(Team& team, const Receiver& receive) {
  team.run(m_blocks.size(), [&](std::size_t part, std::size_t member) {
    const Block& block = m_blocks[part];
    const Layer& layer = m_network->layers[block.layer];
    const Rows& outputs = m_gradients[block.layer];
    const Rows& inputs = inputOf(block.layer);
    float* gradient = m_scratch[member].data();
    const auto from = [&block](auto* rows) { return rows ? rows + block.row : rows; };
    multiply(block.product, layer.format(), from(outputs.values(0)), from(outputs.halves(0)),
             inputs.values(0), inputs.halves(0), gradient);
    receive(block.layer, block.row, block.rows, gradient);
    if (block.row > 0) return;
    if (outputs.hasHalves())
      kernels().columnSumsOfHalf(outputs.halves(0), m_rows, layer.out, gradient, layer.out);
    else
      kernels().columnSums(outputs.values(0), m_rows, layer.out, gradient, layer.out);
    receive(block.layer, 0, 0, gradient);
  });
}

}  // namespace isthmus::dense
