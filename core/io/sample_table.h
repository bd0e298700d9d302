#pragma once

#include "core/anomaly/error_measure.h"
#include "core/data/dataset.h"
#include "core/data/split.h"
#include "core/io/result_table.h"
#include "core/latent/encoding.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace isthmus {

/// Of which samples a table of results tells, and where these come from.
struct TableSamples {
  DatasetPtr dataset;
  std::vector<std::size_t> samples;  ///< indices into the data set, one a line
  /// The part of each sample of the data set; null: the data bring no parts, and the column stays empty.
  std::shared_ptr<const std::vector<Part>> parts;
};

/// Whether a table needs a column for the files' names: where samples come from several.
bool hasSeveralFiles(const Dataset& dataset);

/// The parts that the data set itself brings; null where all its samples are of one part that no file
/// called so.
std::shared_ptr<const std::vector<Part>> ownParts(const Dataset& dataset);

/// Lines with what tells samples apart: row (of the file, from 1), file (only where `withFile`), name, label
/// (the class's own name) and part. What is not known stays empty. The table holds on to the data set.
ResultTable sampleTable(const TableSamples& of, bool withFile);

/// Adds the latent coordinates: z1, z2, ...
void addCodes(ResultTable& table, const TableSamples& of, const EncodingPtr& encoding);

/// Adds a column for each measure, under its name.
void addErrors(ResultTable& table, const TableSamples& of, const Encoding& encoding,
               std::span<const ErrorMeasure> measures);

/// What makes a sample stand out.
struct AboveRule {
  ErrorMeasure measure = ErrorMeasure::NegativeLogLikelihood;  ///< one of the table's
  double threshold = 0;
};

/// sampleTable() and addErrors(), then above (1 where the error is above the threshold) and set, a name for
/// all lines that must outlive the table.
ResultTable errorTable(const TableSamples& of, const Encoding& encoding,
                       std::span<const ErrorMeasure> measures, const AboveRule& rule, bool withFile,
                       std::string_view set);

}  // namespace isthmus
