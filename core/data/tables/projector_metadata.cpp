#include "core/data/tables/projector_metadata.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
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

Column look(const ProjectorMetadata& metadata, std::size_t c) {
  const auto& rows = metadata.rows;
  std::set<std::string_view> values;
  for (std::size_t r = 0; r < rows.size() && values.size() <= kMaxLevels; ++r) values.insert(rows[r][c]);
  return {
      .different = values.size(),
      .isFew = values.size() <= kMaxLevels && 2 * values.size() <= rows.size(),
      .isNumeric = std::ranges::all_of(rows, [c](const auto& row) { return floatInText(row[c]).has_value(); })};
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
                                                                        std::size_t c) {
  std::map<std::string_view, std::int32_t> numbers;
  std::vector<std::string> levels;
  std::vector<std::int32_t> ofRow;
  for (const auto& row : metadata.rows) {
    const auto [at, isNew] = numbers.try_emplace(row[c], static_cast<std::int32_t>(levels.size()));
    if (isNew) levels.push_back(row[c]);
    ofRow.push_back(at->second);
  }
  return {std::move(levels), std::move(ofRow)};
}

Factor factorOf(const ProjectorMetadata& metadata, std::size_t c) {
  Factor factor{.name = metadata.columns[c], .values = {}};
  const bool isNumeric = look(metadata, c).isNumeric;
  if (isNumeric) {
    for (const auto& row : metadata.rows) factor.values.push_back(*floatInText(row[c]));
  } else {
    auto [levels, ofRow] = levelsOf(metadata, c);
    factor.levels = std::move(levels);
    factor.values.assign(ofRow.begin(), ofRow.end());
  }
  return factor;
}

}  // namespace

Result<std::vector<MetadataUse>> usesOf(const ProjectorMetadata& metadata, const LoadOptions& options) {
  std::vector<Column> columns;
  if (!metadata.rows.empty()) {
    for (std::size_t c = 0; c < metadata.columns.size(); ++c) columns.push_back(look(metadata, c));
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
    uses.push_back({use, textOf(columns[c]), columns[c].different <= kMaxLevels});
  }
  return uses;
}

Result<void> giveMetadata(const ProjectorMetadata& metadata, const LoadOptions& options, Dataset& dataset) {
  const auto uses = usesOf(metadata, options);
  if (!uses) return uses.error();
  for (std::size_t c = 0; c < uses->size(); ++c) {
    switch ((*uses)[c].use) {
      case FieldUse::Label:
        std::tie(dataset.classNames, dataset.labels) = levelsOf(metadata, c);
        break;
      case FieldUse::Factor:
        dataset.factors.push_back(factorOf(metadata, c));
        break;
      case FieldUse::Name:
        for (const auto& row : metadata.rows) dataset.sampleNames.push_back(row[c]);
        break;
      default:
        dataset.notes.push_back("The column " + quotedText(metadata.columns[c]) +
                                " was left out: it holds many different words.");
    }
  }
  return {};
}

}  // namespace isthmus
