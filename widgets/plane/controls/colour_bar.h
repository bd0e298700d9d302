#pragma once

#include <QWidget>

namespace isthmus {

/// A strip of the numeric colour ramp with what its ends stand for.
class ColourBar : public QWidget {
  Q_OBJECT

 public:
  explicit ColourBar(QWidget* parent = nullptr);
  void setEnds(const QString& low, const QString& high);
  QString low() const { return m_low; }
  QString high() const { return m_high; }
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_low;
  QString m_high;
};

}  // namespace isthmus
