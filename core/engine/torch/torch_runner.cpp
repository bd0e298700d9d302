#include "core/engine/torch/torch_runner.h"

#include "core/engine/torch/doors.h"
#include "core/engine/torch/sample_rows.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cstdint>
#include <memory>

namespace isthmus::autograd {
namespace {

void copyRows(const at::Tensor& rows, Matrix& to, std::size_t begin) {
  const at::Tensor dense = rows.contiguous();
  std::copy_n(dense.data_ptr<float>(), dense.numel(), to.row(begin).begin());
}

}  // namespace

TorchRunner::TorchRunner(const ModelSnapshot& model)
    : m_model(&model),
      m_outputModel{model.spec.likelihood, model.decoderVariance},
      m_portion(portionFor(model.spec)),
      m_nets(model.spec, model.weights, Nets::Use::Inference) {
  at::set_num_threads(1);  // as in TorchLearner
  at::globalContext().setFlushDenormal(true);
}

Result<void> TorchRunner::encode(const Dataset& dataset, std::span<const std::size_t> samples,
                                 EncodingQuality quality, Encoding& encoding, const Task& task) {
  return encodeSamples(m_nets, m_outputModel, {&dataset, &m_model->scaling}, m_portion, samples, quality,
                       encoding, task);
}

Matrix TorchRunner::codes(const Dataset& dataset, std::span<const std::size_t> samples) {
  const at::NoGradGuard noGradients;
  const SampleRows rows{&dataset, &m_model->scaling};
  Matrix codes(samples.size(), static_cast<std::size_t>(m_model->spec.latent));
  for (std::size_t begin = 0; begin < samples.size(); begin += m_portion) {
    const auto portion = samples.subspan(begin, std::min(m_portion, samples.size() - begin));
    copyRows(m_nets.encode(rows(portion)).mean, codes, begin);
  }
  return codes;
}

Matrix TorchRunner::decode(const Matrix& z) {
  const at::NoGradGuard noGradients;
  Matrix decoded(z.rows, m_model->spec.shape.size());
  for (std::size_t begin = 0; begin < z.rows; begin += m_portion) {
    const std::size_t rows = std::min(m_portion, z.rows - begin);
    // from_blob only reads.
    const at::Tensor codes =
        at::from_blob(const_cast<float*>(z.values.data() + begin * z.cols),
                      {static_cast<std::int64_t>(rows), static_cast<std::int64_t>(z.cols)}, at::kFloat);
    copyRows(meansOf(m_outputModel, m_nets.decode(codes)), decoded, begin);
  }
  return decoded;
}

std::unique_ptr<Runner> makeRunner(const ModelSnapshot& model) {
  return std::make_unique<TorchRunner>(model);
}

}  // namespace isthmus::autograd
