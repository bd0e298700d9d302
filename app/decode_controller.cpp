#include "app/decode_controller.h"

#include "core/data/dataset_summary.h"
#include "core/engine/inference.h"
#include "core/latent/lattice.h"
#include "widgets/theme/data_colours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace isthmus {
namespace {

/// Intensities of one lattice: a lattice of large pictures has fewer of them instead of taking gigabytes.
constexpr std::size_t kMaxLatticeNumbers = std::size_t{1} << 25U;

Image imageOf(std::span<const float> values, const ImageShape& shape) {
  return {shape, {values.begin(), values.end()}};
}

/// A sample as panels show it: vectors in the data's own units.
Image sampleOf(const Dataset& dataset, std::size_t index) {
  if (dataset.kind == SampleKind::Vector) return {dataset.shape, rowOf(dataset, index)};
  return dataset.image(index);
}

/// The share of the measured errors that is smaller than this one; NaN when this one has not been measured.
double percentileOf(const std::vector<float>& errors, float error) {
  if (!std::isfinite(error)) return std::numeric_limits<double>::quiet_NaN();
  const auto measured = std::ranges::count_if(errors, [](float other) { return std::isfinite(other); });
  const auto smaller = std::ranges::count_if(errors, [error](float other) { return other < error; });
  return static_cast<double>(smaller) / static_cast<double>(measured);
}

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
  m_decoder.request({++m_lastId, std::move(row)});
}

void DecodeController::finishPoint(const DecodeAnswer& answer) {  // decoder's thread
  DecodedView view;
  view.image = imageOf(answer.values.row(0), answer.shape);
  view.z = answer.z.values;
  view.priorPercentile = priorPercentile(view.z);
  view.decodeTime = answer.duration;
  view.step = answer.step;
  const DecodeScene scene = this->scene();
  if (scene.encoding && scene.encoding->count() > 0 && scene.encoding->latent() == view.z.size()) {
    const Neighbour nearest = nearestRow(scene.encoding->means, view.z);
    const std::string_view label = scene.dataset->className(nearest.index);
    view.nearest =
        NearestSample{nearest.index, QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size())),
                      nearest.distance, sampleOf(*scene.dataset, nearest.index)};
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
  if (!scene.model || scene.model->spec.kind == SampleKind::Vector) return;  // a mosaic is of pictures
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
  if (!scene.model || !scene.encoding || sample >= scene.encoding->count()) return;
  const auto rows = reconstruct(*scene.model, *scene.dataset, std::array{sample});
  if (!rows) return;
  const std::string_view label = scene.dataset->className(sample);
  const Part part = scene.parts ? (*scene.parts)[sample] : Part::Train;
  PickedView view;
  view.index = sample;
  view.label = QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size()));
  view.part = QString::fromUtf8(partName(part).data());
  view.original = sampleOf(*scene.dataset, sample);
  view.reconstruction = imageOf(rows->row(0), scene.dataset->shape);
  view.nll = static_cast<double>(scene.encoding->nll[sample]);
  view.mse = static_cast<double>(scene.encoding->mse[sample]);
  view.kl = static_cast<double>(scene.encoding->kl[sample]);
  view.negativeElbo = static_cast<double>(scene.encoding->sampledNll[sample]) + view.kl;
  if (scene.errors) view.errorPercentile = percentileOf(*scene.errors, (*scene.errors)[sample]);
  view.measureName = scene.measureName;
  QMetaObject::invokeMethod(
      this, [this, view] { Q_EMIT examined(view); }, Qt::QueuedConnection);
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
