#pragma once

namespace isthmus::detail {

/// Call at the start of every thread that computes with LibTorch. One thread of OpenMP: with more, libgomp's
/// waiting threads spin and training becomes 10 to 40 times slower as soon as anything else (our own window)
/// needs a core.
void prepareComputeThread();

}  // namespace isthmus::detail
