#include "core/data/arrays/formats/npy_header.h"

#include "core/base/number_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

constexpr std::uint32_t kMaxHeader = 64U << 10;  // NumPy itself reads 10,000 characters unless told otherwise
constexpr std::size_t kMaxDimensions = 32;       // as in NumPy
constexpr std::uint64_t kMaxTextElementBytes = 1ULL << 20;  // of one element; longer is no label
constexpr std::size_t kVersionEnd = 8;                      // magic, major and minor version

Error bad(std::string message) {
  return {ErrorCode::BadFormat, std::move(message)};
}

/// What the dict literal of the header holds.
struct Fields {
  std::optional<std::string> type;  ///< "<f4"; "" for a structured one
  std::optional<bool> isFortranOrder;
  std::optional<std::vector<std::uint64_t>> shape;
};

/// Reads the one Python literal that a header can be: a dict of three known keys.
class HeaderParser {
 public:
  explicit HeaderParser(std::string_view text) : m_text(text) {}

  std::optional<Fields> parse() {
    if (!take('{')) return std::nullopt;
    while (!take('}')) {
      if (!takeEntry()) return std::nullopt;
      if (take(',')) continue;
      if (!take('}')) return std::nullopt;
      break;
    }
    skipSpace();
    const bool isWhole = m_at == m_text.size() && m_fields.type && m_fields.isFortranOrder && m_fields.shape;
    return isWhole ? std::optional(std::move(m_fields)) : std::nullopt;
  }

 private:
  void skipSpace() { m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size()); }

  bool take(char c) {
    skipSpace();
    if (m_at >= m_text.size() || m_text[m_at] != c) return false;
    ++m_at;
    return true;
  }

  bool takeWord(std::string_view word) {
    skipSpace();
    if (!m_text.substr(m_at).starts_with(word)) return false;
    m_at += word.size();
    return true;
  }

  std::optional<std::string> takeString() {
    const char quote = take('\'') ? '\'' : '"';
    if (quote == '"' && !take('"')) return std::nullopt;
    const std::size_t end = m_text.find(quote, m_at);
    if (end == std::string_view::npos) return std::nullopt;
    std::string value(m_text.substr(m_at, end - m_at));
    m_at = end + 1;
    return value;
  }

  std::optional<std::uint64_t> takeNumber() {
    skipSpace();
    const std::size_t end = std::min(m_text.find_first_not_of("0123456789", m_at), m_text.size());
    const auto number = parseNumber<std::uint64_t>(m_text.substr(m_at, end - m_at));
    if (!number) return std::nullopt;
    m_at = end;
    if (m_at < m_text.size() && m_text[m_at] == 'L') ++m_at;  // Python 2 wrote 60000L
    return number;
  }

  bool takeEntry() {
    const auto key = takeString();
    if (!key || !take(':')) return false;
    if (*key == "descr" && !m_fields.type) return takeType();
    if (*key == "fortran_order" && !m_fields.isFortranOrder) {
      if (takeWord("True")) {
        m_fields.isFortranOrder = true;
      } else if (takeWord("False")) {
        m_fields.isFortranOrder = false;
      }
      return m_fields.isFortranOrder.has_value();
    }
    return *key == "shape" && !m_fields.shape && takeShape();
  }

  bool takeType() {
    skipSpace();
    if (m_at < m_text.size() && m_text[m_at] == '[') return skipList();
    m_fields.type = takeString();
    return m_fields.type.has_value();
  }

  /// Passes a structured type over, to its closing bracket.
  bool skipList() {
    int depth = 0;
    for (; m_at < m_text.size(); ++m_at) {
      if (m_text[m_at] == '[') ++depth;
      if (m_text[m_at] == ']' && --depth == 0) {
        ++m_at;
        m_fields.type = "";
        return true;
      }
    }
    return false;
  }

  bool takeShape() {
    if (!take('(')) return false;
    std::vector<std::uint64_t> shape;
    while (!take(')')) {
      const auto side = takeNumber();
      if (!side || shape.size() == kMaxDimensions) return false;
      shape.push_back(*side);
      if (take(',')) continue;
      if (shape.size() < 2 || !take(')')) return false;  // (5) is a number, (5,) a tuple
      break;
    }
    m_fields.shape = std::move(shape);
    return true;
  }

  std::string_view m_text;
  std::size_t m_at = 0;
  Fields m_fields;
};

