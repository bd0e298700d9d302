#pragma once

#include "core/data/dataset_format.h"

#include <QString>

#include <array>
#include <optional>
#include <string>

namespace isthmus {

/// "feature", "label", "factor", "name", "left out"; "" where it is not told.
QString useText(FieldUse use);
/// A sentence that explains it.
QString useExplanation(FieldUse use);

/// Of a label's cells: how much of the accent lies on the ground.
inline constexpr double kLabelTint = 0.12;

/// "11 features, 1 label, 2 factors, 1 left out of 15 columns", of counts by FieldUse.
QString useCountsText(const std::array<std::size_t, kFieldUses>& counts);

/// Whether a person may choose what each column becomes.
bool mayChooseColumns(const LoadPreview& preview);

/// Whether the plan's fields are the columns of its rows (a table), not arrays beside them.
bool fieldsAreColumns(const LoadPreview& preview);

/// What becomes of a column of plan.preview.columns.
FieldUse columnUse(const LoadPlan& plan, std::size_t column);

/// The field that gives the labels, an index into plan.preview.fields; nothing when none does.
std::optional<std::size_t> labelField(const LoadPlan& plan);

/// The value of LoadOptions::label that chooses a field; nothing when none does, as a nameless column in the
/// midst of a table or one whose name an earlier one has.
std::optional<std::string> labelOption(const LoadPreview& preview, std::size_t field);

}  // namespace isthmus
