#pragma once

#include "core/anomaly/error_measure.h"
#include "core/anomaly/threshold.h"
#include "core/data/split.h"

#include <QMetaType>

#include <optional>
#include <string>

namespace isthmus {

/// The views of the errors, one a tab.
enum class ErrorTab { Histogram, Gallery, Roc };

/// Which samples stand for the anomalies of the ROC curve.
struct AnomalyPick {
  /// Usual: the probe; without one, the class that stands for the anomalies.
  enum class Kind { Usual, Probe, Class };
  Kind kind = Kind::Usual;
  std::string className;  ///< for Class
  bool operator==(const AnomalyPick&) const = default;
};

/// What a person has chosen to see of the reconstruction errors.
struct ErrorsView {
  std::optional<ErrorMeasure> measure;  ///< nothing: the usual one of the model's samples
  ThresholdRule rule;
  std::optional<Part> part;  ///< which samples are shown; nothing: all
  ErrorTab tab = ErrorTab::Histogram;
  bool overlaid = false;  ///< classes over each other instead of on each other
  bool logCounts = false;
  AnomalyPick anomalies;
  bool operator==(const ErrorsView&) const = default;
};

}  // namespace isthmus

Q_DECLARE_METATYPE(isthmus::ErrorsView)
