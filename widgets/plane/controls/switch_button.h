#pragma once

#include <QToolButton>

namespace isthmus {

/// A quiet text button; while it is checked it carries the accent.
class SwitchButton : public QToolButton {
  Q_OBJECT

 public:
  explicit SwitchButton(QWidget* parent = nullptr);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace isthmus
