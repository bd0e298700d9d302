#pragma once

#include "core/engine/training/training_snapshot.h"
#include "core/model/model_snapshot.h"

#include <QWidget>

class QCPBars;
class QCPGraph;
class QCustomPlot;
class QLabel;

namespace isthmus {

class ComponentStrip;

/// What a principal component analysis found: the share of the variance that each component explains as bars,
/// their sum as a line, and the components themselves. Stands where a model that is trained has its loss
/// curves.
class VariancePanel : public QWidget {
  Q_OBJECT

 public:
  explicit VariancePanel(QWidget* parent = nullptr);

  /// Whether there is something to show of this model (null: no).
  static bool shows(const ModelSnapshotPtr& model);
  /// A model that it shows, and what its run measured: the loss on samples that it has seen and that it has
  /// not, where the run is known.
  void setModel(const ModelSnapshotPtr& model, const LossHistory& losses);

  QSize minimumSizeHint() const override;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void buildPlot();
  void applyColours();

  // children, owned by Qt
  QLabel* m_text = nullptr;
  QCustomPlot* m_plot = nullptr;
  QCPBars* m_bars = nullptr;
  QCPGraph* m_sum = nullptr;
  ComponentStrip* m_components = nullptr;
};

}  // namespace isthmus
