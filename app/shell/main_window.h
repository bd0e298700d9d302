#pragma once

#include "app/session/explorer_session.h"
#include "app/shell/page.h"
#include "app/shell/user_questions.h"

#include <QMainWindow>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

class QStackedWidget;
class QTabBar;

namespace isthmus {

class DataOpening;
class FileDrops;
class FullScreen;
class WindowLook;
class MessageBar;
class ModelKeeper;
class ModelMenu;

/// The window: the pages with their tabs along the top, the menus, the messages and the status bar. What is
/// on a page is the page's own.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(UserQuestions questions = desktopDialogs(), QWidget* parent = nullptr);
  ~MainWindow() override;

  ExplorerSession& session() { return m_session; }
  Workspace& workspace() { return m_session.workspace(); }

  /// As DataOpening::openPaths().
  void openPaths(const std::vector<std::filesystem::path>& paths, DatasetRole role,
                 const LoadOptions& options = {}, OpenChoices choices = OpenChoices::AskPerson);
  /// As ModelMenu::train().
  void train(std::optional<int> epochs, std::optional<std::uint64_t> seed);
  /// Resizes the window, with fewer panels side by side when it is narrow.
  void fitInto(const QSize& size);
  /// No page is still finding what it shows.
  bool isSettled() const;
  /// Puts every panel of the page in front where it was at the very first start.
  void resetLayout();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void makeMenus();
  void makePages();
  void makeViewActions();
  /// Arranges the panels of the pages for the window as it is, where their room has changed.
  void fitPages();
  /// What the View menu offers depends on the page in front.
  void fillViewMenu();
  void connectMessages();
  void showPage(const QString& id);
  const Page* pageInFront() const;
  /// A window as large as the screen leaves no room for the title that the desktop puts on it.
  void leaveRoomForFrame();
  void restoreSettings();
  void saveSettings() const;

  UserQuestions m_questions;
  bool m_isClosing = false;  ///< in closeEvent()
  bool m_mayClose = false;   ///< no model would be lost by it that is wanted
  // children, owned by Qt
  MessageBar* m_messages = nullptr;
  DataOpening* m_opening = nullptr;
  ModelKeeper* m_keeper = nullptr;
  ModelMenu* m_modelMenu = nullptr;
  QStackedWidget* m_stack = nullptr;
  QTabBar* m_tabs = nullptr;
  QMenu* m_exportMenu = nullptr;
  QMenu* m_editMenu = nullptr;
  QMenu* m_viewMenu = nullptr;
  QAction* m_present = nullptr;
  QAction* m_reset = nullptr;
  WindowLook* m_look = nullptr;
  FullScreen* m_fullScreen = nullptr;
  std::vector<Page> m_pages;
  ExplorerSession m_session;  // last: its threads end before the panels go away
};

}  // namespace isthmus
