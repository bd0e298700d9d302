#pragma once

#include "app/session/explorer_session.h"
#include "app/shell/user_questions.h"

#include <QObject>

#include <filesystem>
#include <string>
#include <vector>

class QMenu;

namespace isthmus {

class DataLibrary;

/// How a person opens data and models: by files, folders, the library or a list, with what has to be asked
/// before. It says what loading did that they have not read yet, and takes back what no longer holds.
class DataOpening : public QObject {
  Q_OBJECT

 public:
  /// All are borrowed; `window` is the parent of dialogs.
  DataOpening(ExplorerSession& session, const UserQuestions& questions, QWidget* window);

  /// Opens the model among the files (.safetensors), if any, and the others as a data set; a person is asked
  /// about these as DatasetController::load() says.
  void openPaths(const std::vector<std::filesystem::path>& paths, DatasetRole role,
                 const LoadOptions& options = {}, OpenChoices choices = OpenChoices::AskPerson);
  void load(const DatasetSource& source, DatasetRole role, const LoadOptions& options = {},
            OpenChoices choices = OpenChoices::AskPerson);
  void openModel(const std::filesystem::path& path);
  void openBundledModel();
  /// A person chooses what is opened.
  void chooseFiles(DatasetRole role);
  void chooseFolder(DatasetRole role);
  void chooseModel();
  void showLibrary();

  /// The entries of the File menu that open data, and the model's.
  void fillMenu(QMenu& menu);

 Q_SIGNALS:
  void info(const QString& message);
  void error(const QString& message, isthmus::MessageSubject subject);
  /// As ExplorerSession::settled().
  void settled(isthmus::MessageSubject subject);

 private:
  void connectLoading();
  void askAboutImport(const LoadPlan& plan, DatasetRole role);
  /// With which numbers a built-in set is made.
  void askAboutBuiltin(const KnownDataset& known);
  void fillKnownMenu(QMenu& menu, const std::vector<KnownDataset>& known);
  /// Says what loading did that the person has not read in the import dialog.
  void tellNotes(const Dataset& dataset);

  ExplorerSession& m_session;
  const UserQuestions& m_questions;
  QWidget* m_window;
  DataLibrary* m_library;  // a child
  bool m_isAsked = false;  ///< a person asked for what is being loaded, so that it answers errors before it
  std::vector<std::string> m_readRemarks;  ///< of the plan that is being carried out
};

}  // namespace isthmus
