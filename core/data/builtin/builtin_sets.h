#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/data/dataset.h"

#include <span>
#include <string_view>
#include <vector>

namespace isthmus {

/// A number that a person may choose for a built-in set.
struct BuiltinParameter {
  std::string_view name;   ///< on the command line: "dimensions"
  std::string_view label;  ///< in the window: "Dimensions"
  std::string_view help;   ///< one sentence
  double lowest = 0;
  double highest = 1;
  double usual = 0;
  bool isWhole = true;  ///< takes no fractions
};

/// A data set that the program makes itself, with known factors.
struct BuiltinSet {
  std::string_view id;           ///< on the command line: "swiss-roll"
  std::string_view title;        ///< as shown: "Swiss roll"
  std::string_view description;  ///< one sentence for the list
  std::vector<BuiltinParameter> parameters;
  /// What one sample takes with its labels and factors, in bytes. `values` as for make().
  std::size_t (*sampleBytes)(std::span<const double> values);
  /// `values` has one number for each parameter, within its range. Fails when cancelled, and throws when
  /// memory runs out: makeBuiltinSet() is the way to it.
  Result<DatasetPtr> (*make)(std::span<const double> values, const Task& task);
};

/// All of them, the one to begin with first.
std::span<const BuiltinSet> builtinSets();
/// Null when there is none of that id.
const BuiltinSet* findBuiltinSet(std::string_view id);

/// Makes a set; `values` as for BuiltinSet::make(). Fails with ErrorCode::TooLarge when it would not fit into
/// memory (before any is taken), and when cancelled.
Result<DatasetPtr> makeBuiltinSet(const BuiltinSet& set, std::span<const double> values, const Task& task);

/// The parameters' usual values.
std::vector<double> usualValues(const BuiltinSet& set);
/// "dimensions=10,noise=0.1": a value for each parameter, the usual one for those not named. An unknown or
/// repeated name and a number out of its range are errors.
Result<std::vector<double>> readParameters(const BuiltinSet& set, std::string_view text);

}  // namespace isthmus
