// How a person's edits of the data set come about and are undone.
#include "app/workspace/explorer_session.h"
#include "core/data/dataset_edits.h"

namespace isthmus {

void ExplorerSession::edit(const DatasetEdit& edit) {
  if (m_dataset) m_edits.make(m_dataset, edit);
}

void ExplorerSession::merge(const DatasetPtr& addition) {
  if (m_edits.isWorking()) {
    Q_EMIT error(tr("%1 was not merged, for another edit is under way; merge it again when that has ended.")
                     .arg(QString::fromStdString(addition->name)));
    return;
  }
  edit({tr("merge %1").arg(QString::fromStdString(addition->name)),
        [addition](const Dataset& dataset, const Task& task) {
          return mergeDatasets(dataset, *addition, task);
        }});
}

void ExplorerSession::adoptEdit(const DatasetPtr& edited, const QString& name) {
  m_history.add(m_dataset, name);
  if (!m_history.canUndo())
    Q_EMIT info(tr("The data before are too large to be kept: this edit cannot be undone."));
  showDataset(edited, DatasetChange::Edited);
  Q_EMIT historyChanged();
}

void ExplorerSession::undoEdit() {
  if (m_edits.isWorking() || !m_history.canUndo()) return;
  showDataset(m_history.undo(m_dataset), DatasetChange::Edited);
  Q_EMIT historyChanged();
}

void ExplorerSession::redoEdit() {
  if (m_edits.isWorking() || !m_history.canRedo()) return;
  showDataset(m_history.redo(m_dataset), DatasetChange::Edited);
  Q_EMIT historyChanged();
}

}  // namespace isthmus
