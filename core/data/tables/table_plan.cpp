#include "core/data/tables/table_plan.h"

#include "core/base/number_text.h"
#include "core/base/text.h"
#include "core/data/files/byte_source.h"
#include "core/data/images/picture_guess.h"
#include "core/data/tables/beside/joined_tables.h"
#include "core/data/tables/columns/table_columns.h"
#include "core/data/tables/columns/table_parts.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/text/table_text.h"
#include "core/data/values/missing_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFewValues = 100;  // whose number says something of a column of numbers

/// "whole numbers, 0 to 16, 4 different", "text, 3 different, 12 missing".
std::string fieldText(const ColumnSample& column, const TableHead& head) {
  const std::string inHead = head.whole ? "" : " in the first rows";
  const std::string different = (column.values.size() > kMaxLevels ? "more than " + withThousands(kMaxLevels)
                                 : column.values.size() == column.filled() && column.filled() > 1
                                     ? "all"
                                     : withThousands(column.values.size())) +
                                " different" + inHead;
  std::string text = "empty" + inHead;
  if (column.isNumeric()) {
    text = (column.isWhole() ? "whole numbers, " : "numbers, ") + numberText(column.lowest) + " to " +
           numberText(column.highest);
    if (column.isWhole() && column.values.size() <= kFewValues) text += ", " + different;
  } else if (column.texts > 0) {
    text = (2 * column.dates >= column.texts ? "dates or times, " : "text, ") + different;
  }
  return column.missing == 0 || column.filled() == 0
             ? text
             : text + ", " + withThousands(column.missing) + " missing";
}

FieldUse useOf(ColumnUse use) {
  switch (use) {
    case ColumnUse::Feature:
      return FieldUse::Feature;
    case ColumnUse::Label:
    case ColumnUse::OneHot:
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
          .description = fieldText(column, head),
          .canBeLabels = column.filled() > 0 && column.values.size() <= kMaxLevels,
          .use = useOf(use.columns[c])};
}

/// "19 values of features are missing; ...". Empty where none is.
std::string missingRemark(const TableHead& head, const TableUse& use, const LoadOptions& options) {
  std::size_t count = 0;
  for (std::size_t c = 0; c < head.columnCount(); ++c)
    count += use.columns[c] == ColumnUse::Feature ? head.columns[c].missing : 0;
  if (count == 0) return {};
  std::string text = withThousands(count) +
                     (count == 1 ? " value of a feature is" : " values of features are") + " missing" +
                     (head.whole ? "; " : " in the first rows; ");
  if (options.missing == MissingValues::Median)
    return text + "they get the median of their column's training rows.";
  text += "rows that lack one are left out";
  if (options.missing) return text + ".";
  return text + ", or the values filled if such rows are more than a fifth of all.";
}

/// Numbers by which some programs mark what is missing, where they lie far from all others of their column.
std::string sentinelRemark(const TableHead& head, const TableUse& use) {
  constexpr std::array<float, 8> kMarks = {-999, -9999, -99, -99'999, 999, 9999, 99'999, -200};
  constexpr std::size_t kFewestMarks = 2;
  const std::size_t columns = head.columnCount();
  const std::size_t rows = columns == 0 ? 0 : head.numbers.size() / columns;
  std::string text;
  std::size_t more = 0;
  for (std::size_t c = 0; c < columns; ++c) {
    if (use.columns[c] != ColumnUse::Feature) continue;
    const auto lowest = static_cast<float>(head.columns[c].lowest);
    const auto highest = static_cast<float>(head.columns[c].highest);
    const bool isLow = std::ranges::find(kMarks, lowest) != kMarks.end() && lowest < 0;
    const bool isHigh = std::ranges::find(kMarks, highest) != kMarks.end() && highest > 0;
    if (!isLow && !isHigh) continue;
    const float mark = isLow ? lowest : highest;
    std::size_t count = 0;
    float low = std::numeric_limits<float>::infinity();
    float high = -low;
    for (std::size_t row = 0; row < rows; ++row) {
      const float number = head.numbers[row * columns + c];
      if (!std::isfinite(number)) continue;
      if (number == mark) {
        ++count;
      } else {
        low = std::min(low, number);
        high = std::max(high, number);
      }
    }
    const bool isFar = high > low && (isLow ? low - mark : mark - high) > 2 * (high - low);
    if (count < kFewestMarks || !isFar) continue;
    if (text.empty())
      text = "Column " + quotedText(head.dialect.names[c]) + " holds " + numberText(mark) + " in " +
             withThousands(count) + " of its first " + withThousands(rows) +
             " rows, far from its other numbers";
    else
      ++more;
  }
  if (text.empty()) return text;
  if (more > 0)
    text += ", and " + withThousands(more) + (more == 1 ? " other column does alike" : " others do alike");
  return text + "; if that marks missing values, leave such cells empty in the file.";
}

