#include "app/rooms/pictures/decode_controller.h"

#include "app/rooms/pictures/sample_views.h"
#include "core/data/files/file_rows.h"
#include "core/data/values/number_offsets.h"
#include "core/engine/inference.h"
#include "core/latent/lattice.h"
#include "widgets/images/qt_image.h"
#include "widgets/text/sample_text.h"
#include "widgets/text/view_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace isthmus {
namespace {

/// Intensities of one lattice: a lattice of large pictures has fewer of them instead of taking gigabytes.
constexpr std::size_t kMaxLatticeNumbers = std::size_t{1} << 25U;

}  // namespace

DecodeController::DecodeController(QObject* parent)
    : QObject(parent),
      m_decoder([this](const DecodeAnswer& answer) { finishPoint(answer); }),
      m_lattice([this](const LatticeRequest& request, const std::stop_token&) { makeLattice(request); }),
      m_examiner([this](std::size_t sample, const std::stop_token&) { makePicked(sample); }),
      m_gallery([this](const std::vector<std::size_t>& samples, const std::stop_token&) {
        makeGallery(samples);
      }) {}

void DecodeController::setScene(const DecodeScene& scene) {
  m_decoder.setModel(scene.model);
  const std::scoped_lock lock(m_mutex);
  m_scene = scene;
}

DecodeScene DecodeController::scene() {
  const std::scoped_lock lock(m_mutex);
  return m_scene;
}

void DecodeController::decodePoint(std::vector<float> z) {
  Matrix row(1, z.size());
  row.values = std::move(z);
  m_decoder.request(std::move(row));
}

void DecodeController::finishPoint(const DecodeAnswer& answer) {  // decoder's thread
  DecodedView view;
  view.image = imageOf(answer.values.row(0), answer.shape);
  view.z = answer.z.values;
  if (answer.hasPrior) view.priorPercentile = priorPercentile(view.z);
  view.decodeTime = answer.duration;
  view.step = answer.step;
  const DecodeScene scene = this->scene();
  if (scene.model && scene.dataset && scene.dataset->shape == answer.shape)
    changeOffsets(view.image.pixels, scene.model->scaling.base, scene.dataset->offsets);
  if (scene.encoding && scene.encoding->count() > 0 && scene.encoding->latent() == view.z.size()) {
    const Neighbour nearest = nearestRow(scene.encoding->means, view.z);
    const std::string_view label = scene.dataset->className(nearest.index);
    view.nearest = NearestSample{nearest.index,
                                 viewText(label),
                                 nearest.distance,
                                 sampleOf(*scene.dataset, nearest.index),
                                 sampleName(*scene.dataset, nearest.index),
                                 fileRow(*scene.dataset, nearest.index)};
  }
  if (!m_point.put(std::move(view))) return;
  QMetaObject::invokeMethod(
      this,
      [this] {
        if (auto newest = m_point.tryTake()) Q_EMIT pointDecoded(*newest);
      },
      Qt::QueuedConnection);
}

void DecodeController::decodeLattice(const LatentPlane& plane, const QRectF& area, int columns, int rows) {
  m_lattice.request({plane, area, columns, rows});
}

void DecodeController::makeLattice(const LatticeRequest& request) {  // lattice's thread
  const DecodeScene scene = this->scene();
  if (!scene.model || scene.model->spec.samples == SampleKind::Vector) return;  // a mosaic is of pictures
  const PlaneRect area = {request.area.left(), request.area.top(), request.area.right(),
                          request.area.bottom()};
  int columns = request.columns;
  int rows = request.rows;
  const std::size_t size = scene.model->spec.shape.size();
  while (columns > 1 && rows > 1 &&
         static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows) * size > kMaxLatticeNumbers) {
    columns = (columns + 1) / 2;
    rows = (rows + 1) / 2;
  }
  const auto decoded = decode(*scene.model, latticePoints(request.plane, area, columns, rows));
  if (!decoded) return;  // a plane of another model: the lattice of the new one has been asked for since
  const QImage picture = toQImage(mosaic(*decoded, scene.model->spec.shape, columns));
  QMetaObject::invokeMethod(
      this,
      [this, picture, area = request.area, model = scene.model] {
        Q_EMIT latticeDecoded(picture, area, model);
      },
      Qt::QueuedConnection);
}

void DecodeController::examine(std::size_t sample) {
  m_examiner.request(sample);
}

void DecodeController::makePicked(std::size_t sample) {  // examiner's thread
  const DecodeScene scene = this->scene();
  if (!scene.dataset || sample >= scene.dataset->count()) return;
  PickedView view;
  if (scene.model && scene.encoding) {
    const auto rows = reconstruct(*scene.model, *scene.dataset, std::array{sample});
    if (!rows) return;
    view = pickedView(*scene.dataset, scene.model->spec, *scene.encoding, sample, rows->row(0));
  } else {
    view = pickedView(*scene.dataset, sample);
  }
  const Part part = scene.parts ? (*scene.parts)[sample] : Part::Train;
  view.part = QString::fromUtf8(partName(part).data());
  view.fullSize = originalOf(scene.dataset, sample);
  if (scene.errors) view.errorPercentile = percentileOf(*scene.errors, (*scene.errors)[sample]);
  view.measureName = scene.measureName;
  QMetaObject::invokeMethod(
      this, [this, view] { Q_EMIT examined(view); }, Qt::QueuedConnection);
}

/// Empty where samples are as they came, and where the original cannot be read any more.
const Image& DecodeController::originalOf(const DatasetPtr& dataset, std::size_t sample) {
  if (m_original.dataset == dataset && m_original.sample == sample) return m_original.image;
  m_original = {dataset, sample, {}};
  if (!dataset->original) return m_original.image;
  if (auto original = dataset->original(sample)) m_original.image = std::move(original).value();
  return m_original.image;
}

void DecodeController::fillGallery(std::vector<std::size_t> samples) {
  m_gallery.request(std::move(samples));
}

void DecodeController::makeGallery(const std::vector<std::size_t>& samples) {  // gallery's thread
  const DecodeScene scene = this->scene();
  if (!scene.model || !scene.dataset || samples.empty()) return;
  if (std::ranges::any_of(samples, [&](std::size_t sample) { return sample >= scene.dataset->count(); }))
    return;
  const auto rows = reconstruct(*scene.model, *scene.dataset, samples);
  if (!rows) return;
  std::vector<GalleryCell> cells;
  for (std::size_t i = 0; i < samples.size(); ++i)
    cells.push_back(
        {samples[i], sampleOf(*scene.dataset, samples[i]), imageOf(rows->row(i), scene.dataset->shape)});
  QMetaObject::invokeMethod(
      this, [this, cells] { Q_EMIT galleryFilled(cells); }, Qt::QueuedConnection);
}

}  // namespace isthmus
