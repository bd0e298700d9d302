#include "app/dataset_controller.h"

#include "core/data/dataset_format.h"

#include <atomic>
#include <memory>

namespace isthmus {
namespace {

QString nameOf(const DatasetSource& source) {
  if (const auto* known = std::get_if<KnownDataset>(&source)) return QString::fromStdString(known->title);
  const auto& paths = std::get<std::vector<std::filesystem::path>>(source);
  return paths.empty() ? QString() : QString::fromStdString(paths.front().filename().string());
}

Result<DatasetPtr> loadSource(const DatasetSource& source, const LoadOptions& options, const Task& task) {
  if (const auto* known = std::get_if<KnownDataset>(&source)) return loadKnownDataset(*known, {}, task);
  const auto plan = planLoading(std::get<std::vector<std::filesystem::path>>(source), options);
  if (!plan) return plan.error();
  return loadDataset(*plan, {}, task);
}

}  // namespace

DatasetController::DatasetController(QObject* parent)
    : QObject(parent),
      m_loader([this](const LoadRequest& request, const std::stop_token& stop) { work(request, stop); }),
      m_planner([this](const PlanRequest& request, const std::stop_token&) { lookAt(request); }),
      m_finder([this](FindRequest, const std::stop_token&) {
        QMetaObject::invokeMethod(
            this, [this, known = knownDatasets()] { Q_EMIT knownFound(known); }, Qt::QueuedConnection);
      }) {}

void DatasetController::load(const DatasetSource& source, DatasetRole role, const LoadOptions& options) {
  m_loading = true;
  ++m_number;
  m_loader.replace({source, role, options, m_number});
  Q_EMIT loadingBegan(nameOf(source));
}

void DatasetController::cancel() {
  if (!m_loading) return;
  m_loader.cancel();
  ++m_number;
  m_loading = false;
  Q_EMIT loadingEnded();
}

void DatasetController::plan(const std::vector<std::filesystem::path>& paths) {
  m_planner.request({paths});
}

void DatasetController::findKnown() {
  m_finder.request({});
}

void DatasetController::work(const LoadRequest& request, const std::stop_token& stop) {
  // At most one progress report is under way to the GUI thread, however small the loader's steps.
  const auto pending = std::make_shared<std::atomic<bool>>(false);
  const Task task{stop, [&](double fraction) {
                    if (pending->exchange(true)) return;
                    QMetaObject::invokeMethod(
                        this,
                        [this, fraction, pending, number = request.number] {
                          pending->store(false);
                          if (number == m_number) Q_EMIT loadingProgressed(fraction);
                        },
                        Qt::QueuedConnection);
                  }};
  QMetaObject::invokeMethod(
      this,
      [this, number = request.number, role = request.role,
       result = loadSource(request.source, request.options, task)] { finish(number, result, role); },
      Qt::QueuedConnection);
}

void DatasetController::finish(int number, const Result<DatasetPtr>& result, DatasetRole role) {
  if (number != m_number) return;
  m_loading = false;
  Q_EMIT loadingEnded();
  if (result)
    Q_EMIT loaded(*result, role);
  else if (result.error().code != ErrorCode::Cancelled)
    Q_EMIT failed(QString::fromStdString(result.error().text()));
}

void DatasetController::lookAt(const PlanRequest& request) {
  const auto plan = planLoading(request.paths);
  const QString name = QString::fromStdString(plan ? plan->name : std::string());
  const QString detail = QString::fromStdString(plan ? plan->summary : plan.error().text());
  QMetaObject::invokeMethod(
      this,
      [this, name, detail, acceptable = static_cast<bool>(plan)] {
        Q_EMIT planned(name, detail, acceptable);
      },
      Qt::QueuedConnection);
}

}  // namespace isthmus
