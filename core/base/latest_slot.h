#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace isthmus {

/// Hands the newest value from one thread to another. An older value that nobody took is dropped, so the reader
/// never works through a backlog. Any thread may call.
template <typename T>
class LatestSlot {
 public:
  /// Returns true when the slot was empty, i.e. when the reader must be woken.
  bool put(T value) {
    const std::scoped_lock lock(m_mutex);
    const bool wasEmpty = !m_value.has_value();
    m_value = std::move(value);
    m_changed.notify_one();
    return wasEmpty;
  }

  /// The newest value, or nothing when none came since the last one was taken.
  std::optional<T> tryTake() {
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_value, std::nullopt);
  }

  /// Blocks until a value arrives; empty only when `stop` was requested.
  std::optional<T> waitTake(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    if (!m_changed.wait(lock, stop, [this] { return m_value.has_value(); })) return std::nullopt;
    if (stop.stop_requested()) return std::nullopt;
    return std::exchange(m_value, std::nullopt);
  }

 private:
  std::mutex m_mutex;
  std::condition_variable_any m_changed;
  std::optional<T> m_value;  // guarded by m_mutex
};

}  // namespace isthmus
