#pragma once

#include "app/session/explorer_session.h"
#include "app/shell/user_questions.h"

#include <QList>
#include <QObject>

#include <cstddef>
#include <vector>

class QAction;
class QMenu;

namespace isthmus {

/// The actions by which a person edits the data set: undo, redo, and what is done to the selected samples or
/// to all. They ask what they need to know.
class DatasetEditActions : public QObject {
  Q_OBJECT

 public:
  /// Where an edit gets from what it needs.
  struct Context {
    ExplorerSession* session;        // borrowed
    const UserQuestions* questions;  // borrowed
    QWidget* window;                 // borrowed; the parent of the actions
  };

  explicit DatasetEditActions(Context context);

  void fillMenu(QMenu& menu);
  /// Those for a context menu of samples.
  QList<QAction*> sampleActions() const;

 Q_SIGNALS:
  /// A person wants to select every sample that is shown.
  void selectAllRequested();
  /// A person wants another data set to be merged into this one: ask for its files.
  void mergeRequested();
  /// The same, with a folder of data.
  void folderMergeRequested();

 private:
  QAction* add(const QString& text, const QKeySequence& shortcut, void (DatasetEditActions::*slot)());
  const DatasetPtr& dataset() const { return m_context.session->workspace().dataset(); }
  /// The samples that an edit is for.
  std::vector<std::size_t> samples() const;
  void edit(const DatasetEdit& edit);
  void undo();
  void redo();
  void remove();
  void label();
  void keepOnly();
  void takeSubset();
  void merge();
  void mergeFolder();
  void update();

  Context m_context;
  QAction* m_undo;  // these belong to the window
  QAction* m_redo;
  QAction* m_remove;
  QAction* m_label;
  QAction* m_keep;
  QAction* m_selectAll;
  QAction* m_merge;
  QAction* m_mergeFolder;
  QAction* m_subset;
};

}  // namespace isthmus
