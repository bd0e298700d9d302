#pragma once

#include "app/workspace/view_state.h"
#include "core/data/dataset.h"

#include <QString>

#include <cstddef>
#include <vector>

namespace isthmus {

/// A data set, and what a person had chosen to see of it when an edit led away from it.
struct DatasetVersion {
  DatasetPtr dataset;  ///< null: there is no such version
  ViewState view;
};

/// The versions of the data set on the screen that edits have led away from, and those that were undone.
/// Versions never change, so that each is held once; the oldest go when they take too much memory.
class DatasetHistory {
 public:
  /// All versions together: room for two of a million 28 x 28 pictures, and on a small computer for half of
  /// what a data set may take.
  static std::size_t defaultMostBytes();

  explicit DatasetHistory(std::size_t mostBytes = defaultMostBytes()) : m_mostBytes(mostBytes) {}

  /// An edit of this name has replaced `before`; what had been undone cannot be done again.
  void add(DatasetVersion before, const QString& edit);
  /// The version before the last edit; `present` can be had back with redo().
  DatasetVersion undo(DatasetVersion present);
  DatasetVersion redo(DatasetVersion present);
  void clear();

  bool canUndo() const { return !m_undo.empty(); }
  bool canRedo() const { return !m_redo.empty(); }
  /// "remove 12 samples"; empty when there is none.
  QString undoName() const { return canUndo() ? m_undo.back().edit : QString(); }
  QString redoName() const { return canRedo() ? m_redo.back().edit : QString(); }

 private:
  struct Step {
    DatasetVersion version;
    QString edit;  // that led away from it, or by undoing it back
  };
  static DatasetVersion step(std::vector<Step>& from, std::vector<Step>& to, DatasetVersion present);
  void forgetOldest();

  std::size_t m_mostBytes;
  std::vector<Step> m_undo;  // oldest first
  std::vector<Step> m_redo;
};

}  // namespace isthmus
