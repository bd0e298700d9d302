#pragma once

#include "core/data/dataset_format.h"

#include <QString>

#include <optional>
#include <string>

namespace isthmus {

/// What a table's column becomes.
enum class ColumnRole { Feature, Label, Factor, LeftOut };

/// "feature", "label", "factor", "left out".
QString roleText(ColumnRole role);
/// A sentence that explains it.
QString roleExplanation(ColumnRole role);

/// Whether the plan's fields are the columns of its rows (a table), not arrays beside them.
bool fieldsAreColumns(const LoadPreview& preview);

/// What a column of plan.preview.columns becomes; nothing where the rows are those of an array.
std::optional<ColumnRole> columnRole(const LoadPlan& plan, std::size_t column);

/// The column or array that gives the labels; nothing when there are none.
std::optional<std::string> labelName(const LoadPlan& plan);

}  // namespace isthmus
