#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/image.h"

namespace isthmus {

/// A quantity known of every sample beside its label (slant, width, ...), by which views can colour.
struct Factor {
  std::string name;                     ///< as shown, e.g. "slant"
  std::string unit = {};                ///< e.g. "degrees"; empty where there is none
  std::vector<float> values;            ///< one a sample
  std::vector<std::string> levels = {}; ///< names of the values 0, 1, ... of a categorical factor; else empty

  bool isCategorical() const { return !levels.empty(); }
};

/// A set of samples, immutable once shared. Samples stay in the type they came in; a batch makes floats of them.
/// The samples [0, trainCount) are for training, the rest is the test part.
struct Dataset {
  std::string name;                    ///< as shown: "Fashion-MNIST"
  std::string source;                  ///< where it came from: a folder, "built in"
  ImageShape shape;                    ///< of each sample
  std::vector<std::uint8_t> pixels;    ///< count x shape.size(), row-major
  std::size_t trainCount = 0;
  std::vector<std::int32_t> labels;    ///< one a sample, an index into classNames; empty when there are none
  std::vector<std::string> classNames;
  std::vector<Factor> factors;

  std::size_t count() const { return shape.size() == 0 ? 0 : pixels.size() / shape.size(); }
  std::size_t testCount() const { return count() - trainCount; }
  bool hasLabels() const { return !labels.empty(); }
  std::span<const std::uint8_t> sample(std::size_t index) const {
    return {pixels.data() + index * shape.size(), shape.size()};
  }
  /// The sample as intensities in [0, 1].
  Image image(std::size_t index) const;
  /// The class of a sample by name; "" when there are no labels.
  std::string_view className(std::size_t index) const {
    return hasLabels() ? std::string_view(classNames[static_cast<std::size_t>(labels[index])]) : std::string_view();
  }
};

using DatasetPtr = std::shared_ptr<const Dataset>;

/// The first `limit` training samples with the test samples in the same proportion; the whole set when it is no
/// larger. Samples keep their order, labels and factors.
Dataset firstSamples(const Dataset& dataset, std::size_t limit);

}  // namespace isthmus
