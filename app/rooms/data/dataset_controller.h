#pragma once

#include "core/base/latest_worker.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/data/dataset_format.h"
#include "core/data/library/known_datasets.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <functional>
#include <optional>
#include <variant>
#include <vector>

namespace isthmus {

/// What a data set is loaded for: to learn from, to be held against what was learnt, or to be merged into the
/// one that is there.
enum class DatasetRole { Main, Probe, Addition };

/// Files and folders, or a data set of this computer.
using DatasetSource = std::variant<std::vector<std::filesystem::path>, KnownDataset>;

/// Who decides what files leave open.
enum class OpenChoices { AskPerson, TakeGuess };

/// Loads data sets in a thread of its own, one at a time. A failed or cancelled loading changes nothing.
/// Where files leave a choice, the plan waits with choiceNeeded() until it is loaded, made anew or dropped.
class DatasetController : public QObject {
  Q_OBJECT

 public:
  explicit DatasetController(QObject* parent = nullptr);

  /// A loading under way, or a choice that is waited for, is given up for the new one. With `options` given
  /// there is no choice left; data sets of this computer have none.
  void load(const DatasetSource& source, DatasetRole role, const LoadOptions& options = {},
            OpenChoices choices = OpenChoices::AskPerson);
  /// Plans the files of choiceNeeded() anew; the answer is replanned() or replanFailed(). An earlier request
  /// is given up.
  void replan(const LoadOptions& options);
  /// Carries out the plan of choiceNeeded() or replanned().
  void loadChosen(const LoadPlan& plan);
  /// The person does not want the files of choiceNeeded() after all.
  void dropChoice();
  void cancel();
  bool isLoading() const { return m_loading; }
  /// Whether what is being loaded will be on the screen in place of the present data.
  bool isReplacingData() const { return m_loading && m_role != DatasetRole::Probe; }

  /// Looks what dropping these would do; the answer is planned() or plannedModel(). An earlier request is
  /// given up.
  void plan(const std::vector<std::filesystem::path>& paths);
  /// Nothing is dragged any more: there will be no answer.
  void forgetPlan();
  /// Looks what can be loaded on this computer; the answer is knownFound().
  void findKnown();

 Q_SIGNALS:
  void loadingBegan(const QString& what);
  void loadingProgressed(double fraction);
  /// Loading is over, well or not; comes before loaded(), failed() and choiceNeeded().
  void loadingEnded();
  /// The files leave a choice; the plan makes a guess.
  void choiceNeeded(const isthmus::LoadPlan& plan, isthmus::DatasetRole role);
  void replanned(const isthmus::LoadPlan& plan);
  void replanFailed(const QString& message);
  void loaded(isthmus::DatasetPtr dataset, isthmus::DatasetRole role);
  void failed(const QString& message);
  /// `detail` says what a drop would load, or why it cannot.
  void planned(const QString& name, const QString& detail, bool acceptable);
  /// There are but models in what is dragged.
  void plannedModel(const QString& name);
  void knownFound(const std::vector<isthmus::KnownDataset>& known);

 private:
  /// What the loader's thread does next.
  using Job = std::function<void(const std::stop_token&)>;
  struct PlanRequest {
    std::vector<std::filesystem::path> paths;
    int number = 0;
  };
  struct FindRequest {};
  /// Files that a person is asked about.
  struct Choice {
    std::vector<std::filesystem::path> paths;
    DatasetRole role = DatasetRole::Main;
  };
  using Loading = std::function<Result<DatasetPtr>(const Task& task)>;

  /// `job` gets the number that its answers carry.
  void begin(const QString& what, DatasetRole role,
             const std::function<void(int number, const std::stop_token&)>& job);
  /// In the loader's thread.
  void planFirst(const Choice& files, const LoadOptions& options, OpenChoices choices, int number,
                 const std::stop_token& stop);
  void work(const Loading& loading, DatasetRole role, int number, const std::stop_token& stop);
  /// Calls in the GUI thread unless another loading has begun since.
  void answer(int number, std::function<void()> call);
  void finish(const Result<DatasetPtr>& result, DatasetRole role);
  void lookAt(const PlanRequest& request, const std::stop_token& stop);

  bool m_loading = false;
  DatasetRole m_role = DatasetRole::Main;  // of what is being loaded
  int m_planNumber = 0;                    // of the newest drag: answers about older ones are stale
  int m_number = 0;  // of the newest loading or planning: answers of older ones are stale
  std::optional<Choice> m_choice;
  LatestWorker<Job> m_loader;
  LatestWorker<PlanRequest> m_planner;
  LatestWorker<FindRequest> m_finder;
};

}  // namespace isthmus
