#include "app/rooms/export/export_tables.h"

#include "core/data/files/file_rows.h"
#include "core/engine/inference.h"
#include "core/io/result_file.h"

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

/// The encoding that is there when every sample has all its numbers from the same weights.
Result<EncodingPtr> completeEncoding(const ShownResults& shown) {
  const EncodingPtr& there = shown.data.encoding;
  const auto isMissing = [](float value) { return std::isnan(value); };
  if (there->isUniform && std::ranges::none_of(there->sampledNll, isMissing)) return there;
  return encodeDataset(*shown.model, *shown.data.dataset);
}

}  // namespace

Result<void> writeCodes(const std::filesystem::path& file, const ShownResults& shown) {
  const auto encoding = completeEncoding(shown);
  if (!encoding) return encoding.error();
  const Dataset& dataset = *shown.data.dataset;
  const TableSamples all = {shown.data.dataset, inFileOrder(dataset), shown.data.parts};
  ResultTable table = sampleTable(all, hasSeveralFiles(dataset));
  addCodes(table, all, *encoding);
  return writeResults(file, {&table, 1});
}

Result<void> writeErrors(const std::filesystem::path& file, const ShownResults& shown) {
  const auto encoding = completeEncoding(shown);
  if (!encoding) return encoding.error();
  const Dataset& dataset = *shown.data.dataset;
  const auto measures = measuresOf(errorTraits(shown.model->spec));
  const bool withFile = hasSeveralFiles(dataset) || (shown.probe && hasSeveralFiles(*shown.probe));
  std::vector<ResultTable> tables = {errorTable({shown.data.dataset, inFileOrder(dataset), shown.data.parts},
                                                **encoding, measures, shown.rule, withFile, "data")};
  if (shown.probe) {
    const auto probe = encodeDataset(*shown.model, *shown.probe);
    if (!probe) return probe.error();
    tables.push_back(errorTable({shown.probe, inFileOrder(*shown.probe), ownParts(*shown.probe)}, **probe,
                                measures, shown.rule, withFile, "probe"));
  }
  return writeResults(file, tables);
}

Result<void> writeSamples(const std::filesystem::path& file, const ShownResults& shown,
                          const std::vector<std::size_t>& samples) {
  const Dataset& dataset = *shown.data.dataset;
  const TableSamples of = {shown.data.dataset, inFileOrder(dataset, samples), shown.data.parts};
  ResultTable table = sampleTable(of, hasSeveralFiles(dataset));
  if (shown.data.encoding && shown.model) {
    const auto encoding = completeEncoding(shown);
    if (!encoding) return encoding.error();
    addCodes(table, of, *encoding);
    addErrors(table, of, **encoding, measuresOf(errorTraits(shown.model->spec)));
  }
  return writeResults(file, {&table, 1});
}

}  // namespace isthmus
