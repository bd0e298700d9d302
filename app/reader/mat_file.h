#pragma once

#include "app/reader/listing.h"

#include <string>

namespace isthmus::reader {

/// Whether the file's header is that of MATLAB's format 5 to 7 (7.3 is HDF5).
bool isMat5(const std::string& file);

/// Numbers, logicals, sparse matrices, char matrices (a text a row) and cells of text, also as fields of a
/// structure, which are named "data.X". n x 1 and 1 x n are
/// listed as vectors of n, for MATLAB knows no others.
Listing listMat(const std::string& file);

/// Writes the array of that name, as listed.
void readMat(const std::string& file, const std::string& name);

}  // namespace isthmus::reader
