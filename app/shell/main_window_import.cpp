// How a person is asked what to make of files that leave a choice, and of built-in sets.
#include "app/rooms/data/data_library.h"
#include "app/shell/main_window.h"
#include "widgets/data/builtin_dialog.h"
#include "widgets/import/import_dialog.h"

#include <QScreen>
#include <QSettings>

namespace isthmus {
namespace {

constexpr QSize kFirstSize(840, 500);
constexpr const char* kSizeKey = "import/size";
constexpr const char* kUnfoldedKey = "import/advanced";

}  // namespace

void MainWindow::askAboutImport(const LoadPlan& plan, DatasetRole role) {
  DatasetController& datasets = m_session.datasets();
  auto* dialog = new ImportDialog(plan, {}, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  const QString name = QString::fromStdString(plan.name);
  if (role == DatasetRole::Probe) dialog->setPurpose(tr("Load %1 as probe").arg(name), tr("Load as &probe"));
  if (role == DatasetRole::Addition) dialog->setPurpose(tr("Merge %1 into the data").arg(name), tr("Mer&ge"));
  dialog->resize(
      QSettings().value(QLatin1String(kSizeKey), kFirstSize).toSize().boundedTo(screen()->availableSize()));
  dialog->setUnfolded(QSettings().value(QLatin1String(kUnfoldedKey), false).toBool());
  connect(dialog, &ImportDialog::folded, this,
          [](bool unfolded) { QSettings().setValue(QLatin1String(kUnfoldedKey), unfolded); });
  connect(dialog, &ImportDialog::optionsChanged, &datasets, &DatasetController::replan);
  connect(&datasets, &DatasetController::replanned, dialog, &ImportDialog::setPlan);
  connect(&datasets, &DatasetController::replanFailed, dialog, &ImportDialog::setProblem);
  connect(dialog, &QDialog::accepted, &datasets, [this, &datasets, dialog, role] {
    disconnect(&datasets, nullptr, dialog, nullptr);  // the loading that begins is its own
    if (role == DatasetRole::Main) m_library->noteOptions(dialog->plan().options);
    datasets.loadChosen(dialog->plan());
    m_readRemarks = dialog->plan().preview.remarks;  // now: the beginning forgets those of other files
  });
  connect(dialog, &QDialog::rejected, &datasets, &DatasetController::dropChoice);
  connect(dialog, &QDialog::finished, this,
          [dialog] { QSettings().setValue(QLatin1String(kSizeKey), dialog->size()); });
  // Something else is loaded in the meantime, say, dropped on the window: the question is void.
  connect(&datasets, &DatasetController::loadingBegan, dialog, &QDialog::reject);
  dialog->open();
}

void MainWindow::askAboutBuiltin(const KnownDataset& known) {
  auto* dialog = new BuiltinDialog(*findBuiltinSet(known.id), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog, known] {
    KnownDataset chosen = known;
    chosen.parameters = dialog->parameters();
    loadData(chosen, DatasetRole::Main);
  });
  dialog->open();
}

}  // namespace isthmus
