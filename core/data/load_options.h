#pragma once

#include "core/base/image.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// How numbers are brought into a range that a model learns from, by what the training part holds.
enum class Scaling {
  None,       ///< as they are; bytes are divided by 255
  UnitRange,  ///< to [0, 1]: each feature of a vector by its own range, pictures by that of all their numbers
  Standardise,  ///< to mean 0 and standard deviation 1, likewise
};

/// How the pixels of a picture follow each other in its file.
enum class PixelOrder {
  RowMajor,     ///< row by row, from the top: the usual one
  ColumnMajor,  ///< column by column, from the left: MATLAB's
};

/// What is done with a table's rows that lack a value.
enum class MissingValues { Drop, Median };

/// What a person decides about files before they are read. What is not set is guessed from the files.
struct LoadOptions {
  /// Of `label`: no labels; the last column; the last columns, of which each row has a 1 in one alone.
  static constexpr std::string_view kNoLabel = "none";
  static constexpr std::string_view kLastColumn = "last";
  static constexpr std::string_view kOneHot = "one-hot";
  static constexpr std::uint64_t kDefaultSeed = 7;
  static constexpr double kDefaultTestShare = 0.2;  ///< suggested for files that bring no parts

  std::optional<std::string> samples;  ///< data=X: the array that holds the samples
  std::optional<std::string>
      label;                       ///< label=species: the column or array of labels, kNoLabel or kLastColumn
  std::optional<Scaling> scaling;  ///< scale=none|unit|standard
  std::optional<MissingValues> missing;  ///< missing=drop|median
  std::optional<double> testShare;    ///< split=0.2: of the samples, where files bring no test part; 0 to 0.9
  std::optional<std::uint64_t> seed;  ///< seed=7: of that split
  std::optional<int> side;            ///< size=28: pictures are resized to so many pixels a side, 4 to 512
  std::optional<int> channels;        ///< colour=grey|rgb: 1 or 3
  std::optional<ImageShape>
      shape;  ///< shape=28x28 or 28x28x3: rows of numbers seen as pictures; shape=vector: 0 x 0
  std::optional<bool> header;     ///< header=yes|no: a table's first line names its columns
  std::optional<char> delimiter;  ///< delimiter=comma|semicolon|tab|space
  /// columns=age+weight: the features, and no others. Names are parted by '+'.
  std::optional<std::vector<std::string>> columns;
  std::optional<std::vector<std::string>> dropped;  ///< drop=id+note: columns that are left out
  std::optional<std::vector<std::string>> factors;  ///< factors=sex+site: columns to colour by, no features
                                                    ///< (of arrays factors=none: none)
  std::optional<std::string> names;  ///< names=id: the column or array that names the samples, or kNoLabel
  std::optional<std::size_t> skippedLines;  ///< skip=3: lines at a table's start that are no part of it
  std::optional<char> comment;              ///< comment=%: lines that begin so are passed over
  std::optional<char> quote;                ///< quote=double|single|none: round texts; '\0' for none
  std::optional<char> thousands;  ///< thousands=comma|point|space|apostrophe|none: in numbers; '\0' for none
  std::optional<bool> transpose;  ///< transpose=yes|no: samples are columns
  /// set=iris.csv: which of several data sets in a folder, by the name that the plan gives it.
  std::optional<std::string> set;
  std::optional<int> white;         ///< white=4095: the number that is white in pictures, 1 to 65,535
  std::optional<int> axis;          ///< axis=2: the dimension of an array that counts samples, 0 to 3
  std::optional<PixelOrder> order;  ///< order=row-major|column-major: of the pixels in the file

  bool operator==(const LoadOptions&) const = default;
};

/// "label=species,scale=standard,split=0.2". In names a backslash stands before ',', ':', '+' and itself. An
/// unknown or repeated key and a value out of its range are errors.
Result<LoadOptions> parseLoadOptions(std::string_view text);
/// The same the other way: what is set, "" when nothing is.
std::string loadOptionsText(const LoadOptions& options);
/// The keys of what is set: "label", "scale".
std::vector<std::string_view> givenKeys(const LoadOptions& options);

/// A path with options behind its last ':' ("file.csv:label=species"), taken apart. A ':' without '=' behind
/// it belongs to the path, as does one in a path that exists as a whole.
struct PathWithOptions {
  std::string path;
  LoadOptions options;
};
Result<PathWithOptions> splitOptions(const std::string& argument);

}  // namespace isthmus
