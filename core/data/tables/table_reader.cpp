#include "core/data/tables/table_reader.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/data/images/picture_planes.h"
#include "core/data/images/pixel_order.h"
#include "core/data/tables/beside/joined_tables.h"
#include "core/data/tables/columns/table_columns.h"
#include "core/data/tables/table_builder.h"
#include "core/data/tables/table_limits.h"
#include "core/data/tables/table_plan.h"
#include "core/data/tables/table_row_reader.h"
#include "core/data/values/number_offsets.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

constexpr std::uint64_t kUsualPacking = 16;  // packed tables are hardly ever smaller than this part
constexpr std::uint64_t kShorterRows = 2;    // rows may be so many times shorter than the first ones

/// About how many numbers of features a file holds, by the length of its first rows.
std::uint64_t expectedNumbers(const TableHead& head, const TableUse& use, std::uint64_t contentBytes) {
  const double rows = static_cast<double>(contentBytes) / head.bytesARow;
  return static_cast<std::uint64_t>(rows * static_cast<double>(use.featureCount()));
}

struct Heads {
  std::vector<TableFile> files;
  std::vector<TableHead> heads;
  TableUse use;

  std::vector<double> offsets() const;
};

/// What each feature is held less of, by the first rows of all files.
std::vector<double> Heads::offsets() const {
  if (use.picture || use.transposed) return {};
  std::vector<NumberRange> ranges;
  for (std::size_t c = 0; c < use.columns.size(); ++c) {
    if (use.columns[c] != ColumnUse::Feature) continue;
    NumberRange& range = ranges.emplace_back();
    for (const TableHead& head : heads) {
      if (head.columns[c].numbers == 0) continue;
      range.add(head.columns[c].lowest);
      range.add(head.columns[c].highest);
    }
  }
  return numberOffsets(ranges);
}

/// Reads all files; nothing when the use speaks of bytes and other numbers turned up.
Result<std::optional<Dataset>> readFiles(const Heads& heads, const LoadPlan& plan, const Task& task) {
  std::vector<TextPieces> texts;
  std::uint64_t expected = 0;  // numbers that are surely there, about
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < heads.files.size(); ++i) {
    Result<TextPieces> opened = TextPieces::open(heads.files[i], kMaxTableBytes, task);
    if (!opened) return opened.error();
    const std::uint64_t content = opened->fileSize() * (opened->isPacked() ? kUsualPacking : 1);
    expected += expectedNumbers(heads.heads[i], heads.use, opened->fileSize());
    most += expectedNumbers(heads.heads[i], heads.use, content) * kShorterRows + kTableChunkBytes;
    texts.push_back(std::move(opened).value());
  }
  const std::string where = heads.files.front().path.string();
  // All files together are one data set. Says before anything is read when it will surely not fit.
  const std::uint64_t width = heads.use.bytes ? 1 : sizeof(float);
  if (const Result<void> fits = checkDatasetFits(expected * width, where); !fits) return fits.error();
  TableBuilder builder(heads.heads.front(), heads.use, heads.offsets());
  if (const Result<void> room = builder.makeRoom(std::min(most, datasetBytesLimit() / width), where); !room)
    return room.error();
  std::size_t trainRows = 0;
  std::vector<std::string> notes;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::size_t before = builder.rows();
    RowReader reader(heads.heads[i], heads.use, builder, std::move(texts[i]));
    const Result<bool> read = reader.read();
    if (!read) return read.error();
    if (!*read) return std::optional<Dataset>();
    const auto& declared = heads.heads[i].dialect.declaredRows;
    if (declared && *declared != builder.rows() - before)
      return Error{ErrorCode::BadFormat,
                   "declares " + withThousands(*declared) + " rows in its first line, but holds " +
                       withThousands(builder.rows() - before),
                   heads.files[i].path.string()};
    if (i == 0) trainRows = builder.rows();
    builder.endFile();
    for (std::string& note : reader.notes())
      notes.push_back(i == 0 ? std::move(note) : "In the test part: " + note);
  }
  Result<Dataset> dataset = builder.finish(trainRows, plan.options, task);
  if (!dataset) return Error{dataset.error().code, dataset.error().message, where};
  Dataset read = std::move(dataset).value();
  read.notes.insert(read.notes.begin(), notes.begin(), notes.end());
  return std::optional<Dataset>(std::move(read));
}

/// The training table and perhaps that for testing, with the columns that come from files of their own.
Result<std::vector<TableFile>> filesOf(const LoadPlan& plan, const Task& task) {
  if (plan.trainFiles.empty() || plan.testFiles.size() > plan.trainFiles.size())
    return Error{ErrorCode::Internal, "a table is one file, and at most one more for testing"};
  if (plan.trainFiles.size() == 1) {
    std::vector<TableFile> files = {TableFile{plan.trainFiles.front()}};
    if (!plan.testFiles.empty()) files.push_back(TableFile{plan.testFiles.front()});
    return files;
  }
  std::vector<std::filesystem::path> paths = plan.trainFiles;
  paths.insert(paths.end(), plan.testFiles.begin(), plan.testFiles.end());
  auto found = joinTables(paths, task);
  if (!found) return found.error();
  std::optional<JoinedTables> joined = std::move(found).value();
  if (!joined || joined->test.has_value() == plan.testFiles.empty())
    return Error{ErrorCode::BadFormat, "was changed, or a file beside it, while it was read",
                 plan.trainFiles.front().string()};
  std::vector<TableFile> files = {std::move(joined->train)};
  if (joined->test) files.push_back(*std::move(joined->test));
  return files;
}

}  // namespace

Result<Dataset> loadTable(const LoadPlan& plan, const LoadTools&, const Task& task) {
  Result<std::vector<TableFile>> files = filesOf(plan, task);
  if (!files) return files.error();
  Heads heads;
  heads.files = std::move(files).value();
  for (const TableFile& file : heads.files) {
    Result<TableHead> head = readTableHead(file, plan.options, task);
    if (!head) return head.error();
    heads.heads.push_back(std::move(head).value());
  }
  if (heads.heads.size() == 2) {
    if (const auto same =
            checkSameColumns(heads.heads[0], heads.heads[1], heads.files[0].path, heads.files[1].path);
        !same)
      return same.error();
  }
  Result<TableUse> use = decideUse(heads.heads.front(), plan.options, plan.trainFiles.front());
  if (!use) return use.error();
  heads.use = std::move(use).value();
  Result<std::optional<Dataset>> read = readFiles(heads, plan, task);
  if (read && !*read) {
    heads.use.bytes = false;
    read = readFiles(heads, plan, task);
  }
  if (!read) return read.error();
  Dataset dataset = *std::move(read).value();
  dataset.name = plan.name;
  interleavePlanes(dataset, task);
  if (heads.use.columnMajor) turnColumnMajor(dataset, task);
  dataset.notes.insert(dataset.notes.begin(), heads.use.remarks.begin(), heads.use.remarks.end());
  return dataset;
}

DatasetFormat tableFormat() {
  return {"table",
          "tables (CSV, TSV)",
          {"*.csv", "*.tsv", "*.csv.gz", "*.tsv.gz", "*.csv.bz2", "*.tsv.bz2"},
          recognisesTable,
          planTable,
          loadTable,
          {"label", "missing", "shape", "header", "delimiter", "columns", "drop", "factors", "names", "skip",
           "comment", "quote", "thousands", "transpose", "order"}};
}

}  // namespace isthmus
