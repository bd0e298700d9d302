#pragma once

#include "core/base/result.h"
#include "core/data/load_options.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace isthmus {

/// What stands on the window's command line.
struct LaunchOptions {
  std::vector<std::filesystem::path> files;  ///< data, or a model (.safetensors)
  LoadOptions load;                          ///< of the data among them, as they stand behind the last name
  QString dataset;                           ///< a data set of this computer by its id; empty: none named
  std::optional<int> epochs;                 ///< train that many as soon as the data are there
  std::optional<std::uint64_t> seed;
  QSize size;          ///< of the window; invalid: as remembered
  QString screenshot;  ///< save the window there once all is done, then end; empty: do not
};

/// Words without the program's name. --help and --version are for the caller.
Result<LaunchOptions> parseLaunchOptions(const QStringList& words);
QString launchHelp();

}  // namespace isthmus
