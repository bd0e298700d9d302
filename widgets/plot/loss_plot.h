#pragma once

#include "core/engine/training/training_snapshot.h"
#include "widgets/plot/figure.h"
#include "widgets/plot/loss_key.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace isthmus {

/// The loss over the epochs, live: total and reconstruction in one picture, the much smaller KL divergence in
/// a second one under it, on the same epochs. Lines are the training loss, dashed lines with points the
/// held-out one. A key above them is legend and reading in one: the newest values, or those under the
/// pointer (or, with the keyboard focus, at the mark that Left and Right move; Esc returns to the newest).
class LossPlot : public QWidget {
  Q_OBJECT
 public:
  explicit LossPlot(QWidget* parent = nullptr);
  ~LossPlot() override;

  /// Shows a history; an empty one brings the hint back. Cheap enough for ten times a
  /// second: the curves are drawn anew four times a second at most.
  void setHistory(const LossHistory& history);

  const LossHistory& history() const;
  /// The curves with their key; empty while there are none.
  Figure figure() const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void menuWanted(QPoint globalPosition);

 protected:
  void contextMenuEvent(QContextMenuEvent* event) override;
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
  void setLines(const std::vector<LossLine>& lines);
  QString hintText() const;
  void fillGraphs();
  void drawHistory();
  void showDots();
  void spaceTicks();
  void fitRanges();
  void readAt(double epoch);  ///< NaN: the newest
  void showReading();
};

}  // namespace isthmus
