#pragma once

#include "app/reader/listing.h"

#include <string>

namespace isthmus::reader {

/// Datasets of numbers and text; AnnData's sparse matrices (compressed rows or columns) and categorical
/// columns; MATLAB 7.3's arrays, chars, cells of text and sparse matrices. Nothing outside the file is
/// followed: no external links, no external storage, no virtual datasets, no filter plugins.
Listing listHdf5(const std::string& file);

/// Writes the array of that name, as listed.
void readHdf5(const std::string& file, const std::string& name);

}  // namespace isthmus::reader
