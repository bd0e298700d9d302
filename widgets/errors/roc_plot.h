#pragma once

#include "core/anomaly/threshold.h"

#include <QWidget>

#include <memory>

namespace isthmus {

/// How well the error tells the probe from the data set: the ROC curve, and where the threshold stands on it.
class RocPlot : public QWidget {
  Q_OBJECT
 public:
  explicit RocPlot(QWidget* parent = nullptr);
  ~RocPlot() override;

  /// Shows a curve (thinned for drawing); `probeName` names the anomalies.
  void setCurve(const RocCurve& roc, const QString& probeName);
  /// The rates at the threshold, both in [0, 1].
  void setOperatingPoint(double falsePositiveRate, double truePositiveRate);
  /// Back to the hint how to get a curve.
  void clear();

  QSize minimumSizeHint() const override;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;

  void buildPlot();
  void applyColours();
};

}  // namespace isthmus
