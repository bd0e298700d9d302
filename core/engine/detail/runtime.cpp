#include "core/engine/detail/runtime.h"

#include "core/engine/dense/matrix_product.h"
#include "core/engine/runtime_info.h"

#include <dnnl.h>
#include <omp.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace isthmus {

void detail::prepareComputeThread() {
  omp_set_num_threads(1);
#if defined(__x86_64__)
  constexpr unsigned kFlushToZero = 0x8000;
  constexpr unsigned kDenormalsAreZero = 0x0040;
  _mm_setcsr(_mm_getcsr() | kFlushToZero | kDenormalsAreZero);
#endif
}

RuntimeInfo runtimeInfo() {
  const dnnl_version_t* version = dnnl_version();
  RuntimeInfo info;
  info.torch = ISTHMUS_TORCH_VERSION;
  info.oneDnn = std::to_string(version->major) + "." + std::to_string(version->minor) + "." +
                std::to_string(version->patch);
  info.instructions = dense::kernels().name;
  info.hasFastBFloat16 = dense::hasFastBFloat16();
  return info;
}

}  // namespace isthmus
