#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace isthmus {

/// What the window asks a person in a dialog; a test answers in their place.
struct UserQuestions {
  std::function<QStringList(QWidget* parent, const QString& title, const QString& folder,
                            const QString& filter)>
      filesToOpen;
  std::function<QString(QWidget* parent, const QString& title, const QString& folder)> folderToOpen;
  std::function<QString(QWidget* parent, const QString& title, const QString& proposal,
                        const QString& filter)>
      fileToSave;
  /// True for yes.
  std::function<bool(QWidget* parent, const QString& title, const QString& question, const QString& yes)>
      confirm;
};

/// The desktop's dialogs.
UserQuestions desktopDialogs();

}  // namespace isthmus
