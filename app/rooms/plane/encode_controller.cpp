#include "app/rooms/plane/encode_controller.h"

#include "core/engine/inference.h"

namespace isthmus {
namespace {

/// The plane that was asked for; the first two coordinates where the encoding does not allow it.
LatentPlane planeOf(const Encoding& encoding, const PlaneChoice& choice) {
  std::vector<float> held = choice.held;
  held.resize(encoding.latent());
  if (choice.principal)
    if (auto plane = principalPlane(encoding.means)) return *plane;
  const auto coordinate = [&](int wanted, std::size_t otherwise) {
    return wanted >= 0 && static_cast<std::size_t>(wanted) < encoding.latent()
               ? static_cast<std::size_t>(wanted)
               : otherwise;
  };
  return coordinatePlane(held, coordinate(choice.x, 0), coordinate(choice.y, 1));
}

}  // namespace

EncodeController::EncodeController(QObject* parent)
    : QObject(parent),
      m_layOut([this](const LayOutRequest& request, const std::stop_token&) { lay(request); }) {
  for (Encoder* encoder : {&m_main, &m_probe})
    encoder->worker = std::make_unique<LatestWorker<EncodeRequest>>(
        [this](const EncodeRequest& request, const std::stop_token& stop) { work(request, stop); });
}

void EncodeController::encode(const ModelSnapshotPtr& model, const DatasetPtr& dataset, DatasetRole role) {
  Encoder& encoder = encoderOf(role);
  encoder.running = true;
  encoder.worker->replace({model, dataset, role, ++encoder.number});
}

void EncodeController::cancel(DatasetRole role) {
  Encoder& encoder = encoderOf(role);
  encoder.worker->cancel();
  ++encoder.number;
  encoder.running = false;
}

void EncodeController::work(const EncodeRequest& request, const std::stop_token& stop) {  // encoder's thread
  if (isWorthAPreview(*request.model, *request.dataset)) {
    const auto preview = encodeDataset(*request.model, *request.dataset, {stop}, EncodingQuality::Preview);
    if (!preview && preview.error().code == ErrorCode::Cancelled) return deliver(request, preview, true);
    if (preview) deliver(request, preview, false);
  }
  deliver(request, encodeDataset(*request.model, *request.dataset, {stop}), true);
}

void EncodeController::deliver(const EncodeRequest& request, const Result<EncodingPtr>& result, bool isLast) {
  QMetaObject::invokeMethod(
      this,
      [this, request, result, isLast] {
        Encoder& encoder = encoderOf(request.role);
        if (request.number != encoder.number) return;
        encoder.running = !isLast;
        if (result)
          Q_EMIT encoded(request.model, request.dataset, *result, request.role);
        else if (result.error().code != ErrorCode::Cancelled)
          Q_EMIT failed(QString::fromStdString(result.error().text()));
      },
      Qt::QueuedConnection);
}

void EncodeController::layOut(const EncodingPtr& encoding, const PlaneChoice& choice, ErrorMeasure measure) {
  m_layOut.request({encoding, choice, measure});
}

void EncodeController::lay(const LayOutRequest& request) {  // layout's thread
  PlaneScene scene;
  scene.encoding = request.encoding;
  scene.plane = planeOf(*request.encoding, request.choice);
  scene.points = std::make_shared<const PlanePoints>(projectAll(scene.plane, request.encoding->means));
  scene.measure = request.measure;
  scene.errors = std::make_shared<const std::vector<float>>(errorsOf(*request.encoding, request.measure));
  if (!m_scene.put(std::move(scene))) return;
  QMetaObject::invokeMethod(
      this,
      [this] {
        if (auto newest = m_scene.tryTake()) Q_EMIT laidOut(*newest);
      },
      Qt::QueuedConnection);
}

}  // namespace isthmus