std::string refusalOf(std::string_view type) {
  if (type.empty())
    return "holds records of several fields (a structured dtype); expected plain numbers or text";
  switch (type.front()) {
    case 'O':
      return "holds pickled Python objects (dtype object), which can run code when they are read, so they "
             "are refused; expected numbers or text";
    case 'c':
      return "holds complex numbers; expected real ones";
    case 'M':
    case 'm':
      return "holds dates or times; expected numbers or text";
    default:
      break;
  }
  std::string shown(type.substr(0, 16));
  std::ranges::replace_if(
      shown, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c > 0x7E; }, '?');
  return "holds elements of the type \"" + shown +
         "\"; expected bool, integers or floats of up to 64 bits, or text (U, S)";
}

/// Sets the element type of `header` by its name in NumPy ("<f4"), or the reason why it cannot be read.
void interpretType(std::string_view name, NpyHeader& header) {
  std::string_view type = name;
  char order = '|';
  if (!type.empty() && std::string_view("<>|=").find(type.front()) != std::string_view::npos) {
    order = type.front();
    type.remove_prefix(1);
  }
  ArrayInfo& array = header.array;
  array.isBigEndian = order == '>';
  if (const auto number = numberTypeNamed(type)) {
    array.type = number->type;
    array.elementBytes = number->bytes;
    return;
  }
  const char kind = type.empty() ? ' ' : type.front();
  if (kind == 'U' || kind == 'S' || kind == 'a') {
    const auto length = parseNumber<std::uint64_t>(type.substr(1));
    const std::uint64_t each = kind == 'U' ? 4 : 1;
    if (length && *length > 0 && *length <= kMaxTextElementBytes / each) {
      array.type = kind == 'U' ? ElementType::Unicode : ElementType::Bytes;
      array.elementBytes = static_cast<std::size_t>(*length * each);
      return;
    }
  }
  header.refusal = refusalOf(type);
}

/// The length of the dict literal, from the bytes after the version.
Result<std::uint32_t> literalLength(ArrayStream& stream, std::uint8_t major) {
  std::array<std::uint8_t, 4> bytes = {};
  const std::size_t count = major == 1 ? 2 : 4;
  if (auto read = stream.read(std::span(bytes).first(count)); !read) return read.error();
  std::uint32_t length = 0;
  for (std::size_t i = 0; i < count; ++i) length |= std::uint32_t{bytes[i]} << (8 * i);
  if (length > kMaxHeader)
    return bad("declares a header of " + withThousands(length) + " bytes; expected at most " +
               withThousands(kMaxHeader));
  return length;
}

Result<void> checkSize(const NpyHeader& header, std::uint64_t largestContent) {
  std::uint64_t bytes = header.array.elementBytes;
  bool overflow = false;
  for (const std::uint64_t side : header.array.shape)
    overflow = __builtin_mul_overflow(bytes, side, &bytes) || overflow;
  if (overflow) return bad("declares a shape whose size overflows; expected one that the file can hold");
  if (bytes > largestContent || header.bytes > largestContent - bytes)
    return bad("is cut off or has a wrong header: it declares " + header.array.text() + " (" +
               withThousands(bytes) + " bytes), but there are at most " +
               withThousands(largestContent - std::min(header.bytes, largestContent)) + " after its header");
  return {};
}

}  // namespace

Result<NpyHeader> readNpyHeader(ArrayStream& stream, std::uint64_t largestContent) {
  std::array<std::uint8_t, kVersionEnd> start = {};
  if (largestContent < start.size()) return bad("is too short for a NumPy array");
  if (auto read = stream.read(start); !read) return read.error();
  if (!std::equal(kNpyMagic.begin(), kNpyMagic.end(), start.begin(),
                  [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; }))
    return bad("is no NumPy array; expected it to begin with \\x93NUMPY");
  const std::uint8_t major = start[kNpyMagic.size()];
  if (major < 1 || major > 3 || start[kNpyMagic.size() + 1] != 0)
    return bad("is in version " + std::to_string(major) + "." + std::to_string(start[kNpyMagic.size() + 1]) +
               " of the NPY format; expected 1.0, 2.0 or 3.0");
  const auto length = literalLength(stream, major);
  if (!length) return length.error();
  NpyHeader header;
  header.bytes = start.size() + (major == 1 ? 2U : 4U) + *length;
  if (header.bytes > largestContent) return bad("is cut off within its header");
  std::string literal(*length, ' ');
  if (auto read = stream.read({reinterpret_cast<std::uint8_t*>(literal.data()), literal.size()}); !read)
    return read.error();
  auto fields = HeaderParser(literal).parse();
  if (!fields)
    return bad(
        "has a damaged header; expected {'descr': ..., 'fortran_order': ..., 'shape': (...)} and no more");
  header.array.isFortranOrder = *fields->isFortranOrder;
  header.array.shape = *std::move(fields->shape);
  interpretType(*fields->type, header);
  if (!header.refusal.empty()) return header;
  if (auto fits = checkSize(header, largestContent); !fits) return fits.error();
  return header;
}

}  // namespace isthmus
