#pragma once

#include "core/data/dataset.h"
#include "core/data/tables/columns/table_columns.h"

#include <string>

namespace isthmus {

/// Whether a table's samples are its columns, as those of genes by cells: the first column holds a name in
/// each row, and is called one of genes, probes or features.
bool samplesAreColumns(const TableHead& head);

/// What to say where rows were taken for samples though the columns could be; "" where they could hardly.
std::string otherOrientation(const TableHead& head, const TableUse& use);

/// Makes samples of the features and features of the samples, with what they are called. All are of the
/// training part then. Numbers only, no labels and factors.
void transposeSamples(Dataset& dataset);

}  // namespace isthmus
