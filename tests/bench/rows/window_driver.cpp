#include "tests/bench/rows/window_driver.h"

#include <QKeyEvent>
#include <QSettings>

namespace isthmus::bench {

PaintWatch::PaintWatch(QWidget& widget, std::function<void()> painted) : m_painted(std::move(painted)) {
  widget.installEventFilter(this);
}

bool PaintWatch::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::Paint) return false;
  watched->event(event);  // painted here, so that its end is known
  m_painted();
  return true;
}

void serveUntil(const std::function<bool()>& condition, const char* what,
                std::chrono::milliseconds patience) {
  if (condition()) return;
  QEventLoop loop;
  QTimer look;
  look.setTimerType(Qt::PreciseTimer);
  const auto end = Clock::now() + patience;
  bool inTime = true;
  QObject::connect(&look, &QTimer::timeout, &loop, [&] {
    inTime = Clock::now() < end;
    if (condition() || !inTime) loop.quit();
  });
  look.start(1);
  loop.exec();
  if (!inTime) throw std::runtime_error(std::string("nothing came of it in time: ") + what);
}

void serveFor(std::chrono::milliseconds time) {
  QEventLoop loop;
  QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
  loop.exec();
}

WindowDriver::WindowDriver() {
  QSettings().clear();
  UserQuestions questions;
  questions.unsavedModel = [](QWidget*, const UnsavedModelQuestion&) { return UnsavedModelAnswer::Discard; };
  m_window = std::make_unique<MainWindow>(questions);
  m_window->fitInto({1280, 800});
  m_window->show();
}

void WindowDriver::show(const DatasetPtr& dataset) {
  session().modelFiles().openBundled();
  serveUntil([this] { return workspace().model() != nullptr; }, "opening the bundled model");
  Q_EMIT session().datasets().loaded(dataset, DatasetRole::Main);
  settle();
}

void WindowDriver::settle() {
  serveUntil([this] { return session().isQuiet(); }, "encoding all samples");
  serveFor(std::chrono::milliseconds(600));  // panels that wait before they show
}

void WindowDriver::beginTraining() {
  constexpr int kForEver = 100'000;
  constexpr int kUnderWay = 30;
  m_window->train(kForEver, 7);
  serveUntil([this] { return workspace().model() && workspace().model()->step > kUnderWay; }, "training");
}

void WindowDriver::endTraining() {
  session().training().stop();
  settle();
}

void WindowDriver::toggleManifold() {
  auto& canvas = find<QWidget>("planeCanvas");
  QKeyEvent press(QEvent::KeyPress, Qt::Key_M, Qt::NoModifier, QStringLiteral("m"));
  QApplication::sendEvent(&canvas, &press);
  serveFor(std::chrono::milliseconds(300));
}

}  // namespace isthmus::bench
