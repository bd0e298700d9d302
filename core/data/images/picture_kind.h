#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace isthmus {

/// The kinds of picture files that are read.
enum class PictureKind { Png, Jpeg, Bmp, Gif, Pnm, WebP, Tiff };

/// Bytes from a file's start that tell its kind.
inline constexpr std::size_t kPictureHeadBytes = 18;

/// What a file is by its first bytes; nothing when it is no picture.
std::optional<PictureKind> pictureKind(std::span<const std::uint8_t> head);

/// For file dialogs: "*.png", ...
std::vector<std::string_view> picturePatterns();

/// Whether a file is called like a picture: "cat.PNG".
bool isPictureName(std::string_view fileName);

/// A picture file that is larger is no sample: a photograph of 64 megapixels takes half as much.
inline constexpr std::uint64_t kMaxPictureBytes = std::uint64_t{64} << 20;
/// A picture that is larger is not decoded, for it would take more than 256 MiB of memory for a moment.
inline constexpr std::uint64_t kMaxPicturePixels = std::uint64_t{64} << 20;

}  // namespace isthmus
