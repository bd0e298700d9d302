#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/files/byte_source.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace isthmus {

/// The pictures in a ZIP file, found by their names. Names of members are never used as paths. One thread at
/// a time.
class PictureZip {
 public:
  /// Lists the members. Fails, with the file's name, for what is no ZIP file or a damaged one, for names that
  /// lead out of it, names that occur twice, encrypted pictures, and for more than is sensible. Gives up soon
  /// after the task is cancelled; reading fails then, too.
  static Result<PictureZip> open(const std::filesystem::path& file, const Task& task = {});
  PictureZip(PictureZip&&) noexcept;
  PictureZip& operator=(PictureZip&&) noexcept;
  ~PictureZip();

  /// Names of the pictures in the order of the file, '/' between folders.
  const std::vector<std::string>& pictures() const;
  /// How many members are no pictures; folders and hidden files do not count.
  std::size_t otherMembers() const;
  /// The first of those; "" where there are none.
  const std::string& firstOther() const;
  /// The bytes of a picture's file, an index into pictures(); an error when its data is damaged or too large.
  Result<std::vector<std::uint8_t>> read(std::size_t picture);

 private:
  struct State;
  explicit PictureZip(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

/// True for a ZIP file with a picture among its first members, and for one called "*.zip"; not where one of
/// these is an array (*.npy).
bool recognisesPictureZip(const FileHead& head);

}  // namespace isthmus
