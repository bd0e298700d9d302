#pragma once

#include "core/engine/training/training_snapshot.h"
#include "widgets/theme/theme.h"

#include <QCoreApplication>
#include <QString>

#include <vector>

class QCPItemStraightLine;
class QCPItemText;
class QCustomPlot;

namespace isthmus {

/// "epoch 3.20, step 1,280: beta 1 → 0.5; ...": what was changed while a run trained; empty: nothing.
QString changesText(const std::vector<SettingChange>& changes);

/// Lines through the loss curves where a setting was changed while the run trained, with its new value.
class ChangeMarks {
  Q_DECLARE_TR_FUNCTIONS(ChangeMarks)

 public:
  /// The plot is borrowed, owns the lines, and must outlive this. Its axis rectangles stand one below the
  /// other, on the same epochs.
  explicit ChangeMarks(QCustomPlot& plot) : m_plot(plot) {}

  /// Draws nothing, as all here; call it before the next replot.
  void setChanges(const std::vector<SettingChange>& changes);
  void setTheme(const Theme& theme);
  /// Where labels would touch within so many pixels of epochs, the newest stays.
  void spaceLabels(int width);
  /// What was changed within a few pixels of `x` in the plot; empty: nothing.
  QString textAt(double x) const;

 private:
  struct Mark {
    std::vector<QCPItemStraightLine*> lines;  // one an axis rectangle
    QCPItemText* label = nullptr;
  };

  Mark makeMark(const SettingChange& change);

  QCustomPlot& m_plot;
  std::vector<SettingChange> m_changes;
  std::vector<Mark> m_marks;  // one a change
  Theme m_theme;
};

}  // namespace isthmus
