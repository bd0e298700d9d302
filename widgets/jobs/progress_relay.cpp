#include "widgets/jobs/progress_relay.h"

#include <atomic>
#include <memory>
#include <utility>

namespace isthmus {

std::function<void(double)> relayProgress(QObject* context, std::function<void(double)> tell) {
  return [context, tell = std::move(tell),
          pending = std::make_shared<std::atomic<bool>>(false)](double fraction) {
    if (pending->exchange(true)) return;
    QMetaObject::invokeMethod(
        context,
        [=] {
          pending->store(false);
          tell(fraction);
        },
        Qt::QueuedConnection);
  };
}

}  // namespace isthmus
