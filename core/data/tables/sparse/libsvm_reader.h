#pragma once

#include "core/data/dataset_format.h"

namespace isthmus {

/// LIBSVM's (and SVMlight's) text: a sample a line, its label and then "index:value" pairs, where features
/// that are not named are 0. One file, or a training and a test file ("usps", "usps.t"). Samples are vectors,
/// or pictures where their number of features is a square and all lie in one of the ranges that pictures are
/// brought to. In datasetFormats() before tables, which take any text.
DatasetFormat libsvmFormat();

}  // namespace isthmus
