#include "app/loading/load_tools.h"

#include "app/loading/image_decoder.h"

#include <filesystem>
#include <initializer_list>
#include <system_error>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr const char* kArrayReader = "isthmus-array-reader";

/// Empty where there is none. Without QCoreApplication, which the command line has not.
fs::path findArrayReader() {
  std::error_code failed;
  const fs::path folder = fs::read_symlink("/proc/self/exe", failed).parent_path();
  if (failed) return {};
  for (const char* place : {".", "../libexec/isthmus", "../libexec"}) {
    const fs::path program = (folder / place / kArrayReader).lexically_normal();
    if (fs::is_regular_file(program, failed)) return program;
  }
  return {};
}

}  // namespace

const LoadTools& loadTools() {
  static const LoadTools tools = {decodeImage, findArrayReader()};
  return tools;
}

}  // namespace isthmus
