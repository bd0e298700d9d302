#include "app/rooms/data/edit_controller.h"

#include "core/base/guarded.h"

#include <utility>

namespace isthmus {
namespace {

constexpr std::chrono::milliseconds kPatience{200};  // a shorter edit would only make the panel flicker

Result<DatasetPtr> edited(const DatasetPtr& from, const DatasetEdit& edit, const Task& task) {
  return guarded([&]() -> Result<DatasetPtr> {
    auto made = edit.make(*from, task);
    if (!made) return made.error();
    return DatasetPtr(std::make_shared<const Dataset>(std::move(made).value()));
  });
}

}  // namespace

EditController::EditController(QObject* parent)
    : QObject(parent),
      m_job([](const Request& request,
               const auto& job) { job.answer(edited(request.from, request.edit, job.task())); },
            [this](const Result<DatasetPtr>& result) { finish(result); },
            [this](double fraction) {
              if (!m_patience.isActive()) Q_EMIT progressed(m_name, fraction);
            }) {
  m_patience.setSingleShot(true);
  m_patience.setInterval(kPatience);
  connect(&m_patience, &QTimer::timeout, this, [this] { Q_EMIT tookLong(m_name); });
}

void EditController::make(const DatasetPtr& from, const DatasetEdit& edit) {
  if (isWorking()) return;
  m_name = edit.name;
  m_patience.start();
  m_job.request({from, edit});
}

void EditController::cancel() {
  if (!isWorking()) return;
  m_job.cancel();
  m_patience.stop();
  Q_EMIT ended();
}

void EditController::finish(const Result<DatasetPtr>& result) {
  m_patience.stop();
  Q_EMIT ended();
  if (result)
    Q_EMIT made(*result, m_name);
  else
    Q_EMIT failed(QString::fromStdString(result.error().text()));
}

}  // namespace isthmus
