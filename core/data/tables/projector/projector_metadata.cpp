#include "core/data/tables/projector/projector_metadata.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/files/load_errors.h"
#include "core/data/files/near_names.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/text/table_text.h"
#include "core/data/values/label_names.h"
#include "core/data/values/missing_values.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace isthmus {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

struct Column {
  std::size_t different = 0;  ///< values, kMaxLevels + 1 for more
  std::size_t missing = 0;
  bool isFew = false;  ///< values come again
  bool isNumeric = false;
  bool isWhole = false;
  bool counts = false;  ///< the rows, each one more than that before
  bool isUnique = false;
};

/// Whether to give up before a row.
bool mustStop(std::size_t row, const Task& task) {
  return row % kMetadataRowsBetweenLooks == 0 && task.cancelled();
}

/// Of a task that is cancelled the answer is worth nothing, as with all below.
Column look(const ProjectorMetadata& metadata, std::size_t c, const Task& task) {
  const auto& rows = metadata.rows;
  std::set<std::string_view> values;
  std::set<std::string_view> all;  // as far as they are different
  Column column{.isNumeric = true, .isWhole = true, .counts = true, .isUnique = true};
  double before = 0;
  for (std::size_t r = 0; r < rows.size() && !mustStop(r, task); ++r) {
    const std::string& cell = rows[r][c];
    if (isMissingText(cell)) {
      ++column.missing;
      column.counts = false;
      continue;
    }
    if (values.size() <= kMaxLevels) values.insert(cell);
    column.isUnique = column.isUnique && all.insert(cell).second;
    const auto number = column.isNumeric ? floatInText(cell) : std::nullopt;
    column.isNumeric = number.has_value();
    column.isWhole = column.isWhole && number && *number == std::floor(*number);
    column.counts = column.counts && column.isWhole && (r == 0 || *number == before + 1);
    before = number.value_or(0);
    if (values.size() > kMaxLevels && !column.isNumeric && !column.isUnique) break;
  }
  column.different = values.size();
  column.isNumeric = column.isNumeric && !values.empty();
  column.isFew =
      !values.empty() && values.size() <= kMaxLevels && 2 * values.size() <= rows.size() - column.missing;
  return column;
}

std::string textOf(const Column& column) {
  return (column.isNumeric ? "numbers, " : "text, ") +
         (column.different > kMaxLevels ? "more than " + withThousands(kMaxLevels)
                                        : withThousands(column.different)) +
         " different";
}

/// Few gaps, and values that come again.
bool canBeGuessed(const ProjectorMetadata& metadata, const Column& column) {
  const auto most = kMaxDroppedShare * static_cast<double>(metadata.rows.size());
  return column.isFew && static_cast<double>(column.missing) <= most;
}

/// By the plainest name, else the first text, else the first number of few values.
std::optional<std::size_t> guessedLabel(const ProjectorMetadata& metadata,
                                        const std::vector<Column>& columns) {
  std::optional<std::size_t> best;
  const auto weight = [&](std::size_t c) {
    return std::pair(labelSense(metadata.columns[c]), !columns[c].isNumeric);
  };
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (canBeGuessed(metadata, columns[c]) && (!best || weight(c) > weight(*best))) best = c;
  }
  return best;
}

/// The label's column; nothing where there is none.
Result<std::optional<std::size_t>> labelColumn(const ProjectorMetadata& metadata,
                                               const std::vector<Column>& columns,
                                               const std::optional<std::string>& wanted) {
  if (!wanted) return guessedLabel(metadata, columns);
  if (*wanted == LoadOptions::kNoLabel) return std::optional<std::size_t>();
  const auto& names = metadata.columns;
  auto at = static_cast<std::size_t>(std::ranges::find(names, *wanted) - names.begin());
  if (at == names.size() && *wanted == LoadOptions::kLastColumn && !columns.empty()) at = names.size() - 1;
  if (at >= columns.size())
    return Error{ErrorCode::BadSetting, "has no column of metadata called " + quotedText(*wanted) +
                                            " to take labels from" + expectedNames(*wanted, names)};
  if (columns[at].different > kMaxLevels)
    return Error{ErrorCode::BadSetting, "has more than " + withThousands(kMaxLevels) +
                                            " different values in the column " + quotedText(*wanted) +
                                            "; expected fewer for labels"};
  return std::optional(at);
}

