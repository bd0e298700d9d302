#pragma once

#include "app/session/explorer_session.h"

#include <QObject>

#include <deque>
#include <functional>
#include <vector>

namespace isthmus {

struct UserQuestions;

/// Saves models, and asks before a model that no file holds would go: Save, Discard or Cancel. It is the gate
/// of its session. What was saved has been written before the act that was asked about is carried out; where
/// that fails, it is not.
class ModelKeeper : public QObject {
  Q_OBJECT

 public:
  /// All are borrowed; `window` is the parent.
  ModelKeeper(ExplorerSession& session, const UserQuestions& questions, QWidget* window);

  /// Saves the model in front where a person says.
  void save();
  /// Calls `quit` once each unsaved model of the session that was not discarded is saved or is to go.
  void beforeQuit(const std::function<void()>& quit);

 private:
  /// A question and what it is about.
  struct Asked {
    ModelRisk risk;
    ModelSnapshotPtr model;  ///< null: the one in front, also when a run has made another by then
    std::function<void()> goOn;
  };

  void ask(Asked asked);
  void askFirst();
  /// The first question is answered; its act is carried out or given up.
  void end(bool goOn);
  void beforeQuit(const std::function<void()>& quit, std::vector<int> answered);
  ModelSnapshotPtr modelOf(const Asked& asked) const;
  QString chooseFile() const;

  ExplorerSession& m_session;
  const UserQuestions& m_questions;
  QWidget* m_window;
  std::deque<Asked> m_asked;  ///< the first is before the person, or being saved; the others wait
};

}  // namespace isthmus
