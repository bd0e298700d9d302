#include "app/rooms/data/edit_controller.h"

#include "widgets/jobs/progress_relay.h"
#include "core/base/guarded.h"

#include <utility>

namespace isthmus {
namespace {

constexpr std::chrono::milliseconds kPatience{200};  // a shorter edit would only make the panel flicker

}  // namespace

EditController::EditController(QObject* parent)
    : QObject(parent),
      m_worker([this](const Request& request, const std::stop_token& stop) { work(request, stop); }) {
  m_patience.setSingleShot(true);
  m_patience.setInterval(kPatience);
}

void EditController::make(const DatasetPtr& from, const DatasetEdit& edit) {
  if (m_working) return;
  m_working = true;
  m_patience.disconnect(this);
  connect(&m_patience, &QTimer::timeout, this, [this, name = edit.name] { Q_EMIT tookLong(name); });
  m_patience.start();
  m_worker.request({from, edit, ++m_number});
}

void EditController::cancel() {
  if (!m_working) return;
  m_worker.cancel();
  ++m_number;
  m_working = false;
  m_patience.stop();
  Q_EMIT ended();
}

void EditController::work(const Request& request, const std::stop_token& stop) {  // worker's thread
  const Task task{
      stop, relayProgress(this, [this, number = request.number, name = request.edit.name](double fraction) {
        const bool isSaid = number == m_number && m_working && !m_patience.isActive();
        if (isSaid) Q_EMIT progressed(name, fraction);
      })};
  const Result<DatasetPtr> result = guarded([&]() -> Result<DatasetPtr> {
    auto edited = request.edit.make(*request.from, task);
    if (!edited) return edited.error();
    return DatasetPtr(std::make_shared<const Dataset>(std::move(edited).value()));
  });
  QMetaObject::invokeMethod(
      this,
      [this, number = request.number, result, name = request.edit.name] { finish(number, result, name); },
      Qt::QueuedConnection);
}

void EditController::finish(int number, const Result<DatasetPtr>& result, const QString& name) {
  if (number != m_number) return;
  m_working = false;
  m_patience.stop();
  Q_EMIT ended();
  if (result)
    Q_EMIT made(*result, name);
  else
    Q_EMIT failed(QString::fromStdString(result.error().text()));
}

}  // namespace isthmus
