#include "core/engine/live_decoder.h"

#include "core/engine/inference.h"

#include <utility>

namespace isthmus {

Image DecodeAnswer::image(std::size_t row) const {
  const auto pixels = values.row(row);
  return {shape, {pixels.begin(), pixels.end()}};
}

LiveDecoder::LiveDecoder(std::function<void(DecodeAnswer)> decoded)
    : m_decoded(std::move(decoded)),
      m_worker([this](Matrix z, const std::stop_token&) { answer(std::move(z)); }) {}

void LiveDecoder::setModel(ModelSnapshotPtr model) {
  const std::scoped_lock lock(m_mutex);
  m_model = std::move(model);
}

void LiveDecoder::request(Matrix z) {
  m_worker.request(std::move(z));
}

void LiveDecoder::answer(Matrix z) {
  const ModelSnapshotPtr model = currentModel();
  if (!model) return;
  const auto begin = std::chrono::steady_clock::now();
  auto decoded = decode(*model, z);
  if (!decoded) return;
  const auto duration =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  m_decoded({std::move(z), std::move(decoded).value(), model->spec.samples, model->spec.shape,
             capabilitiesOf(model->spec).hasPrior, model->step, duration});
}

ModelSnapshotPtr LiveDecoder::currentModel() {
  const std::scoped_lock lock(m_mutex);
  return m_model;
}

}  // namespace isthmus
