#pragma once

#include "core/base/image.h"
#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/load_options.h"
#include "core/data/values/input_scaling.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// A quantity known of every sample beside its label (slant, width, ...), by which views can colour.
struct Factor {
  std::string name;           ///< as shown, e.g. "slant"
  std::string unit = {};      ///< e.g. "degrees"; empty where there is none
  std::vector<float> values;  ///< one a sample
  std::vector<std::string> levels =
      {};  ///< names of the values 0, 1, ... of a categorical factor; else empty

  bool isCategorical() const { return !levels.empty(); }
};

/// What one sample is to a person: a picture, or a row of named numbers.
enum class SampleKind { Image, Vector };

/// A set of samples, immutable once shared. Samples stay in the type they came in and unscaled; a batch makes
/// scaled floats of them. The samples [0, trainCount) are for training, the next validationCount for
/// validation, the rest is the test part.
struct Dataset {
  std::string name;    ///< as shown: "Fashion-MNIST"
  std::string source;  ///< where it came from: a folder, "built in"
  SampleKind kind = SampleKind::Image;
  ImageShape shape;  ///< of each sample; a vector of n numbers is 1 x n
  std::vector<std::uint8_t>
      pixels;  ///< count x shape.size(), row-major: samples that came as bytes, or else ...
  std::vector<float> values =
      {};  ///< ... those that came as any other numbers, unscaled; one of the two is empty
  /// Of vectors whose numbers lie close together far from 0 (times, coordinates): what `values` are held less
  /// of, one a feature (0 for most); empty where there is none. core/data/values/number_offsets.h decides.
  std::vector<double> offsets = {};
  Scaling scaling = Scaling::None;  ///< how a model trained on it scales its input
  std::size_t trainCount = 0;
  std::size_t validationCount = 0;  ///< samples that the files themselves set apart for validation
  bool isTestPart = false;  ///< its files call themselves the test part of a set, so all that counts here as
                            ///< training becomes test once it is merged into others
  std::vector<std::int32_t> labels;  ///< one a sample, an index into classNames; empty when there are none
  std::vector<std::string> classNames;
  std::vector<Factor> factors;
  std::vector<std::string> features = {};     ///< names of a vector's numbers, one each; may be empty
  std::vector<std::string> sampleNames = {};  ///< one a sample (a word, a file's name), or empty
  /// One a sample: the row of its file, counted from 1 among the rows of data, with those that were left out.
  /// Empty where no row was left out and none changed place: sample i is row i + 1.
  std::vector<std::uint32_t> rows = {};
  /// Names of the files that samples came from, where these are several, and of each sample which of them;
  /// both empty where it is one.
  std::vector<std::string> files = {};
  std::vector<std::uint16_t> fileOf = {};
  /// The number that is white in pictures, 255 for ordinary bytes: they are divided by it. 0: not told, bytes
  /// are divided by 255 and other numbers scaled by `scaling`.
  float white = 0;
  std::vector<std::string> notes = {};  ///< what loading did, a sentence each: "2 rows lacked a value: ..."
  /// Reads a sample as it came, before it was resized; blocks. Empty where samples are as they came; where
  /// only some of them are, it fails for those.
  std::function<Result<Image>(std::size_t)> original = {};
  InputScaling display = {};  ///< what image() does to numbers before it clamps them; set by measureDisplay()

  bool isBytes() const { return values.empty(); }
  /// Whether its bytes are intensities when they are divided by 255.
  bool isPlainBytes() const { return isBytes() && (white == 0 || white == 255); }
  std::size_t count() const {
    return shape.size() == 0 ? 0 : (isBytes() ? pixels.size() : values.size()) / shape.size();
  }
  std::size_t testCount() const { return count() - trainCount - validationCount; }
  bool hasLabels() const { return !labels.empty(); }
  /// The sample's bytes; only where isBytes().
  std::span<const std::uint8_t> sample(std::size_t index) const {
    return {pixels.data() + index * shape.size(), shape.size()};
  }
  /// The sample's numbers, less `offsets`; only where !isBytes().
  std::span<const float> numbers(std::size_t index) const {
    return {values.data() + index * shape.size(), shape.size()};
  }
  /// The sample as intensities in [0, 1], for the eye alone. Bytes are divided by 255 or by what is white,
  /// pictures in other numbers scaled by the range of the training part, and vectors each feature by its own.
  /// Where that has not been measured (measureDisplay()), numbers are only clamped.
  Image image(std::size_t index) const;
  /// The class of a sample by name; "" when there are no labels.
  std::string_view className(std::size_t index) const {
    return hasLabels() ? std::string_view(classNames[static_cast<std::size_t>(labels[index])])
                       : std::string_view();
  }
};

/// Measures the ranges by which image() makes intensities of numbers. Once, when a data set is complete. Soon
/// after the task is cancelled it returns, having measured a part.
void measureDisplay(Dataset& dataset, const Task& task = {});

using DatasetPtr = std::shared_ptr<const Dataset>;

/// These samples in this order, with all that is known of each; the first `trainCount` of them are for
/// training, the next `validationCount` for validation. Indices must be below dataset.count(). Soon after the
/// task is cancelled it returns, with a part of them that is of no use.
Dataset takeSamples(const Dataset& dataset, std::span<const std::size_t> indices, std::size_t trainCount,
                    std::size_t validationCount = 0, const Task& task = {});

/// The first `limit` training samples with the other parts in the same proportion; the whole set when it is
/// no larger. Samples keep their order, labels and factors.
Dataset firstSamples(const Dataset& dataset, std::size_t limit);

}  // namespace isthmus
