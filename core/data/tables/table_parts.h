#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace isthmus {

/// Whether its name ends with .csv or .tsv, packed or not.
bool isNamedAsTable(const std::filesystem::path& file);

/// The training file first, and perhaps the test file, told by a word of its name ("test", "t10k") or by the
/// ending ".t" that LIBSVM's sets have. The error names the files that cannot be one data set.
Result<std::vector<std::filesystem::path>> sortTrainAndTest(std::span<const std::filesystem::path> files);

/// Whether a table that is loaded alone calls itself a test part by all of its name ("test.csv") or by the
/// ending
/// ".t"; "blood_test.csv" is no part of anything.
bool isTestPartAlone(const std::filesystem::path& file);

/// What a data set of these files, so sorted, is called: the training file's stem, or the folder where the
/// stem says only that it is for training.
std::string nameOfParts(const std::vector<std::filesystem::path>& parts);

}  // namespace isthmus
