#pragma once

namespace isthmus {

/// How a whole data set is encoded.
enum class EncodingQuality {
  /// Several times faster: in bfloat16 where the processor has it in hardware (errors are then right to some
  /// thousandths), without Encoding::sampledNll.
  Preview,
  /// In float32, with everything.
  Exact,
};

}  // namespace isthmus
