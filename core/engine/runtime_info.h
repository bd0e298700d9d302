#pragma once

#include <string>

namespace isthmus {

/// What computes here, for logs and reports.
struct RuntimeInfo {
  std::string torch;             ///< the LibTorch the reference path was built with: "1.13.1"
  std::string oneDnn;            ///< the oneDNN that multiplies matrices: "2.6.3"
  std::string instructions;      ///< of everything between two products: "AVX-512", "AVX2" or "baseline"
  bool hasFastBFloat16 = false;  ///< this processor multiplies bfloat16 matrices in hardware
};

RuntimeInfo runtimeInfo();

}  // namespace isthmus
