#pragma once

#include "app/shell/main_window.h"
#include "tests/bench/timing.h"

#include <QApplication>
#include <QEvent>
#include <QEventLoop>
#include <QObject>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <memory>
#include <stdexcept>

namespace isthmus::bench {

/// Tells when a widget has been painted.
class PaintWatch : public QObject {
 public:
  PaintWatch(QWidget& widget, std::function<void()> painted);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  std::function<void()> m_painted;
};

/// Serves the event loop until `condition` holds; it is looked at after every millisecond or so. Throws
/// std::runtime_error after `patience`.
void serveUntil(const std::function<bool()>& condition, const char* what,
                std::chrono::milliseconds patience = std::chrono::minutes(3));
/// Serves the event loop for so long.
void serveFor(std::chrono::milliseconds time);

/// The real window of 1280 x 800, without a display and without the person's settings, driven by events.
class WindowDriver {
 public:
  WindowDriver();

  MainWindow& window() { return *m_window; }
  ExplorerSession& session() { return m_window->session(); }
  Workspace& workspace() { return m_window->workspace(); }
  template <typename Widget>
  Widget& find(const char* name) {
    auto* widget = m_window->findChild<Widget*>(QString::fromLatin1(name));
    if (!widget) throw std::runtime_error(std::string("the window has no ") + name);
    return *widget;
  }

  /// Opens the bundled model and shows the data set with all that follows from both.
  void show(const DatasetPtr& dataset);
  /// Begins a run that does not end by itself and waits until its points move.
  void beginTraining();
  void endTraining();
  /// Decoded pictures behind the points, on or off.
  void toggleManifold();
  void settle();

 private:
  std::unique_ptr<MainWindow> m_window;
};

}  // namespace isthmus::bench
