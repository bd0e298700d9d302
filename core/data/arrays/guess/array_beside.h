#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/arrays/array_file.h"
#include "core/data/arrays/guess/array_roles.h"
#include "core/data/load_options.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace isthmus {

/// What a labels array comes to, read before the samples are.
struct LabelLook {
  bool isRead = false;      ///< otherwise it is too large for a look, or is none
  std::size_t classes = 0;  ///< 0: it becomes factors or names
  std::size_t factors = 0;
};
LabelLook lookAtLabels(ArrayFile& file, std::size_t index, const ArrayInfo& array, const Task& task);

/// An array that is taken as the label though no name says so: text or whole numbers with one value for each
/// sample and few different ones.
struct FoundLabel {
  std::size_t array = 0;
  std::string remark;  ///< names the option that leaves it out
};
std::optional<FoundLabel> findLabel(ArrayFile& file, const std::vector<ArrayInfo>& arrays,
                                    std::size_t samples, const LoadOptions& options, const Task& task);

/// The arrays that lie beside the samples and their labels.
struct ArraysBeside {
  std::vector<std::size_t> factors;            ///< one value a sample
  std::optional<std::size_t> names = {};       ///< of samples
  std::optional<std::size_t> features = {};    ///< names of a vector's numbers
  std::optional<std::size_t> classNames = {};  ///< names of the classes that the labels number
  std::vector<std::string> remarks = {};       ///< what is not used and why, a sentence each
};

/// By options, names and shapes. An error when an option names what is not there or has not one value for
/// each sample.
Result<ArraysBeside> arraysBeside(const std::vector<ArrayInfo>& arrays, const ArrayRoles& roles,
                                  const LoadOptions& options);

}  // namespace isthmus
