#pragma once

namespace isthmus::detail {

/// Call at the start of every thread that multiplies matrices. One thread of OpenMP: with more, libgomp's
/// waiting threads spin, and everything becomes 10 to 40 times slower as soon as anything else (our own
/// window) needs a core. And numbers too small to matter count as zero, which processors are slow with
/// otherwise.
void prepareComputeThread();

}  // namespace isthmus::detail
