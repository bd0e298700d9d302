#pragma once

#include "core/stats/histogram.h"
#include "widgets/plot/figure.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace isthmus {

/// Whether the bars of the classes stand on each other or lie over each other.
enum class HistogramStyle { Stacked, Overlaid };

/// How many samples have which error, by class, with a threshold line that can be dragged by the mouse or,
/// with the keyboard focus, moved by Left and Right (with Shift by ten steps) and Page Up and Page Down (a
/// bin).
class ErrorHistogram : public QWidget {
  Q_OBJECT
 public:
  explicit ErrorHistogram(QWidget* parent = nullptr);
  ~ErrorHistogram() override;

  /// The groups of the histogram are the classes, in the order of their colours.
  void setHistogram(Histogram histogram);
  /// The errors of the probe in one group and the same bins, drawn as an outline; nullopt takes it away.
  void setProbe(std::optional<Histogram> probe, const QString& name = {});
  /// Moves the line; emits nothing.
  void setThreshold(double threshold);
  double threshold() const;
  /// The least the line moves by: a power of ten that is a tenth of a bin or less.
  double thresholdStep() const;
  /// The mouse holds the line.
  bool isDragging() const;
  /// The text of the error's axis, e.g. "BCE, nats per sample".
  void setErrorName(const QString& name);
  void setBarStyle(HistogramStyle style);
  void setLogCounts(bool on);

  /// The bars alone.
  Figure figure() const;

  /// Where the line is, in the widget's pixels: for tests and for guides that point at it.
  QPoint thresholdPosition() const;

  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  /// The person moves the line: once per move, already rounded to what the axis can tell apart.
  void thresholdMoved(double threshold);
  /// The mouse has let the line go.
  void thresholdDropped();

 protected:
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;

  void buildPlot();
  void applyColours();
  void fillClasses();
  void fillProbe();
  void fitCounts();
  void showNotes();
  void placeThreshold();
  void moveThresholdTo(double value);
  void showReading(const QPointF& pixel, const QPoint& global);
};

}  // namespace isthmus
