#pragma once

#include <QObject>

class QLabel;
class QStatusBar;

namespace isthmus {

class ExplorerSession;

/// In the status bar: how far a run is, or which model there is; the seed, and the arithmetic that trains.
class RunStatus : public QObject {
  Q_OBJECT

 public:
  /// `session` is borrowed; the bar is the parent.
  RunStatus(ExplorerSession& session, QStatusBar* bar);

 private:
  void describeModel();

  ExplorerSession& m_session;
  QLabel* m_run;  // these belong to the bar
  QLabel* m_seed;
  QLabel* m_arithmetic;
};

}  // namespace isthmus
