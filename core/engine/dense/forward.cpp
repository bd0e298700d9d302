#include "core/engine/dense/forward.h"

#include <cmath>

namespace isthmus::dense {
namespace {

/// x W^T for rows of x.
MatrixProduct productOf(const Layer& layer, std::size_t rows) {
  return {layer.format(),
          {dimension(rows), dimension(layer.out), dimension(layer.in)},
          {false, dimension(layer.in)},
          {true, dimension(layer.in)}};
}

}  // namespace

Activations::Activations(const Network& network, std::size_t rows, InputForm inputForm)
    : form(inputForm),
      input(rows, network.input(),
            inputForm == InputForm::Numbers || network.layers.front().format() == NumberFormat::Float32 ||
                network.outputModel.likelihood == Likelihood::Gaussian,
            network.layers.front().format() == NumberFormat::BFloat16),
      code(rows, network.latent(), true, false) {
  const LayerOrder& order = network.order;
  for (std::size_t layer = 0; layer < order.count(); ++layer) {
    // The mean's layer is next for the encoder's last hidden one, and stays in float32 like the others at the
    // code.
    const bool feedsHalves =
        layer + 1 < order.count() && network.layers[layer + 1].format() == NumberFormat::BFloat16;
    outputs.emplace_back(rows, network.layers[layer].out, true, feedsHalves);
  }
}

Forward::Forward(const Network& network, Activations& activations, std::size_t begin, std::size_t rows)
    : m_network(&network), m_activations(&activations), m_begin(begin), m_rows(rows) {
  for (const Layer& layer : network.layers) m_products.push_back(productOf(layer, rows));
}

void multiply(const MatrixProduct& product, NumberFormat format, const float* a, const Bf16* halfA,
              const float* b, const Bf16* halfB, float* c) {
  if (format == NumberFormat::BFloat16)
    product(halfA, halfB, c);
  else
    product(a, b, c);
}

void Forward::pass(std::size_t layer, const Rows& from) {
  const Layer& parameters = m_network->layers[layer];
  multiply(m_products[layer], parameters.format(), from.values(m_begin), from.halves(m_begin),
           parameters.weight, parameters.half, m_activations->outputs[layer].values(m_begin));
}

const Rows& Forward::passHidden(std::size_t layer, const Rows& from) {
  pass(layer, from);
  Rows& output = m_activations->outputs[layer];
  if (m_network->layers[layer].activation == Activation::None) {
    addBias(layer);
    for (std::size_t row = m_begin; output.hasHalves() && row < m_begin + m_rows; ++row)
      kernels().toHalf(output.values(row), output.halves(row), output.columns());
    return output;
  }
  const float* bias = m_network->layers[layer].bias;
  for (std::size_t row = m_begin; row < m_begin + m_rows; ++row)
    kernels().biasRelu(output.values(row), bias, output.halves(row), output.columns());
  return output;
}

void Forward::addBias(std::size_t layer) {
  Rows& output = m_activations->outputs[layer];
  const float* bias = m_network->layers[layer].bias;
  for (std::size_t row = m_begin; row < m_begin + m_rows; ++row)
    for (std::size_t k = 0; k < output.columns(); ++k) output.values(row)[k] += bias[k];
}

void Forward::takeInput(const InputBatch& samples) {
  Rows& input = m_activations->input;
  const std::size_t width = input.columns();
  for (std::size_t i = 0; i < m_rows; ++i) {
    float* values = input.values(m_begin + i);
    Bf16* halves = input.halves(m_begin + i);
    if (m_activations->form == InputForm::Numbers) {
      samples.numbers(i, {values, width});
      if (halves) kernels().toHalf(values, halves, width);
    } else {
      if (halves) kernels().intensitiesToHalf(samples.bytes(i), halves, width);
      if (values) kernels().intensities(samples.bytes(i), values, width);
    }
  }
}

void Forward::encode(const InputBatch& samples) {
  takeInput(samples);
  const LayerOrder& order = m_network->order;
  const Rows* from = &m_activations->input;
  for (std::size_t layer = 0; layer < order.encoder; ++layer) {
    from = &passHidden(layer, *from);
  }
  for (std::size_t layer = order.mean(); layer < order.decoder(); ++layer) {
    pass(layer, *from);
    addBias(layer);
  }
}

void Forward::decode() {
  const LayerOrder& order = m_network->order;
  const Rows* from = &m_activations->code;
  for (std::size_t layer = order.decoder(); layer < order.output(); ++layer) {
    from = &passHidden(layer, *from);
  }
  pass(order.output(), *from);
}

void sampleCode(const float* mean, const float* logVariance, const float* noise, float* z, std::size_t n) {
  for (std::size_t k = 0; k < n; ++k) z[k] = mean[k] + std::exp(logVariance[k] / 2) * noise[k];
}

float klDivergence(const float* mean, const float* logVariance, std::size_t latent) {
  float sum = 0;
  for (std::size_t k = 0; k < latent; ++k)
    sum += mean[k] * mean[k] + std::exp(logVariance[k]) - 1 - logVariance[k];
  return sum / 2;
}

}  // namespace isthmus::dense
