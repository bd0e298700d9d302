#include "widgets/theme/theme.h"

#include <QApplication>
#include <QStandardPaths>

#include <gtest/gtest.h>

// Runs GUI tests without a display and without the person's own settings. The platform is set here and not in
// CTest's environment, because test discovery runs the program at build time.
int main(int argc, char** argv) {
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QStandardPaths::setTestModeEnabled(true);
  QApplication app(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("isthmus-tests"));
  QApplication::setApplicationName(QStringLiteral("isthmus-tests"));
  isthmus::applyTheme(app, isthmus::ThemeChoice::Light);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
