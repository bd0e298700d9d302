#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace isthmus {

/// A file with one value a line that stands beside a table's rows: y_train.txt beside X_train.txt.
struct ColumnFile {
  std::filesystem::path file;
  std::string name;  ///< heads the column
  bool isLabel = false;
  std::shared_ptr<const std::vector<std::string>> values = {};  ///< one a row, as they are to stand in it
};

/// A table's file with the columns that lie in files of their own.
struct TableFile {
  std::filesystem::path path;
  std::vector<ColumnFile> columns = {};
  // Of a table that has such columns:
  char delimiter = ',';
  bool hasHeader = false;
  std::vector<std::string> names = {};  ///< of its own columns, where another file has them
};

}  // namespace isthmus
