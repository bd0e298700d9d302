#pragma once

#include "core/base/latest_slot.h"

#include <QObject>

#include <functional>
#include <utility>

namespace isthmus {

/// Brings values of other threads to the one that made the mailbox (the GUI's). A value that was overtaken
/// before it was received is dropped, so that nobody works through a backlog.
template <typename T>
class Mailbox {
 public:
  /// `receive` is called from the event loop, and no more once the mailbox is gone.
  explicit Mailbox(std::function<void(T)> receive) : m_receive(std::move(receive)) {}
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  /// From any thread. Whoever calls must have ended before the mailbox goes away.
  void put(T value) {
    if (!m_values.put(std::move(value))) return;
    QMetaObject::invokeMethod(
        &m_owner,
        [this] {
          if (auto newest = m_values.tryTake()) m_receive(std::move(*newest));
        },
        Qt::QueuedConnection);
  }
  /// Drops what is on its way.
  void clear() { m_values.tryTake(); }

 private:
  QObject m_owner;  // its thread is the receiver's
  std::function<void(T)> m_receive;
  LatestSlot<T> m_values;
};

}  // namespace isthmus
