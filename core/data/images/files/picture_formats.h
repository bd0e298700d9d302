#pragma once

#include "core/data/dataset_format.h"

#include <string_view>

namespace isthmus {

/// DatasetFormat::name of pictureFilesFormat().
inline constexpr std::string_view kPicturesFormat = "Pictures";

/// Picture files, in folders or named one by one.
DatasetFormat pictureFilesFormat();

/// A ZIP file with pictures in it.
DatasetFormat pictureZipFormat();

}  // namespace isthmus
