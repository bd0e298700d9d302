#pragma once

#include "app/session/explorer_session.h"

#include <QObject>

#include <cstdint>
#include <optional>

class QAction;
class QMenu;

namespace isthmus {

class DataOpening;
class ModelKeeper;

/// What can be done with models on every page: open and save them, train, fetch one of this session back.
class ModelMenu : public QObject {
  Q_OBJECT

 public:
  /// All are borrowed; `window` is the parent.
  ModelMenu(ExplorerSession& session, DataOpening& opening, ModelKeeper& keeper, QWidget* window);

  void fillFileMenu(QMenu& menu);
  void fillMenu(QMenu& menu);

  /// Trains with Workspace::config() and these. Nothing where the form holds something that is wrong.
  void train(std::optional<int> epochs, std::optional<std::uint64_t> seed);

 private:
  void press();  ///< train, pause or resume: whichever it is
  void fillRecent(QMenu& menu);
  void update();

  ExplorerSession& m_session;
  DataOpening& m_opening;
  ModelKeeper& m_keeper;
  QAction* m_save = nullptr;  // these belong to the menus
  QAction* m_train = nullptr;
  QAction* m_step = nullptr;
  QAction* m_stop = nullptr;
  QAction* m_reset = nullptr;
};

}  // namespace isthmus