/// The different values of a column in the order of their first row, and for each row which it has, or
/// kMissingLabel.
std::pair<std::vector<std::string>, std::vector<std::int32_t>> levelsOf(const ProjectorMetadata& metadata,
                                                                        std::size_t c, const Task& task) {
  std::map<std::string_view, std::int32_t> numbers;
  std::vector<std::string> levels;
  std::vector<std::int32_t> ofRow;
  for (std::size_t r = 0; r < metadata.rows.size() && !mustStop(r, task); ++r) {
    const std::string& cell = metadata.rows[r][c];
    if (isMissingText(cell)) {
      ofRow.push_back(kMissingLabel);
      continue;
    }
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
      factor.values.push_back(floatInText(metadata.rows[r][c]).value_or(kNan));
  } else {
    auto [levels, ofRow] = levelsOf(metadata, c, task);
    factor.levels = std::move(levels);
    factor.values.assign(ofRow.begin(), ofRow.end());
    std::ranges::replace(factor.values, static_cast<float>(kMissingLabel), kNan);
  }
  return factor;
}

/// Whether numbers tell the rows apart and nothing else.
bool numbersRows(const ProjectorMetadata& metadata, const std::vector<Column>& columns, std::size_t c) {
  const Column& column = columns[c];
  const bool isLong = metadata.rows.size() > 4;
  return isLong && column.isWhole && (column.counts || (column.isUnique && isIdName(metadata.columns[c])));
}

/// The first of words that are not few, else the first numbers of the rows.
std::optional<std::size_t> nameColumn(const ProjectorMetadata& metadata, const std::vector<Column>& columns,
                                      const std::optional<std::size_t>& label) {
  std::optional<std::size_t> numbers;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (label == c) continue;
    const bool isFactor = columns.size() > 1 && (columns[c].isFew || columns[c].isNumeric);
    if (!isFactor) return c;
    if (!numbers && numbersRows(metadata, columns, c)) numbers = c;
  }
  return numbers;
}

}  // namespace

Result<MetadataUses> usesOf(const ProjectorMetadata& metadata, const LoadOptions& options, const Task& task) {
  std::vector<Column> columns;
  for (std::size_t c = 0; c < metadata.columns.size(); ++c) {
    columns.push_back(look(metadata, c, task));
    if (task.cancelled()) return cancelledLoading();
  }
  const auto label = labelColumn(metadata, columns, options.label);
  if (!label) return label.error();
  const std::optional<std::size_t> name = nameColumn(metadata, columns, *label);
  MetadataUses uses;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    FieldUse use = FieldUse::LeftOut;
    if (*label == c) {
      use = FieldUse::Label;
    } else if (name == c) {
      use = FieldUse::Name;
    } else if (numbersRows(metadata, columns, c)) {
      uses.remarks.push_back("The column " + quotedText(metadata.columns[c]) +
                             " was left out: it numbers the rows.");
    } else if (columns.size() > 1 && (columns[c].isFew || columns[c].isNumeric)) {
      use = FieldUse::Factor;
    } else {
      uses.remarks.push_back("The column " + quotedText(metadata.columns[c]) +
                             " was left out: it holds many different words.");
    }
    uses.of.push_back({use, textOf(columns[c]), columns[c].different <= kMaxLevels, columns[c].isNumeric,
                       columns[c].different});
  }
  if (!options.label && *label)
    uses.guess = "The column " + quotedText(metadata.columns[**label]) + " was taken as the label.";
  return uses;
}

Result<void> giveMetadata(const ProjectorMetadata& metadata, const LoadOptions& options, Dataset& dataset,
                          const Task& task) {
  const auto uses = usesOf(metadata, options, task);
  if (!uses) return uses.error();
  dataset.notes.insert(dataset.notes.end(), uses->remarks.begin(), uses->remarks.end());
  for (std::size_t c = 0; c < uses->of.size(); ++c) {
    switch (uses->of[c].use) {
      case FieldUse::Label:
        std::tie(dataset.classNames, dataset.labels) = levelsOf(metadata, c, task);
        break;
      case FieldUse::Factor:
        dataset.factors.push_back(factorOf(metadata, c, uses->of[c].isNumeric, task));
        break;
      case FieldUse::Name:
        for (std::size_t r = 0; r < metadata.rows.size() && !mustStop(r, task); ++r)
          dataset.sampleNames.push_back(metadata.rows[r][c]);
        break;
      default:
        break;
    }
    if (task.cancelled()) return cancelledLoading();
  }
  return treatMissing(dataset, MissingValues::Drop, task);  // vectors lack no number
}

}  // namespace isthmus
