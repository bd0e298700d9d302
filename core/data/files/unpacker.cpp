#include "core/data/files/unpacker.h"

#include "core/data/files/zip_archive.h"

#include <algorithm>
#include <bzlib.h>
#include <limits>
#include <utility>
#include <zlib.h>

namespace isthmus {
namespace {

constexpr int kGzipOnly = 16 + MAX_WBITS;  // zlib's way to ask for gzip headers and checksums
constexpr std::uint8_t kGzipMagic[] = {0x1F, 0x8B};
constexpr std::uint8_t kBzip2Magic[] = {'B', 'Z', 'h'};
// Ten gigabytes of zeros become 7.3 kilobytes.
constexpr std::uint64_t kLargestBzip2Ratio = 1'500'000;

bool startsWith(std::span<const std::uint8_t> head, std::span<const std::uint8_t> magic) {
  return head.size() >= magic.size() && std::ranges::equal(head.first(magic.size()), magic);
}
bool isGzip(std::span<const std::uint8_t> head) {
  return startsWith(head, kGzipMagic);
}
/// "BZh", the size of blocks, and the magic number of a block or of the end: text may begin with less.
bool isBzip2(std::span<const std::uint8_t> head) {
  constexpr std::size_t kLevel = std::size(kBzip2Magic);
  constexpr std::uint8_t kBlock[] = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59};
  constexpr std::uint8_t kEnd[] = {0x17, 0x72, 0x45, 0x38, 0x50, 0x90};
  if (!startsWith(head, kBzip2Magic) || head.size() < kPackingHeadBytes) return false;
  const auto block = head.subspan(kLevel + 1);
  return head[kLevel] >= '1' && head[kLevel] <= '9' && (startsWith(block, kBlock) || startsWith(block, kEnd));
}

/// So many bytes as a library's counter can hold.
unsigned int counted(std::size_t bytes) {
  return static_cast<unsigned int>(std::min<std::size_t>(bytes, std::numeric_limits<int>::max()));
}

class GzipUnpacker final : public Unpacker {
 public:
  GzipUnpacker() : m_ready(inflateInit2(&m_stream, kGzipOnly) == Z_OK) {}
  GzipUnpacker(const GzipUnpacker&) = delete;
  GzipUnpacker& operator=(const GzipUnpacker&) = delete;
  ~GzipUnpacker() override { inflateEnd(&m_stream); }

  bool isReady() const { return m_ready; }
  bool restart() override { return inflateReset(&m_stream) == Z_OK; }
  std::string detail() const override { return m_stream.msg != nullptr ? m_stream.msg : ""; }
  std::string_view name() const override { return "gzip"; }
  std::uint8_t firstByte() const override { return kGzipMagic[0]; }
  std::uint64_t largestRatio() const override { return kLargestDeflateRatio; }

  Step step(std::span<const std::uint8_t> packed, std::span<std::uint8_t> to) override {
    const unsigned int in = counted(packed.size());
    const unsigned int out = counted(to.size());
    m_stream.next_in = const_cast<Bytef*>(packed.data());  // zlib does not write there
    m_stream.avail_in = in;
    m_stream.next_out = to.data();
    m_stream.avail_out = out;
    const int code = inflate(&m_stream, Z_NO_FLUSH);
    return {statusOf(code), in - m_stream.avail_in, out - m_stream.avail_out};
  }

 private:
  static Status statusOf(int code) {
    if (code == Z_STREAM_END) return Status::StreamEnded;
    if (code == Z_MEM_ERROR) return Status::OutOfMemory;
    // Z_BUF_ERROR only asks for more input.
    return code == Z_OK || code == Z_BUF_ERROR ? Status::More : Status::Damaged;
  }

  z_stream m_stream = {};
  bool m_ready;
};

class Bzip2Unpacker final : public Unpacker {
 public:
  Bzip2Unpacker() : m_ready(begin()) {}
  Bzip2Unpacker(const Bzip2Unpacker&) = delete;
  Bzip2Unpacker& operator=(const Bzip2Unpacker&) = delete;
  ~Bzip2Unpacker() override { end(); }

  bool isReady() const { return m_ready; }
  bool restart() override {
    end();
    m_ready = begin();
    return m_ready;
  }
  std::string detail() const override { return {}; }
  std::string_view name() const override { return "bzip2"; }
  std::uint8_t firstByte() const override { return kBzip2Magic[0]; }
  std::uint64_t largestRatio() const override { return kLargestBzip2Ratio; }

  Step step(std::span<const std::uint8_t> packed, std::span<std::uint8_t> to) override {
    const unsigned int in = counted(packed.size());
    const unsigned int out = counted(to.size());
    m_stream.next_in =
        const_cast<char*>(reinterpret_cast<const char*>(packed.data()));  // it does not write there
    m_stream.avail_in = in;
    m_stream.next_out = reinterpret_cast<char*>(to.data());
    m_stream.avail_out = out;
    const int code = BZ2_bzDecompress(&m_stream);
    return {statusOf(code), in - m_stream.avail_in, out - m_stream.avail_out};
  }

 private:
  static Status statusOf(int code) {
    if (code == BZ_STREAM_END) return Status::StreamEnded;
    if (code == BZ_MEM_ERROR) return Status::OutOfMemory;
    return code == BZ_OK ? Status::More : Status::Damaged;
  }
  bool begin() {
    m_stream = {};
    return BZ2_bzDecompressInit(&m_stream, 0, 0) == BZ_OK;
  }
  void end() {
    if (m_ready) BZ2_bzDecompressEnd(&m_stream);
  }

  bz_stream m_stream = {};
  bool m_ready;
};

template <typename Kind>
std::unique_ptr<Unpacker> readyOrNull() {
  auto unpacker = std::make_unique<Kind>();
  return unpacker->isReady() ? std::move(unpacker) : nullptr;
}

}  // namespace

bool isPacked(std::span<const std::uint8_t> head) {
  return isGzip(head) || isBzip2(head);
}

std::unique_ptr<Unpacker> makeUnpacker(std::span<const std::uint8_t> head) {
  if (isGzip(head)) return readyOrNull<GzipUnpacker>();
  if (isBzip2(head)) return readyOrNull<Bzip2Unpacker>();
  return nullptr;
}

}  // namespace isthmus
