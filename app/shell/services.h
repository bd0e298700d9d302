#pragma once

class QMenu;
class QWidget;

namespace isthmus {

class DataOpening;
class ExplorerSession;
class MessageBar;
struct UserQuestions;

/// What the window gives its pages. All is borrowed and outlives them.
struct Services {
  ExplorerSession& session;
  const UserQuestions& questions;
  DataOpening& opening;
  MessageBar& messages;
  QWidget& window;  ///< the parent of dialogs and of actions that work on every page
  QMenu& exportMenu;
  QMenu& editMenu;
};

}  // namespace isthmus
