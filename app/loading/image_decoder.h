#pragma once

#include "core/base/result.h"
#include "core/data/dataset_format.h"

#include <cstdint>
#include <span>

namespace isthmus {

/// Decodes a PNG, JPEG, BMP, GIF or TIFF (its first frame), PBM, PGM, PPM or WebP file, told by its content,
/// as `target` wants it:
/// - turned upright as its EXIF data says; 16 bits brought to 8, or what `target.white` says to 255;
/// transparent parts over white;
/// - grey is Rec. 601 luminance; with channels 0 a picture without colour is grey, another one RGB;
/// - a size is reached by smooth scaling. Where the aspect ratio differs by more than 5 % the whole picture
/// is
///   centred, and the bars beside it have the mean colour of its border; less is stretched.
/// Fails with a sentence for what is no such picture, is cut off or damaged, or has more than
/// kMaxPicturePixels. Any thread may call it; needs no QCoreApplication.
Result<ByteImage> decodeImage(std::span<const std::uint8_t> file, const ImageTarget& target);

}  // namespace isthmus
