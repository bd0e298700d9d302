#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

struct zip;       // zip_t of libzip
struct zip_file;  // zip_file_t

namespace isthmus {

inline constexpr std::uint64_t kLargestDeflateRatio = 1032;  ///< no deflate stream grows by more

/// A ZIP file that is open for reading.
struct ZipArchive {
  struct Closer {
    void operator()(zip* archive) const;
  };
  std::unique_ptr<zip, Closer> handle;
  std::uint64_t fileBytes = 0;
};

/// A member that is open for reading; it must go before its archive does.
struct ZipMemberCloser {
  void operator()(zip_file* member) const;
};
using ZipMember = std::unique_ptr<zip_file, ZipMemberCloser>;

/// Opens a ZIP file; never waits for a FIFO's writer. The error names the file. Listing 100,000 members takes
/// a while: soon after the stop is requested opening gives up with ErrorCode::Cancelled, and reading fails.
Result<ZipArchive> openZip(const std::filesystem::path& file, std::stop_token stop = {});

/// Names of the first members as they lie in the file, at most 16, for a glance: nothing else is read. As far
/// as they can be told: none where the file does not begin with a member.
std::vector<std::string> firstZipNames(const std::filesystem::path& file);

/// Whether a member's name would lead out of the folder into which somebody unpacks it.
bool leadsOutside(std::string_view name);

}  // namespace isthmus
