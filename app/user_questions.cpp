#include "app/user_questions.h"

#include "widgets/panels/subset_dialog.h"

#include <QFileDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>

namespace isthmus {

UserQuestions desktopDialogs() {
  UserQuestions ask;
  ask.filesToOpen = [](QWidget* parent, const QString& title, const QString& folder, const QString& filter) {
    // Filters name a few patterns themselves; all of them would be wider than the screen.
    return QFileDialog::getOpenFileNames(parent, title, folder, filter, nullptr,
                                         QFileDialog::HideNameFilterDetails);
  };
  ask.folderToOpen = [](QWidget* parent, const QString& title, const QString& folder) {
    return QFileDialog::getExistingDirectory(parent, title, folder);
  };
  ask.fileToSave = [](QWidget* parent, const QString& title, const QString& proposal, const QString& filter) {
    return QFileDialog::getSaveFileName(parent, title, proposal, filter);
  };
  ask.confirm = [](QWidget* parent, const QString& title, const QString& question, const QString& yes) {
    QMessageBox box(QMessageBox::Question, title, question, QMessageBox::Cancel, parent);
    const QPushButton* accept = box.addButton(yes, QMessageBox::AcceptRole);
    box.setDefaultButton(QMessageBox::Cancel);
    box.exec();
    return box.clickedButton() == accept;
  };
  ask.className = [](QWidget* parent, const QString& prompt, const QStringList& classes,
                     const QString& present) -> std::optional<QString> {
    bool accepted = false;
    const QString name = QInputDialog::getItem(parent, QObject::tr("Label"), prompt, classes,
                                               static_cast<int>(classes.indexOf(present)), true, &accepted);
    return accepted ? std::optional(name) : std::nullopt;
  };
  ask.subset = [](QWidget* parent, const Dataset& dataset) -> std::optional<SubsetChoice> {
    SubsetDialog dialog(dataset, parent);
    return dialog.exec() == QDialog::Accepted ? std::optional(dialog.choice()) : std::nullopt;
  };
  return ask;
}

}  // namespace isthmus
