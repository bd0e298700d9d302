#define KERNELS_NAME "baseline"
#define KERNELS_VARIANT kBaselineKernels
#include "core/engine/dense/kernels_variant.h"
