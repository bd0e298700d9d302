// mergeDatasets() of dataset_edits.h.
#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/data/dataset_edits.h"
#include "core/data/dataset_summary.h"
#include "core/data/files/copy_meter.h"
#include "core/data/files/file_rows.h"
#include "core/data/images/picture_guess.h"
#include "core/data/values/number_offsets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

namespace isthmus {
namespace {

std::string shapeText(const Dataset& dataset) {
  const ImageShape& shape = dataset.shape;
  if (dataset.kind == SampleKind::Vector) return "vectors of " + withThousands(shape.size()) + " numbers";
  return "pictures of " + pictureSizeText(shape);
}

Result<void> checkMergeable(const Dataset& a, const Dataset& b) {
  const auto differs = [&](const std::string& how) {
    return Error{ErrorCode::BadSetting, "cannot be merged into " + a.name + ": " + how, b.name};
  };
  if (a.kind != b.kind || a.shape != b.shape)
    return differs("it holds " + shapeText(b) + ", not " + shapeText(a));
  if (a.isBytes() != b.isBytes())
    return differs("its numbers are " + std::string(numberTypeName(b)) + ", not " +
                   std::string(numberTypeName(a)));
  if (!a.isBytes() && a.white != b.white && (a.white == 0 || b.white == 0))
    return differs("in one of the two it is told which number is white, in the other it is not");
  if (!a.features.empty() && !b.features.empty() && a.features != b.features) {
    const auto [mine, other] = std::ranges::mismatch(a.features, b.features);
    return differs("its column " + std::to_string(other - b.features.begin() + 1) + " is named " + *other +
                   ", not " + *mine);
  }
  return {};
}

/// A stretch of one set's samples, and how the new set is put together from them.
struct Stretch {
  bool ofB = false;
  std::size_t first = 0;
  std::size_t count = 0;
};
using Stretches = std::array<Stretch, 6>;

using PartCounts = std::array<std::size_t, 3>;  // train, validation, test

/// How many samples of a set go to which part of the new one.
PartCounts partsInMerge(const Dataset& dataset, const Dataset& other) {
  if (dataset.isTestPart && !other.isTestPart) return {0, 0, dataset.count()};
  return {dataset.trainCount, dataset.validationCount, dataset.testCount()};
}

Stretches stretchesOf(const Dataset& a, const Dataset& b) {
  Stretches stretches;
  std::size_t next = 0;
  std::array<std::size_t, 2> begin = {0, 0};
  const std::array counts = {partsInMerge(a, b), partsInMerge(b, a)};
  for (std::size_t part = 0; part < 3; ++part)
    for (const bool ofB : {false, true}) {
      const std::size_t count = counts[ofB ? 1 : 0][part];
      stretches[next++] = {ofB, begin[ofB ? 1 : 0], count};
      begin[ofB ? 1 : 0] += count;
    }
  return stretches;
}

/// Rows of `width` values, one a sample.
template <typename Value>
std::vector<Value> joined(const std::vector<Value>& a, const std::vector<Value>& b, std::size_t width,
                          const Stretches& stretches, CopyMeter& meter) {
  std::vector<Value> both;
  if ((a.empty() && b.empty()) || meter.cancelled())
    return both;  // neither set has any, or they are of no use
  both.reserve(a.size() + b.size());
  for (const Stretch& stretch : stretches)
    meter.append(both, std::span(stretch.ofB ? b : a).subspan(stretch.first * width, stretch.count * width));
  return both;
}

/// The number that is white in a set's pictures; 0 where it is not told.
float whiteIn(const Dataset& dataset) {
  return dataset.isPlainBytes() && dataset.kind == SampleKind::Image ? 255.0F : dataset.white;
}

/// The same pictures with another white.
template <typename Value>
std::vector<Value> withWhite(const std::vector<Value>& pixels, float from, float to) {
  if (from == to || from == 0) return pixels;
  std::vector<Value> brighter(pixels.size());
  std::ranges::transform(pixels, brighter.begin(), [&](Value value) {
    return static_cast<Value>(std::round(static_cast<float>(value) * to / from));
  });
  return brighter;
}

/// Where each of these names stands among `all`, to which new ones are added.
std::vector<std::size_t> placesIn(std::vector<std::string>& all, const std::vector<std::string>& names) {
  std::vector<std::size_t> places;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(all, name);
    places.push_back(static_cast<std::size_t>(found - all.begin()));
    if (found == all.end()) all.push_back(name);
  }
  return places;
}

std::vector<std::int32_t> labelsWith(const Dataset& dataset, std::vector<std::string>& names) {
  if (!dataset.hasLabels()) {
    const auto place = placesIn(names, {std::string(kUnlabelled)}).front();
    return std::vector<std::int32_t>(dataset.count(), static_cast<std::int32_t>(place));
  }
  const std::vector<std::size_t> places = placesIn(names, dataset.classNames);
  std::vector<std::int32_t> labels = dataset.labels;
  for (std::int32_t& label : labels)
    label = static_cast<std::int32_t>(places[static_cast<std::size_t>(label)]);
  return labels;
}

Factor joinFactors(const Factor& a, const Factor& b, const Stretches& stretches, CopyMeter& meter) {
  Factor both = {a.name, a.unit, {}, a.levels};
  std::vector<float> other = b.values;
  if (b.isCategorical()) {
    const std::vector<std::size_t> places = placesIn(both.levels, b.levels);
    for (float& value : other) {
      if (value >= 0 && value < static_cast<float>(places.size()))
        value = static_cast<float>(places[static_cast<std::size_t>(value)]);
    }
  }
  both.values = joined(a.values, other, 1, stretches, meter);
  return both;
}

void mergeFactors(const Dataset& a, const Dataset& b, const Stretches& stretches, Dataset& result,
                  CopyMeter& meter) {
  const auto partnerIn = [](const Dataset& dataset, const Factor& factor) {
    return std::ranges::find_if(dataset.factors, [&](const Factor& other) {
      return other.name == factor.name && other.unit == factor.unit &&
             other.isCategorical() == factor.isCategorical();
    });
  };
  const auto leaveOut = [&](const Factor& factor, const Dataset& owner) {
    result.notes.push_back("Only " + owner.name + " knows the " + factor.name +
                           " of its samples: it was left out.");
  };
  for (const Factor& factor : a.factors) {
    const auto partner = partnerIn(b, factor);
    if (partner == b.factors.end())
      leaveOut(factor, a);
    else
      result.factors.push_back(joinFactors(factor, *partner, stretches, meter));
  }
  for (const Factor& factor : b.factors)
    if (partnerIn(a, factor) == a.factors.end()) leaveOut(factor, b);
}

/// Numbers less other offsets than their set's own. Soon after the task is cancelled they are of no use.
std::vector<float> heldLess(const Dataset& dataset, std::span<const double> offsets, const Task& task) {
  std::vector<float> values = dataset.values;
  const std::size_t width = dataset.shape.size();
  const std::size_t atOnce = ((1 << 20) / width + 1) * width;  // numbers
  for (std::size_t at = 0; at < values.size() && !task.cancelled(); at += atOnce)
    changeOffsets(std::span(values).subspan(at, std::min(atOnce, values.size() - at)), dataset.offsets,
                  offsets);
  return values;
}

/// The samples of both; what is held another way in `b` is brought to the way of `a`, or to the larger white.
void joinSamples(const Dataset& a, const Dataset& b, const Stretches& stretches, Dataset& result,
                 CopyMeter& meter, const Task& task) {
  const std::size_t width = a.shape.size();
  result.white = a.white == b.white ? a.white : std::max(whiteIn(a), whiteIn(b));
  result.offsets = a.offsets;
  if (a.white != b.white) {
    const auto brought = [&](const auto& pixels, const Dataset& from) {
      return withWhite(pixels, whiteIn(from), result.white);
    };
    result.pixels = joined(brought(a.pixels, a), brought(b.pixels, b), width, stretches, meter);
    result.values = joined(brought(a.values, a), brought(b.values, b), width, stretches, meter);
    return;
  }
  result.pixels = joined(a.pixels, b.pixels, width, stretches, meter);
  result.values = a.offsets == b.offsets
                      ? joined(a.values, b.values, width, stretches, meter)
                      : joined(a.values, heldLess(b, a.offsets, task), width, stretches, meter);
}

/// Which row of which file each sample was.
void mergeOrigins(const Dataset& a, const Dataset& b, const Stretches& stretches, Dataset& result,
                  CopyMeter& meter) {
  const auto rowsOf = [](const Dataset& dataset) {
    std::vector<std::uint32_t> rows(dataset.count());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = fileRow(dataset, i);
    return rows;
  };
  result.rows = joined(rowsOf(a), rowsOf(b), 1, stretches, meter);
  const auto filesOf = [&result](const Dataset& dataset) {
    const std::vector<std::string> names =
        dataset.files.empty() ? std::vector<std::string>{dataset.name} : dataset.files;
    const auto first = static_cast<std::uint16_t>(result.files.size());
    result.files.insert(result.files.end(), names.begin(), names.end());
    std::vector<std::uint16_t> files(dataset.count(), first);
    for (std::size_t i = 0; i < dataset.fileOf.size(); ++i)
      files[i] = static_cast<std::uint16_t>(first + dataset.fileOf[i]);
    return files;
  };
  const std::vector<std::uint16_t> ofA = filesOf(a);  // the first names come first
  result.fileOf = joined(ofA, filesOf(b), 1, stretches, meter);
}

using Original = std::function<Result<Image>(std::size_t)>;

Original joinOriginals(const Dataset& a, const Dataset& b, const Stretches& stretches) {
  if (!a.original && !b.original) return {};
  return [ofA = a.original, ofB = b.original, stretches](std::size_t index) -> Result<Image> {
    for (const Stretch& stretch : stretches) {
      if (index >= stretch.count) {
        index -= stretch.count;
        continue;
      }
      const Original& original = stretch.ofB ? ofB : ofA;
      if (original) return original(stretch.first + index);
      return Error{ErrorCode::NotFound, "the sample is as it came"};
    }
    return Error{ErrorCode::Internal, "there is no such sample"};
  };
}

/// Says what was added, and where to where that is not plain.
void addNotes(const Dataset& a, const Dataset& b, Dataset& result) {
  result.notes.push_back(withThousands(b.count()) + (b.count() == 1 ? " sample" : " samples") + " of " +
                         b.name + (b.count() == 1 ? " was" : " were") + " added.");
  if (a.kind == SampleKind::Image && whiteIn(a) != whiteIn(b))
    result.notes.push_back("White is " + numberText(whiteIn(a)) + " in " + a.name + " and " +
                           numberText(whiteIn(b)) + " in " + b.name + ": all was brought to " +
                           numberText(result.white) + ".");
  if (a.isTestPart == b.isTestPart) return;
  const Dataset& test = a.isTestPart ? a : b;
  result.notes.push_back("The files of " + test.name + " call it a test part, so its " +
                         withThousands(test.count()) + (test.count() == 1 ? " sample is" : " samples are") +
                         " in the test part.");
}

}  // namespace

