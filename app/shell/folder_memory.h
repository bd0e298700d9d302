#pragma once

#include <QString>

namespace isthmus {

/// Where a person chose a file or folder last; at first their home.
QString lastFolder();
/// `path` is a file or a folder.
void rememberFolder(const QString& path);

}  // namespace isthmus
