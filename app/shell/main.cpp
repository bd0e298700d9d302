#include "app/shell/launch_options.h"
#include "app/shell/launcher.h"
#include "app/shell/main_window.h"
#include "app/shell/start_log.h"
#include "app/shell/view/window_look.h"
#include "core/engine/runtime_info.h"

#include <QApplication>
#include <QDebug>
#include <QIcon>

#include <cstdio>

int main(int argc, char** argv) {
  using namespace isthmus;
  constexpr int kWrongUse = 2;
  // Answered before there is a display to look for.
  for (int i = 1; i < argc; ++i) {
    if (qstrcmp(argv[i], "--help") == 0 || qstrcmp(argv[i], "-h") == 0) {
      const QCoreApplication named(argc, argv);  // the help speaks of the program by its name
      std::fputs(qPrintable(launchHelp()), stdout);
      return 0;
    }
    if (qstrcmp(argv[i], "--version") == 0 || qstrcmp(argv[i], "-v") == 0) {
      std::puts("isthmus " ISTHMUS_VERSION);
      return 0;
    }
  }
  QApplication app(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("isthmus"));
  QApplication::setApplicationName(QStringLiteral("isthmus"));
  QApplication::setApplicationDisplayName(QStringLiteral("Isthmus"));
  QApplication::setApplicationVersion(QStringLiteral(ISTHMUS_VERSION));
  QApplication::setDesktopFileName(QStringLiteral("io.github.isthmus.Isthmus"));
  Q_INIT_RESOURCE(isthmus);
  QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/isthmus.svg")));
  QApplication::setAttribute(Qt::AA_DontUseNativeMenuBar);

  const auto options = parseLaunchOptions(QApplication::arguments().mid(1));
  if (!options) {
    std::fprintf(stderr, "isthmus: %s\n", options.error().text().c_str());
    return kWrongUse;
  }
  WindowLook::applyRemembered(app);
  const RuntimeInfo runtime = runtimeInfo();
  qInfo().noquote() << "oneDNN" << runtime.oneDnn.c_str() << "with" << runtime.instructions.c_str()
                    << (runtime.hasFastBFloat16 ? "and bfloat16" : "in float32");

  MainWindow window;
  if (options->size.isValid()) window.fitInto(options->size);
  logStart(window);
  window.show();
  const Launcher launcher(window, *options);
  return QApplication::exec();
}
