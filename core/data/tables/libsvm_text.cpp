#include "core/data/tables/libsvm_text.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/data/grow.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/text_pieces.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>

namespace isthmus {
namespace {

constexpr std::uint64_t kBytesBetweenLooks = 256ULL << 20;  // of pairs, at the memory that is free
constexpr std::size_t kLinesToRecognise = 10;

/// Takes a line off, without its end. Nothing where the text holds no whole one and more may follow.
bool takeLine(std::string_view& text, bool last, std::string_view& line) {
  const std::size_t end = text.find('\n');
  if (text.empty() || (end == std::string_view::npos && !last)) return false;
  line = text.substr(0, end);
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return true;
}

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
  for (std::string_view line; takeLine(text, last, line); ++m_line) {
    const LibsvmLine is = readLibsvmLine(line, m_row, fault);
    if (is == LibsvmLine::Bad)
      return Error{ErrorCode::BadFormat, fault + " (line " + withThousands(m_line) + ")", file.string()};
    if (is == LibsvmLine::Row) addRow(block);
  }
  m_textBytes += static_cast<double>(before - text.size());
  m_blocks.push_back(std::move(block));
  if (rows() > kMaxTableRows)
    return Error{ErrorCode::TooLarge,
                 "has more than " + withThousands(kMaxTableRows) + " rows; no more can be loaded",
                 file.string()};
  return text;
}

Result<void> LibsvmText::addFile(const std::filesystem::path& file, const Task& task) {
  Result<TextPieces> opened = TextPieces::open(file, kMaxTableBytes, task);
  if (!opened) return opened.error();
  TextPieces pieces = std::move(opened).value();
  m_line = 1;
  std::uint64_t looked = pairBytes();
  for (bool last = false; !last;) {
    const Result<bool> more = pieces.more();
    if (!more) return more.error();
    last = !*more;
    const Result<std::string_view> left = takeLines(pieces.text(), last, file);
    if (!left) return left.error();
    if (left->size() > kMaxRowBytes) return rowTooLong(file, m_line);
    pieces.leave(left->size());
    if (pairBytes() - looked < kBytesBetweenLooks) continue;
    looked = pairBytes();
    const std::uint64_t samples = std::uint64_t{rows()} * width() * sizeof(float);
    if (const auto fits = checkDatasetFits(samples, file.string()); !fits) return fits;
  }
  return {};
}

Result<bool> LibsvmText::addHead(const std::filesystem::path& file, const Task& task) {
  for (const std::size_t size : {kHeadBytes, kWideHeadBytes}) {
    if (task.cancelled()) break;
    auto bytes = readHead(file, size);
    if (!bytes) return bytes.error();
    std::vector<std::uint8_t> content = std::move(bytes).value();
    const bool whole = content.size() < size;
    content.push_back(0);  // for readLibsvmLine()
    m_line = 1;
    const std::string_view text(reinterpret_cast<const char*>(content.data()), content.size() - 1);
    const Result<std::string_view> left = takeLines(text, whole, file);
    if (!left) return left.error();
    if (rows() > 0) return whole;
    if (whole) return Error{ErrorCode::BadFormat, "holds no row of data", file.string()};
  }
  if (task.cancelled()) return Error{ErrorCode::Cancelled, "loading was cancelled"};
  return rowTooLong(file, m_line);
}

void LibsvmText::moveTo(Dataset& dataset, std::size_t width, std::size_t limit, const Task& task) {
  const std::size_t start = dataset.values.size();
  if (!growTo(dataset.values, start + std::min(rows(), limit) * width, task)) return;
  const auto values = std::span(dataset.values).subspan(start);
  std::size_t at = 0;
  for (Block& block : m_blocks) {
    if (task.cancelled()) return;
    std::size_t pair = 0;
    for (const std::uint32_t count : block.counts) {
      if (at == values.size()) break;
      const auto row = values.subspan(at, width);
      for (const std::size_t end = pair + count; pair < end; ++pair)
        row[block.indices[pair] - firstIndex()] = block.values[pair];
      at += width;
    }
    block = {};
  }
  m_blocks.clear();
}

bool looksLikeLibsvm(std::string_view text, bool whole) {
  LibsvmRow row;
  std::string fault;
  std::size_t pairs = 0;
  std::string_view line;
  std::size_t lines = 0;
  for (; lines < kLinesToRecognise && takeLine(text, whole, line); ++lines) {
    if (readLibsvmLine(line, row, fault) == LibsvmLine::Bad) return false;
    pairs += row.indices.size();
  }
  if (lines == 0 && !whole) {  // a long line: its last word may be cut
    line = text.substr(0, text.find_last_of(" \t"));
    if (line.size() == text.size() || readLibsvmLine(line, row, fault) == LibsvmLine::Bad) return false;
    pairs = row.indices.size();
  }
  return pairs > 0;
}

}  // namespace isthmus