/// "12 rows have no label and are the class ...". Empty where all have one.
std::string unlabelledRemark(const TableHead& head, const TableUse& use) {
  const std::size_t count = use.label ? head.columns[*use.label].missing : 0;
  if (count == 0) return {};
  return withThousands(count) + (count == 1 ? " row has" : " rows have") + " no label" +
         (head.whole ? "" : " among the first rows") + "; the class of such rows is \"" +
         std::string(kMissingLabelName) + "\".";
}

/// What the first rows hold in columns of numbers that is none; loading says it of all rows.
void sayOddCells(LoadPreview& preview, const TableHead& head, const TableUse& use) {
  std::vector<OddCells> odd;
  for (std::size_t c = 0; c < head.columnCount(); ++c)
    odd.push_back(use.columns[c] == ColumnUse::Feature ? head.columns[c].oddCells : OddCells());
  for (std::string& sentence : oddSentences(odd, head.dialect.names))
    preview.remarks.push_back(std::move(sentence));
  if (head.comments > 0) preview.remarks.push_back(commentsSentence(head.comments));
  if (head.totals.count > 0) preview.remarks.push_back(totalsSentence(head.totals, head.rows));
}

void describe(LoadPreview& preview, const TableHead& head, const TableUse& use, const LoadOptions& options) {
  using enum LoadChoice;
  preview.choices = {Label,   Scaling, Missing, Split, Header,    Delimiter, Shape,
                     Columns, Skip,    Comment, Quote, Thousands, Transpose};
  if (use.picture) preview.choices.push_back(Order);
  const std::size_t columns = head.columnCount();
  for (std::size_t c = 0; c < columns; ++c) {
    const bool isShown = c < kPreviewFields || c + 1 == columns || use.columns[c] == ColumnUse::Label;
    if (isShown)
      preview.fields.push_back(fieldOf(c, head, use));
    else
      ++preview.unlisted[static_cast<std::size_t>(useOf(use.columns[c]))];
    if (c < kPreviewColumns) preview.columns.push_back(head.dialect.names[c]);
  }
  preview.rows = head.firstRows;
  preview.remarks = use.remarks;
  const auto add = [&](std::string remark) {
    if (!remark.empty()) preview.remarks.push_back(std::move(remark));
  };
  sayOddCells(preview, head, use);
  add(missingRemark(head, use, options));
  add(unlabelledRemark(head, use));
  if (!use.picture) add(sentinelRemark(head, use));
  if (head.dialect.decimalComma) add("Numbers have decimal commas.");
  if (preview.fields.size() < columns)
    add("Of its " + withThousands(columns) + " columns " + withThousands(preview.fields.size()) +
        " are listed; options name the others.");
}

/// How many rows the file holds: "150", "about 1,600".
std::string rowsText(const TableHead& head, const fs::path& file) {
  if (head.whole) return withThousands(head.rows);
  std::error_code unknown;
  const auto bytes = static_cast<double>(fs::file_size(file, unknown));
  const double estimate = std::max(static_cast<double>(head.rows), unknown ? 0 : bytes / head.bytesARow);
  return (hasPackingSuffix(file) ? "more than " : "about ") +
         withThousands(static_cast<std::uint64_t>(estimate));
}

