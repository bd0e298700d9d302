#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/arrays/array_file.h"
#include "core/data/dataset.h"
#include "core/data/dataset_format.h"
#include "core/data/load_options.h"

#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

namespace isthmus {

/// DatasetFormat::options of every format that holds arrays.
std::vector<std::string_view> arrayOptions();

/// What loading a file of arrays would do: which array holds the samples, which their labels, which are the
/// test part, or that each is a class (ClassArrays), and how the samples look. `format` is
/// DatasetFormat::name, `path` the file, whose stem names the data set. The plan's options name all that was
/// guessed, so loadArrays() chooses the same again. Reads the heads of the samples, and what is small.
Result<LoadPlan> planArrays(std::string_view format, const std::filesystem::path& path, ArrayFile& file,
                            const LoadOptions& options, const Task& task = {});

/// Adds the names of samples and features to a data set that still has all its samples.
using AddNames = std::function<Result<void>(Dataset&)>;

/// Reads what planArrays() has chosen, with the parts that the file brings. Its memory is estimated and
/// checked before anything is read. `addNames` is called before samples that lack a value are dropped.
Result<Dataset> loadArrays(const LoadPlan& plan, ArrayFile& file, const Task& task,
                           const AddNames& addNames = {});

}  // namespace isthmus
