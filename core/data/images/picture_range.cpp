#include "core/data/images/picture_range.h"

#include "core/base/number_text.h"
#include "core/data/images/picture_white.h"

#include <algorithm>

namespace isthmus {
namespace {

constexpr std::uint32_t kMostOf8 = 255;
constexpr std::uint32_t kMostOf16 = 65'535;
constexpr std::uint32_t kSmallPart = 4;  // of what the bits hold: less is not light as it is

/// The power of two less one at or above a number.
std::uint32_t fullBits(std::uint32_t highest) {
  std::uint32_t power = 1;
  while (power < highest) power = 2 * power + 1;
  return power;
}

std::uint32_t whiteOfBits(std::uint32_t highest, std::uint32_t most) {
  if (highest == 0 || highest * kSmallPart >= most) return 0;
  return highest > kMostOf8 ? fullBits(highest) : static_cast<std::uint32_t>(whiteFor(highest));
}

void addRemark(std::uint32_t white, std::uint32_t highest, std::uint32_t most,
               std::vector<std::string>& remarks) {
  if (white == 0 || white == most) return;
  remarks.push_back("Pictures of " + std::string(most == kMostOf8 ? "8" : "16") +
                    " bits hold numbers from 0 to " + withThousands(highest) + " alone" +
                    (white < 100 ? " (such as masks of labels)" : "") + ", so " + withThousands(white) +
                    " was taken as white; \"white=" + std::to_string(most) +
                    "\" leaves them as dark as they are.");
}

}  // namespace

PictureWhite whiteOf(const PictureRange& range, const PictureWhite& given) {
  return {given.of8 > 0 ? given.of8 : whiteOfBits(range.highestOf8, kMostOf8),
          given.of16 > 0 ? given.of16 : whiteOfBits(range.highestOf16, kMostOf16)};
}

PictureWhite givenWhite(const LoadOptions& options) {
  if (!options.white) return {};
  const auto white = static_cast<std::uint32_t>(*options.white);
  return {std::min(white, kMostOf8), white};
}

std::vector<std::string> whiteRemarks(const PictureWhite& white, const PictureRange& range) {
  std::vector<std::string> remarks;
  addRemark(white.of8, range.highestOf8, kMostOf8, remarks);
  addRemark(white.of16, range.highestOf16, kMostOf16, remarks);
  return remarks;
}

}  // namespace isthmus
