#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/data/dataset_format.h"
#include "core/data/library/known_datasets.h"
#include "widgets/jobs/latest_job.h"

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
  /// `detail` says what a drop would load, or why it cannot; a single sample would be looked at.
  void planned(const QString& name, const QString& detail, bool acceptable, bool isSingleSample);
  /// There are but models in what is dragged.
  void plannedModel(const QString& name);
  void knownFound(const std::vector<isthmus::KnownDataset>& known);

 private:
  /// What the loader's thread does next; what it returns is called in the GUI thread.
  using Then = std::function<void()>;
  using Job = std::function<Then(const Task& task)>;
  using Loading = std::function<Result<DatasetPtr>(const Task& task)>;
  /// What dropping files would do.
  struct DropPlan {
    bool isModel = false;
    QString name;
    QString detail;
    bool acceptable = false;
    bool isSingleSample = false;
  };
  /// Files that a person is asked about.
  struct Choice {
    std::vector<std::filesystem::path> paths;
    DatasetRole role = DatasetRole::Main;
  };

  void begin(const QString& what, DatasetRole role, const Job& job);
  /// In the loader's thread.
  Then planFirst(const Choice& files, const LoadOptions& options, OpenChoices choices, const Task& task);
  Then work(const Loading& loading, DatasetRole role, const Task& task);
  void finish(const Result<DatasetPtr>& result, DatasetRole role);
  /// In the planner's thread.
  static DropPlan planOfDrop(const std::vector<std::filesystem::path>& paths, const Task& task);
  void tell(const DropPlan& plan);

  bool m_loading = false;
  DatasetRole m_role = DatasetRole::Main;  // of what is being loaded
  std::optional<Choice> m_choice;
  LatestJob<Job, Then> m_loader;
  LatestJob<std::vector<std::filesystem::path>, DropPlan> m_planner;
  LatestJob<std::monostate, std::vector<KnownDataset>> m_finder;
};

}  // namespace isthmus
