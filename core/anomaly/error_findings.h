#pragma once

#include "core/anomaly/error_summary.h"
#include "core/anomaly/sample_errors.h"
#include "core/anomaly/threshold.h"
#include "core/data/dataset.h"
#include "core/data/split.h"
#include "core/stats/histogram.h"

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace isthmus {

/// All that decides what is found of a data set's errors.
struct ErrorQuestion {
  DatasetPtr dataset = {};
  SampleErrorsPtr errors = {};                          ///< of its samples
  std::shared_ptr<const std::vector<Part>> parts = {};  ///< of its samples; null: all are for training
  SampleErrorsPtr probeErrors = {};                     ///< by the same measure; null: there is no probe
  std::optional<Part> part = {};                        ///< the samples that are looked at; none: all
  std::optional<std::size_t> anomalyClass = {};         ///< stands for the anomalies; none: the probe does
  ThresholdRule rule = {};
  /// Of a fixed threshold that was set for another measure: the share of the reference that is to lie above
  /// it.
  std::optional<double> fixedShare = {};
  bool operator==(const ErrorQuestion&) const = default;
};

/// What is shown of errors. It takes as long as sorting them: for a million not in the GUI's thread.
struct ErrorFindings {
  ErrorSelection selection;
  std::vector<float> probeErrors;  ///< the finite ones
  std::size_t probeNonFinite = 0;
  ThresholdRule rule;  ///< the question's, or what a fixed one became
  /// NaN where the reference is empty; nothing below is there then.
  double threshold = std::numeric_limits<double>::quiet_NaN();
  Histogram histogram;                      ///< by class
  std::optional<Histogram> probeHistogram;  ///< in the same bins; where there is a probe
  std::optional<RocCurve> roc;              ///< where there are normal errors and anomalous ones
};

ErrorFindings findErrors(const ErrorQuestion& question);

}  // namespace isthmus
