#pragma once

#include "core/base/task.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace isthmus {

/// The lines of a small text file that are not blank, trimmed; nothing where it cannot be read or is too
/// large to be a column of values.
std::optional<std::vector<std::string>> textLines(const std::filesystem::path& file, const Task& task);

/// The values of a file with one a line, or with the line's number before it ("0,5"), without the name that
/// stands above them: a word above numbers, or where `mayHaveHeader` says that its table has one. Nothing
/// where it holds something else.
std::optional<std::vector<std::string>> oneValueALine(const std::filesystem::path& file, bool mayHaveHeader,
                                                      const Task& task);

/// How many lines of a text file are not blank; nothing where it cannot be read or counting takes too long.
std::optional<std::size_t> countOfRows(const std::filesystem::path& file, const Task& task);

/// Names in lines, without the numbers 1, 2, ... that may stand before them; empty where they are not
/// `count`.
std::vector<std::string> namesInLines(const std::filesystem::path& file, std::size_t count, const Task& task);

/// What values are called.
using ClassesByValue = std::map<std::string, std::string, std::less<>>;

/// Of lines such as "1 WALKING"; empty where the lines are others or a value among `values` has no name.
ClassesByValue classesInLines(const std::filesystem::path& file, const std::vector<std::string>& values,
                              const Task& task);

}  // namespace isthmus
