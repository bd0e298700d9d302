#include "app/shell/folder_memory.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace isthmus {
namespace {

constexpr const char* kKey = "files/folder";

}  // namespace

QString lastFolder() {
  return QSettings().value(QLatin1String(kKey), QDir::homePath()).toString();
}

void rememberFolder(const QString& path) {
  const QFileInfo info(path);
  QSettings().setValue(QLatin1String(kKey), info.isDir() ? path : info.absolutePath());
}

}  // namespace isthmus
