#pragma once

#include "core/anomaly/class_roc.h"
#include "core/anomaly/error_measure.h"
#include "core/anomaly/threshold.h"
#include "core/data/dataset.h"
#include "core/data/split.h"
#include "core/latent/encoding.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace isthmus::cli {

/// The samples of a data set that are scored.
struct Scored {
  DatasetPtr dataset;
  EncodingPtr encoding;
  std::shared_ptr<const std::vector<Part>> parts;  ///< null: the data bring none
  std::optional<Part> part;                        ///< that was taken; nothing: all samples
  std::vector<std::size_t> samples = {};           ///< in the order of the files
  bool mayBeLearnt = false;  ///< the model's training data are called so, and what it held out is not known

  std::vector<float> errors(ErrorMeasure measure) const;
};

/// What one measure says.
struct MeasureReport {
  ErrorMeasure measure = ErrorMeasure::NegativeLogLikelihood;
  double threshold = 0;
  std::size_t above = 0;                ///< of the data
  std::size_t anomaliesAbove = 0;       ///< of the second data set
  std::size_t nonFinite = 0;            ///< errors that are no finite numbers, of both: counted nowhere
  std::optional<double> auc;            ///< of the second data set against the first
  std::vector<ClassAuc> classes;        ///< of the data's classes, each against the others
  std::optional<std::size_t> positive;  ///< which of `classes` stands for the anomalies
};

/// Fails where no error is a finite number.
Result<MeasureReport> reportOf(ErrorMeasure measure, const ThresholdRule& rule, const Scored& data,
                               const Scored* anomalies);

/// For a person; one report a measure.
std::string reportText(const std::vector<MeasureReport>& reports, const ThresholdRule& rule,
                       const Scored& data, const Scored* anomalies);
/// One JSON object: the first report, and under "measures" all where there are several.
std::string reportJson(const std::vector<MeasureReport>& reports, const ThresholdRule& rule,
                       const Scored& data, const Scored* anomalies);

}  // namespace isthmus::cli
