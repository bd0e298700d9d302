// decode.drag: from a mouse event to the picture of that place on the screen.
#include "tests/bench/rows/bench_data.h"
#include "tests/bench/rows/measure.h"
#include "tests/bench/rows/window_driver.h"
#include "widgets/plane/latent_plane_view.h"

#include <QMouseEvent>

#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace isthmus::bench {
namespace {

constexpr std::size_t kEvents = 500;
constexpr auto kInterval = std::chrono::milliseconds(8);  // of a mouse that reports 125 times a second

/// Drags through the plane with events on a fixed schedule and notes when the answer to each, or to a later
/// one, is painted: requests that a newer one overtakes are dropped, and wait for that one's picture here.
class DragScript {
 public:
  explicit DragScript(WindowDriver& driver)
      : m_driver(driver),
        m_canvas(driver.find<QWidget>("planeCanvas")),
        m_watch(driver.find<QWidget>("decodedPicture"), [this] { notePainted(); }) {
    QObject::connect(driver.window().findChild<LatentPlaneView*>(), &LatentPlaneView::pointerMoved,
                     &m_context, [this](QPointF at) {
                       if (!m_sent.empty())
                         m_sent.back().z = m_driver.workspace().plane().lift(at.x(), at.y());
                     });
    QObject::connect(&driver.session().decoding(), &DecodeController::pointDecoded, &m_context,
                     [this](const DecodedView& view) { noteDecoded(view); });
  }

  void run() {
    send(QEvent::MouseButtonPress, Qt::LeftButton, place(0));
    serveFor(std::chrono::milliseconds(100));
    m_sent.clear();
    m_next = 0;
    m_shown = 0;
    m_begin = Clock::now();
    QTimer hand;
    hand.setTimerType(Qt::PreciseTimer);
    QObject::connect(&hand, &QTimer::timeout, &m_context, [this] { moveAllDue(); });
    hand.start(1);
    serveUntil([this] { return m_next == kEvents; }, "dragging", std::chrono::minutes(1));
    hand.stop();
    send(QEvent::MouseButtonRelease, Qt::LeftButton, place(kEvents));
  }

  const std::vector<double>& fromDelivery() const { return m_fromDelivery; }
  const std::vector<double>& fromSchedule() const { return m_fromSchedule; }
  int paints() const { return m_paints; }

 private:
  struct Sent {
    Clock::time_point due, delivered;
    std::vector<float> z;
  };

  /// Of a path in which no two events that follow each other are in one place.
  QPointF place(std::size_t event) const {
    const double t = 2 * std::numbers::pi * static_cast<double>(event) / 200;
    const QPointF middle = QRectF(m_canvas.rect()).center();
    return middle +
           QPointF(0.3 * m_canvas.width() * std::cos(t), 0.3 * m_canvas.height() * std::sin(1.7 * t));
  }

  void send(QEvent::Type type, Qt::MouseButton button, QPointF at) {
    QMouseEvent event(type, at, m_canvas.mapToGlobal(at), button,
                      type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&m_canvas, &event);
  }

  void moveAllDue() {
    while (m_sent.size() < kEvents) {
      const auto due = m_begin + kInterval * static_cast<int>(m_sent.size());
      const auto now = Clock::now();
      if (due > now) return;
      m_sent.push_back({due, now, {}});
      send(QEvent::MouseMove, Qt::NoButton, place(m_sent.size()));
    }
  }

  void noteDecoded(const DecodedView& view) {
    for (std::size_t i = m_sent.size(); i > m_shown; --i)
      if (m_sent[i - 1].z == view.z) {
        m_shown = i;
        return;
      }
  }

  void notePainted() {
    const auto now = Clock::now();
    if (m_next < m_shown) ++m_paints;
    for (; m_next < m_shown; ++m_next) {
      m_fromDelivery.push_back(1e3 * secondsBetween(m_sent[m_next].delivered, now));
      m_fromSchedule.push_back(1e3 * secondsBetween(m_sent[m_next].due, now));
    }
  }

  WindowDriver& m_driver;
  QWidget& m_canvas;
  std::vector<Sent> m_sent;
  std::size_t m_shown = 0;  // events whose answer is in the panel
  std::size_t m_next = 0;   // events whose answer is painted
  int m_paints = 0;
  Clock::time_point m_begin;
  std::vector<double> m_fromDelivery;
  std::vector<double> m_fromSchedule;
  QObject m_context;
  PaintWatch m_watch;
};

Measured row(const std::string& name, WindowDriver& driver) {
  DragScript script(driver);
  script.run();
  const auto& times = script.fromDelivery();
  std::array<char, 300> text{};
  std::snprintf(
      text.data(), text.size(),
      "p50 %.1f, p95 %.1f, p99 %.1f ms of %zu events, one in 8 ms (%d pictures painted); counted from "
      "when the hand moved, a busy window included, p95 %.1f ms",
      quantile(times, 0.5), quantile(times, 0.95), quantile(times, 0.99), times.size(), script.paints(),
      quantile(script.fromSchedule(), 0.95));
  return {name, quantile(times, 0.95), {}, {}, text.data()};
}

}  // namespace

std::vector<Measured> measureDrag() {
  WindowDriver driver;
  driver.show(wholeSet());
  std::vector<Measured> rows = {row("decode.drag", driver)};
  driver.beginTraining();
  rows.push_back(row("decode.drag.training", driver));
  driver.endTraining();
  return rows;
}

}  // namespace isthmus::bench
