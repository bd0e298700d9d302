#include "core/data/tables/sparse/libsvm_text.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/files/grow.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/text/text_pieces.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>

namespace isthmus {
namespace {

constexpr std::uint64_t kBytesBetweenLooks = 256ULL << 20;  // of pairs, at the memory that is free
// In a comment at the start of what scikit-learn's dump_svmlight_file() writes.
constexpr std::string_view kZeroBased = "indices are zero-based";

}  // namespace

void LibsvmText::addRow(Block& block) {
  m_labels.push_back(m_row.label);
  block.counts.push_back(static_cast<std::uint32_t>(m_row.indices.size()));
  block.indices.insert(block.indices.end(), m_row.indices.begin(), m_row.indices.end());
  block.values.insert(block.values.end(), m_row.values.begin(), m_row.values.end());
  if (m_row.indices.empty()) return;
  m_pairs += m_row.indices.size();
  m_lowestIndex = std::min(m_lowestIndex, m_row.indices.front());
  m_highestIndex = std::max(m_highestIndex, m_row.indices.back());
  for (const float value : m_row.values) {
    if (std::isnan(value)) continue;
    m_lowest = std::min(m_lowest, value);
    m_highest = std::max(m_highest, value);
    m_isWhole = m_isWhole && value == std::floor(value);
  }
}

Result<std::string_view> LibsvmText::takeLines(std::string_view text, bool last,
                                               const std::filesystem::path& file) {
  Block block;
  const std::size_t before = text.size();
  std::string fault;
  for (std::string_view line; takeTextLine(text, last, line); ++m_line) {
    if (m_line == 1) line = withoutByteOrderMark(line);
    const LibsvmLine is = readLibsvmLine(line, m_row, fault);
    m_saysZeroBased = m_saysZeroBased || (is == LibsvmLine::Blank && line.find(kZeroBased) != line.npos);
    if (is == LibsvmLine::Bad)
      return Error{ErrorCode::BadFormat, fault + " (line " + withThousands(m_line) + ")", file.string()};
    if (is == LibsvmLine::Row) addRow(block);
  }
  m_textBytes += static_cast<double>(before - text.size());
  block.indices.shrink_to_fit();  // of what grew, nearly half may be empty
  block.values.shrink_to_fit();
  m_blocks.push_back(std::move(block));
  if (rows() > kMaxTableRows)
    return Error{ErrorCode::TooLarge,
                 "has more than " + withThousands(kMaxTableRows) + " rows; no more can be loaded",
                 file.string()};
  return text;
}

/// Appends rows until there is one and about so many bytes were read; whether the file has ended.
Result<bool> LibsvmText::addRows(const std::filesystem::path& file, std::uint64_t mostBytes,
                                 const Task& task) {
  Result<TextPieces> opened = TextPieces::open(file, kMaxTableBytes, task);
  if (!opened) return opened.error();
  TextPieces pieces = std::move(opened).value();
  m_line = 1;
  const std::size_t before = rows();
  std::uint64_t looked = pairBytes();
  for (bool last = false; !last;) {
    const Result<bool> more = pieces.more();
    if (!more) return more;
    last = !*more;
    const Result<std::string_view> left = takeLines(pieces.text(), last, file);
    if (!left) return left.error();
    if (left->size() > kMaxRowBytes) return rowTooLong(file, m_line);
    pieces.leave(left->size());
    if (rows() > before && m_textBytes > static_cast<double>(mostBytes)) return last;
    if (pairBytes() - looked < kBytesBetweenLooks) continue;
    looked = pairBytes();
    const std::uint64_t samples = std::uint64_t{rows()} * width() * sizeof(float);
    if (const auto fits = checkDatasetFits(samples, file.string()); !fits) return fits.error();
  }
  if (rows() == before) return Error{ErrorCode::BadFormat, "holds no row of data", file.string()};
  return true;
}

Result<void> LibsvmText::addFile(const std::filesystem::path& file, const Task& task) {
  const Result<bool> added = addRows(file, std::numeric_limits<std::uint64_t>::max(), task);
  return added ? Result<void>() : added.error();
}

Result<bool> LibsvmText::addHead(const std::filesystem::path& file, const Task& task) {
  return addRows(file, kHeadBytes, {.stop = task.stop});
}

void LibsvmText::moveTo(Dataset& dataset, std::size_t width, std::size_t limit, const Task& task) {
  const std::size_t end = dataset.values.size() + std::min(rows(), limit) * width;
  dataset.values.reserve(end);  // address space only, until it is written
  for (Block& block : m_blocks) {
    std::size_t at = dataset.values.size();
    if (at == end || !growTo(dataset.values, std::min(end, at + block.counts.size() * width), task)) break;
    std::size_t pair = 0;
    for (const std::uint32_t count : block.counts) {
      if (at == end) break;
      const auto row = std::span(dataset.values).subspan(at, width);
      for (const std::size_t behind = pair + count; pair < behind; ++pair)
        row[block.indices[pair] - firstIndex()] = block.values[pair];
      at += width;
    }
    block = {};
  }
  m_blocks.clear();
}

}  // namespace isthmus
