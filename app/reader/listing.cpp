#include "app/reader/listing.h"

#include "app/reader/process.h"

#include <algorithm>

namespace isthmus::reader {
namespace {

constexpr std::size_t kMaxRemarks = 20;

std::string_view roleText(Role role) {
  switch (role) {
    case Role::None:
      return "-";
    case Role::Samples:
      return "samples";
    case Role::Features:
      return "features";
    case Role::SampleNames:
      return "names";
    case Role::Label:
      return "label";
  }
  return "-";
}

void appendUtf8(std::string& text, std::uint32_t point) {
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6);
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3F));
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

}  // namespace

bool isPlainName(std::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes &&
         std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::string_view cutText(std::string_view text) {
  if (text.size() <= kMaxTextBytes) return text;
  std::size_t end = kMaxTextBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::string shapeText(const std::vector<std::uint64_t>& shape) {
  std::string text;
  for (const std::uint64_t side : shape) text += (text.empty() ? "" : " x ") + std::to_string(side);
  return text;
}

void write(const Listing& listing) {
  std::string text = "isthmus-arrays 1\n";
  for (const ListedArray& array : listing.arrays) {
    std::string shape;
    for (const std::uint64_t side : array.shape) shape += (shape.empty() ? "" : ",") + std::to_string(side);
    text += "array\t" + std::string(array.type) + '\t' + std::to_string(array.elementBytes) + '\t' +
            (array.isFortranOrder ? 'F' : 'C') + '\t' + shape + '\t' + std::string(roleText(array.role)) +
            '\t' + array.name + '\n';
  }
  for (std::size_t i = 0; i < std::min(listing.remarks.size(), kMaxRemarks); ++i)
    text += "remark\t" + listing.remarks[i] + '\n';
  if (listing.remarks.size() > kMaxRemarks)
    text +=
        "remark\t" + std::to_string(listing.remarks.size() - kMaxRemarks) + " more arrays are left out.\n";
  writeOut(text + "end\n");
}

void TextWriter::add(std::string_view text) {
  text = text.substr(0, std::min(m_width, cutText(text).size()));
  m_pending.append(text);
  m_pending.append(m_width - text.size(), '\0');
  if (m_pending.size() >= kPortionBytes) finish();
}

void TextWriter::finish() {
  writeOut(m_pending);
  m_pending.clear();
}

std::string utf8Of(const std::vector<std::uint16_t>& units) {
  std::string text;
  for (std::size_t i = 0; i < units.size(); ++i) {
    std::uint32_t point = units[i];
    const bool isHigh = point >= 0xD800 && point < 0xDC00;
    if (isHigh && i + 1 < units.size() && units[i + 1] >= 0xDC00 && units[i + 1] < 0xE000) {
      point = 0x10000 + ((point - 0xD800) << 10) + (units[++i] - 0xDC00U);
    } else if (point >= 0xD800 && point < 0xE000) {
      point = 0xFFFD;
    }
    appendUtf8(text, point);
  }
  return text;
}

}  // namespace isthmus::reader
