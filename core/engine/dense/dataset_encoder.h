#pragma once

#include "core/base/team.h"
#include "core/data/dataset.h"
#include "core/engine/dense/forward.h"
#include "core/engine/encoding_quality.h"
#include "core/latent/encoding.h"

#include <memory>
#include <vector>

namespace isthmus::dense {

/// Encodes samples of a data set with a network, portion by portion, on all members of a team.
class DatasetEncoder {
 public:
  /// All four must outlive it. What is encoded follows the network's values at the time of each call.
  DatasetEncoder(const Network& network, const Dataset& dataset, const InputScaling& scaling, Team& team);

  /// Writes these samples' rows of `encoding`. The noise of Measure::SampledNll depends on each sample's
  /// index alone, so the result does not depend on order or grouping. Fails only when cancelled, within some
  /// portions.
  Result<void> encode(std::span<const std::size_t> samples, EncodingQuality quality, Encoding& encoding,
                      const Task& task);

 private:
  /// What a member of the team works with.
  struct Desk {
    Activations activations;
    std::vector<Forward> forwards;  // for the row counts that have come up: whole portions and a rest
    std::vector<float> noise;
  };

  Forward& forwardOf(Desk& desk, std::size_t rows);
  void encodePortion(Desk& desk, std::span<const std::size_t> samples, EncodingQuality quality,
                     Encoding& encoding);
  /// Errors of one reconstruction.
  struct Errors {
    float nll;  ///< negative log-likelihood, nats
    float sse;  ///< squared error, summed
  };

  /// Of the reconstruction whose outputs the desk holds.
  Errors errorsOf(const Desk& desk, const InputBatch& batch, std::size_t row) const;
  /// Of the row itself: Measure::InputEntropy.
  float entropyOf(const Desk& desk, const InputBatch& batch, std::size_t row) const;

  const Network* m_network;
  std::size_t m_portion;  // samples that go through the network together
  const Dataset* m_dataset;
  const InputScaling* m_scaling;
  Team* m_team;
  std::vector<std::unique_ptr<Desk>> m_desks;
};

}  // namespace isthmus::dense
