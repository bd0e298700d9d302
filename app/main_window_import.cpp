// How a person is asked what to make of files that leave a choice.
#include "app/main_window.h"
#include "widgets/panels/import_dialog.h"

#include <QScreen>
#include <QSettings>

namespace isthmus {
namespace {

constexpr QSize kFirstSize(840, 500);
constexpr const char* kSizeKey = "import/size";

}  // namespace

void MainWindow::askAboutImport(const LoadPlan& plan, DatasetRole role) {
  DatasetController& datasets = m_session.datasets();
  auto* dialog = new ImportDialog(plan, {}, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  if (role == DatasetRole::Probe)
    dialog->setWindowTitle(tr("Load %1 as probe").arg(QString::fromStdString(plan.name)));
  if (role == DatasetRole::Addition)
    dialog->setWindowTitle(tr("Merge %1 into the data").arg(QString::fromStdString(plan.name)));
  dialog->resize(
      QSettings().value(QLatin1String(kSizeKey), kFirstSize).toSize().boundedTo(screen()->availableSize()));
  connect(dialog, &ImportDialog::optionsChanged, &datasets, &DatasetController::replan);
  connect(&datasets, &DatasetController::replanned, dialog, &ImportDialog::setPlan);
  connect(&datasets, &DatasetController::replanFailed, dialog, &ImportDialog::setProblem);
  connect(dialog, &QDialog::accepted, &datasets, [&datasets, dialog] {
    disconnect(&datasets, nullptr, dialog, nullptr);  // the loading that begins is its own
    datasets.loadChosen(dialog->plan());
  });
  connect(dialog, &QDialog::rejected, &datasets, &DatasetController::dropChoice);
  connect(dialog, &QDialog::finished, this,
          [dialog] { QSettings().setValue(QLatin1String(kSizeKey), dialog->size()); });
  // Something else is loaded in the meantime, say, dropped on the window: the question is void.
  connect(&datasets, &DatasetController::loadingBegan, dialog, &QDialog::reject);
  dialog->open();
}

}  // namespace isthmus
