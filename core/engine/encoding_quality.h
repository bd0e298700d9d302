#pragma once

namespace isthmus {

/// How much is found out about samples that are encoded.
enum class EncodingQuality {
  /// Several times faster: without Measure::SampledNll. Whole data sets go through in bfloat16 where the
  /// processor has it in hardware (errors are then right to some thousandths).
  Preview,
  /// Everything. Whole data sets go through in float32.
  Exact,
};

}  // namespace isthmus
