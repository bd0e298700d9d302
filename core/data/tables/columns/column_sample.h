#pragma once

#include "core/data/tables/columns/table_odd.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace isthmus {

/// What the first rows show of a column. Where nearly all that is filled are numbers, the rest counts as
/// missing: then there are no texts.
struct ColumnSample {
  static constexpr std::int32_t kNoCode = -1;  ///< of a missing value

  std::size_t numbers = 0;
  std::size_t texts = 0;  ///< fields that are neither number nor missing
  std::size_t missing = 0;
  std::size_t wholes = 0;  ///< of the numbers
  std::size_t dates = 0;   ///< of the texts
  double lowest = 0;       ///< of the numbers
  double highest = 0;
  bool counts = true;    ///< the numbers are whole and each is one more than that of the row before
  bool rises = true;     ///< each number is higher than all before
  std::string odd = {};  ///< the first text
  /// Different ones, at most kMaxLevels + 1, numbered as they came.
  std::unordered_map<std::string, std::int32_t> values = {};
  std::size_t repeats = 0;               ///< fields that held one of `values` again, while these had room
  std::vector<std::int32_t> codes = {};  ///< the number of the value in each of the first rows; empty where
                                         ///< there are more values than a label may have

  OddCells oddCells = {};  ///< of a column of numbers: what counts as missing
  bool isLimits = false;   ///< the texts are limits of what was measured ("<0.01"), and there is no number
  bool isTruth = false;    ///< the texts say yes and no alone: as a feature they are 1 and 0

  /// Notes a field's text among the values, once a row.
  void note(std::string_view text, bool isMissing);
  /// Forgets values that turn out to stand for a missing one.
  template <typename Test>
  void forgetValues(const Test& isMissing) {
    for (auto at = values.begin(); at != values.end();) {
      if (!isMissing(at->first)) {
        ++at;
        continue;
      }
      std::ranges::replace(codes, at->second, kNoCode);
      at = values.erase(at);
    }
  }
  /// One more than the highest of `codes`.
  std::size_t codeCount() const;

  std::size_t filled() const { return numbers + texts; }
  bool isNumeric() const { return numbers > 0 && texts == 0; }
  bool isWhole() const { return isNumeric() && wholes == numbers; }
  bool isByte() const { return isWhole() && lowest >= 0 && highest <= 255; }
  bool isFlag() const { return isWhole() && lowest >= 0 && highest <= 1; }  ///< 0 and 1
  bool hasFewTexts() const;                                                 ///< that may be classes
  bool hasFewWholes() const;                                                ///< likewise
  /// At most a tenth of the fields repeat another.
  bool isMostlyDifferent() const;
  /// Text that tells the rows apart.
  bool namesRows() const;
  /// Too many fields are missing for a label that nobody asked for.
  bool hasManyGaps() const;
};

/// Whether two columns tell the rows apart in the same way: as do the numbers and the names of classes. Never
/// true of few rows, where it could be by chance.
bool saySame(const ColumnSample& a, const ColumnSample& b);

}  // namespace isthmus
