#pragma once

#include "core/base/image.h"
#include "core/base/matrix.h"
#include "core/engine/model_snapshot.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace isthmus {

/// Latent points to decode, one a row.
struct DecodeRequest {
  std::uint64_t id = 0;  ///< the caller's; answers carry it back
  Matrix z;
};

struct DecodeAnswer {
  std::uint64_t id = 0;
  Matrix z;       ///< as requested
  Matrix values;  ///< one row a latent point: intensities in [0, 1], or a vector in the data's units
  SampleKind kind = SampleKind::Image;  ///< which of the two
  ImageShape shape;                     ///< of each row
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
  ~LiveDecoder();
  LiveDecoder(const LiveDecoder&) = delete;
  LiveDecoder& operator=(const LiveDecoder&) = delete;

  /// The model for requests from now on; null: requests are not answered.
  void setModel(ModelSnapshotPtr model);
  /// A request whose z does not fit the model's latent dimensions is not answered.
  void request(DecodeRequest request);

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace isthmus
