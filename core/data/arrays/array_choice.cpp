#include "core/data/arrays/array_choice.h"

#include "core/data/arrays/array_labels.h"
#include "core/data/arrays/column_blocks.h"

#include <algorithm>
#include <utility>

namespace isthmus {

Result<ArrayChoice> chooseData(ArrayFile& file, const LoadOptions& options) {
  const auto& arrays = file.arrays();
  Result<ArrayRoles> roles = chooseArrays(arrays, options);
  if (!roles) return roles.error();
  Result<SampleLayout> layout = sampleLayout(arrays[roles->parts.front().samples], options);
  if (!layout) return layout.error();
  ArrayChoice choice{std::move(roles).value(), std::move(layout).value()};
  // Bytes must be bytes in all parts.
  choice.layout.isBytes =
      choice.layout.isBytes && std::ranges::all_of(choice.roles.parts, [&](const ArrayPart& part) {
        return holdsBytes(arrays[part.samples]);
      });
  return choice;
}

std::uint64_t memoryFor(const ArrayChoice& choice, ArrayFile& file) {
  std::uint64_t bytes = 0;
  std::uint64_t columns = 0;
  std::uint64_t beside = 0;  // one array at a time
  for (const ArrayPart& part : choice.roles.parts) {
    bytes += file.arrays()[part.samples].shape.front() * choice.layout.bytesASample();
    if (file.arrays()[part.samples].isFortranOrder) columns = kColumnBlockBytes;  // one part at a time
    beside = std::max(beside, file.bytesBeside(part.samples));
    if (!part.labels) continue;
    bytes += ArrayLabels::bytesFor(file.arrays()[*part.labels]);
    beside = std::max(beside, file.bytesBeside(*part.labels));
  }
  return bytes + std::min(columns, bytes) + beside;
}

}  // namespace isthmus
