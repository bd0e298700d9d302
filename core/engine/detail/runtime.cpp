#include "core/engine/detail/runtime.h"

#include "core/engine/runtime_info.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include <dlfcn.h>
#include <torch/version.h>

namespace isthmus {

void detail::prepareComputeThread() {
  at::set_num_threads(1);
  at::globalContext().setFlushDenormal(true);  // weights that fade to denormals would slow every product down
}

RuntimeInfo runtimeInfo() {
  RuntimeInfo info;
  info.torch = TORCH_VERSION;
  using Config = char* (*)();
  // libblas.so.3 may be OpenBLAS behind its alternative: it then carries this symbol.
  if (const auto config = reinterpret_cast<Config>(dlsym(RTLD_DEFAULT, "openblas_get_config"))) {
    info.blas = config();
    info.fastBlas = true;
  } else {
    info.blas = "unknown BLAS";
  }
  return info;
}

}  // namespace isthmus
