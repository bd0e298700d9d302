#pragma once

#include "app/cli/arguments.h"
#include "core/base/result.h"

#include <string_view>
#include <vector>

namespace isthmus::cli {

/// A command of isthmus-cli. Results go to stdout, progress to stderr; an error is for the caller to print.
/// Codes BadSetting, NotFound, BadFormat and TooLarge mean wrong use or unreadable input, the others that the
/// work failed.
struct Command {
  std::string_view name;
  std::string_view summary;
  std::vector<Option> options;
  Result<void> (*run)(const Arguments& arguments);
};

Command datasetsCommand();
Command modelsCommand();
Command trainCommand();
Command encodeCommand();
Command decodeCommand();
Command scoreCommand();

}  // namespace isthmus::cli