Result<Dataset> mergeDatasets(const Dataset& a, const Dataset& b, const Task& task) {
  if (auto mergeable = checkMergeable(a, b); !mergeable) return mergeable.error();
  const std::uint64_t width = a.shape.size() * (a.isBytes() ? 1 : sizeof(float));
  if (auto fits = checkDatasetFits((a.count() + b.count()) * width, a.name + " + " + b.name); !fits)
    return fits.error();
  const Stretches stretches = stretchesOf(a, b);
  Dataset result;
  result.name = a.name + " + " + b.name;
  result.source = a.source == b.source ? a.source : a.source + " + " + b.source;
  result.kind = a.kind;
  result.shape = a.shape;
  result.scaling = a.scaling;
  result.trainCount = stretches[0].count + stretches[1].count;
  result.validationCount = stretches[2].count + stretches[3].count;
  result.isTestPart = a.isTestPart && b.isTestPart;
  result.features = a.features.empty() ? b.features : a.features;
  result.notes = a.notes;
  result.notes.insert(result.notes.end(), b.notes.begin(), b.notes.end());
  const bool isMeasured = !a.isBytes() || a.kind == SampleKind::Vector;  // below, which takes as long again
  CopyMeter meter(task, (a.count() + b.count()) * width, isMeasured ? 0.5 : 1);
  joinSamples(a, b, stretches, result, meter, task);
  if (a.hasLabels() || b.hasLabels()) {
    const std::vector<std::int32_t> ofA = labelsWith(a, result.classNames);
    const std::vector<std::int32_t> ofB = labelsWith(b, result.classNames);
    result.labels = joined(ofA, ofB, 1, stretches, meter);
  }
  if (!a.sampleNames.empty() || !b.sampleNames.empty()) {
    const auto namesOf = [](const Dataset& dataset) {
      return dataset.sampleNames.empty() ? std::vector<std::string>(dataset.count()) : dataset.sampleNames;
    };
    result.sampleNames = joined(namesOf(a), namesOf(b), 1, stretches, meter);
  }
  mergeOrigins(a, b, stretches, result, meter);
  mergeFactors(a, b, stretches, result, meter);
  if (!task.cancelled()) measureDisplay(result, task);
  if (task.cancelled()) return Error{ErrorCode::Cancelled, "The edit was cancelled"};
  result.original = joinOriginals(a, b, stretches);
  addNotes(a, b, result);
  return result;
}

}  // namespace isthmus
