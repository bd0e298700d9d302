#include "core/base/text.h"

#include <algorithm>

namespace isthmus {

std::string lowerCased(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

std::size_t utf8Length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
  }
  if (first == 0xE0 && byte(1) < 0xA0) return 0;   // longer than needed
  if (first == 0xED && byte(1) >= 0xA0) return 0;  // half of a surrogate pair
  if (first == 0xF0 && byte(1) < 0x90) return 0;
  if (first == 0xF4 && byte(1) >= 0x90) return 0;
  return length;
}

std::string quotedText(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  std::string shown;
  while (!text.empty() && shown.size() < kLongest) {
    const std::size_t length = utf8Length(text);
    if (length == 0 || static_cast<unsigned char>(text.front()) < 0x20 || text.front() == 0x7F) {
      shown += '?';
      text.remove_prefix(1);
    } else {
      shown += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return '"' + shown + (text.empty() ? "\"" : "...\"");
}

bool hasPackingSuffix(const std::filesystem::path& file) {
  const std::filesystem::path ending = file.extension();
  return ending == ".gz" || ending == ".bz2";
}

std::filesystem::path withoutPackingSuffix(const std::filesystem::path& file) {
  return hasPackingSuffix(file) ? file.parent_path() / file.stem() : file;
}

std::string stemOf(const std::filesystem::path& file) {
  return withoutPackingSuffix(file).stem().string();
}

}  // namespace isthmus
