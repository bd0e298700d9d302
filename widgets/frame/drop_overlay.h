#pragma once

#include <QWidget>

namespace isthmus {

/// Says what a drop would do, over the whole of its parent while something is dragged across it. Lets every
/// event through to the parent. Hidden at first.
class DropOverlay : public QWidget {
  Q_OBJECT

 public:
  /// `parent` is what it covers; it follows its size.
  explicit DropOverlay(QWidget* parent);

  /// "Load Fashion-MNIST", "60,000 + 10,000 images of 28 x 28, labelled". Not acceptable: the title is a
  /// warning.
  void setPlan(const QString& title, const QString& detail, bool acceptable);

  const QString& title() const { return m_title; }
  const QString& detail() const { return m_detail; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_title;
  QString m_detail;
  bool m_acceptable = true;
};

}  // namespace isthmus
