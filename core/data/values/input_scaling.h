#pragma once

#include "core/base/task.h"
#include "core/data/load_options.h"

#include <cstddef>
#include <span>
#include <vector>

namespace isthmus {

struct Dataset;

/// Brings a sample's numbers into the range that a model learns from: (number - base - offset) / factor.
/// Learnt from training samples once and kept with the model, so that whatever is encoded later is scaled
/// alike.
struct InputScaling {
  Scaling kind = Scaling::None;
  std::vector<float> offset = {};  ///< one for pictures, one a feature for vectors, none for Scaling::None
  std::vector<float> factor = {};  ///< as many, each above 0
  std::vector<double> base = {};   ///< Dataset::offsets of the training samples, as many or none

  /// Scales a row of numbers that are held less `offsets` (none: as they are). `to` may be `from`; both have
  /// as many numbers as a sample.
  void apply(std::span<const float> from, std::span<float> to, std::span<const double> offsets = {}) const;
  /// Undoes apply() in place: numbers less `offsets`.
  void invert(std::span<float> row, std::span<const double> offsets = {}) const;
  bool operator==(const InputScaling&) const = default;
};

/// What a model that learns from these samples of the data set does to its input, in one pass over them.
/// dataset.scaling, except that pictures end in [0, 1], which their decoder needs: those in floats that are
/// not to be scaled but leave [0, 1], and those to be standardised, get UnitRange. Bytes count as
/// value / 255. Pictures that know another white (Dataset::white) get a UnitRange from 0 to it. A feature
/// that is the same in all samples is only shifted. Without samples: None.
InputScaling fitScaling(const Dataset& dataset, std::span<const std::size_t> samples, const Task& task = {});
/// The same of the whole training part; of its beginning alone when the task is cancelled meanwhile.
InputScaling fitScaling(const Dataset& dataset, const Task& task = {});

/// Whether the scaling has a meaning for these samples. Pictures in bytes, and others that know their white,
/// are intensities: a scaling that was learnt from pictures in other units (floats of 0 to 255, bytes of 0 to
/// 16) would make them all but black, or white.
bool appliesTo(const InputScaling& scaling, const Dataset& dataset);

/// A sample as a model with this scaling takes it, into `to` (shape.size() numbers); pictures are clamped to
/// [0, 1]. What the scaling does not apply to (appliesTo()) is divided by its own white.
void scaleSample(const Dataset& dataset, std::size_t sample, const InputScaling& scaling,
                 std::span<float> to);

}  // namespace isthmus
