#pragma once

#include "core/anomaly/threshold.h"
#include "widgets/plot/figure.h"

#include <QWidget>

#include <memory>

namespace isthmus {

/// How well the error tells anomalies from normal samples: the ROC curve, and where the threshold stands on
/// it.
class RocPlot : public QWidget {
  Q_OBJECT
 public:
  explicit RocPlot(QWidget* parent = nullptr);
  ~RocPlot() override;

  /// Shows a curve (thinned for drawing); `anomalies` names them: "class 7".
  void setCurve(const RocCurve& roc, const QString& anomalies);
  /// The rates at the threshold, both in [0, 1].
  void setOperatingPoint(double falsePositiveRate, double truePositiveRate);
  /// What a curve lacks.
  enum class Missing { Probe, Class };
  /// Instead of a curve a hint how to get one.
  void clear(Missing missing);

  /// The curve with its numbers; empty while there is none.
  Figure figure() const;

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
