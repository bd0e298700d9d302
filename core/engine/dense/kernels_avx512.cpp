#define KERNELS_NAME "AVX-512"
#define KERNELS_VARIANT kAvx512Kernels
#include "core/engine/dense/kernels_variant.h"
