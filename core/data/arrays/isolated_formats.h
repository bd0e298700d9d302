#pragma once

#include "core/data/dataset_format.h"

#include <filesystem>

namespace isthmus {

/// HDF5 (.h5, .hdf5, AnnData's .h5ad): datasets of numbers and text, sparse matrices, categorical columns. Of
/// AnnData X are the samples, a categorical column of obs the labels. Read by LoadTools::arrayReader.
DatasetFormat hdf5Format();

/// MATLAB's .mat of the formats 5 to 7.3. Read by LoadTools::arrayReader.
DatasetFormat matlabFormat();

/// Where a program that lies in `programFolder` finds isthmus-array-reader, for LoadTools::arrayReader:
/// beside itself in a build, among Isthmus' own libraries when installed. Empty when it is at neither place.
std::filesystem::path findArrayReader(const std::filesystem::path& programFolder);

}  // namespace isthmus
