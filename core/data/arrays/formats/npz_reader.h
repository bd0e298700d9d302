#pragma once

#include "core/data/arrays/array_file.h"
#include "core/data/dataset_format.h"
#include "core/data/files/zip_archive.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {

/// A NumPy .npz file: a zip of .npy files, stored or deflated. Names of members are never used as paths.
class NpzFile : public ArrayFile {
 public:
  /// Reads the list of members and the headers of the arrays. Fails for what is no zip, and for one that is
  /// encrypted, inconsistent, or built to inflate into more than deflate can hold.
  static Result<std::unique_ptr<NpzFile>> open(const std::filesystem::path& file);

  const std::vector<ArrayInfo>& arrays() const override { return m_arrays; }
  Result<std::unique_ptr<ArrayStream>> open(std::size_t index) override;
  /// The members that cannot be read, with the reason: "the array meta holds pickled ...".
  const std::vector<std::string>& leftOut() const { return m_leftOut; }

 private:
  NpzFile(const std::filesystem::path& file, ZipArchive archive)
      : m_file(file), m_archive(std::move(archive)) {}
  Result<void> list();
  Result<void> addMember(std::uint64_t member, const std::string& name, std::uint64_t bytes);

  std::filesystem::path m_file;
  ZipArchive m_archive;
  std::vector<ArrayInfo> m_arrays;
  std::vector<std::uint64_t> m_members;  ///< of the zip, one an array
  std::vector<std::string> m_leftOut;
};

/// The format's entry in datasetFormats().
DatasetFormat npzFormat();

}  // namespace isthmus
