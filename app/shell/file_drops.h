#pragma once

#include "app/session/explorer_session.h"

#include <QObject>

#include <optional>

class QDragEnterEvent;
class QDragMoveEvent;
class QDropEvent;

namespace isthmus {

class DataOpening;
class DropOverlay;

/// Files that are dragged over the window and dropped on it: says what dropping them would do, and does it.
/// With Alt held they become the probe.
class FileDrops : public QObject {
  Q_OBJECT

 public:
  /// Takes the drags of `window`, which is its parent.
  FileDrops(ExplorerSession& session, DataOpening& opening, QWidget* window);

  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Plan {
    QString name;
    QString detail;
    bool acceptable = true;
    bool isSingleSample = false;
  };
  void enter(QDragEnterEvent& event);
  void move(QDragMoveEvent& event);
  void drop(QDropEvent& event);
  void end();
  void showPlan(bool asProbe);
  void showSinglePlan();

  ExplorerSession& m_session;
  DataOpening& m_opening;
  DropOverlay* m_overlay;      // a child of the window
  std::optional<Plan> m_plan;  ///< what dropping would do, once it is known
};

}  // namespace isthmus
