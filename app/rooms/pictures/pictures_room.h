#pragma once

#include "app/shell/services.h"
#include "app/workspace/workspace.h"

#include <QObject>

namespace isthmus {

class PicturePanel;

/// What is decoded under the pointer, and the picked sample beside what the model makes of it.
class PicturesRoom : public QObject {
  Q_OBJECT

 public:
  /// `parent` owns this and the panel, which still has no place.
  PicturesRoom(const Services& services, QWidget* parent);

  PicturePanel* panel() { return m_panel; }

 private:
  void connectDecoding();
  /// Ask for the pictures of what is on the screen now.
  void decodePointer();
  void examinePicked();

  ExplorerSession& m_session;
  Workspace& m_workspace;
  PicturePanel* m_panel;  // the parent's
};

}  // namespace isthmus
