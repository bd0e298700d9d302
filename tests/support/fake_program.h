#pragma once

#include "tests/support/temp_folder.h"

#include <filesystem>
#include <fstream>
#include <string>

namespace isthmus::test {

/// A shell script below the folder that can be started as a program.
inline std::filesystem::path writeProgram(const TempFolder& folder, const std::string& script) {
  const std::filesystem::path file = folder.path() / "program";
  std::ofstream(file, std::ios::trunc) << "#!/bin/sh\n" << script << '\n';
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  return file;
}

}  // namespace isthmus::test
