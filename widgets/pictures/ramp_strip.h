#pragma once

#include <QWidget>

namespace isthmus {

/// The data ramp from 0 to 1 as a thin strip: the key to a heat map.
class RampStrip : public QWidget {
  Q_OBJECT

 public:
  explicit RampStrip(QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace isthmus
