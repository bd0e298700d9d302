#pragma once

#include "core/data/dataset.h"

namespace isthmus::bench {

/// Fashion-MNIST, 60,000 + 10,000 pictures of 28 x 28; where it is not installed as many of the built-in
/// digits.
DatasetPtr wholeSet();
/// Its training part alone, so that nothing but training is timed.
DatasetPtr trainingSet();
/// `count` samples of the data set's shape and values, all for training, with ten labels; samples repeat.
DatasetPtr repeated(const Dataset& dataset, std::size_t count);

}  // namespace isthmus::bench
