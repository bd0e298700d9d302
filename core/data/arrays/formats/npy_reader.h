#pragma once

#include "core/data/arrays/array_file.h"
#include "core/data/dataset_format.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace isthmus {

/// One or several .npy files (plain or packed) seen as one file of arrays, each named after its file.
class NpyFiles : public ArrayFile {
 public:
  /// Reads the headers. Fails for what is no NPY file and for two files of one name.
  static Result<std::unique_ptr<NpyFiles>> open(std::span<const std::filesystem::path> files);

  const std::vector<ArrayInfo>& arrays() const override { return m_arrays; }
  Result<std::unique_ptr<ArrayStream>> open(std::size_t index) override;
  bool areFiles() const override { return true; }
  /// The files whose elements cannot be read, with the reason: "meta holds pickled ...".
  const std::vector<std::string>& leftOut() const { return m_leftOut; }

 private:
  std::vector<ArrayInfo> m_arrays;
  std::vector<std::filesystem::path> m_files;  ///< one an array
  std::vector<std::string> m_leftOut;
};

/// The format's entry in datasetFormats().
DatasetFormat npyFormat();

}  // namespace isthmus
