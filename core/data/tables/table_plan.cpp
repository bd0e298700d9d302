#include "core/data/tables/table_plan.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/byte_source.h"
#include "core/data/picture_guess.h"
#include "core/data/tables/table_columns.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/table_parts.h"
#include "core/data/tables/table_text.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

std::string columnText(const ColumnSample& column, const TableHead& head) {
  const std::string different = (column.values.size() > kMaxLevels ? "more than " + withThousands(kMaxLevels)
                                                                   : withThousands(column.values.size())) +
                                " different" + (head.whole ? "" : " in the first rows");
  std::string text = "empty";
  if (column.isNumeric()) {
    text = (column.isWhole() ? "whole numbers " : "numbers ") +
           numberText(static_cast<float>(column.lowest)) + " to " +
           numberText(static_cast<float>(column.highest)) + ", " + different;
  } else if (column.texts > 0) {
    text = (2 * column.dates >= column.texts ? "dates or times, " : "text, ") + different;
  }
  return column.missing == 0 ? text : text + ", " + withThousands(column.missing) + " missing";
}

FieldUse useOf(ColumnUse use) {
  switch (use) {
    case ColumnUse::Feature:
      return FieldUse::Feature;
    case ColumnUse::Label:
      return FieldUse::Label;
    case ColumnUse::Factor:
      return FieldUse::Factor;
    case ColumnUse::Name:
      return FieldUse::Name;
    case ColumnUse::Ignored:
      return FieldUse::LeftOut;
  }
  return FieldUse::Unknown;
}

LoadField fieldOf(std::size_t c, const TableHead& head, const TableUse& use) {
  const ColumnSample& column = head.columns[c];
  return {.name = head.dialect.names[c],
          .description = columnText(column, head),
          .canBeLabels = column.filled() > 0 && column.values.size() <= kMaxLevels,
          .use = useOf(use.columns[c])};
}

/// "19 values are missing in the rows looked at; ...". Empty where none is.
std::string missingRemark(const TableHead& head, const TableUse& use, const LoadOptions& options) {
  std::size_t count = 0;
  for (std::size_t c = 0; c < head.columnCount(); ++c) {
    const bool matters = use.columns[c] != ColumnUse::Ignored && use.columns[c] != ColumnUse::Name;
    count += matters ? head.columns[c].missing : 0;
  }
  if (count == 0) return {};
  std::string text = withThousands(count) + (count == 1 ? " value is" : " values are") + " missing" +
                     (head.whole ? "; " : " in the first rows; ");
  if (options.missing == MissingValues::Median)
    return text +
           "numbers get the median of their column's training rows, text becomes \"unknown\", rows without a "
           "label are left out.";
  text += "rows that lack one are left out";
  if (options.missing) return text + ".";
  return text + ", or the values filled if such rows are more than a fifth of all.";
}

void describe(LoadPreview& preview, const TableHead& head, const TableUse& use, const LoadOptions& options) {
  using enum LoadChoice;
  preview.choices = {Label, Scaling, Missing, Split, Header, Delimiter, Shape};
  const std::size_t columns = head.columnCount();
  for (std::size_t c = 0; c < columns; ++c) {
    if (c < kPreviewFields || c + 1 == columns) preview.fields.push_back(fieldOf(c, head, use));
    if (c < kPreviewColumns) preview.columns.push_back(head.dialect.names[c]);
  }
  preview.rows = head.firstRows;
  preview.remarks = use.remarks;
  if (std::string remark = missingRemark(head, use, options); !remark.empty())
    preview.remarks.push_back(std::move(remark));
  if (head.dialect.decimalComma) preview.remarks.emplace_back("Numbers have decimal commas.");
}

/// "about 1,600 rows of 11 numbers, labelled by column 12 (6 classes)".
std::string summaryOf(const TableHead& head, const TableUse& use, const fs::path& file) {
  std::string rows = withThousands(head.rows);
  if (!head.whole) {
    std::error_code unknown;
    const auto bytes = static_cast<double>(fs::file_size(file, unknown));
    const bool packed = hasPackingSuffix(file);
    const double estimate = std::max(static_cast<double>(head.rows), unknown ? 0 : bytes / head.bytesARow);
    rows = (packed ? "more than " : "about ") + withThousands(static_cast<std::uint64_t>(estimate));
  }
  const std::string shape =
      use.picture ? pictureSizeText(use.shape) : withThousands(use.featureCount()) + " numbers";
  std::string text = rows +
                     (use.picture      ? " pictures of "
                      : head.rows == 1 ? " row of "
                                       : " rows of ") +
                     shape;
  if (!use.label) return text + ", without labels";
  text += ", labelled by " + head.dialect.names[*use.label];
  const std::size_t classes = head.dialect.classNames.empty() ? head.columns[*use.label].values.size()
                                                              : head.dialect.classNames.size();
  return head.whole ? text + " (" + withThousands(classes) + (classes == 1 ? " class)" : " classes)") : text;
}

LoadOptions completed(LoadOptions options, const TableHead& head, const TableUse& use, bool hasTest) {
  const std::vector<std::string>& names = head.dialect.names;
  if (!options.label) {
    options.label = LoadOptions::kNoLabel;
    if (use.label) {
      // A name that an earlier column has, too, does not tell the last one.
      const bool told = std::ranges::find(names, names[*use.label]) - names.begin() ==
                        static_cast<std::ptrdiff_t>(*use.label);
      options.label = told && !names[*use.label].empty() ? names[*use.label] : LoadOptions::kLastColumn;
    }
  }
  if (!options.header && !head.dialect.declaredRows) options.header = head.dialect.header;
  if (!options.delimiter) options.delimiter = head.dialect.delimiter;
  if (!options.scaling && !use.picture) options.scaling = Scaling::Standardise;
  if (!options.shape && use.picture) options.shape = use.shape;
  if (!options.testShare && !hasTest) options.testShare = LoadOptions::kDefaultTestShare;
  return options;
}

}  // namespace

bool recognisesTable(const FileHead& head) {
  // What is wrong with a file of such a name, planTable() says.
  return isNamedAsTable(head.file) || looksLikeTable(head.text(), head.isWhole);
}

Result<LoadPlan> planTable(std::span<const fs::path> files, const LoadOptions& options, const LoadTools&,
                           const Task& task) {
  const Result<TableParts> parts = tableParts(files);
  if (!parts) return parts.error();
  const fs::path& train = parts->train;
  const Result<TableHead> head = readTableHead(train, options, task);
  if (!head) return head.error();
  const Result<TableUse> use = decideUse(*head, options, train);
  if (!use) return use.error();
  LoadPlan plan;
  plan.format = "table";
  plan.name = parts->name();
  plan.trainFiles = {train};
  plan.summary = summaryOf(*head, *use, train);
  if (parts->test) {
    plan.testFiles = {*parts->test};
    plan.summary += ", and a test part";
  }
  plan.isSingleSample = head->whole && head->rows == 1 && !parts->test;
  plan.isTestPart = parts->isTestPart();
  plan.options = completed(options, *head, *use, parts->test || plan.isTestPart);
  describe(plan.preview, *head, *use, options);
  plan.notes = parts->notes;
  plan.preview.remarks.insert(plan.preview.remarks.end(), parts->notes.begin(), parts->notes.end());
  return plan;
}

}  // namespace isthmus
