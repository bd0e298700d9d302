#pragma once

#include "core/base/latest_worker.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/data/library/known_datasets.h"
#include "core/data/load_options.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <variant>
#include <vector>

namespace isthmus {

/// What a data set is loaded for: to learn from, or to be held against what was learnt.
enum class DatasetRole { Main, Probe };

/// Files and folders, or a data set of this computer.
using DatasetSource = std::variant<std::vector<std::filesystem::path>, KnownDataset>;

/// Loads data sets in a thread of its own, one at a time. A failed or cancelled loading changes nothing.
class DatasetController : public QObject {
  Q_OBJECT

 public:
  explicit DatasetController(QObject* parent = nullptr);

  /// A loading under way is given up for the new one.
  /// `options` are for files.
  void load(const DatasetSource& source, DatasetRole role, const LoadOptions& options = {});
  void cancel();
  bool isLoading() const { return m_loading; }

  /// Looks what dropping these would do; the answer is planned().
  void plan(const std::vector<std::filesystem::path>& paths);
  /// Looks what can be loaded on this computer; the answer is knownFound().
  void findKnown();

 Q_SIGNALS:
  void loadingBegan(const QString& what);
  void loadingProgressed(double fraction);
  /// Loading is over, well or not; comes before loaded() and failed().
  void loadingEnded();
  void loaded(isthmus::DatasetPtr dataset, isthmus::DatasetRole role);
  void failed(const QString& message);
  /// `detail` says what a drop would load, or why it cannot.
  void planned(const QString& name, const QString& detail, bool acceptable);
  void knownFound(const std::vector<isthmus::KnownDataset>& known);

 private:
  struct LoadRequest {
    DatasetSource source;
    DatasetRole role = DatasetRole::Main;
    LoadOptions options;
    int number = 0;
  };
  struct PlanRequest {
    std::vector<std::filesystem::path> paths;
  };
  struct FindRequest {};

  void work(const LoadRequest& request, const std::stop_token& stop);
  void finish(int number, const Result<DatasetPtr>& result, DatasetRole role);
  void lookAt(const PlanRequest& request);

  bool m_loading = false;
  int m_number = 0;  // of the newest loading: answers of older ones are stale
  LatestWorker<LoadRequest> m_loader;
  LatestWorker<PlanRequest> m_planner;
  LatestWorker<FindRequest> m_finder;
};

}  // namespace isthmus
