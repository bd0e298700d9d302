#include "app/rooms/plane/encode_controller.h"

#include "core/engine/inference.h"

namespace isthmus {

EncodeController::EncodeController(QObject* parent)
    : QObject(parent),
      m_main(&work, [this](const Result<EncodingPtr>& result) { deliver(result, DatasetRole::Main); }),
      m_probe(&work, [this](const Result<EncodingPtr>& result) { deliver(result, DatasetRole::Probe); }) {}

void EncodeController::encode(const ModelSnapshotPtr& model, const DatasetPtr& dataset, DatasetRole role) {
  jobOf(role).replace({model, dataset});
}

void EncodeController::work(const Request& request, const Job::Context& job) {
  const Task task{job.task().stop};
  if (isWorthAPreview(*request.model, *request.dataset)) {
    const auto preview = encodeDataset(*request.model, *request.dataset, task, EncodingQuality::Preview);
    if (preview) job.answer(preview);
  }
  job.answer(encodeDataset(*request.model, *request.dataset, task));
}

void EncodeController::deliver(const Result<EncodingPtr>& result, DatasetRole role) {
  if (result)
    Q_EMIT encoded(*result, role);
  else if (result.error().code != ErrorCode::Cancelled)
    Q_EMIT failed(QString::fromStdString(result.error().text()));
}

}  // namespace isthmus
