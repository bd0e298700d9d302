#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/images/files/picture_index.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace isthmus {

/// A column of tables that name pictures, by the picture.
struct PictureColumn {
  static constexpr std::int32_t kMissing = -1;

  std::string name;
  std::vector<std::int32_t> value;   ///< one a picture, into `texts`
  std::vector<std::string> texts;    ///< the different values, as they came
  std::vector<double> numbers = {};  ///< what the texts say, where they are numbers
  std::unordered_map<std::string, std::int32_t> numberOf = {};  ///< of each text
  bool isNumeric = true;                                        ///< all values are numbers
  bool isWhole = true;                                          ///< and whole ones
  std::size_t filled = 0;                                       ///< pictures that have a value

  explicit PictureColumn(std::string columnName, std::size_t pictures)
      : name(std::move(columnName)), value(pictures, kMissing) {}
  bool hasFew(std::size_t most) const {
    return texts.size() >= 2 && texts.size() <= most && 2 * texts.size() <= std::max<std::size_t>(filled, 4);
  }
  /// "text, 3 different"; "numbers, 120 different".
  std::string text() const;
};

/// What tables say of pictures.
struct PictureTable {
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  std::vector<std::filesystem::path> files;  ///< in the order they were given; those that name pictures
  std::string key;                           ///< the column of the first that names them
  std::vector<PictureColumn> columns;        ///< all others
  std::vector<std::size_t> ofPicture;        ///< which of the files names it; kNone: none does
  std::size_t named = 0;                     ///< pictures
  std::size_t rowsWithoutPicture = 0;
  std::size_t rowsTwice = 0;       ///< rows about a picture that an earlier row names
  std::size_t rowsOdd = 0;         ///< rows with another number of fields than the others
  std::size_t columnsTooMany = 0;  ///< columns that are not among `columns`

  bool isEmpty() const { return files.empty(); }
};

/// Where a table lies: outside of the folder of pictures bare numbers that are alike may be chance, unless
/// nearly all pictures and rows agree.
enum class TableSide { Inside, Outside };

/// Whether a table names some of the pictures, by its head or, where that does not tell, by all of its rows.
/// What cannot be read names none.
bool namesPictures(const std::filesystem::path& table, const PictureIndex& index, std::size_t pictures,
                   TableSide side, const Task& task);

/// Reads all tables; those that name no picture are passed over. Fails when a file cannot be read, and with
/// ErrorCode::Cancelled soon after the task is cancelled.
Result<PictureTable> readPictureTables(std::span<const std::filesystem::path> tables,
                                       const PictureIndex& index, std::size_t pictures, const Task& task);

}  // namespace isthmus
