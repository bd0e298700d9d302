// What ErrorPanel is made of: for its own sources alone.
#pragma once

#include "core/anomaly/error_summary.h"
#include "widgets/errors/anomaly_choice.h"
#include "widgets/errors/class_counts.h"
#include "widgets/errors/error_headline.h"
#include "widgets/errors/error_histogram.h"
#include "widgets/errors/error_panel.h"
#include "widgets/errors/roc_plot.h"
#include "widgets/errors/rule_row.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QString>
#include <QTabWidget>
#include <QTimer>

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace isthmus {

struct ErrorPanel::Parts {
  ErrorData data;

  // Derived from the data by refresh().
  ErrorSelection selection;
  std::optional<std::size_t> positive;       // the class that stands for the anomalies
  std::optional<ErrorMeasure> shownMeasure;  // of the selection
  std::vector<float> probeErrors;            // finite ones
  std::size_t probeNonFinite = 0;
  std::optional<double> auc;                // none where there is no ROC curve
  std::optional<std::size_t> anomalyClass;  // whose samples it finds; none: the probe's
  double threshold = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::size_t> galleryIndices;

  ErrorsView told;         // by viewChanged()
  bool isViewTold = true;  // false while setView() works
  bool dirty = false;
  bool galleryStale = false;  // the model has changed since the pictures were asked for

  QTimer refreshTimer;
  QTimer galleryTimer;
  QStackedLayout* stack = nullptr;
  QLabel* empty = nullptr;
  ErrorHeadline* headline = nullptr;
  RuleRow* ruleRow = nullptr;
  QTabWidget* tabs = nullptr;
  QStackedWidget* corner = nullptr;  // a page for each tab
  QComboBox* style = nullptr;
  QCheckBox* logCounts = nullptr;
  ErrorHistogram* histogram = nullptr;
  ClassCounts* classes = nullptr;
  SampleGallery* gallery = nullptr;
  RocPlot* roc = nullptr;
  AnomalyChoice* anomalies = nullptr;

  std::span<const Part> parts() const {
    return data.parts ? std::span<const Part>(*data.parts) : std::span<const Part>();
  }
  bool hasData() const { return data.dataset && data.errors && data.dataset->count() > 0; }
};

}  // namespace isthmus
