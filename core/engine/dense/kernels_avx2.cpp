#define KERNELS_NAME "AVX2"
#define KERNELS_VARIANT kAvx2Kernels
#include "core/engine/dense/kernels_variant.h"
