#pragma once

#include "core/data/dataset_format.h"
#include "tests/support/idx_bytes.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>
#include <zip.h>

namespace isthmus::test {

/// A PGM picture (or a PPM one) of one intensity; its first pixel is 255 - value.
inline Bytes pgm(int height, int width, std::uint8_t value, int channels = 1) {
  const std::string head =
      (channels == 3 ? "P6 " : "P5 ") + std::to_string(width) + " " + std::to_string(height) + " 255\n";
  Bytes bytes(head.begin(), head.end());
  bytes.insert(bytes.end(), static_cast<std::size_t>(height * width * channels), value);
  bytes[head.size()] = static_cast<std::uint8_t>(255 - value);
  return bytes;
}

/// Decodes what pgm() makes; scales by taking nearest pixels. A stand-in for Qt's decoders.
inline Result<ByteImage> decodePgm(std::span<const std::uint8_t> file, const ImageTarget& target) {
  const std::string text(file.begin(), file.end());
  int height = 0;
  int width = 0;
  int used = 0;
  char kind = 0;
  if (std::sscanf(text.c_str(), "P%c %d %d 255%n", &kind, &width, &height, &used) != 3)
    return Error{ErrorCode::BadFormat, "is no PGM file"};
  const int from = kind == '6' ? 3 : 1;
  if (file.size() != static_cast<std::size_t>(used) + 1 + static_cast<std::size_t>(height * width * from))
    return Error{ErrorCode::BadFormat, "is cut off"};
  const ImageShape shape{target.height > 0 ? target.height : height, target.width > 0 ? target.width : width,
                         target.channels > 0 ? target.channels : from};
  ByteImage image{shape, {}};
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x)
      for (int c = 0; c < shape.channels; ++c)
        image.pixels.push_back(file[static_cast<std::size_t>(
            used + 1 + ((y * height / shape.height) * width + x * width / shape.width) * from +
            std::min(c, from - 1))]);
  return image;
}

/// Writes a ZIP file of (name, content) with libzip, in that order.
inline void writeZip(const std::filesystem::path& file,
                     const std::vector<std::pair<std::string, Bytes>>& members) {
  zip_t* archive = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  if (archive == nullptr) throw std::runtime_error("cannot write " + file.string());
  for (const auto& [name, bytes] : members) {
    zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  }
  if (zip_close(archive) != 0) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace isthmus::test
