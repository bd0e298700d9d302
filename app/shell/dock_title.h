#pragma once

#include <QWidget>

class QDockWidget;

namespace isthmus {

/// A dock's title as quiet as a heading, with the buttons that float and close it.
class DockTitle : public QWidget {
  Q_OBJECT

 public:
  explicit DockTitle(QDockWidget* dock);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void fitToText();
};

}  // namespace isthmus
