#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/load_options.h"
#include "core/data/tables/beside/table_file.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace isthmus {

/// Tables whose labels, and perhaps factors, lie in files of their own.
struct JoinedTables {
  TableFile train;
  std::string name;  ///< of the data set
  std::optional<TableFile> test = {};
  bool isTestPart = false;                        ///< the only one calls itself a test part
  std::vector<std::filesystem::path> names = {};  ///< files that name columns or classes
  std::vector<std::string> remarks = {};          ///< a sentence each on what came along and what did not
};

/// By the names that arrays have, too (X_train.txt, y_train.txt, X_test.txt, y_test.txt; X.csv, y.csv), and
/// by the counts of lines: the labels of samples, other files of that part with one value a line, and the
/// test part of a training part, in the same folder or in one beside it that is called so. Also what names
/// columns (features.txt) and classes (activity_labels.txt: "1 WALKING"). Nothing where no labels belong to
/// one of `files`, or where some of them belong to something else.
Result<std::optional<JoinedTables>> joinTables(std::span<const std::filesystem::path> files,
                                               const Task& task);

/// The options, completed by what becomes of the columns that came from other files: the label, or factors
/// to colour by, where they are not asked for in another way.
LoadOptions withColumnFiles(LoadOptions options, const TableFile& table);

/// Whether a file holds labels that belong to a table beside it.
bool isColumnOfTable(const std::filesystem::path& file);

/// Whether files that lie together may be such tables, by their names alone.
bool areNamedAsJoined(std::span<const std::filesystem::path> files);

}  // namespace isthmus
