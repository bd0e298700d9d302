#include "core/data/builtin/builtin_sets.h"

#include "core/base/guarded.h"
#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/data/builtin/digits.h"
#include "core/data/builtin/point_clouds.h"
#include "core/data/builtin/shapes.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

namespace isthmus {
namespace {

using Values = std::span<const double>;

constexpr double kMostSamples = 1'000'000;
constexpr std::size_t kDigitBytes = 28 * 28;
constexpr std::size_t kShapeBytes = 32 * 32;
constexpr std::size_t kKnownBytes = 7 * sizeof(float);  // label and at most 6 factors

BuiltinParameter samples(double usual) {
  return {"samples", "Samples", "How many samples to make, both parts together.", 100, kMostSamples, usual};
}

constexpr BuiltinParameter kSeed = {"seed", "Seed",        "The same seed makes the same samples.",
                                    0,      1'000'000'000, 1};
constexpr BuiltinParameter kSheetDimensions = {
    "dimensions",
    "Dimensions",
    "How many numbers a sample has; the sheet lies turned in all of them.",
    3,
    50,
    3};
constexpr BuiltinParameter kSheetNoise = {
    "noise", "Noise", "Standard deviation of what is added to each number; the sheet itself is about 2 wide.",
    0,       2,       0.05,
    false};

std::uint64_t seedOf(double value) {
  return static_cast<std::uint64_t>(value);
}

/// Of parameters that begin with samples, seed, dimensions.
CloudSize sizeOf(Values values) {
  return {static_cast<std::size_t>(values[0]), static_cast<int>(values[2]), seedOf(values[1])};
}

std::size_t cloudBytes(Values values) {
  return static_cast<std::size_t>(values[2]) * sizeof(float) + kKnownBytes;
}

std::vector<BuiltinSet> makeList() {
  return {
      {"digits",
       "Handwritten-style digits",
       "Digits drawn in 40 ways of writing, with known slant, rotation, size and width of the pen.",
       {samples(12'000), kSeed},
       [](Values) { return kDigitBytes + kKnownBytes; },
       [](Values v, const Task& task) {
         const auto count = static_cast<std::size_t>(v[0]);
         return makeDigits(count - count / 6, count / 6, seedOf(v[1]), task);
       }},
      {"shapes",
       "Shapes",
       "Squares, ellipses and hearts of known size, rotation and place.",
       {samples(12'000), kSeed},
       [](Values) { return kShapeBytes + kKnownBytes; },
       [](Values v, const Task& task) {
         return makeShapes(static_cast<std::size_t>(v[0]), seedOf(v[1]), task);
       }},
      {"swiss-roll",
       "Swiss roll",
       "A sheet rolled up: can a latent space unroll it?",
       {samples(5'000), kSeed, kSheetDimensions, kSheetNoise},
       cloudBytes,
       [](Values v, const Task& task) { return makeSwissRoll(sizeOf(v), v[3], task); }},
      {"s-curve",
       "S-curve",
       "A sheet bent like an S.",
       {samples(5'000), kSeed, kSheetDimensions, kSheetNoise},
       cloudBytes,
       [](Values v, const Task& task) { return makeSCurve(sizeOf(v), v[3], task); }},
      {"clusters",
       "Gaussian clusters",
       "Normal clusters of chosen number and spread.",
       {samples(5'000),
        kSeed,
        {"dimensions", "Dimensions", "How many numbers a sample has.", 1, 100, 10},
        {"clusters", "Clusters", "How many clusters there are.", 1, 50, 5},
        {"spread", "Spread",
         "Standard deviation within a cluster; the centres lie about 1 apart in each dimension.", 0.01, 3,
         0.3, false}},
       cloudBytes,
       [](Values v, const Task& task) {
         return makeClusters(sizeOf(v), static_cast<int>(v[3]), v[4], task);
       }},
      {"noise",
       "Pure noise",
       "Independent random numbers: what does a latent space show where there is no structure?",
       {samples(5'000), kSeed, {"dimensions", "Dimensions", "How many numbers a sample has.", 1, 100, 20}},
       cloudBytes,
       [](Values v, const Task& task) { return makeNoise(sizeOf(v), task); }},
  };
}

std::string namesOf(const BuiltinSet& set) {
  std::string text;
  for (const BuiltinParameter& parameter : set.parameters)
    text += (text.empty() ? "" : ", ") + std::string(parameter.name);
  return text;
}

Result<double> readValue(const BuiltinParameter& parameter, std::string_view text) {
  const auto value = parseNumber<double>(text);
  if (!value || !(*value >= parameter.lowest && *value <= parameter.highest) ||
      (parameter.isWhole && *value != std::floor(*value)))
    return Error{ErrorCode::BadSetting,
                 "'" + std::string(text) + "' is not possible here; expected a " +
                     (parameter.isWhole ? "whole " : "") + "number from " + numberText(parameter.lowest) +
                     " to " + numberText(parameter.highest),
                 std::string(parameter.name)};
  return *value;
}

}  // namespace

std::span<const BuiltinSet> builtinSets() {
  static const std::vector<BuiltinSet> kSets = makeList();
  return kSets;
}

const BuiltinSet* findBuiltinSet(std::string_view id) {
  const auto found = std::ranges::find(builtinSets(), id, &BuiltinSet::id);
  return found == builtinSets().end() ? nullptr : &*found;
}

Result<DatasetPtr> makeBuiltinSet(const BuiltinSet& set, std::span<const double> values, const Task& task) {
  const auto count = static_cast<std::uint64_t>(values[0]);  // all sets begin with the number of samples
  const Result<void> fits = checkDatasetFits(count * set.sampleBytes(values), std::string(set.title));
  if (!fits) return fits.error();
  return guarded([&] { return set.make(values, task); });
}

std::vector<double> usualValues(const BuiltinSet& set) {
  std::vector<double> values;
  for (const BuiltinParameter& parameter : set.parameters) values.push_back(parameter.usual);
  return values;
}

Result<std::vector<double>> readParameters(const BuiltinSet& set, std::string_view text) {
  std::vector<double> values = usualValues(set);
  std::set<std::string_view> seen;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string_view part = text.substr(begin, end - begin);
    begin = end + 1;
    const std::string_view name = part.substr(0, part.find('='));
    const auto parameter = std::ranges::find(set.parameters, name, &BuiltinParameter::name);
    if (parameter == set.parameters.end() || name.size() == part.size())
      return Error{
          ErrorCode::BadSetting,
          "'" + std::string(part) + "' is no setting of it; expected NAME=NUMBER with " + namesOf(set),
          std::string(set.id)};
    if (!seen.insert(name).second)
      return Error{ErrorCode::BadSetting, "'" + std::string(name) + "' is there twice", std::string(set.id)};
    const Result<double> value = readValue(*parameter, part.substr(name.size() + 1));
    if (!value) return value.error();
    values[static_cast<std::size_t>(parameter - set.parameters.begin())] = *value;
  }
  return values;
}

}  // namespace isthmus
