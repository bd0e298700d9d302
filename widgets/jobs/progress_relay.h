#pragma once

#include <QObject>

#include <functional>

namespace isthmus {

/// For Task::progress: calls `tell` in the thread of `context`, which must outlive the computation. However
/// small the steps of a computation are, at most one call is under way.
std::function<void(double fraction)> relayProgress(QObject* context, std::function<void(double)> tell);

}  // namespace isthmus
