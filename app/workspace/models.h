#pragma once

#include "core/data/dataset.h"
#include "core/engine/training/training_snapshot.h"
#include "core/model/model_snapshot.h"

#include <QString>

#include <memory>
#include <vector>

namespace isthmus {

using LossHistoryPtr = std::shared_ptr<const LossHistory>;

/// The models of this session by the run that made them, opened ones among them. The newest few are kept, so
/// that one that was replaced can be fetched back.
class Models {
 public:
  static constexpr std::size_t kMost = 5;

  struct Entry {
    int run = 0;  ///< from 1
    ModelSnapshotPtr model;
    QString origin;                        ///< the file's name, or empty: trained here
    bool isStored = false;                 ///< in a file, or in the program itself
    std::weak_ptr<const Dataset> dataset;  ///< that it was trained on here
    LossHistoryPtr losses;                 ///< of the run that made it; null: it was opened
    bool isDiscarded = false;              ///< the person has said that it may go
  };

  /// A model that was opened, as a run of its own.
  void open(const ModelSnapshotPtr& model, const QString& origin);
  /// A run begins; its model comes with update().
  void beginRun() { ++m_run; }
  /// The newest model of the run that began last, what it is trained on, and how its loss fell.
  void update(const ModelSnapshotPtr& model, const DatasetPtr& dataset = nullptr,
              const LossHistoryPtr& losses = nullptr);
  /// It stands in a file now.
  void setStored(const ModelSnapshotPtr& model);
  /// The person was asked and does not want it; it is kept all the same.
  void setDiscarded(const ModelSnapshotPtr& model);

  /// Newest first.
  const std::vector<Entry>& all() const { return m_entries; }
  /// Null: no longer kept, or never seen.
  const Entry* find(const ModelSnapshotPtr& model) const;

 private:
  void add(Entry entry);

  int m_run = 0;
  std::vector<Entry> m_entries;
};

}  // namespace isthmus
