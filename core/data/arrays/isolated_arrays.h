#pragma once

#include "core/base/child_process.h"
#include "core/base/result.h"
#include "core/data/arrays/array_file.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace isthmus {

/// What an array is to its data set, where the file itself says so (AnnData).
enum class ArrayRole { None, Samples, Features, SampleNames, Label };

/// How long a reader may be silent over a sound file of so many bytes: 20 s, and what reading all of it
/// before the first word takes from a slow disk (20 MB/s).
std::chrono::milliseconds silenceAllowed(std::uint64_t fileBytes);

/// The arrays of a file that a program of its own reads (isthmus-array-reader, reader/listing.h has what it
/// says), for the libraries that know its format cannot be trusted with damaged files. A crash, a hang and
/// nonsense there are errors here, of one sentence that names the file. Little endian all of it.
class IsolatedArrays final : public ArrayFile {
 public:
  /// Asks `program` for the list of arrays. `format` is what messages call it: "HDF5". The patience holds for
  /// every wait, that of streams included.
  static Result<std::unique_ptr<IsolatedArrays>> open(const std::filesystem::path& file, std::string format,
                                                      const std::filesystem::path& program,
                                                      ChildProcess::Patience patience);

  const std::vector<ArrayInfo>& arrays() const override { return m_arrays; }
  Result<std::unique_ptr<ArrayStream>> open(std::size_t index) override;

  /// One an array.
  const std::vector<ArrayRole>& roles() const { return m_roles; }
  /// A sentence each: what is left out or seen another way.
  const std::vector<std::string>& remarks() const { return m_remarks; }

 private:
  IsolatedArrays(std::filesystem::path file, std::string format, std::filesystem::path program,
                 ChildProcess::Patience patience);
  Result<void> list();
  bool parse(std::string_view listing);
  bool parseArray(std::string_view line);
  Result<ChildProcess> ask(std::vector<std::string> words) const;

  std::filesystem::path m_file;
  std::string m_format;
  std::filesystem::path m_program;
  ChildProcess::Patience m_patience;
  std::vector<ArrayInfo> m_arrays;
  std::vector<ArrayRole> m_roles;
  std::vector<std::string> m_remarks;
};

}  // namespace isthmus
