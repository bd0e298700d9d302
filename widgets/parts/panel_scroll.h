#pragma once

#include <QScrollArea>

namespace isthmus {

/// Holds a panel, which is as large as there is room; where that is less than the panel's least size, it is
/// scrolled. So no panel, however large its text, keeps a window from being small.
class PanelScroll : public QScrollArea {
 public:
  /// Takes the panel.
  explicit PanelScroll(QWidget* panel);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QSize leastOfPanel() const;
  void fitPanel();
};

}  // namespace isthmus
