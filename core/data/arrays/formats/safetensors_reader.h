#pragma once

#include "core/data/arrays/array_file.h"
#include "core/data/dataset_format.h"
#include "core/io/safetensors_header.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace isthmus {

/// The tensors of a .safetensors file as arrays; bfloat16 is widened to float32.
class SafetensorsArrays : public ArrayFile {
 public:
  /// Reads and checks the header.
  static Result<std::unique_ptr<SafetensorsArrays>> open(const std::filesystem::path& file);

  const std::vector<ArrayInfo>& arrays() const override { return m_arrays; }
  Result<std::unique_ptr<ArrayStream>> open(std::size_t index) override;

 private:
  std::filesystem::path m_file;
  SafetensorsFileHeader m_header;
  std::vector<ArrayInfo> m_arrays;  ///< one an entry of the header
};

/// The format's entry in datasetFormats(). Models of this program are not of it.
DatasetFormat safetensorsFormat();

}  // namespace isthmus
