#pragma once

#include "core/data/arrays/array_file.h"
#include "core/data/arrays/formats/npy_reader.h"
#include "core/data/load_options.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// Several .npy files of one shape that are a class each, named after the file: cat.npy and dog.npy. Seen as
/// a file of two arrays: all samples, one class after the other, and their classes' names.
class NpyClasses : public ArrayFile {
 public:
  static constexpr std::string_view kSamples = "samples";
  static constexpr std::string_view kClass = "class";

  /// Nothing where the files are something else: one alone, of several widths or types, named after parts or
  /// roles ("X", "train_labels", "batch_1"), or where the options name one of them.
  static std::unique_ptr<NpyClasses> of(std::unique_ptr<NpyFiles>& files, const LoadOptions& options);

  const std::vector<ArrayInfo>& arrays() const override { return m_arrays; }
  Result<std::unique_ptr<ArrayStream>> open(std::size_t index) override;

  /// "3 files are 3 classes by their names: cat (100 samples, 45 %), ...".
  std::string remark() const;

 private:
  std::unique_ptr<NpyFiles> m_files;
  std::vector<ArrayInfo> m_arrays;
};

}  // namespace isthmus
