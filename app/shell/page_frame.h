#pragma once

#include <QMainWindow>

#include <vector>

class QDockWidget;

namespace isthmus {

/// The frame of a page: a view in the middle and panels round it, which can be moved, floated and closed.
/// Where they are is remembered under the page's name.
class PageFrame : public QMainWindow {
  Q_OBJECT

 public:
  /// In narrower pages (pixels) two panels share one place.
  static constexpr int kRoomForBoth = 1200;

  /// `id` of the page, in the settings.
  explicit PageFrame(const QString& id, QWidget* parent = nullptr);

  /// `name` tells panels apart in what is remembered.
  QDockWidget* addPanel(const QString& title, const char* name, QWidget* panel, Qt::DockWidgetArea area);
  const std::vector<QDockWidget*>& panels() const { return m_panels; }
  /// These two share one place, as tabs, where the page is narrow.
  void setSharing(QDockWidget* first, QDockWidget* second);

  /// The page is complete: this is how it looks at the very first start.
  void setComplete();
  /// For a page of this size.
  void fitInto(const QSize& size);
  /// Puts every panel where it was at the very first start.
  void resetLayout();
  void restoreLayout();
  void saveLayout() const;

 private:
  QString m_key;
  std::vector<QDockWidget*> m_panels;
  QDockWidget* m_first = nullptr;  // of those that may share a place
  QDockWidget* m_second = nullptr;
  QByteArray m_firstLayout;
};

}  // namespace isthmus
