#pragma once

#include "core/base/latest_slot.h"
#include "core/base/latest_worker.h"
#include "core/data/dataset.h"
#include "core/data/split.h"
#include "core/engine/live_decoder.h"
#include "core/latent/encoding.h"
#include "core/latent/latent_plane.h"
#include "widgets/errors/sample_gallery.h"
#include "widgets/pictures/picture_panel.h"

#include <QImage>
#include <QObject>
#include <QRectF>

#include <memory>
#include <mutex>
#include <vector>

namespace isthmus {

/// What pictures are made from: a model and, where its shape fits, the samples and what it makes of them.
struct DecodeScene {
  ModelSnapshotPtr model;  ///< may be null: then nothing is decoded
  DatasetPtr dataset;
  EncodingPtr encoding;                              ///< of dataset; null while the model has not encoded it
  std::shared_ptr<const std::vector<Part>> parts;    ///< may be null: all for training
  std::shared_ptr<const std::vector<float>> errors;  ///< one a sample, by the measure that is shown
  QString measureName;
};

/// Makes pictures in threads of its own: of the latent point under the pointer, of a lattice behind the
/// points, of the picked sample and of the gallery. For each the newest request wins.
class DecodeController : public QObject {
  Q_OBJECT

 public:
  explicit DecodeController(QObject* parent = nullptr);

  /// What requests from now on are answered from.
  void setScene(const DecodeScene& scene);
  void decodePoint(std::vector<float> z);
  /// columns x rows pictures for the cells of `area` (plane coordinates; top() is the smallest y).
  void decodeLattice(const LatentPlane& plane, const QRectF& area, int columns, int rows);
  void examine(std::size_t sample);
  void fillGallery(std::vector<std::size_t> samples);

 Q_SIGNALS:
  void pointDecoded(const isthmus::DecodedView& view);
  void latticeDecoded(const QImage& mosaic, const QRectF& area, const isthmus::ModelSnapshotPtr& model);
  void examined(const isthmus::PickedView& view);
  void galleryFilled(const std::vector<isthmus::GalleryCell>& cells);

 private:
  struct LatticeRequest {
    LatentPlane plane;
    QRectF area;
    int columns = 0;
    int rows = 0;
  };

  DecodeScene scene();
  void finishPoint(const DecodeAnswer& answer);
  void makeLattice(const LatticeRequest& request);
  void makePicked(std::size_t sample);
  const Image& originalOf(const DatasetPtr& dataset, std::size_t sample);
  void makeGallery(const std::vector<std::size_t>& samples);

  std::mutex m_mutex;
  DecodeScene m_scene;              // guarded by m_mutex
  LatestSlot<DecodedView> m_point;  // on its way to the GUI thread
  LiveDecoder m_decoder;            // these last: their threads end before what they use goes away
  /// The original read last: while training the picked sample is examined again and again.
  struct {
    DatasetPtr dataset;
    std::size_t sample = 0;
    Image image;
  } m_original;  // used in the examiner's thread alone
  LatestWorker<LatticeRequest> m_lattice;
  LatestWorker<std::size_t> m_examiner;
  LatestWorker<std::vector<std::size_t>> m_gallery;
};

}  // namespace isthmus
