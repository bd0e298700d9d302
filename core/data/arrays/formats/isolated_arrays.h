#pragma once

#include "core/base/child_process.h"
#include "core/base/result.h"
#include "core/data/arrays/array_file.h"
#include "core/data/arrays/array_listing.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace isthmus {

/// How long a reader may be silent over a sound file of so many bytes: 20 s, and what reading all of it
/// before the first word takes from a slow disk (20 MB/s).
std::chrono::milliseconds silenceAllowed(std::uint64_t fileBytes);

/// How the reader holds an array while it delivers it.
enum class ReaderHolds { Portions, WholeArrays };

/// The arrays of a file that a program of its own reads (isthmus-array-reader, app/reader/listing.h has what
/// it says), for the libraries that know its format cannot be trusted with damaged files. A crash, a hang and
/// nonsense there are errors here, of one sentence that names the file. Little endian all of it.
class IsolatedArrays final : public ArrayFile {
 public:
  /// Asks `program` for the list of arrays. `format` is what messages call it: "HDF5". The patience holds for
  /// every wait, that of streams included. `holds` tells bytesBeside().
  static Result<std::unique_ptr<IsolatedArrays>> open(const std::filesystem::path& file, std::string format,
                                                      const std::filesystem::path& program,
                                                      ChildProcess::Patience patience,
                                                      ReaderHolds holds = ReaderHolds::Portions);

  const std::vector<ArrayInfo>& arrays() const override { return m_listing.arrays; }
  Result<std::unique_ptr<ArrayStream>> open(std::size_t index) override;
  std::uint64_t bytesBeside(std::size_t index) const override;
  bool mayBeColumnMajor() const override { return true; }

  /// One an array.
  const std::vector<ArrayRole>& roles() const { return m_listing.roles; }
  /// A sentence each: what is left out or seen another way.
  const std::vector<std::string>& remarks() const { return m_listing.remarks; }

 private:
  IsolatedArrays(std::filesystem::path file, std::string format, std::filesystem::path program,
                 ChildProcess::Patience patience, ReaderHolds holds);
  Result<void> list();
  Result<ChildProcess> ask(std::vector<std::string> words) const;

  std::filesystem::path m_file;
  std::string m_format;
  std::filesystem::path m_program;
  ChildProcess::Patience m_patience;
  ReaderHolds m_holds;
  ArrayListing m_listing;
};

}  // namespace isthmus
