#include "core/engine/live_decoder.h"

#include "core/base/latest_worker.h"
#include "core/engine/inference.h"

#include <mutex>

namespace isthmus {

Image DecodeAnswer::image(std::size_t row) const {
  const auto pixels = values.row(row);
  return {shape, {pixels.begin(), pixels.end()}};
}

class LiveDecoder::Impl {
 public:
  explicit Impl(std::function<void(DecodeAnswer)> decoded)
      : m_decoded(std::move(decoded)),
        m_worker([this](DecodeRequest request, const std::stop_token&) { answer(std::move(request)); }) {}

  void setModel(ModelSnapshotPtr model) {
    const std::scoped_lock lock(m_mutex);
    m_model = std::move(model);
  }
  void request(DecodeRequest request) { m_worker.request(std::move(request)); }

 private:
  void answer(DecodeRequest request) {
    const ModelSnapshotPtr model = currentModel();
    if (!model) return;
    const auto begin = std::chrono::steady_clock::now();
    auto decoded = decode(*model, request.z);
    if (!decoded) return;
    const auto duration =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
    m_decoded({request.id, std::move(request.z), std::move(decoded).value(), model->spec.kind,
               model->spec.shape, model->step, duration});
  }

  ModelSnapshotPtr currentModel() {
    const std::scoped_lock lock(m_mutex);
    return m_model;
  }

  std::function<void(DecodeAnswer)> m_decoded;
  std::mutex m_mutex;
  ModelSnapshotPtr m_model;              // guarded by m_mutex
  LatestWorker<DecodeRequest> m_worker;  // last: joined before what it uses goes away
};

LiveDecoder::LiveDecoder(std::function<void(DecodeAnswer)> decoded)
    : m_impl(std::make_unique<Impl>(std::move(decoded))) {}
LiveDecoder::~LiveDecoder() = default;
void LiveDecoder::setModel(ModelSnapshotPtr model) {
  m_impl->setModel(std::move(model));
}
void LiveDecoder::request(DecodeRequest request) {
  m_impl->request(std::move(request));
}

}  // namespace isthmus
