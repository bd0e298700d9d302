// isthmus-bench-rows GROUP: measures one group of the catalogue and prints it in a line that begins with
// "rows ". With --growth instead of a group it prints the tables of how cost grows.
#include "tests/bench/rows/measure.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QStandardPaths>

#include <cstdio>
#include <exception>
#include <map>
#include <string>

namespace {

using namespace isthmus::bench;

const std::map<std::string, std::vector<Measured> (*)()> kGroups = {
    {"train", measureTraining},    {"roofline", measureRoofline},   {"conv", measureConvolution},
    {"busy", measureBusy},         {"quality", measureQuality},     {"memory", measureMemory},
    {"million", measureMillion},   {"encode", measureEncoding},     {"load", measureLoading},
    {"drag", measureDrag},         {"lattice", measureLattice},     {"blocked", measureBlocked},
    {"live", measureLive},         {"score", measureScoring},       {"points70k", measurePoints70k},
    {"points1M", measurePoints1M}, {"points10M", measurePoints10M}, {"pick", measurePick},
    {"lasso", measureLasso},
};

/// Groups that must not have a window's libraries at work beside them.
bool needsNoWindow(const std::string& group) {
  return group == "memory" || group == "million";
}

int run(const std::string& group) {
  if (group == "--growth") {
    std::fputs(growthTable().c_str(), stdout);
    return 0;
  }
  const auto found = kGroups.find(group);
  if (found == kGroups.end()) {
    std::fprintf(stderr, "isthmus-bench-rows: there is no group called '%s'\n", group.c_str());
    return 2;
  }
  std::printf("rows %s\n", toLine(found->second()).c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) try {
  const std::string group = argc > 1 ? argv[1] : "";
  if (needsNoWindow(group)) return run(group);
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QStandardPaths::setTestModeEnabled(true);
  QApplication app(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("isthmus-bench"));
  QApplication::setApplicationName(QStringLiteral("isthmus-bench"));
  Q_INIT_RESOURCE(isthmus);
  isthmus::applyTheme(app, isthmus::ThemeChoice::Light);
  return run(group);
} catch (const std::exception& problem) {
  std::fprintf(stderr, "isthmus-bench-rows: %s\n", problem.what());
  return 1;
}
