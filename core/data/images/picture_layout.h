#pragma once

#include "core/base/task.h"
#include "core/data/split.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// What the names of pictures and of their folders say: parts, classes and an order.
struct PictureLayout {
  struct Entry {
    std::size_t file = 0;     ///< which of the paths
    std::string name;         ///< the path below `root`: "train/cat/1.png"
    std::int32_t label = -1;  ///< into classNames
    Part part = Part::Train;
  };
  std::string root;                     ///< the folder that all have in common; may be empty
  std::vector<Entry> entries;           ///< train, validation, test; within a part classes take turns
  std::vector<std::string> classNames;  ///< sorted; empty where folders tell no classes
  bool isTestPart = false;              ///< all lie in a folder called "test", not beside one for training
  std::vector<std::string> notes;       ///< what was left out, a sentence each

  std::size_t countOf(Part part) const;
};

/// Arranges pictures by their paths ('/' between folders): "train", "val" and "test" below the common folder
/// are parts, folders below these (or else below the common one) are classes where there are two or more.
/// Pictures outside of the parts or classes that others have are left out. The order does not depend on that
/// of the paths. Classes take turns so that the first pictures of a part show all of them. Soon after the
/// task is cancelled it returns, having done a part.
PictureLayout arrangePictures(std::span<const std::string> paths, const Task& task = {});

/// The order of a person: "2.png" before "10.png".
bool naturallyBefore(std::string_view left, std::string_view right);

}  // namespace isthmus
