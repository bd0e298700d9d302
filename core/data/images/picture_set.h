#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset_format.h"
#include "core/data/images/files/picture_labels.h"
#include "core/data/images/files/picture_layout.h"
#include "core/data/load_options.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace isthmus {

/// Reads the bytes of one picture's file, an index into the paths that were arranged. Any thread may call it.
using PictureReader = std::function<Result<std::vector<std::uint8_t>>(std::size_t file)>;

/// Pictures that are to become a data set: how they are arranged and where their bytes are.
struct PictureSet {
  PictureArrangement layout;
  std::string name;                                ///< of the data set: the folder's or the ZIP file's
  std::string where;                               ///< the common folder or the ZIP file, for messages
  std::vector<std::string> notes = {};             ///< what was left out, a sentence each
  PictureFacts facts = {};                         ///< labels and factors beside the folders
  std::vector<std::filesystem::path> tables = {};  ///< that name pictures
  PictureReader read;  ///< fails once the task that the set was made with is cancelled
  /// A reader that knows of no task, for later; in a ZIP file finding the pictures again takes a while.
  std::function<Result<PictureReader>()> open;

  /// "FOLDER/train/cat/1.png", for messages.
  std::string whereOf(const PictureArrangement::Entry& entry) const {
    return where.empty() ? entry.name : where + "/" + entry.name;
  }
};

/// Paths made absolute, with '/' alone.
std::vector<std::string> fullPaths(std::span<const std::filesystem::path> files);

/// Whether a file among pictures is a table that may name them, by its ending.
bool mayNamePictures(const std::filesystem::path& file);

/// Picture files on the disk, with tables among the files that name them. Looks at names alone, and at the
/// tables. Fails with ErrorCode::Cancelled soon after the task is.
Result<PictureSet> pictureFiles(std::span<const std::filesystem::path> files, const LoadOptions& options,
                                const Task& task);

/// The pictures in a ZIP file; likewise.
Result<PictureSet> zippedPictures(const std::filesystem::path& zip, const LoadOptions& options,
                                  const Task& task);

/// A picture as one sample. Errors name the picture.
Result<ByteImage> readPicture(const PictureSet& set, const PictureArrangement::Entry& entry,
                              const PictureReader& reader, const LoadTools& tools, const ImageTarget& target);

/// Intensities in [0, 1].
Image toImage(const ByteImage& picture);

}  // namespace isthmus
