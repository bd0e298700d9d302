#pragma once

#include "core/base/image.h"
#include "core/base/latest_worker.h"
#include "core/base/matrix.h"
#include "core/model/model_snapshot.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>

namespace isthmus {

struct DecodeAnswer {
  Matrix z;       ///< as requested
  Matrix values;  ///< one row a latent point: intensities in [0, 1], or a vector in the data's units
  SampleKind kind = SampleKind::Image;  ///< which of the two
  ImageShape shape;                     ///< of each row
  bool hasPrior = false;                ///< whether the model says how codes are distributed
  std::int64_t step = 0;                ///< the training step whose weights decoded it
  std::chrono::microseconds duration{0};

  /// Of pictures alone: a vector's numbers are none that an image can hold.
  Image image(std::size_t row) const;
};

/// Decodes in a thread of its own with the newest model. The newest request wins: one that is overtaken
/// before it was begun is dropped, so a fast hand costs one decode at a time.
class LiveDecoder {
 public:
  /// `decoded` is called in the decoder's thread.
  explicit LiveDecoder(std::function<void(DecodeAnswer)> decoded);

  /// The model for requests from now on; null: requests are not answered.
  void setModel(ModelSnapshotPtr model);
  /// Latent points, one a row; those that do not fit the model's latent dimensions are not answered.
  void request(Matrix z);

 private:
  void answer(Matrix z);
  ModelSnapshotPtr currentModel();

  std::function<void(DecodeAnswer)> m_decoded;
  std::mutex m_mutex;
  ModelSnapshotPtr m_model;       // guarded by m_mutex
  LatestWorker<Matrix> m_worker;  // last: joined before what it uses goes away
};

}  // namespace isthmus
