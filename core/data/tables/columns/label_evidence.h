#pragma once

#include "core/data/tables/columns/table_columns.h"

#include <cstddef>
#include <vector>

namespace isthmus {

// What the values of columns tell of their part in a table. `columns` are those that may hold the label or
// features, in the order of the file.

/// Whether a column that is called a label looks like one: classes that come again, and few gaps.
bool canBeNamedLabel(const ColumnSample& column);

/// Which columns of numbers only tell the rows apart: they count them, or are called an id and hardly repeat
/// a number, or are those far beyond all others at the start of a table without a header.
std::vector<bool> rowNumbers(const TableHead& head);
/// Whether a column counts the rows, but by its name is a time or a place: then it is a number like others.
bool countsByQuantity(const TableHead& head, std::size_t column);

/// Whether a column has the name of something to predict, and too many values for classes.
bool isManyValuedTarget(const TableHead& head, std::size_t column);

enum class LabelPlace { First, Last };
/// Whether the column at that end holds few whole numbers and the others, which make a square, pixels.
bool isLabelBesidePixels(const TableHead& head, const std::vector<std::size_t>& columns, LabelPlace place);

/// Whether the values of the last column are of another kind than those of the others and of its neighbour:
/// answers to the questions of a survey are all alike.
bool looksUnlikeOthers(const TableHead& head, const std::vector<std::size_t>& columns);

/// Whether the first column holds few whole numbers, and none of the others does.
bool isLabelBeforeFloats(const TableHead& head, const std::vector<std::size_t>& columns);

}  // namespace isthmus
