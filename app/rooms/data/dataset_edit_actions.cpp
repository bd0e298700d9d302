#include "app/rooms/data/dataset_edit_actions.h"

#include "core/data/dataset_edits.h"
#include "widgets/text/sample_text.h"

#include <QAction>
#include <QMenu>

#include <utility>

namespace isthmus {
namespace {

/// The class that all these samples have; empty where there is none.
QString commonClass(const Dataset& dataset, const std::vector<std::size_t>& samples) {
  if (samples.empty() || !dataset.hasLabels()) return {};
  for (const std::size_t sample : samples)
    if (dataset.labels[sample] != dataset.labels[samples.front()]) return {};
  return QString::fromStdString(std::string(dataset.className(samples.front())));
}

}  // namespace

DatasetEditActions::DatasetEditActions(Context context)
    : QObject(context.window),
      m_context(std::move(context)),
      m_undo(add(tr("&Undo"), QKeySequence::Undo, &DatasetEditActions::undo)),
      m_redo(add(tr("&Redo"), QKeySequence(tr("Ctrl+Shift+Z")), &DatasetEditActions::redo)),
      m_remove(add(tr("R&emove selected samples"), QKeySequence::Delete, &DatasetEditActions::remove)),
      m_label(add(tr("&Label selected as…"), QKeySequence(tr("F2")), &DatasetEditActions::label)),
      m_keep(add(tr("&Keep only selected"), QKeySequence(tr("Ctrl+K")), &DatasetEditActions::keepOnly)),
      m_selectAll(add(tr("Select &all that are shown"), QKeySequence::SelectAll,
                      &DatasetEditActions::selectAllRequested)),
      m_merge(add(tr("&Merge another set…"), QKeySequence(tr("Ctrl+Shift+M")), &DatasetEditActions::merge)),
      m_mergeFolder(add(tr("Merge a fol&der…"), {}, &DatasetEditActions::mergeFolder)),
      m_subset(
          add(tr("Take a &subset…"), QKeySequence(tr("Ctrl+Shift+S")), &DatasetEditActions::takeSubset)) {
  m_redo->setShortcuts({QKeySequence(tr("Ctrl+Shift+Z")), QKeySequence(tr("Ctrl+Y"))});
  const Workspace& workspace = m_context.session->workspace();
  connect(&workspace, &Workspace::historyChanged, this, &DatasetEditActions::update);
  connect(&workspace, &Workspace::datasetChanged, this, &DatasetEditActions::update);
  connect(&workspace, &Workspace::viewChanged, this, [this](const ViewState& now, const ViewState& before) {
    if (now.selection != before.selection || now.picked != before.picked) update();
  });
  update();
}

QAction* DatasetEditActions::add(const QString& text, const QKeySequence& shortcut,
                                 void (DatasetEditActions::*slot)()) {
  auto* action = new QAction(text, m_context.window);
  action->setShortcut(shortcut);
  connect(action, &QAction::triggered, this, slot);
  return action;
}

void DatasetEditActions::fillMenu(QMenu& menu) {
  menu.addActions({m_undo, m_redo});
  menu.addSeparator();
  menu.addActions({m_remove, m_label, m_keep, m_selectAll});
  menu.addSeparator();
  menu.addActions({m_merge, m_mergeFolder, m_subset});
}

QList<QAction*> DatasetEditActions::sampleActions() const {
  return {m_remove, m_label, m_keep};
}

std::vector<std::size_t> DatasetEditActions::samples() const {
  return samplesInHand(m_context.session->workspace().view());
}

void DatasetEditActions::edit(const DatasetEdit& edit) {
  m_context.session->edit(edit);
}

void DatasetEditActions::undo() {
  m_context.session->undoEdit();
}

void DatasetEditActions::redo() {
  m_context.session->redoEdit();
}

void DatasetEditActions::remove() {
  auto samples = this->samples();
  if (samples.empty()) return;
  const QString name = tr("remove %1").arg(samplesText(samples.size()));
  edit({name, [samples = std::move(samples)](const Dataset& dataset, const Task& task) {
          return dropSamples(dataset, samples, task);
        }});
}

void DatasetEditActions::keepOnly() {
  auto samples = this->samples();
  if (samples.empty()) return;
  const QString name = tr("keep only %1").arg(samplesText(samples.size()));
  edit({name, [samples = std::move(samples)](const Dataset& dataset, const Task& task) {
          return subset(dataset, samples, task);
        }});
}

void DatasetEditActions::label() {
  const DatasetPtr dataset = this->dataset();
  auto samples = this->samples();
  if (!dataset || samples.empty()) return;
  QStringList classes;
  for (const std::string& name : dataset->classNames) classes << QString::fromStdString(name);
  const auto answer = m_context.questions->className(
      m_context.window,
      tr("The class of %1, one that is there or a new name:").arg(samplesText(samples.size())), classes,
      commonClass(*dataset, samples));
  if (!answer || answer->trimmed().isEmpty() || dataset != this->dataset()) return;
  const QString name = tr("label %1 as %2").arg(samplesText(samples.size()), answer->trimmed());
  edit({name, [samples = std::move(samples), to = answer->trimmed().toStdString()](
                  const Dataset& from, const Task& task) { return relabel(from, samples, to, task); }});
}

void DatasetEditActions::takeSubset() {
  const DatasetPtr dataset = this->dataset();
  if (!dataset) return;
  const auto choice = m_context.questions->subset(m_context.window, *dataset);
  if (!choice) return;
  edit({tr("take a subset"), [choice = *choice](const Dataset& from, const Task& task) {
          return subset(from, chooseSamples(from, choice), task);
        }});
}

void DatasetEditActions::merge() {
  if (dataset()) Q_EMIT mergeRequested();
}

void DatasetEditActions::mergeFolder() {
  if (dataset()) Q_EMIT folderMergeRequested();
}

void DatasetEditActions::update() {
  const DatasetHistory& history = m_context.session->workspace().history();
  m_undo->setText(history.canUndo()
                      ? tr("&Undo %1").arg(history.undoName().replace(QLatin1Char('&'), QStringLiteral("&&")))
                      : tr("&Undo"));
  m_redo->setText(history.canRedo()
                      ? tr("&Redo %1").arg(history.redoName().replace(QLatin1Char('&'), QStringLiteral("&&")))
                      : tr("&Redo"));
  m_undo->setEnabled(history.canUndo());
  m_redo->setEnabled(history.canRedo());
  const bool hasData = dataset() != nullptr;
  for (QAction* action : {m_remove, m_label, m_keep}) action->setEnabled(hasData && !samples().empty());
  for (QAction* action : {m_selectAll, m_merge, m_mergeFolder, m_subset}) action->setEnabled(hasData);
}

}  // namespace isthmus
