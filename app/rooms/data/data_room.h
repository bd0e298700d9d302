#pragma once

#include "app/shell/services.h"

#include <QObject>
#include <QString>

namespace isthmus {

class DataPanel;
class DatasetEditActions;
class ExportActions;

/// Which data are on the table: the data panel, and what a person does with samples there.
class DataRoom : public QObject {
  Q_OBJECT

 public:
  /// `parent` owns this and the panel, which still has no place.
  DataRoom(const Services& services, QWidget* parent);

  DataPanel* panel() { return m_panel; }
  /// The menu of a sample also offers what there is to export of it.
  void setExports(ExportActions* exports) { m_exports = exports; }

 Q_SIGNALS:
  /// A person pointed at a sample on the wall: it should be seen elsewhere, too.
  void sampleWanted(std::size_t sample);

 private:
  void connectPanel();
  void connectLoading();
  void connectWorkspace();
  void connectEdits();
  /// After a loading or an edit has ended: the other one may go on.
  void showWork();

  Services m_services;
  DataPanel* m_panel;           // of the parent
  DatasetEditActions* m_edits;  // of the window
  ExportActions* m_exports = nullptr;
  QString m_loadingText;  // of the loading under way
};

}  // namespace isthmus
