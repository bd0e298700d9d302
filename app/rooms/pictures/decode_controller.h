#pragma once

#include "app/workspace/scene.h"
#include "core/engine/live_decoder.h"
#include "core/latent/latent_plane.h"
#include "widgets/errors/sample_gallery.h"
#include "widgets/jobs/latest_job.h"
#include "widgets/jobs/mailbox.h"
#include "widgets/pictures/picture_panel.h"

#include <QImage>
#include <QObject>
#include <QRectF>

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace isthmus {

/// Makes pictures in threads of its own: of the latent point under the pointer, of a lattice behind the
/// points, of the picked sample and of the gallery. For each the newest request wins.
class DecodeController : public QObject {
  Q_OBJECT

 public:
  explicit DecodeController(QObject* parent = nullptr);

  /// What requests from now on are answered from: a model and, where it has encoded them, the samples.
  void setScene(const ScenePtr& scene);
  /// Nothing where there is no model.
  void decodePoint(std::vector<float> z);
  /// columns x rows pictures for the cells of `area` in the scene's plane (top() is the smallest y).
  void decodeLattice(const QRectF& area, int columns, int rows);
  void examine(std::size_t sample);
  /// Of samples of the data set and of the probe.
  void fillGallery(std::vector<std::size_t> samples, std::vector<std::size_t> ofProbe);

 Q_SIGNALS:
  void pointDecoded(const isthmus::DecodedView& view);
  void latticeDecoded(const QImage& mosaic, const QRectF& area, const isthmus::ModelSnapshotPtr& model);
  void examined(const isthmus::PickedView& view);
  void galleryFilled(const std::vector<isthmus::GalleryCell>& cells);

 private:
  struct LatticeRequest {
    ScenePtr scene;
    QRectF area;
    int columns = 0;
    int rows = 0;
  };
  struct Lattice {
    QImage mosaic;
    QRectF area;
    ModelSnapshotPtr model;
  };
  struct SampleRequest {
    ScenePtr scene;
    std::size_t sample = 0;
  };
  struct GalleryRequest {
    ScenePtr scene;
    std::vector<std::size_t> samples;
    std::vector<std::size_t> ofProbe;
  };

  ScenePtr scene();
  DecodedView decodedView(const DecodeAnswer& answer);
  static std::optional<Lattice> makeLattice(const LatticeRequest& request);
  std::optional<PickedView> makePicked(const SampleRequest& request);
  const Image& originalOf(const DatasetPtr& dataset, std::size_t sample);
  static std::vector<GalleryCell> makeGallery(const GalleryRequest& request);

  std::mutex m_mutex;
  ScenePtr m_scene = std::make_shared<const Scene>();  // guarded by m_mutex
  /// The original read last: while training the picked sample is examined again and again.
  struct {
    DatasetPtr dataset;
    std::size_t sample = 0;
    Image image;
  } m_original;  // used in the examiner's thread alone
  Mailbox<DecodedView> m_point;
  LiveDecoder m_decoder;  // these last: their threads end before what they use goes away
  LatestJob<LatticeRequest, Lattice> m_lattice;
  LatestJob<SampleRequest, PickedView> m_examiner;
  LatestJob<GalleryRequest, std::vector<GalleryCell>> m_gallery;
};

}  // namespace isthmus
