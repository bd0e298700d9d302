#include "app/rooms/data/dataset_controller.h"

#include "widgets/jobs/progress_relay.h"
#include "app/loading/load_tools.h"
#include "core/base/guarded.h"
#include "core/model/model_file.h"

#include <utility>

namespace isthmus {
namespace {

QString nameOf(const DatasetSource& source) {
  if (const auto* known = std::get_if<KnownDataset>(&source)) return QString::fromStdString(known->title);
  const auto& paths = std::get<std::vector<std::filesystem::path>>(source);
  return paths.empty() ? QString() : QString::fromStdString(paths.front().filename().string());
}

}  // namespace

DatasetController::DatasetController(QObject* parent)
    : QObject(parent),
      m_loader([](const Job& job, const std::stop_token& stop) { job(stop); }),
      m_planner([this](const PlanRequest& request, const std::stop_token& stop) { lookAt(request, stop); }),
      m_finder([this](FindRequest, const std::stop_token&) {
        QMetaObject::invokeMethod(
            this, [this, known = knownDatasets()] { Q_EMIT knownFound(known); }, Qt::QueuedConnection);
      }) {}

void DatasetController::begin(const QString& what, DatasetRole role,
                              const std::function<void(int, const std::stop_token&)>& job) {
  m_choice.reset();
  m_loading = true;
  m_role = role;
  ++m_number;
  m_loader.replace([job, number = m_number](const std::stop_token& stop) { job(number, stop); });
  Q_EMIT loadingBegan(what);
}

void DatasetController::load(const DatasetSource& source, DatasetRole role, const LoadOptions& options,
                             OpenChoices choices) {
  begin(nameOf(source), role, [=, this](int number, const std::stop_token& stop) {
    if (const auto* known = std::get_if<KnownDataset>(&source))
      work([known](const Task& task) { return loadKnownDataset(*known, loadTools(), task); }, role, number,
           stop);
    else
      planFirst({std::get<std::vector<std::filesystem::path>>(source), role}, options, choices, number, stop);
  });
}

void DatasetController::planFirst(const Choice& files, const LoadOptions& options, OpenChoices choices,
                                  int number, const std::stop_token& stop) {
  LoadOptions asked = options;
  if (files.role == DatasetRole::Probe && !asked.testShare) asked.testShare = 0;  // it is looked at whole
  const auto plan = guarded([&] { return planLoading(files.paths, asked, loadTools(), {stop, {}}); });
  const bool ask = plan && plan->hasChoices() && !plan->isSingleSample && choices == OpenChoices::AskPerson &&
                   options == LoadOptions();
  if (!ask) {
    work([&](const Task& task) { return plan ? loadDataset(*plan, loadTools(), task) : plan.error(); },
         files.role, number, stop);
    return;
  }
  answer(number, [this, files, plan] {
    m_loading = false;
    m_choice = files;
    Q_EMIT loadingEnded();
    Q_EMIT choiceNeeded(*plan, files.role);
  });
}

void DatasetController::replan(const LoadOptions& options) {
  if (!m_choice) return;
  ++m_number;
  m_loader.replace([=, this, paths = m_choice->paths, number = m_number](const std::stop_token& stop) {
    const auto plan = guarded([&] { return planLoading(paths, options, loadTools(), {stop, {}}); });
    answer(number, [this, plan] {
      if (plan)
        Q_EMIT replanned(*plan);
      else
        Q_EMIT replanFailed(QString::fromStdString(plan.error().text()));
    });
  });
}

void DatasetController::loadChosen(const LoadPlan& plan) {
  if (!m_choice) return;
  const DatasetRole role = m_choice->role;
  begin(QString::fromStdString(plan.name), role, [=, this](int number, const std::stop_token& stop) {
    work([&](const Task& task) { return loadDataset(plan, loadTools(), task); }, role, number, stop);
  });
}

void DatasetController::dropChoice() {
  if (!m_choice) return;
  m_loader.cancel();
  ++m_number;
  m_choice.reset();
}

void DatasetController::cancel() {
  if (!m_loading) return;
  m_loader.cancel();
  ++m_number;
  m_loading = false;
  Q_EMIT loadingEnded();
}

void DatasetController::plan(const std::vector<std::filesystem::path>& paths) {
  m_planner.replace({paths, ++m_planNumber});
}

void DatasetController::forgetPlan() {
  m_planner.cancel();
  ++m_planNumber;
}

void DatasetController::findKnown() {
  m_finder.request({});
}

void DatasetController::work(const Loading& loading, DatasetRole role, int number,
                             const std::stop_token& stop) {
  const Task task{stop, relayProgress(this, [this, number](double fraction) {
                    if (number == m_number) Q_EMIT loadingProgressed(fraction);
                  })};
  answer(number, [this, role, result = guarded([&] { return loading(task); })] { finish(result, role); });
}

void DatasetController::answer(int number, std::function<void()> call) {
  QMetaObject::invokeMethod(
      this,
      [this, number, call = std::move(call)] {
        if (number == m_number) call();
      },
      Qt::QueuedConnection);
}

void DatasetController::finish(const Result<DatasetPtr>& result, DatasetRole role) {
  m_loading = false;
  Q_EMIT loadingEnded();
  if (result)
    Q_EMIT loaded(*result, role);
  else if (result.error().code != ErrorCode::Cancelled)
    Q_EMIT failed(QString::fromStdString(result.error().text()));
}

void DatasetController::lookAt(const PlanRequest& request, const std::stop_token& stop) {  // planner's thread
  std::vector<std::filesystem::path> data = request.paths;
  std::erase_if(data, isModelFile);
  const bool isModel = data.empty() && !request.paths.empty();
  const auto plan = isModel ? Result<LoadPlan>(LoadPlan()) : guarded([&] {
    return planLoading(data, {}, loadTools(), {stop, {}});
  });
  const QString name = QString::fromStdString(isModel ? request.paths.front().filename().string()
                                              : plan  ? plan->name
                                                      : std::string());
  const QString detail = QString::fromStdString(plan ? plan->summary : plan.error().text());
  QMetaObject::invokeMethod(
      this,
      [this, number = request.number, isModel, name, detail, acceptable = static_cast<bool>(plan)] {
        if (number != m_planNumber) return;
        if (isModel)
          Q_EMIT plannedModel(name);
        else
          Q_EMIT planned(name, detail, acceptable);
      },
      Qt::QueuedConnection);
}

}  // namespace isthmus
