#include "app/rooms/data/dataset_controller.h"

#include "app/loading/load_tools.h"
#include "core/base/guarded.h"
#include "core/model/file/model_file.h"

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
      m_loader([](const Job& job, const auto& loader) { loader.answer(job(loader.task())); },
               [](const Then& then) { then(); },
               [this](double fraction) { Q_EMIT loadingProgressed(fraction); }),
      m_planner([](const std::vector<std::filesystem::path>& paths,
                   const auto& planner) { planner.answer(planOfDrop(paths, planner.task())); },
                [this](const DropPlan& plan) { tell(plan); }),
      m_finder([](std::monostate, const auto& finder) { finder.answer(knownDatasets()); },
               [this](const std::vector<KnownDataset>& known) { Q_EMIT knownFound(known); }) {}

void DatasetController::begin(const QString& what, DatasetRole role, const Job& job) {
  m_choice.reset();
  m_loading = true;
  m_role = role;
  m_loader.replace(job);
  Q_EMIT loadingBegan(what);
}

void DatasetController::load(const DatasetSource& source, DatasetRole role, const LoadOptions& options,
                             OpenChoices choices) {
  begin(nameOf(source), role, [=, this](const Task& task) {
    if (const auto* known = std::get_if<KnownDataset>(&source))
      return work([known](const Task& own) { return loadKnownDataset(*known, loadTools(), own); }, role,
                  task);
    return planFirst({std::get<std::vector<std::filesystem::path>>(source), role}, options, choices, task);
  });
}

DatasetController::Then DatasetController::planFirst(const Choice& files, const LoadOptions& options,
                                                     OpenChoices choices, const Task& task) {
  LoadOptions asked = options;
  if (files.role == DatasetRole::Probe && !asked.testShare) asked.testShare = 0;  // it is looked at whole
  const auto plan = guarded([&] { return planLoading(files.paths, asked, loadTools(), {task.stop, {}}); });
  const bool ask = plan && plan->hasChoices() && !plan->isSingleSample && choices == OpenChoices::AskPerson &&
                   options == LoadOptions();
  if (!ask)
    return work([&](const Task& own) { return plan ? loadDataset(*plan, loadTools(), own) : plan.error(); },
                files.role, task);
  return [this, files, plan] {
    m_loading = false;
    m_choice = files;
    Q_EMIT loadingEnded();
    Q_EMIT choiceNeeded(*plan, files.role);
  };
}

void DatasetController::replan(const LoadOptions& options) {
  if (!m_choice) return;
  m_loader.replace([this, options, paths = m_choice->paths](const Task& task) -> Then {
    const auto plan = guarded([&] { return planLoading(paths, options, loadTools(), {task.stop, {}}); });
    if (plan) return [this, plan] { Q_EMIT replanned(*plan); };
    return [this, problem = QString::fromStdString(plan.error().text())] { Q_EMIT replanFailed(problem); };
  });
}

void DatasetController::loadChosen(const LoadPlan& plan) {
  if (!m_choice) return;
  const DatasetRole role = m_choice->role;
  begin(QString::fromStdString(plan.name), role, [=, this](const Task& task) {
    return work([&](const Task& own) { return loadDataset(plan, loadTools(), own); }, role, task);
  });
}

void DatasetController::dropChoice() {
  if (!m_choice) return;
  m_loader.cancel();
  m_choice.reset();
}

void DatasetController::cancel() {
  if (!m_loading) return;
  m_loader.cancel();
  m_loading = false;
  Q_EMIT loadingEnded();
}

void DatasetController::plan(const std::vector<std::filesystem::path>& paths) {
  m_planner.replace(paths);
}

void DatasetController::forgetPlan() {
  m_planner.cancel();
}

void DatasetController::findKnown() {
  m_finder.request({});
}

DatasetController::Then DatasetController::work(const Loading& loading, DatasetRole role, const Task& task) {
  return [this, role, result = guarded([&] { return loading(task); })] { finish(result, role); };
}

void DatasetController::finish(const Result<DatasetPtr>& result, DatasetRole role) {
  m_loading = false;
  Q_EMIT loadingEnded();
  if (result)
    Q_EMIT loaded(*result, role);
  else if (result.error().code != ErrorCode::Cancelled)
    Q_EMIT failed(QString::fromStdString(result.error().text()));
}

DatasetController::DropPlan DatasetController::planOfDrop(const std::vector<std::filesystem::path>& paths,
                                                          const Task& task) {
  std::vector<std::filesystem::path> data = paths;
  std::erase_if(data, isModelFile);
  if (data.empty() && !paths.empty())
    return {true, QString::fromStdString(paths.front().filename().string()), {}, true};
  const auto plan = guarded([&] { return planLoading(data, {}, loadTools(), {task.stop, {}}); });
  if (!plan) return {false, {}, QString::fromStdString(plan.error().text()), false};
  return {false, QString::fromStdString(plan->name), QString::fromStdString(plan->summary), true,
          plan->isSingleSample};
}

void DatasetController::tell(const DropPlan& plan) {
  if (plan.isModel)
    Q_EMIT plannedModel(plan.name);
  else
    Q_EMIT planned(plan.name, plan.detail, plan.acceptable, plan.isSingleSample);
}

}  // namespace isthmus
