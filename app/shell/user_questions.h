#pragma once

#include "core/data/dataset_edits.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

class QWidget;

namespace isthmus {

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
  /// True for yes.
  std::function<bool(QWidget* parent, const QString& title, const QString& question, const QString& yes)>
      confirm;
  /// The name of a class, one of `classes` or a new one, `present` proposed; nothing when it is cancelled.
  std::function<std::optional<QString>(QWidget* parent, const QString& prompt, const QStringList& classes,
                                       const QString& present)>
      className;
  std::function<std::optional<SubsetChoice>(QWidget* parent, const Dataset& dataset)> subset;
};

/// The desktop's dialogs.
UserQuestions desktopDialogs();

}  // namespace isthmus
