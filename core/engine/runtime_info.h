#pragma once

#include <string>

namespace isthmus {

/// What computes here, for logs and reports.
struct RuntimeInfo {
  std::string torch;  ///< "1.13.1"
  std::string blas;   ///< "OpenBLAS 0.3.21 ..." as it describes itself, or "unknown BLAS (slow if it is the
                      ///< reference)"
  bool fastBlas = false;
};

RuntimeInfo runtimeInfo();

}  // namespace isthmus
