#pragma once

#include <QList>
#include <QMainWindow>

#include <map>
#include <vector>

class QDockWidget;

namespace isthmus {

/// The frame of a page: a view in the middle and panels round it, which can be moved, floated and closed.
/// Where they are is remembered under the page's name.
class PageFrame : public QMainWindow {
  Q_OBJECT

 public:
  /// How much room there is for panels, measured by the size of the text.
  enum class Room { Wide, Narrow, Small };
  /// Panels that share one place as tabs; the first is in front.
  using Stack = QList<QDockWidget*>;

  /// `id` of the page, in the settings.
  explicit PageFrame(const QString& id, QWidget* parent = nullptr);

  /// How much room there is in a window of this size.
  static Room roomIn(const QSize& size);

  /// `name` tells panels apart in what is remembered.
  QDockWidget* addPanel(const QString& title, const char* name, QWidget* panel, Qt::DockWidgetArea area);
  const std::vector<QDockWidget*>& panels() const { return m_panels; }
  /// Which panels share a place where there is less room, and how wide the places of the first panels are
  /// then, in per cent of the page (empty: as before).
  void setStacks(Room room, QList<Stack> stacks, QList<int> widths = {});
  /// The panel that stays beside the view while it is presented.
  void setPresented(QDockWidget* panel) { m_presented = panel; }

  /// The page is complete: this is how it looks at the very first start.
  void setComplete();
  /// For a window of this size: arranges the panels anew where there is another room for them than before.
  void fitInto(const QSize& size);
  /// Puts every panel where it was at the very first start with this room.
  void resetLayout();
  void restoreLayout();
  void saveLayout() const;

  /// Shows the view and the presented panel alone and large; afterwards all panels are as they were before.
  void setPresenting(bool isPresenting);
  bool isPresenting() const { return !m_beforePresenting.isEmpty(); }

 private:
  struct Stacks {
    QList<Stack> stacks;
    QList<int> widths;
  };

  void arrange(int width);
  void present();

  QString m_key;
  std::vector<QDockWidget*> m_panels;
  QDockWidget* m_presented = nullptr;
  std::map<Room, Stacks> m_stacks;
  Room m_room = Room::Wide;
  bool m_isRestored = false;  // the layout is the one of an earlier start
  QByteArray m_firstLayout;
  QByteArray m_beforePresenting;  ///< empty while nothing is presented
};

}  // namespace isthmus
