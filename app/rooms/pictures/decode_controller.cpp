#include "app/rooms/pictures/decode_controller.h"

#include "app/rooms/pictures/sample_views.h"
#include "core/data/files/file_rows.h"
#include "core/data/values/number_offsets.h"
#include "core/engine/inference.h"
#include "core/latent/lattice.h"
#include "widgets/errors/measure_text.h"
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
      m_point([this](const DecodedView& view) { Q_EMIT pointDecoded(view); }),
      m_decoder([this](const DecodeAnswer& answer) { m_point.put(decodedView(answer)); }),
      m_lattice(
          [](const LatticeRequest& request, const auto& job) {
            if (auto lattice = makeLattice(request)) job.answer(std::move(*lattice));
          },
          [this](const Lattice& made) { Q_EMIT latticeDecoded(made.mosaic, made.area, made.model); }),
      m_examiner(
          [this](const SampleRequest& request, const auto& job) {
            if (auto view = makePicked(request)) job.answer(std::move(*view));
          },
          [this](const PickedView& view) { Q_EMIT examined(view); }),
      m_gallery(
          [](const GalleryRequest& request, const auto& job) {
            if (auto cells = makeGallery(request); !cells.empty()) job.answer(std::move(cells));
          },
          [this](const std::vector<GalleryCell>& cells) { Q_EMIT galleryFilled(cells); }) {}

void DecodeController::setScene(const ScenePtr& scene) {
  m_decoder.setModel(scene->inputs.model);
  const std::scoped_lock lock(m_mutex);
  m_scene = scene;
}

ScenePtr DecodeController::scene() {
  const std::scoped_lock lock(m_mutex);
  return m_scene;
}

void DecodeController::decodePoint(std::vector<float> z) {
  Matrix row(1, z.size());
  row.values = std::move(z);
  m_decoder.request(std::move(row));
}

DecodedView DecodeController::decodedView(const DecodeAnswer& answer) {  // decoder's thread
  DecodedView view;
  view.image = imageOf(answer.values.row(0), answer.shape);
  view.z = answer.z.values;
  if (answer.hasPrior) view.priorPercentile = priorPercentile(view.z);
  view.decodeTime = answer.duration;
  view.step = answer.step;
  const ScenePtr scene = this->scene();
  const DatasetPtr& dataset = scene->inputs.dataset;
  const ModelSnapshotPtr& model = scene->inputs.model;
  const EncodingPtr& encoding = scene->inputs.encoding;
  if (model && dataset && dataset->shape == answer.shape)
    changeOffsets(view.image.pixels, model->scaling.base, dataset->offsets);
  if (dataset && encoding && encoding->count() > 0 && encoding->latent() == view.z.size()) {
    const Neighbour nearest = nearestRow(encoding->means, view.z);
    const std::string_view label = dataset->className(nearest.index);
    view.nearest = NearestSample{nearest.index,
                                 viewText(label),
                                 nearest.distance,
                                 sampleOf(*dataset, nearest.index),
                                 sampleName(*dataset, nearest.index),
                                 fileRow(*dataset, nearest.index)};
  }
  return view;
}

void DecodeController::decodeLattice(const QRectF& area, int columns, int rows) {
  m_lattice.request({scene(), area, columns, rows});
}

std::optional<DecodeController::Lattice> DecodeController::makeLattice(const LatticeRequest& request) {
  const ModelSnapshotPtr& model = request.scene->inputs.model;
  const LayoutPtr& layout = request.scene->layout;
  if (!model || model->spec.samples == SampleKind::Vector) return std::nullopt;  // a mosaic is of pictures
  if (!layout || !layout->plane) return std::nullopt;
  const PlaneRect area = {request.area.left(), request.area.top(), request.area.right(),
                          request.area.bottom()};
  int columns = request.columns;
  int rows = request.rows;
  const std::size_t size = model->spec.shape.size();
  while (columns > 1 && rows > 1 &&
         static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows) * size > kMaxLatticeNumbers) {
    columns = (columns + 1) / 2;
    rows = (rows + 1) / 2;
  }
  const auto decoded = decode(*model, latticePoints(*layout->plane, area, columns, rows));
  if (!decoded) return std::nullopt;
  return Lattice{toQImage(mosaic(*decoded, model->spec.shape, columns)), request.area, model};
}

void DecodeController::examine(std::size_t sample) {
  m_examiner.request({scene(), sample});
}

std::optional<PickedView> DecodeController::makePicked(const SampleRequest& request) {  // examiner's thread
  const auto& [scene, sample] = request;
  const DatasetPtr& dataset = scene->inputs.dataset;
  const ModelSnapshotPtr& model = scene->inputs.model;
  if (!dataset || sample >= dataset->count()) return std::nullopt;
  PickedView view;
  if (model && scene->inputs.encoding) {
    const auto rows = reconstruct(*model, *dataset, std::array{sample});
    if (!rows) return std::nullopt;
    view = pickedView(*dataset, model->spec, *scene->inputs.encoding, sample, rows->row(0));
  } else {
    view = pickedView(*dataset, sample);
  }
  const Part part = scene->inputs.parts ? (*scene->inputs.parts)[sample] : Part::Train;
  view.part = QString::fromUtf8(partName(part).data());
  view.fullSize = originalOf(dataset, sample);
  if (const SampleErrorsPtr& errors = scene->errors) {
    view.errorPercentile = percentileOf(errors->values, errors->values[sample]);
    view.measureName = measureShortTitle(errors->measure, errors->traits);
  }
  return view;
}

/// Empty where samples are as they came, and where the original cannot be read any more.
const Image& DecodeController::originalOf(const DatasetPtr& dataset, std::size_t sample) {
  if (m_original.dataset == dataset && m_original.sample == sample) return m_original.image;
  m_original = {dataset, sample, {}};
  if (!dataset->original) return m_original.image;
  if (auto original = dataset->original(sample)) m_original.image = std::move(original).value();
  return m_original.image;
}

void DecodeController::fillGallery(std::vector<std::size_t> samples, std::vector<std::size_t> ofProbe) {
  m_gallery.request({scene(), std::move(samples), std::move(ofProbe)});
}

std::vector<GalleryCell> DecodeController::makeGallery(const GalleryRequest& request) {  // gallery's thread
  const SceneInputs& inputs = request.scene->inputs;
  std::vector<GalleryCell> cells;
  const auto add = [&](const DatasetPtr& dataset, const std::vector<std::size_t>& samples, bool isOfProbe) {
    if (!inputs.model || !dataset || samples.empty()) return;
    if (std::ranges::any_of(samples, [&](std::size_t sample) { return sample >= dataset->count(); })) return;
    const auto rows = reconstruct(*inputs.model, *dataset, samples);
    if (!rows) return;
    for (std::size_t i = 0; i < samples.size(); ++i)
      cells.push_back(
          {samples[i], sampleOf(*dataset, samples[i]), imageOf(rows->row(i), dataset->shape), {}, isOfProbe});
  };
  add(inputs.dataset, request.samples, false);
  add(inputs.probe, request.ofProbe, true);
  return cells;
}

}  // namespace isthmus
