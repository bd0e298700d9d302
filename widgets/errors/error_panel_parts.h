// What ErrorPanel is made of: for its own sources alone.
#pragma once

#include "core/anomaly/error_findings.h"
#include "widgets/errors/anomaly_choice.h"
#include "widgets/errors/class_counts.h"
#include "widgets/errors/error_headline.h"
#include "widgets/errors/error_histogram.h"
#include "widgets/errors/error_panel.h"
#include "widgets/errors/roc_plot.h"
#include "widgets/errors/rule_row.h"
#include "widgets/jobs/latest_job.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QString>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace isthmus {

struct ErrorPanel::Answer {
  ErrorQuestion question;
  ErrorFindings found;
};

struct ErrorPanel::Parts {
  explicit Parts(ErrorPanel& panel)
      : job(
            [](const ErrorQuestion& question, const auto& context) {
              context.answer({question, findErrors(question)});
            },
            [&panel](const Answer& answer) { panel.receive(answer); }) {}

  ErrorData data;
  std::optional<std::size_t> positive;  // the class that stands for the anomalies where nobody chose

  // What is on the screen: it may be a little behind the data, and belongs together.
  ErrorQuestion shown;
  ErrorFindings found;
  double threshold = std::numeric_limits<double>::quiet_NaN();  // where the line is
  std::vector<std::size_t> galleryIndices;
  std::vector<std::size_t> galleryProbe;  // of the probe

  ErrorsView told;         // by viewChanged()
  bool isViewTold = true;  // false while setView() works
  bool dirty = false;
  bool galleryStale = false;  // the model has changed since the pictures were asked for

  QTimer refreshTimer;
  QTimer galleryTimer;
  QStackedLayout* stack = nullptr;
  QLabel* empty = nullptr;
  QVBoxLayout* column = nullptr;  // of what is there when it is not empty
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

  LatestJob<ErrorQuestion, Answer> job;  // last: its thread ends first

  std::span<const Part> parts() const {
    return data.parts ? std::span<const Part>(*data.parts) : std::span<const Part>();
  }
  bool hasData() const { return data.dataset && data.errors && data.dataset->count() > 0; }
};

}  // namespace isthmus
