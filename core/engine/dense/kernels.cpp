#include "core/engine/dense/kernels.h"

#include <array>

namespace isthmus::dense {

extern const Kernels kBaselineKernels;
#if defined(__x86_64__)
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;
#endif

namespace {

struct Runnable {
  std::array<const Kernels*, 3> tables{};
  std::size_t count = 0;
};

Runnable findRunnable() {
  Runnable runnable;
  runnable.tables[runnable.count++] = &kBaselineKernels;
#if defined(__x86_64__)
  // What the compiler may use for -march=x86-64-v3 and -v4.
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                    __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vl");
  if (avx2) runnable.tables[runnable.count++] = &kAvx2Kernels;
  if (avx512) runnable.tables[runnable.count++] = &kAvx512Kernels;
#endif
  return runnable;
}

const Runnable& runnable() {
  static const Runnable found = findRunnable();
  return found;
}

}  // namespace

const Kernels& kernels() {
  return *runnable().tables[runnable().count - 1];
}

const Kernels* const* runnableKernels(std::size_t& count) {
  count = runnable().count;
  return runnable().tables.data();
}

}  // namespace isthmus::dense
