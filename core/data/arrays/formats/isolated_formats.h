#pragma once

#include "core/data/dataset_format.h"

namespace isthmus {

/// HDF5 (.h5, .hdf5, AnnData's .h5ad): datasets of numbers and text, sparse matrices, categorical columns. Of
/// AnnData X are the samples, a categorical column of obs the labels. Read by LoadTools::arrayReader.
DatasetFormat hdf5Format();

/// MATLAB's .mat of the formats 5 to 7.3. Read by LoadTools::arrayReader.
DatasetFormat matlabFormat();

}  // namespace isthmus
