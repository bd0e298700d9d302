#pragma once

#include "core/base/task.h"
#include "core/data/split.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// What the names of pictures and of their folders say: parts, classes and an order.
struct PictureArrangement {
  struct Entry {
    std::size_t file = 0;     ///< which of the paths
    std::string name;         ///< the path below `root`: "train/cat/1.png"
    std::int32_t label = -1;  ///< into classNames
    Part part = Part::Train;
    std::size_t folder = 0;  ///< which of the folders that hold pictures
  };
  /// Folders at one depth that have several names: "cat" and "dog". They may be classes.
  struct Level {
    std::string name;                 ///< as the option label= names it: "folder", "folder 2"
    std::vector<std::string> values;  ///< the folders' names, sorted
    std::vector<std::int32_t> of;     ///< into `values`, one for each folder that holds pictures; -1: none
    std::string example;              ///< a folder's path below `root`, up to this depth
    bool isUsual = true;              ///< it lies right below the common folder, or below that of a part
  };
  std::string root;                     ///< the folder that all have in common; may be empty
  std::vector<Entry> entries;           ///< train, validation, test; within a part classes take turns
  std::vector<std::string> classNames;  ///< sorted; empty where folders tell no classes
  std::vector<Level> levels;            ///< from the outermost on
  std::optional<std::size_t> byLevel;   ///< which of them the classes are
  bool hasParts = false;                ///< folders tell the parts
  bool isTestPart = false;              ///< all lie in a folder called "test", not beside one for training
  std::vector<std::string> notes;       ///< what was left out, a sentence each

  std::size_t countOf(Part part) const;
};

/// Arranges pictures by their paths ('/' between folders): where folders of one depth are called "train",
/// "test" and the like they are parts. Of the other folders below the common one the outermost of several
/// names are classes; where these only count ("00", "01") and those below have names that recur in them,
/// the latter. `label`: the name of a Level, or LoadOptions::kNoLabel; empty: as said. Pictures outside of
/// the parts or classes that others have are left out. The order does not depend on that of the paths.
/// Classes take turns so that the first pictures of a part show all of them. Soon after the task is cancelled
/// it returns, having done a part.
PictureArrangement arrangePictures(std::span<const std::string> paths, std::string_view label = {},
                                   const Task& task = {});

}  // namespace isthmus