/// ", labelled by species (3 classes)": as many as there are in the first rows, and perhaps more.
std::string labelText(const TableHead& head, const TableUse& use) {
  const std::size_t hot = use.countOf(ColumnUse::OneHot);
  if (!use.hasLabels()) return ", without labels";
  const bool isDeclared = !head.dialect.classNames.empty();
  const std::size_t classes = hot > 0      ? hot
                              : isDeclared ? head.dialect.classNames.size()
                                           : head.columns[*use.label].values.size();
  const std::string atLeast = head.whole || hot > 0 || isDeclared ? "" : "at least ";
  return ", labelled by " + (hot > 0 ? "the last columns" : head.dialect.names[*use.label]) + " (" + atLeast +
         withThousands(classes) + (classes == 1 ? " class)" : " classes)");
}

/// "about 1,600 rows of 11 numbers, labelled by column 12 (6 classes)".
std::string summaryOf(const TableHead& head, const TableUse& use, const fs::path& file) {
  const std::string rows = rowsText(head, file);
  const std::size_t features = use.featureCount();
  const auto numbers = [](const std::string& count) {
    return count + (count == "1" ? " number" : " numbers");
  };
  if (use.transposed)
    return withThousands(features) + " columns of " + numbers(rows) + ", taken for samples, without labels";
  const bool isOne = head.whole && head.rows == 1;
  const std::string shape = use.picture ? pictureSizeText(use.shape) : numbers(withThousands(features));
  return rows +
         (use.picture ? isOne ? " picture of " : " pictures of "
          : isOne     ? " row of "
                      : " rows of ") +
         shape + labelText(head, use);
}

LoadOptions completed(LoadOptions options, const TableHead& head, const TableUse& use, bool hasTest) {
  const std::vector<std::string>& names = head.dialect.names;
  if (!options.label) {
    options.label = use.countOf(ColumnUse::OneHot) > 0 ? LoadOptions::kOneHot : LoadOptions::kNoLabel;
    if (use.label) {
      // A name that an earlier column has, too, does not tell the last one.
      const bool told = std::ranges::find(names, names[*use.label]) - names.begin() ==
                        static_cast<std::ptrdiff_t>(*use.label);
      options.label = told && !names[*use.label].empty() ? names[*use.label] : LoadOptions::kLastColumn;
    }
  }
  if (!use.severalLabels.empty()) {
    std::vector<std::string> factors = options.factors.value_or(std::vector<std::string>());
    for (const std::size_t c : use.severalLabels) factors.push_back(names[c]);
    options.factors = std::move(factors);
  }
  if (use.transposed) options.transpose = true;
  if (!options.header && !head.dialect.declaredRows) options.header = head.dialect.header;
  if (!options.delimiter) options.delimiter = head.dialect.delimiter;
  if (!options.scaling && !use.picture) options.scaling = Scaling::Standardise;
  if (!options.shape && use.picture) options.shape = use.shape;
  if (use.columnMajor) options.order = PixelOrder::ColumnMajor;
  if (!options.testShare && !hasTest) options.testShare = LoadOptions::kDefaultTestShare;
  return options;
}

/// The columns of the training part that the test part has not; nothing where that has others, too.
std::vector<std::string> namesLacking(const TableHead& train, const TableHead& test) {
  if (!train.dialect.header || !test.dialect.header) return {};
  std::vector<std::string> lacking;
  std::size_t at = 0;
  for (const std::string& name : train.dialect.names) {
    if (at < test.dialect.names.size() && test.dialect.names[at] == name)
      ++at;
    else
      lacking.push_back(name);
  }
  return at == test.dialect.names.size() ? lacking : std::vector<std::string>();
}

/// The tables of one data set, and what is said of them.
struct PlannedFiles {
  TableFile train;
  std::optional<TableFile> test = {};
  std::string name = {};
  bool isTestPart = false;
  std::vector<fs::path> names = {};       ///< files that name columns or classes
  std::vector<std::string> notes = {};    ///< for the plan and the data set
  std::vector<std::string> remarks = {};  ///< for the plan
};

Result<PlannedFiles> plannedFiles(std::span<const fs::path> given, const Task& task) {
  auto joined = joinTables(given, task);
  if (!joined) return joined.error();
  if (*joined) {
    JoinedTables tables = **joined;
    return PlannedFiles{.train = std::move(tables.train),
                        .test = std::move(tables.test),
                        .name = tables.name,
                        .isTestPart = tables.isTestPart,
                        .names = std::move(tables.names),
                        .remarks = std::move(tables.remarks)};
  }
  Result<TableParts> found = tableParts(given);
  if (!found) return found.error();
  PlannedFiles files{.train = {found->train}, .name = found->name(), .isTestPart = found->isTestPart()};
  if (found->test) files.test = TableFile{*found->test};
  files.notes = found->notes;
  return files;
}

