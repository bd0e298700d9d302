#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace isthmus {

/// A .npy file that was named alone, with those in its folder that belong to it.
struct NpyTogether {
  std::vector<std::filesystem::path> files;  ///< the named one alone where none belongs to it
  std::string remark = {};                   ///< a sentence that names the others, or ""
};

/// By the names that are in use (x_train.npy, y_train.npy, x_test.npy, y_test.npy; X.npy, y.npy) and by the
/// counts in the headers: the labels of samples, the samples of labels, and the other parts of a training
/// part. With a test part, which is there to be scored, come its own labels alone.
NpyTogether npyTogether(const std::filesystem::path& file);

}  // namespace isthmus
