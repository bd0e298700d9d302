#pragma once

#include "app/shell/launch_options.h"
#include "app/shell/main_window.h"

#include <QObject>
#include <QTimer>

namespace isthmus {

/// Does what the command line asks for, step by step, once the window is there: the bundled model (unless a
/// model was named), the data, training, the screenshot.
class Launcher : public QObject {
  Q_OBJECT

 public:
  Launcher(MainWindow& window, LaunchOptions options, QObject* parent = nullptr);

 private:
  /// `hasModel`, `hasData`: whether there are such among the files of the command line.
  void begin(bool hasModel, bool hasData);
  void goOn();
  void takeScreenshot();
  void fail(const QString& message);
  bool loadKnown(const std::string& id);

  MainWindow& m_window;
  LaunchOptions m_options;
  std::vector<KnownDataset> m_known;
  bool m_begun = false;
  QTimer m_quiet;  ///< runs out once nothing has happened for a while: then the picture is taken
};

}  // namespace isthmus
