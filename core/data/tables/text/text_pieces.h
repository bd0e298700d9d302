#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/files/byte_source.h"
#include "core/data/tables/beside/row_paster.h"
#include "core/data/tables/text/text_encoding.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isthmus {

/// A text file piece by piece, so that little of it is in memory; UTF-16 comes as UTF-8. Errors name the
/// file.
class TextPieces {
 public:
  /// `task` is borrowed. More than `maxBytes` of content is an error.
  static Result<TextPieces> open(const std::filesystem::path& file, std::uint64_t maxBytes, const Task& task);

  /// The same of a table with the values of its column files in its lines.
  static Result<TextPieces> open(const TableFile& file, std::uint64_t maxBytes, const Task& task);

  /// Reads on behind what is left of text(); false when nothing came, for the content has ended. An error
  /// when the file changes while it is read, when it is packed more tightly than any data, and soon after the
  /// task is cancelled.
  Result<bool> more();
  /// What has not been taken; a zero stands behind it. Valid until the next call of more() or leave().
  std::string_view text() const { return {m_buffer.data(), m_filled}; }
  /// Takes all but the last `count` bytes of text(): the beginning of a row that more() will complete.
  void leave(std::size_t count);

  const std::filesystem::path& path() const { return m_source.path(); }
  /// Bytes of the file.
  std::uint64_t fileSize() const { return m_source.fileSize(); }
  bool isPacked() const { return m_source.isCompressed(); }

 private:
  TextPieces(ByteSource source, std::uint64_t maxBytes, const Task& task)
      : m_source(std::move(source)), m_maxBytes(maxBytes), m_task(&task) {}
  Result<void> checkSize(std::size_t got) const;
  Result<std::size_t> readOn(std::size_t wanted);
  Result<void> paste(std::size_t from, bool isEnd);

  ByteSource m_source;
  std::uint64_t m_maxBytes;
  const Task* m_task;
  std::vector<char> m_buffer;  ///< m_filled bytes and a zero
  std::size_t m_filled = 0;
  std::uint64_t m_read = 0;  ///< bytes of content
  std::optional<Utf16Decoder> m_decoder = {};
  std::optional<RowPaster> m_paster = {};
  bool m_isEnded = false;  ///< of what the paster writes into
};

/// The error for a row that begins in this line and takes more than kMaxRowBytes.
Error rowTooLong(const std::filesystem::path& file, std::size_t line);
/// Likewise where a quotation mark may be why.
Error quotedRowTooLong(const std::filesystem::path& file, std::size_t line);

}  // namespace isthmus
