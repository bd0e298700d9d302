#pragma once

#include "core/data/split.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// The folders of a path, outermost first: "a/b/1.png" has "a" and "b".
std::vector<std::string_view> foldersOf(std::string_view path);

/// The part of a data set that a folder or a file's stem calls itself by one of its words, and the words
/// beside it that mean something: "Training", "seg_train" and "test_set_images" have none, the rest of
/// "asl_alphabet_train" is "asl alphabet". Nothing where no part is named, or two are.
struct NamedPart {
  Part part = Part::Train;
  std::string rest = {};
};
std::optional<NamedPart> partIn(std::string_view name);

/// Whether a folder's name says no more than that pictures are in it: "images".
bool saysPictures(std::string_view folder);

/// Whether names differ in their numbers alone: "00" and "01", "part_1" and "part_2". They count things, and
/// are seldom what tells classes apart where other names do.
bool areCounted(std::span<const std::string> names);

}  // namespace isthmus
