#pragma once

#include "core/base/task.h"
#include "core/data/arrays/array_file.h"
#include "core/data/arrays/guess/class_groups.h"
#include "core/data/load_options.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// A file whose arrays (or the pages of one) are a class each, seen with more arrays in front of its own: for
/// each part all samples, one class after the other, and their classes. They are "samples" and "class", or
/// "samples_train", "class_train", "samples_test", ...
class ClassArrays : public ArrayFile {
 public:
  static constexpr std::string_view kSamples = "samples";
  static constexpr std::string_view kClass = "class";

  /// Nothing where the arrays of `file`, which must outlive this, are something else.
  static std::unique_ptr<ClassArrays> of(ArrayFile& file, const Task& task);

  const std::vector<ArrayInfo>& arrays() const override { return m_arrays; }
  Result<std::unique_ptr<ArrayStream>> open(std::size_t index) override;
  bool mayBeColumnMajor() const override;
  std::uint64_t bytesBeside(std::size_t index) const override;

  /// The options with the classes chosen where they are likely and nothing else was asked for.
  LoadOptions completed(LoadOptions options) const;
  /// Whether such options choose the classes.
  bool isChosen(const LoadOptions& options) const;
  /// "The 3 files are 3 classes by their names: cat (100 samples, 45 %), ...", or that they could be; with
  /// the option for the other.
  std::string remark(const LoadOptions& options) const;
  /// Bytes of the samples of all classes.
  std::uint64_t samplesBytes() const;

 private:
  ClassArrays(ArrayFile& file, ClassGroups groups);
  std::string madeName(std::string_view word, const ClassPiece& piece) const;
  std::string whatText() const;

  struct Range {
    std::size_t first = 0;  ///< piece
    std::size_t last = 0;   ///< behind the last
  };

  ArrayFile& m_file;
  ClassGroups m_groups;
  std::vector<Range> m_parts;       ///< pieces of each part
  std::vector<ArrayInfo> m_arrays;  ///< two a part, then those of the file
};

}  // namespace isthmus
