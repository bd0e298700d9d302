#pragma once

#include "core/base/result.h"
#include "core/data/arrays/array_elements.h"
#include "core/data/arrays/array_file.h"
#include "core/data/dataset.h"
#include "core/data/values/class_names.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {

/// Collects what the labels arrays of all parts say and makes classes of it.
class ArrayLabels {
 public:
  /// `name` is that of the array, for factors and messages.
  explicit ArrayLabels(std::string name) : m_name(std::move(name)) {}

  /// Appends the first `limit` samples' labels of an array that canBeLabels(). All arrays must be of one kind
  /// (text or numbers) and width.
  Result<void> append(ArrayStream& stream, const ArrayInfo& array, std::uint64_t limit,
                      ReadProgress& progress);

  /// Texts that name the classes 0, 1, ... or 1, 2, ...; they are used where there are as many as classes.
  void nameClasses(std::vector<std::string> names) { m_classNames = std::move(names); }

  /// Gives the labels to `dataset`, whose name must be set: whole numbers, bools, words and one-hot rows
  /// become classes in the order of their values; numbers that are not whole, or too many for classes, a
  /// factor, and words too many for classes the names of samples. Of numbers that are not one-hot each column
  /// is a factor. Numbers that are missing make the class "no label".
  Result<void> giveTo(Dataset& dataset, ReadProgress& progress);
  /// Gives each column as a factor, for arrays that lie beside the labels: few words as levels. Words that
  /// differ from sample to sample are none; a note says so.
  Result<void> giveFactorTo(Dataset& dataset, ReadProgress& progress);
  /// Gives words as the samples' names.
  void giveNamesTo(Dataset& dataset) { dataset.sampleNames = std::move(m_words); }
  /// The words that have come.
  const std::vector<std::string>& words() const { return m_words; }

  /// Memory that the labels of an array take at most while they are read, in bytes.
  static std::uint64_t bytesFor(const ArrayInfo& array);

 private:
  Result<void> giveWords(Dataset& dataset, ReadProgress& progress);
  Result<void> giveNumbers(Dataset& dataset, ReadProgress& progress);
  ClassNames classesNamed(Dataset& dataset, double lowest, double highest) const;
  Result<bool> giveOneHot(Dataset& dataset, const ReadProgress& progress) const;
  Result<void> giveFactor(Dataset& dataset, std::size_t column, const ReadProgress& progress) const;

  std::vector<std::string> m_classNames;
  std::string m_name;
  bool m_isBool = false;
  std::size_t m_width = 1;           ///< numbers a sample
  std::vector<std::string> m_words;  ///< one a sample, or ...
  std::vector<double> m_numbers;     ///< ... m_width a sample, row by row
};

}  // namespace isthmus
