#pragma once

#include "tests/bench/timing.h"

#include <QObject>
#include <QTimer>

#include <algorithm>
#include <ctime>

namespace isthmus::bench {

/// Beats every millisecond as long as the event loop is served; keeps the longest stretch without.
class Heartbeat {
 public:
  Heartbeat() {
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { beat(); });
    m_timer.start(kInterval);
  }
  void restart() {
    m_last = Clock::now();
    m_lastWork = threadSeconds();
    m_longest = m_mostWork = 0;
  }
  /// Milliseconds.
  double longest() const { return m_longest; }
  /// The most that this thread itself computed within one stretch, milliseconds.
  double mostWork() const { return m_mostWork; }

 private:
  static constexpr int kInterval = 1;
  static double threadSeconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
  }
  void beat() {
    const auto now = Clock::now();
    const double work = threadSeconds();
    m_longest = std::max(m_longest, 1e3 * secondsBetween(m_last, now) - kInterval);
    m_mostWork = std::max(m_mostWork, 1e3 * (work - m_lastWork));
    m_last = now;
    m_lastWork = work;
  }

  QTimer m_timer;
  Clock::time_point m_last = Clock::now();
  double m_lastWork = threadSeconds();
  double m_longest = 0;
  double m_mostWork = 0;
};

}  // namespace isthmus::bench
