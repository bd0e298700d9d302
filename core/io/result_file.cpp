#include "core/io/result_file.h"

#include "core/base/atomic_file.h"
#include "core/base/text.h"

namespace isthmus {
namespace {

namespace fs = std::filesystem;

enum class ResultFormat { Csv, Npy };

Result<ResultFormat> formatOf(const fs::path& file) {
  const std::string ending = lowerCased(file.extension().string());
  if (ending == ".csv") return ResultFormat::Csv;
  if (ending == ".npy") return ResultFormat::Npy;
  if (ending == ".parquet")
    return Error{ErrorCode::BadSetting,
                 "Parquet cannot be written (Debian 12 has no library for it); expected a name that ends in "
                 ".csv or .npy",
                 file.string()};
  return Error{ErrorCode::BadSetting,
               "results cannot be written under this ending; expected a name that ends in .csv or .npy",
               file.string()};
}

/// All lines as those of one table.
ResultTable joined(std::span<const ResultTable> tables) {
  ResultTable all = tables.front();
  for (const ResultTable& next : tables.subspan(1)) {
    const std::size_t before = all.lines;
    for (std::size_t c = 0; c < all.columns.size(); ++c) {
      std::visit(
          [&](auto& cells) {
            using Cells = std::remove_reference_t<decltype(cells)>;
            cells =
                Cells([first = cells, second = std::get<Cells>(next.columns[c].cells), before](
                          std::size_t line) { return line < before ? first(line) : second(line - before); });
          },
          all.columns[c].cells);
    }
    all.lines += next.lines;
  }
  return all;
}

Error cancelledWriting(const fs::path& file) {
  return {ErrorCode::Cancelled, "was not written: this was cancelled", file.string()};
}

}  // namespace

Result<void> checkResultFile(const fs::path& file) {
  if (const auto format = formatOf(file); !format) return format.error();
  return checkWritable(file);
}

fs::path fileBeside(const fs::path& file) {
  if (lowerCased(file.extension().string()) != ".npy") return {};
  return fs::path(file).replace_extension(".json");
}

Result<void> writeResults(const fs::path& file, std::span<const ResultTable> tables, const Task& task) {
  const auto format = formatOf(file);
  if (!format) return format.error();
  const ResultTable all = joined(tables);
  if (*format == ResultFormat::Csv) {
    const std::string csv = csvOf(all, task);
    if (task.cancelled()) return cancelledWriting(file);
    return writeFileAtomically(file, csv);
  }
  if (auto written = writeFileAtomically(fileBeside(file), jsonBesideNpy(all)); !written) return written;
  if (task.cancelled()) return cancelledWriting(file);
  return writeFileAtomically(file, npyOf(all));
}

}  // namespace isthmus