/// A table's file and those of its columns.
std::vector<fs::path> allFiles(const TableFile& table) {
  std::vector<fs::path> files = {table.path};
  for (const ColumnFile& column : table.columns) files.push_back(column.file);
  return files;
}

/// A test part without what is to be foretold, as competitions have it, is left out and said; any other that
/// has not the training part's columns is an error.
Result<void> checkTest(const TableHead& train, const LoadOptions& options, PlannedFiles& files,
                       const Task& task) {
  if (!files.test) return {};
  const Result<TableHead> test = readTableHead(*files.test, options, task);
  if (!test) return test.error();
  Result<void> same = checkSameColumns(train, *test, files.train.path, files.test->path);
  if (same) return same;
  const std::vector<std::string> lacking = namesLacking(train, *test);
  if (lacking.empty() || 2 * lacking.size() >= train.columnCount()) return same;
  files.notes.push_back(files.test->path.filename().string() +
                        " was passed over as a test part, for it has no " +
                        (lacking.size() == 1 ? "column " : "columns such as ") + quotedText(lacking.front()) +
                        "; load it by itself to have its samples scored.");
  files.test.reset();
  return {};
}

}  // namespace

Result<void> checkSameColumns(const TableHead& train, const TableHead& test, const fs::path& trainFile,
                              const fs::path& testFile) {
  const bool named = train.dialect.header && test.dialect.header;
  if (test.columnCount() == train.columnCount() && (!named || test.dialect.names == train.dialect.names))
    return {};
  return Error{ErrorCode::BadFormat,
               "has other columns (" + withThousands(test.columnCount()) + ") than " +
                   trainFile.filename().string() + " (" + withThousands(train.columnCount()) +
                   "); expected the same in both",
               testFile.string()};
}

bool recognisesTable(const FileHead& head) {
  // What is wrong with a file of such a name, planTable() says.
  return isNamedAsTable(head.file) || looksLikeTable(head.text(), head.isWhole) || isColumnOfTable(head.file);
}

Result<LoadPlan> planTable(std::span<const fs::path> given, const LoadOptions& asked, const LoadTools&,
                           const Task& task) {
  Result<PlannedFiles> found = plannedFiles(given, task);
  if (!found) return found.error();
  PlannedFiles files = std::move(found).value();
  const fs::path& train = files.train.path;
  const LoadOptions options = withColumnFiles(asked, files.train);
  const Result<TableHead> head = readTableHead(files.train, options, task);
  if (!head) return head.error();
  if (const auto fits = checkTest(*head, options, files, task); !fits) return fits.error();
  const Result<TableUse> use = decideUse(*head, options, train);
  if (!use) return use.error();
  LoadPlan plan;
  plan.format = "table";
  plan.name = files.name;
  plan.trainFiles = allFiles(files.train);
  plan.filesBeside = files.names;
  for (const TableFile* table : {&files.train, files.test ? &*files.test : nullptr})
    for (std::size_t i = 0; table != nullptr && i < table->columns.size(); ++i)
      plan.filesBeside.push_back(table->columns[i].file);
  plan.summary = summaryOf(*head, *use, train);
  if (files.test) {
    plan.testFiles = allFiles(*files.test);
    plan.summary += ", and a test part";
  }
  plan.isSingleSample = head->whole && head->rows == 1 && !files.test;
  plan.isTestPart = files.isTestPart;
  plan.options = completed(options, *head, *use, files.test || plan.isTestPart);
  describe(plan.preview, *head, *use, options);
  plan.notes = files.notes;
  std::vector<std::string>& remarks = plan.preview.remarks;
  remarks.insert(remarks.begin(), files.remarks.begin(), files.remarks.end());
  remarks.insert(remarks.end(), files.notes.begin(), files.notes.end());
  return plan;
}

}  // namespace isthmus
