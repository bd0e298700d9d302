#pragma once

#include "core/anomaly/error_findings.h"
#include "core/anomaly/sample_errors.h"
#include "core/anomaly/threshold.h"
#include "core/data/dataset.h"
#include "core/data/split.h"
#include "widgets/errors/errors_view.h"
#include "widgets/errors/sample_gallery.h"
#include "widgets/plot/figure.h"

#include <QWidget>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace isthmus {

/// What the panel shows: a data set, how far its samples are from what the model makes of them (null: nothing
/// is known of that), what each is used for (null: all of them for training), and the same of a probe.
struct ErrorData {
  DatasetPtr dataset;
  SampleErrorsPtr errors;
  std::shared_ptr<const std::vector<Part>> parts;
  ErrorTraits traits = {};  ///< of the model that there is, or will be
  QString probeName = {};
  SampleErrorsPtr probeErrors = {};  ///< by the same measure; null: no probe
  DatasetPtr probe = {};             ///< its samples, for the gallery; null: they are not there
};

/// The plots of the panel.
enum class ErrorFigure { Histogram, Roc };

/// The reconstruction errors of all samples and the threshold that makes anomalies of some: histogram, rule,
/// counts, gallery and, against a probe or one of the classes, the ROC curve. The threshold is learnt from
/// the training samples' errors.
class ErrorPanel : public QWidget {
  Q_OBJECT
 public:
  explicit ErrorPanel(QWidget* parent = nullptr);
  ~ErrorPanel() override;

  /// Shows new data; without data set or errors the hint comes back. May be called as often as a model
  /// changes: it is shown at once when it is of other samples or another measure or the last time is a
  /// quarter of a second ago, otherwise as soon as it is.
  void setData(ErrorData shown);
  /// The answer to galleryWanted(), whole or in pieces.
  void setGalleryImages(const std::vector<GalleryCell>& cells);

  /// What a person has chosen. A measure that is chosen is shown as soon as setData() brings its errors.
  ErrorsView view() const;
  void setView(const ErrorsView& view);
  /// What is shown is behind what was given or chosen: of many samples it is found off this thread.
  bool isBusy() const;
  /// The threshold in force; NaN as long as there is nothing to set it from.
  double threshold() const;

  /// A plot as it is on the screen, with its legend; empty where there is nothing to show.
  Figure figure(ErrorFigure which) const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  /// The threshold or the samples above it are new. `above` holds indices into the data set, ascending, of
  /// the shown samples (part) whose error is above. NaN and empty when there is nothing to set it from.
  void thresholdChanged(double threshold, std::shared_ptr<const std::vector<std::uint32_t>> above);
  /// A person has chosen something: view() is another.
  void viewChanged(const isthmus::ErrorsView& view);
  /// A person wants to take a plot out of the window.
  void figureMenuWanted(isthmus::ErrorFigure which, QPoint globalPosition);
  /// A sample of the gallery was clicked, one of the data set or of the probe.
  void sampleChosen(std::size_t index);
  void probeChosen(std::size_t index);
  /// The gallery is on show and wants the pictures of these samples, and of these of the probe; answer with
  /// setGalleryImages().
  void galleryWanted(std::vector<std::size_t> indices, std::vector<std::size_t> probe);
  /// A person wants to take pictures of the gallery out of the window, or one of them to the clipboard.
  void galleryMenuWanted(const isthmus::GalleryPictures& pictures, QPoint globalPosition);
  void galleryCopyWanted(const QImage& picture);

 protected:
  void contextMenuEvent(QContextMenuEvent* event) override;
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;

  void build();
  QWidget* buildHistogramPage();
  QWidget* buildCorner();
  void placeParts();
  void connectParts();
  void scheduleRefresh();
  void refresh();  ///< what can be chosen, and all that is shown
  void clear();
  /// Has found what the data and the choices of this moment ask for: at once, or off this thread.
  void ask();
  struct Answer;
  void receive(const Answer& answer);
  void present(const ErrorQuestion& question, ErrorFindings found);
  void showCounts();  ///< what the threshold decides; cheap enough for every move of the line
  void showHeadline(std::size_t above, std::size_t probeAbove);
  void scheduleGallery(int milliseconds);
  void showGallery();
  std::optional<double> shareAboveLine() const;
  void tellView();
  void findPositive();
};

}  // namespace isthmus
