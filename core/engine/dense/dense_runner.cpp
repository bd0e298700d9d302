#include "core/engine/dense/dense_runner.h"

#include "core/base/team.h"
#include "core/engine/dense/dataset_encoder.h"
#include "core/engine/dense/forward.h"
#include "core/engine/dense/input_batch.h"
#include "core/engine/detail/runtime.h"

#include <algorithm>
#include <functional>

namespace isthmus::dense {
namespace {

constexpr std::size_t kRowsAtOnce = 64;  // keeps the memory small where samples have a million numbers

}  // namespace

DenseRunner::DenseRunner(const ModelSnapshot& model) : m_model(&model), m_network(networkOf(model)) {}

Result<void> DenseRunner::encode(const Dataset& dataset, std::span<const std::size_t> samples,
                                 EncodingQuality quality, Encoding& encoding, const Task& task) {
  Team team(computeThreads(), [] { detail::prepareComputeThread(); });
  const bool isExact = quality == EncodingQuality::Exact;
  if (isExact || !hasFastBFloat16())
    return DatasetEncoder(m_network, dataset, m_model->scaling, team)
        .encode(samples, quality, encoding, task);
  const HalfNetwork halves(*m_model);
  return DatasetEncoder(halves.network(), dataset, m_model->scaling, team)
      .encode(samples, quality, encoding, task);
}

Matrix DenseRunner::codes(const Dataset& dataset, std::span<const std::size_t> samples) {
  Matrix codes(samples.size(), m_network.latent());
  Activations activations(m_network, std::min(samples.size(), kRowsAtOnce),
                          inputForm(dataset, m_model->scaling));
  for (std::size_t begin = 0; begin < samples.size(); begin += kRowsAtOnce) {
    const auto portion = samples.subspan(begin, std::min(kRowsAtOnce, samples.size() - begin));
    Forward forward(m_network, activations, 0, portion.size());
    forward.encode(InputBatch(dataset, m_model->scaling, portion));
    const float* means = activations.outputs[m_network.order.mean()].values(0);
    std::copy_n(means, portion.size() * codes.cols, codes.row(begin).begin());
  }
  return codes;
}

Matrix DenseRunner::decode(const Matrix& z) {
  const std::size_t output = m_network.order.output();
  const float* bias = m_network.layers[output].bias;
  Activations activations(m_network, std::min(z.rows, kRowsAtOnce), InputForm::Bytes);
  const Rows& outputs = activations.outputs[output];
  Matrix decoded(z.rows, m_network.layers[output].out);
  for (std::size_t begin = 0; begin < z.rows; begin += kRowsAtOnce) {
    Forward forward(m_network, activations, 0, std::min(kRowsAtOnce, z.rows - begin));
    std::copy_n(z.values.data() + begin * z.cols, forward.rows() * z.cols, activations.code.values(0));
    forward.decode();
    for (std::size_t row = 0; row < forward.rows(); ++row) {
      const std::span<float> to = decoded.row(begin + row);
      if (m_network.outputModel.likelihood == Likelihood::Bernoulli)
        kernels().sigmoid(outputs.values(row), bias, to.data(), to.size());
      else
        std::transform(outputs.values(row), outputs.values(row) + to.size(), bias, to.begin(), std::plus<>());
    }
  }
  return decoded;
}

}  // namespace isthmus::dense
