#pragma once

#include "core/data/dataset.h"
#include "core/latent/latent_plane.h"
#include "widgets/plane/colours/plane_colour_model.h"
#include "widgets/plane/dropped_point.h"
#include "widgets/plane/plane_view.h"
#include "widgets/plane/points/thinned_points.h"
#include "widgets/plot/figure.h"

#include <QImage>
#include <QPointF>
#include <QRectF>
#include <QWidget>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

class QLabel;

namespace isthmus {

class AxisControls;
class ManifoldRequests;
class PlaneCanvas;
class PlaneGestures;
class PlaneHint;
class PlaneLegend;
class PlaneMarks;
class PlaneToolbar;
class TextLabel;

/// The latent plane: all samples as points, the prior's rings, the decoded manifold behind, pointer and
/// picked sample above, with toolbar and legend. It shows what it is given and reports gestures; it computes
/// no codes.
class LatentPlaneView : public QWidget {
  Q_OBJECT

 public:
  explicit LatentPlaneView(QWidget* parent = nullptr);

  /// Labels, class names and factors; null means none. Another data set drops points, errors, marks and the
  /// picked sample of the one before.
  void setDataset(DatasetPtr dataset);
  /// Positions in the plane, one a sample in the data set's order. The first points after none are fitted
  /// into the view; from then on it follows them until it is zoomed or panned by hand. Positions that are not
  /// finite are left out and counted. Null: none.
  void setPoints(std::shared_ptr<const PlanePoints> points);
  /// Dimensions of the latent space; controls for the plane appear from 3 on. Starts with the
  /// leading two (setLeading()), until they are known z1 and z2.
  void setLatent(int dimensions);
  /// Which two dimensions of more have the highest KL divergence, from 0; nothing: that has no meaning.
  void setLeading(std::optional<std::pair<int, int>> dimensions);
  /// Whether the model has a prior; without one there are no rings.
  void setPrior(bool isThere);
  /// Where the prior's mean lies in the plane shown (not at 0 for a principal plane).
  void setPriorCentre(QPointF inPlane);
  /// Reconstruction errors, one a sample; null: none. `measureName` with unit: "BCE, nats".
  void setErrors(std::shared_ptr<const std::vector<float>> errors, const QString& measureName);
  /// The samples of a second data set as open diamonds; null: none. Positions as those of setPoints(). Of
  /// many an even choice is drawn, as the legend says, or they would bury the points.
  void setProbe(DatasetPtr probe, std::shared_ptr<const PlanePoints> points);
  /// Samples above the threshold, which get a triangle, in ascending order; null: none. Of many an even
  /// choice is marked, as the legend says.
  void setMarked(std::shared_ptr<const std::vector<std::uint32_t>> indices);
  /// Selects these samples as a lasso does, without a signal; null: none.
  void setSelection(std::shared_ptr<const std::vector<std::uint32_t>> samples);

  /// Where there is something to decode; the mouse moves it from then on.
  void setPointer(QPointF inPlane);
  void clearPointer();
  bool hasPointer() const;
  /// Where the pointer stands; (0, 0) when there is none.
  QPointF pointer() const;
  /// The sample whose place is marked, with its posterior in the plane where it is known.
  void setPicked(std::optional<std::size_t> index, std::optional<PlaneCovariance> posterior = {});

  /// A sample that is not of the data set, where the model puts it; nothing: none.
  void setDropped(std::optional<DroppedPoint> point);

  /// The pictures asked for by manifoldWanted, as one image: the first row shows the largest y.
  void setManifold(const QImage& mosaic, QRectF area);
  bool isManifoldOn() const;
  /// Asks for the manifold of the present view again, when it is on: after the model has changed.
  void requestManifold();
  /// A few words below the plot, e.g. "decoding with step 4,800".
  void setStatus(const QString& text);

  /// Whether a line says how to decode, while there is a pointer; it goes when one was dragged.
  void setHint(bool isWanted);
  /// A sentence above the plot about what its points are, where that is not what one would think; "": none.
  void setBanner(const QString& text);

  /// The plane as it is on the screen, with its legend; empty while there are no points.
  Figure figure() const;

  /// What a person has chosen to see.
  PlaneView view() const;
  /// Shows it, without a signal. What is not there (a factor of other data, a third coordinate) is left out.
  void setView(const PlaneView& view);
  /// The part of the plane that is seen; top() is the smallest y.
  QRectF visibleArea() const;
  /// The place of the plane under a pixel of this widget, and back.
  QPointF planeAt(QPointF pixel) const;
  QPointF pixelAt(QPointF inPlane) const;
  void fit();
  /// Moves the view as little as needed to have a sample's point inside; nothing when it has none.
  void bringIntoView(std::size_t sample);

  QSize sizeHint() const override;

 Q_SIGNALS:
  /// A person asks what can be done with the plane as a whole.
  void menuWanted(QPoint globalPosition);
  void pointerMoved(QPointF inPlane);
  void pointerReleased();
  /// What the hint says was done.
  void hintHeeded();
  void sampleClicked(std::size_t index);
  /// A sample of the probe.
  void probeClicked(std::size_t index);
  void pickCleared();
  /// Samples were selected with the lasso, in ascending order, or none any more (null).
  void selectionChanged(const std::shared_ptr<const std::vector<std::uint32_t>>& samples);
  /// Asks for columns x rows decoded pictures, one for the middle of each cell of `area`; at most 25 a
  /// second.
  void manifoldWanted(QRectF area, int columns, int rows);
  /// A person has chosen something, or a choice is gone with the data that it was of: view() is another.
  void viewChanged(const isthmus::PlaneView& view);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void layOut();
  void tellView();
  void adjustView();
  void connectGestures();
  void connectControls();
  void applyTheme();
  void showColours();
  void placeNames();
  void showLegend();
  void showAbove();
  void showProbe();
  void showCounts();
  void describe();
  void placePicked();
  QRgb markColour() const;
  void placeEmptyText();
  void nameAxes();

  PlaneToolbar* m_toolbar = nullptr;  // these belong to this widget
  AxisControls* m_axes = nullptr;
  PlaneCanvas* m_canvas = nullptr;
  PlaneGestures* m_gestures = nullptr;
  PlaneLegend* m_legend = nullptr;
  ManifoldRequests* m_requests = nullptr;
  PlaneMarks* m_marks = nullptr;
  TextLabel* m_banner = nullptr;
  QLabel* m_status = nullptr;
  QLabel* m_shown = nullptr;
  QLabel* m_empty = nullptr;
  PlaneHint* m_hint = nullptr;

  PlaneColourModel m_colours;
  std::shared_ptr<const PlanePoints> m_points;
  DatasetPtr m_probe;
  std::shared_ptr<const PlanePoints> m_probePoints;
  ThinnedPoints m_probeDrawn;
  bool m_isProbeShown = true;
  std::shared_ptr<const std::vector<std::uint32_t>> m_above;  // the threshold
  ThinnedPoints m_aboveDrawn;
  bool m_isAboveShown = true;
  std::optional<std::size_t> m_picked;
  std::optional<PlaneCovariance> m_posterior;
  bool m_fitNext = false;  // the points that come are the first
  PlaneView m_told;        // by viewChanged()
  bool m_isTold = true;    // false while setView() works
};

}  // namespace isthmus
