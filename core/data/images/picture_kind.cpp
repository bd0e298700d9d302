#include "core/data/images/picture_kind.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <string>

namespace isthmus {
namespace {

using namespace std::string_view_literals;

constexpr std::array kPatterns = {"*.png"sv, "*.jpg"sv,  "*.jpeg"sv, "*.jpe"sv, "*.jfif"sv,
                                  "*.bmp"sv, "*.gif"sv,  "*.pgm"sv,  "*.ppm"sv, "*.pnm"sv,
                                  "*.pbm"sv, "*.webp"sv, "*.tif"sv,  "*.tiff"sv};

/// "BM" alone is weak: the size of the header that follows has few values.
bool isBmp(std::string_view head) {
  constexpr std::array<unsigned char, 7> kHeaderSizes = {12, 40, 52, 56, 64, 108, 124};
  return head.size() >= 18 && head.starts_with("BM") && head.substr(15, 3) == "\0\0\0"sv &&
         std::ranges::find(kHeaderSizes, static_cast<unsigned char>(head[14])) != kHeaderSizes.end();
}

/// "P5", white space, then a number or a comment.
bool isPnm(std::string_view head) {
  if (head.size() < 4 || head[0] != 'P' || head[1] < '1' || head[1] > '6') return false;
  const std::size_t next = head.find_first_not_of(" \t\r\n", 2);
  if (next == 2 || next == std::string_view::npos) return false;
  return head[next] == '#' || (head[next] >= '0' && head[next] <= '9');
}

}  // namespace

std::optional<PictureKind> pictureKind(std::span<const std::uint8_t> head) {
  const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
  if (text.starts_with("\x89PNG\r\n\x1A\n")) return PictureKind::Png;
  if (text.starts_with("\xFF\xD8\xFF")) return PictureKind::Jpeg;
  if (text.starts_with("GIF87a") || text.starts_with("GIF89a")) return PictureKind::Gif;
  if (text.size() >= 12 && text.starts_with("RIFF") && text.substr(8, 4) == "WEBP") return PictureKind::WebP;
  // Classic and BigTIFF, in either byte order.
  for (const std::string_view mark : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv})
    if (text.starts_with(mark)) return PictureKind::Tiff;
  if (isBmp(text)) return PictureKind::Bmp;
  if (isPnm(text)) return PictureKind::Pnm;
  return std::nullopt;
}

std::vector<std::string_view> picturePatterns() {
  return {kPatterns.begin(), kPatterns.end()};
}

bool isPictureName(std::string_view fileName) {
  const std::size_t dot = fileName.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return false;
  return std::ranges::find(kPatterns, "*" + lowerCased(fileName.substr(dot))) != kPatterns.end();
}

}  // namespace isthmus
