#include "core/data/tables/text/text_pieces.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/data/tables/table_limits.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

namespace isthmus {
namespace {

Error tooMuch(const std::filesystem::path& file, std::uint64_t maxBytes) {
  return {ErrorCode::TooLarge,
          "holds more than " + mebibytesText(maxBytes) + " of text; no more can be loaded", file.string()};
}

}  // namespace

Result<TextPieces> TextPieces::open(const std::filesystem::path& file, std::uint64_t maxBytes,
                                    const Task& task) {
  Result<ByteSource> source = ByteSource::open(file);
  if (!source) return source.error();
  if (source->fileSize() > maxBytes) return tooMuch(file, maxBytes);
  return TextPieces(std::move(source).value(), maxBytes, task);
}

Result<TextPieces> TextPieces::open(const TableFile& file, std::uint64_t maxBytes, const Task& task) {
  Result<TextPieces> pieces = open(file.path, maxBytes, task);
  if (pieces && !file.columns.empty()) {
    TextPieces pasted = std::move(pieces).value();
    pasted.m_paster.emplace(file);
    return pasted;
  }
  return pieces;
}

/// Writes the values of column files into the lines that have come, which begin at `from`.
Result<void> TextPieces::paste(std::size_t from, bool isEnd) {
  std::string text;
  const std::string_view come(m_buffer.data() + from, m_filled - from);
  if (auto pasted = m_paster->append(come, text); !pasted) return pasted;
  if (isEnd) {
    if (auto ended = m_paster->finish(text); !ended) return ended;
  }
  m_buffer.resize(from + text.size() + 1);
  std::ranges::copy(text, m_buffer.begin() + static_cast<std::ptrdiff_t>(from));
  m_filled = from + text.size();
  return {};
}

/// Says what is wrong with the size of the content so far.
Result<void> TextPieces::checkSize(std::size_t got) const {
  const std::string where = path().string();
  if (m_read > m_maxBytes) return tooMuch(path(), m_maxBytes);
  if (m_source.isCompressed()) {
    if (m_read > kPackingMattersAbove && m_read / fileSize() > kMaxTablePackingRatio)
      return Error{ErrorCode::TooLarge,
                   "inflates to more than " + withThousands(kMaxTablePackingRatio) +
                       " times its size: only blank content packs so tightly, so it is refused as a bomb",
                   where};
    return {};
  }
  if (m_read > fileSize() || (got == 0 && m_read < fileSize()))
    return Error{ErrorCode::BadFormat,
                 "changed while it was read; expected " + withThousands(fileSize()) + " bytes", where};
  return {};
}

/// Reads so many bytes of content behind those that are there.
Result<std::size_t> TextPieces::readOn(std::size_t wanted) {
  m_buffer.resize(m_filled + wanted + 1);
  const std::size_t before = m_filled;
  const Result<std::size_t> got =
      m_source.read({reinterpret_cast<std::uint8_t*>(m_buffer.data()) + m_filled, wanted});
  if (!got) return got;
  const std::string_view bytes(m_buffer.data() + before, *got);
  if (m_read == 0) {
    if (const TextEncoding encoding = textEncodingOf(bytes); encoding != TextEncoding::Bytes)
      m_decoder.emplace(encoding);
  }
  m_read += *got;
  m_filled += *got;
  if (!m_decoder) return got;
  std::string text;
  m_decoder->append(bytes, text);
  m_buffer.resize(before + text.size() + 1);
  std::ranges::copy(text, m_buffer.begin() + static_cast<std::ptrdiff_t>(before));
  m_filled = before + text.size();
  return got;
}

Result<bool> TextPieces::more() {
  if (m_task->cancelled()) return Error{ErrorCode::Cancelled, "loading was cancelled"};
  const std::size_t wanted = isPacked() ? kPackedChunkBytes : kTableChunkBytes;
  const std::size_t before = m_filled;
  const Result<std::size_t> got = readOn(wanted);
  if (!got) return got.error();
  if (m_paster && !m_isEnded) {
    m_isEnded = *got == 0;
    if (const Result<void> pasted = paste(before, m_isEnded); !pasted) return pasted.error();
  }
  m_buffer[m_filled] = '\0';
  if (const Result<void> checked = checkSize(*got); !checked) return checked.error();
  // A packed table has some four times the size of its file.
  const std::uint64_t expected = m_source.isCompressed() ? fileSize() * 4 : fileSize();
  m_task->report(std::min(0.99, static_cast<double>(m_read) / static_cast<double>(expected)));
  return *got > 0;
}

void TextPieces::leave(std::size_t count) {
  std::memmove(m_buffer.data(), m_buffer.data() + m_filled - count, count);
  m_filled = count;
}

Error rowTooLong(const std::filesystem::path& file, std::size_t line) {
  return {ErrorCode::TooLarge,
          "has a row of more than " + mebibytesText(kMaxRowBytes) + " in line " + withThousands(line),
          file.string()};
}

Error quotedRowTooLong(const std::filesystem::path& file, std::size_t line) {
  Error error = rowTooLong(file, line);
  error.message += " (or a quotation mark there is never closed)";
  return error;
}

}  // namespace isthmus
