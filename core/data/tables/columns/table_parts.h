#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace isthmus {

/// Whether its name ends with .csv or .tsv, packed or not.
bool isNamedAsTable(const std::filesystem::path& file);

/// The files of one data set.
struct TableParts {
  std::filesystem::path train;
  std::optional<std::filesystem::path> test = {};
  std::vector<std::string> notes = {};  ///< on files that were passed over, a sentence each

  /// Whether the only file calls itself a test part by all of its name ("test.csv") or by the ending ".t";
  /// "blood_test.csv" is no part of anything.
  bool isTestPart() const;
  /// What the data set is called: the training file's stem, or the folder where that says only "train".
  std::string name() const;
};

/// Tells the parts by a word of their names ("train", "test", "t10k"), or by the endings of LIBSVM's sets:
/// "a" with "a.t" for testing; of "a.tr" and "a.val", which together are "a", nothing is read beside it. Of a
/// file that is there packed and unpacked only the latter is taken. The error names files that cannot be one
/// data set.
Result<TableParts> tableParts(std::span<const std::filesystem::path> files);

}  // namespace isthmus
