#pragma once

#include "app/shell/services.h"
#include "app/workspace/workspace.h"

#include <QObject>

namespace isthmus {

class ErrorPanel;

/// The reconstruction errors of data and probe, and which samples are above the threshold.
class ErrorsRoom : public QObject {
  Q_OBJECT

 public:
  /// `parent` owns this and the panel, which still has no place.
  ErrorsRoom(const Services& services, QWidget* parent);

  ErrorPanel* panel() { return m_panel; }

 Q_SIGNALS:
  /// Other samples are above the threshold.
  void aboveChanged(const isthmus::SampleSet& samples);

 private:
  void showScene(const Scene& now, const Scene& before);

  ExplorerSession& m_session;
  Workspace& m_workspace;
  ErrorPanel* m_panel;  // the parent's
};

}  // namespace isthmus
