#include "app/shell/user_questions.h"

#include "widgets/data/subset_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace isthmus {

namespace {

/// Nothing is proposed where the samples have no class in common: Enter must not give them one by accident.
std::optional<QString> askClassName(QWidget* parent, const QString& prompt, const QStringList& classes,
                                    const QString& present) {
  QDialog dialog(parent);
  dialog.setWindowTitle(QObject::tr("Label"));
  auto* question = new QLabel(prompt);
  auto* names = new QComboBox;
  names->setObjectName(QStringLiteral("className"));
  names->setEditable(true);
  names->setInsertPolicy(QComboBox::NoInsert);
  names->setCompleter(nullptr);  // it would take the first Enter, and "1" for "10"
  names->addItems(classes);
  names->setCurrentIndex(static_cast<int>(classes.indexOf(present)));
  names->setEditText(present);
  question->setBuddy(names);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
  QPushButton* ok = buttons->button(QDialogButtonBox::Ok);
  const auto allow = [ok](const QString& text) { ok->setEnabled(!text.trimmed().isEmpty()); };
  allow(present);
  QObject::connect(names, &QComboBox::editTextChanged, ok, allow);
  QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
  QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
  auto* column = new QVBoxLayout(&dialog);
  column->addWidget(question);
  column->addWidget(names);
  column->addWidget(buttons);
  ok->setDefault(true);
  names->setFocus();
  names->lineEdit()->selectAll();
  return dialog.exec() == QDialog::Accepted ? std::optional(names->currentText()) : std::nullopt;
}

UnsavedModelAnswer askUnsavedModel(QWidget* parent, const UnsavedModelQuestion& question) {
  QMessageBox box(QMessageBox::Question, question.title, question.text, QMessageBox::Cancel, parent);
  box.setInformativeText(question.detail);
  QPushButton* save = box.addButton(QObject::tr("&Save…"), QMessageBox::AcceptRole);
  const QPushButton* discard = box.addButton(question.discard, QMessageBox::DestructiveRole);
  box.setDefaultButton(save);
  box.exec();
  return box.clickedButton() == save      ? UnsavedModelAnswer::Save
         : box.clickedButton() == discard ? UnsavedModelAnswer::Discard
                                          : UnsavedModelAnswer::Cancel;
}

/// The files or folders chosen in a dialog that was prepared; none when it is cancelled.
QStringList chosenIn(QFileDialog& dialog, const QString& button) {
  dialog.setSupportedSchemes({QStringLiteral("file")});
  if (!button.isEmpty()) dialog.setLabelText(QFileDialog::Accept, button);
  return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles() : QStringList();
}

}  // namespace

UserQuestions desktopDialogs() {
  UserQuestions ask;
  ask.filesToOpen = [](QWidget* parent, const QString& title, const QString& folder, const QString& filter,
                       const QString& button) {
    QFileDialog dialog(parent, title, folder, filter);
    dialog.setFileMode(QFileDialog::ExistingFiles);
    // Filters name a few patterns themselves; all of them would be wider than the screen.
    dialog.setOption(QFileDialog::HideNameFilterDetails);
    return chosenIn(dialog, button);
  };
  ask.folderToOpen = [](QWidget* parent, const QString& title, const QString& folder, const QString& button) {
    QFileDialog dialog(parent, title, folder);
    dialog.setFileMode(QFileDialog::Directory);
    dialog.setOption(QFileDialog::ShowDirsOnly);
    return chosenIn(dialog, button).value(0);
  };
  ask.fileToSave = [](QWidget* parent, const QString& title, const QString& proposal, const QString& filter) {
    return QFileDialog::getSaveFileName(parent, title, proposal, filter);
  };
  ask.unsavedModel = askUnsavedModel;
  ask.className = askClassName;
  ask.subset = [](QWidget* parent, const Dataset& dataset) -> std::optional<SubsetChoice> {
    SubsetDialog dialog(dataset, parent);
    return dialog.exec() == QDialog::Accepted ? std::optional(dialog.choice()) : std::nullopt;
  };
  return ask;
}

}  // namespace isthmus
