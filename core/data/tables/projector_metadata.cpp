#include "core/data/tables/projector_metadata.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/load_errors.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/table_text.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace isthmus {
namespace {

struct Column {
  std::size_t different = 0;  ///< values, kMaxLevels + 1 for more
  bool isFew = false;         ///< values come again
  bool isNumeric = false;
};

/// Whether to give up before a row.
bool mustStop(std::size_t row, const Task& task) {
  return row % kMetadataRowsBetweenLooks == 0 && task.cancelled();
}

/// Of a task that is cancelled the answer is worth nothing, as with all below.
Column look(const ProjectorMetadata& metadata, std::size_t c, const Task& task) {
  const auto& rows = metadata.rows;
  std::set<std::string_view> values;
  Column column{.isNumeric = true};
  for (std::size_t r = 0; r < rows.size() && !mustStop(r, task); ++r) {
    if (values.size() <= kMaxLevels) values.insert(rows[r][c]);
    if (column.isNumeric) column.isNumeric = floatInText(rows[r][c]).has_value();
    if (values.size() > kMaxLevels && !column.isNumeric) break;
  }
  column.different = values.size();
  column.isFew = values.size() <= kMaxLevels && 2 * values.size() <= rows.size();
  return column;
}

std::string textOf(const Column& column) {
  return (column.isNumeric ? "numbers, " : "text, ") +
         (column.different > kMaxLevels ? "more than " + withThousands(kMaxLevels)
                                        : withThousands(column.different)) +
         " different";
}

/// The label's column; nothing where there is none.
Result<std::optional<std::size_t>> labelColumn(const ProjectorMetadata& metadata,
                                               const std::vector<Column>& columns,
                                               const std::optional<std::string>& wanted) {
  if (!wanted) {
    const auto found = std::ranges::find(columns, true, &Column::isFew);
    if (found == columns.end()) return std::optional<std::size_t>();
    return std::optional(static_cast<std::size_t>(found - columns.begin()));
  }
  if (*wanted == LoadOptions::kNoLabel) return std::optional<std::size_t>();
  const auto& names = metadata.columns;
  auto at = static_cast<std::size_t>(std::ranges::find(names, *wanted) - names.begin());
  if (at == names.size() && *wanted == LoadOptions::kLastColumn && !columns.empty()) at = names.size() - 1;
  if (at >= columns.size())
    return Error{ErrorCode::BadSetting,
                 "has no column of metadata called " + quotedText(*wanted) + " to take labels from"};
  if (columns[at].different > kMaxLevels)
    return Error{ErrorCode::BadSetting, "has more than " + withThousands(kMaxLevels) +
                                            " different values in the column " + quotedText(*wanted) +
                                            "; expected fewer for labels"};
  return std::optional(at);
}

/// The different values of a column in the order of their first row, and for each row which it has.
std::pair<std::vector<std::string>, std::vector<std::int32_t>> levelsOf(const ProjectorMetadata& metadata,
                                                                        std::size_t c, const Task& task) {
  std::map<std::string_view, std::int32_t> numbers;
  std::vector<std::string> levels;
  std::vector<std::int32_t> ofRow;
  for (std::size_t r = 0; r < metadata.rows.size() && !mustStop(r, task); ++r) {
    const std::string& cell = metadata.rows[r][c];
    const auto [at, isNew] = numbers.try_emplace(cell, static_cast<std::int32_t>(levels.size()));
    if (isNew) levels.push_back(cell);
    ofRow.push_back(at->second);
  }
  return {std::move(levels), std::move(ofRow)};
}

Factor factorOf(const ProjectorMetadata& metadata, std::size_t c, bool isNumeric, const Task& task) {
  Factor factor{.name = metadata.columns[c], .values = {}};
  if (isNumeric) {
    for (std::size_t r = 0; r < metadata.rows.size() && !mustStop(r, task); ++r)
      factor.values.push_back(*floatInText(metadata.rows[r][c]));
  } else {
    auto [levels, ofRow] = levelsOf(metadata, c, task);
    factor.levels = std::move(levels);
    factor.values.assign(ofRow.begin(), ofRow.end());
  }
  return factor;
}

}  // namespace

Result<std::vector<MetadataUse>> usesOf(const ProjectorMetadata& metadata, const LoadOptions& options,
                                        const Task& task) {
  std::vector<Column> columns;
  for (std::size_t c = 0; c < metadata.columns.size(); ++c) {
    columns.push_back(look(metadata, c, task));
    if (task.cancelled()) return cancelledLoading();
  }
  const auto label = labelColumn(metadata, columns, options.label);
  if (!label) return label.error();
  std::vector<MetadataUse> uses;
  bool hasNames = false;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    FieldUse use = FieldUse::LeftOut;
    if (*label == c) {
      use = FieldUse::Label;
    } else if (columns.size() > 1 && (columns[c].isFew || columns[c].isNumeric)) {
      use = FieldUse::Factor;
    } else if (!hasNames) {
      use = FieldUse::Name;
      hasNames = true;
    }
    uses.push_back({use, textOf(columns[c]), columns[c].different <= kMaxLevels, columns[c].isNumeric});
  }
  return uses;
}

Result<void> giveMetadata(const ProjectorMetadata& metadata, const LoadOptions& options, Dataset& dataset,
                          const Task& task) {
  const auto uses = usesOf(metadata, options, task);
  if (!uses) return uses.error();
  for (std::size_t c = 0; c < uses->size(); ++c) {
    switch ((*uses)[c].use) {
      case FieldUse::Label:
        std::tie(dataset.classNames, dataset.labels) = levelsOf(metadata, c, task);
        break;
      case FieldUse::Factor:
        dataset.factors.push_back(factorOf(metadata, c, (*uses)[c].isNumeric, task));
        break;
      case FieldUse::Name:
        for (std::size_t r = 0; r < metadata.rows.size() && !mustStop(r, task); ++r)
          dataset.sampleNames.push_back(metadata.rows[r][c]);
        break;
      default:
        dataset.notes.push_back("The column " + quotedText(metadata.columns[c]) +
                                " was left out: it holds many different words.");
    }
    if (task.cancelled()) return cancelledLoading();
  }
  return {};
}

}  // namespace isthmus
