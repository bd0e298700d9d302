#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/data/files/byte_source.h"
#include "core/data/load_options.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// The highest numbers in pictures as they stand in their files, by how many bits these have; 0: none was
/// looked at. What is beyond a quarter of what so many bits hold need not be told exactly.
struct PictureRange {
  std::uint32_t highestOf8 = 0;
  std::uint32_t highestOf16 = 0;

  void add(const PictureRange& other) {
    highestOf8 = std::max(highestOf8, other.highestOf8);
    highestOf16 = std::max(highestOf16, other.highestOf16);
  }
};

/// The number that is white in pictures of so many bits; 0: the highest that they can hold.
struct PictureWhite {
  std::uint32_t of8 = 0;
  std::uint32_t of16 = 0;
  bool operator==(const PictureWhite&) const = default;
};

/// A picture in bytes: rows from the top, channels interleaved.
struct ByteImage {
  ImageShape shape;
  std::vector<std::uint8_t> pixels;  ///< shape.size() values
  PictureRange range = {};           ///< of its file, where its numbers could mean something else than light
  int pages = 1;                     ///< of its file, of which this is the first
};

/// How a picture is wanted; 0 stands for "as it is".
struct ImageTarget {
  int height = 0;
  int width = 0;
  int channels = 0;  ///< 1: grey, 3: RGB
  PictureWhite white = {};
};

/// What some formats need from outside the core, given by the programs. The core reads without them what it
/// can.
struct LoadTools {
  /// Decodes a picture's file (PNG, JPEG, ...) from memory; fails for what is none or is too large. Any
  /// thread may call it. Empty: picture files are not read.
  std::function<Result<ByteImage>(std::span<const std::uint8_t> file, const ImageTarget& target)>
      decodeImage = {};
  /// The program that reads HDF5 and MATLAB files in a process of its own. Empty: they are not read.
  std::filesystem::path arrayReader = {};
};

/// What a person can decide about some files: the dialog shows these, other options of LoadOptions do not
/// apply.
enum class LoadChoice {
  Samples,
  Label,
  Factors,  ///< which arrays beside the label can colour the points
  Scaling,
  Missing,
  Split,
  Size,
  Colour,
  Shape,
  Header,
  Delimiter,
  Columns,  ///< what each column becomes: columns=, drop=, factors=, names=
  Skip,
  Comment,
  Quote,
  Thousands,
  Transpose,
  Axis,
  Order,  ///< of pixels
  DataSet,
};

/// What becomes of a table's column as planned.
enum class FieldUse {
  Unknown,  ///< not a column, or not told
  Feature,  ///< a number of each sample that the model learns from
  Label,
  Factor,
  Name,  ///< tells the samples apart
  LeftOut,
};
inline constexpr std::size_t kFieldUses = 6;

/// A column of a table or an array of a file, for a person to choose from.
struct LoadField {
  std::string name;         ///< as options name it
  std::string description;  ///< "150 x 4, float64"; "text, 3 different"
  bool canBeSamples = false;
  bool canBeLabels = false;
  FieldUse use = FieldUse::Unknown;
};

/// What lets a person judge what was guessed, from heads of files alone. All empty where there is nothing to
/// decide.
struct LoadPreview {
  std::vector<LoadChoice> choices;
  std::vector<LoadField> fields;
  /// How many columns of each use (by its number) a wide table has beside those in `fields`.
  std::array<std::size_t, kFieldUses> unlisted = {};
  std::vector<std::string> columns;            ///< heads of `rows`
  std::vector<std::vector<std::string>> rows;  ///< the first rows of a table, as they stand in the file
  std::vector<Image> pictures;                 ///< the first samples, where they are pictures
  std::vector<std::string> remarks;  ///< a sentence each: "The last column, species, holds 3 words: ..."
};

/// One of several data sets that lie in a folder.
struct FolderSet {
  std::string name;     ///< as the option set= takes it: "iris.csv"
  std::string summary;  ///< as LoadPlan::summary
};

/// What loading some files would do, found out from their names and headers alone.
struct LoadPlan {
  std::string format;                             ///< DatasetFormat::name
  std::string name;                               ///< of the data set to come: "fashion-mnist"
  std::vector<std::filesystem::path> trainFiles;  ///< in the order the format wants them, e.g. images, labels
  std::vector<std::filesystem::path> testFiles;   ///< likewise; may be empty
  std::string summary;       ///< one line for the person: "60,000 + 10,000 images of 28 x 28, labelled"
  LoadOptions options = {};  ///< those given, completed by what was guessed
  LoadPreview preview = {};
  bool isSingleSample = false;  ///< one picture or row: a model that is there can look at it
  bool isTestPart = false;      ///< the files call themselves a test part, and no other part is with them
  bool isFromFolder = false;    ///< the files were found in folders, none was named: a few broken pictures
                                ///< among them are left out
  std::vector<std::string> notes = {};  ///< what was passed over, a sentence each; the data set's notes, too
  /// All data sets of the folder where there are several; options.set names the one that was taken.
  std::vector<FolderSet> dataSets = {};
  /// Files that say something of a table in another one: its labels, the names of its columns and classes.
  std::vector<std::filesystem::path> filesBeside = {};

  /// Whether a person may want to look before loading.
  bool hasChoices() const { return !preview.choices.empty(); }
};

/// One file format. The registry below is the only list of them: dialogs, drops and the command line use it.
struct DatasetFormat {
  std::string_view name;         ///< "IDX"
  std::string_view description;  ///< for file dialogs: "IDX images and labels"
  std::vector<std::string_view>
      patterns;  ///< for file dialogs: "*ubyte", "*ubyte.gz". In a folder a file of such a
                 ///< name is taken at its word: when it is broken, that is an error
  /// True when the file is of this format by its first bytes, perhaps its name. Of some formats reads a
  /// little more.
  bool (*recognises)(const FileHead& head);
  /// Sorts files of this format (no folders) into a plan; the error names the file and what was expected.
  /// Gives up with ErrorCode::Cancelled soon after the task is cancelled.
  Result<LoadPlan> (*plan)(std::span<const std::filesystem::path> files, const LoadOptions& options,
                           const LoadTools& tools, const Task& task);
  /// Reads all samples; the parts that the files bring and no others.
  Result<Dataset> (*load)(const LoadPlan& plan, const LoadTools& tools, const Task& task);
  /// The keys of LoadOptions that say something about such files, beside scale, split, seed, set and white,
  /// which every format takes.
  std::vector<std::string_view> options;
};

/// Every format that can be read.
std::span<const DatasetFormat> datasetFormats();

/// What loading these files and folders would do. A folder stands for the files that FileCollection finds in
/// it; files of no known format in a folder are passed over, given by name they are an error. Of several data
/// sets in a folder options.set says which one, or else the largest is taken. Fails with
/// ErrorCode::Cancelled soon after the task is cancelled.
Result<LoadPlan> planLoading(std::span<const std::filesystem::path> paths, const LoadOptions& options = {},
                             const LoadTools& tools = {}, const Task& task = {});

/// Carries a plan out: reads, and splits a test part off where the options ask for it and the files bring
/// none. All or nothing.
Result<DatasetPtr> loadDataset(const LoadPlan& plan, const LoadTools& tools, const Task& task);

}  // namespace isthmus
