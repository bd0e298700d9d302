#pragma once

#include "core/data/dataset_edits.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

class QWidget;

namespace isthmus {

/// What is asked before a model goes that no file holds.
struct UnsavedModelQuestion {
  QString title;
  QString text;     ///< what the act does
  QString detail;   ///< which model it is, and what becomes of it
  QString discard;  ///< on the button that carries the act out without saving
};
enum class UnsavedModelAnswer { Save, Discard, Cancel };

/// What the window asks a person in a dialog; a test answers in their place.
struct UserQuestions {
  /// What is done with the files stands on the button that accepts; "" for the desktop's word.
  std::function<QStringList(QWidget* parent, const QString& title, const QString& folder,
                            const QString& filter, const QString& button)>
      filesToOpen;
  std::function<QString(QWidget* parent, const QString& title, const QString& folder, const QString& button)>
      folderToOpen;
  std::function<QString(QWidget* parent, const QString& title, const QString& proposal,
                        const QString& filter)>
      fileToSave;
  std::function<UnsavedModelAnswer(QWidget* parent, const UnsavedModelQuestion& question)> unsavedModel;
  /// The name of a class, one of `classes` or a new one, `present` proposed; nothing when it is cancelled.
  std::function<std::optional<QString>(QWidget* parent, const QString& prompt, const QStringList& classes,
                                       const QString& present)>
      className;
  std::function<std::optional<SubsetChoice>(QWidget* parent, const Dataset& dataset)> subset;
};

/// The desktop's dialogs.
UserQuestions desktopDialogs();

}  // namespace isthmus
