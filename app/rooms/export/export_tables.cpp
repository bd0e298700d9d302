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
  const EncodingPtr& there = shown.scene->inputs.encoding;
  const auto isMissing = [](float value) { return std::isnan(value); };
  if (there->isUniform && std::ranges::none_of(there->of(Measure::SampledNll), isMissing)) return there;
  return encodeDataset(*shown.scene->inputs.model, *shown.scene->inputs.dataset);
}

}  // namespace

Result<void> writeCodes(const std::filesystem::path& file, const ShownResults& shown) {
  const auto encoding = completeEncoding(shown);
  if (!encoding) return encoding.error();
  const Dataset& dataset = *shown.scene->inputs.dataset;
  const TableSamples all = {shown.scene->inputs.dataset, inFileOrder(dataset), shown.scene->inputs.parts};
  ResultTable table = sampleTable(all, hasSeveralFiles(dataset));
  addCodes(table, all, *encoding);
  return writeResults(file, {&table, 1});
}

Result<void> writeErrors(const std::filesystem::path& file, const ShownResults& shown) {
  const auto encoding = completeEncoding(shown);
  if (!encoding) return encoding.error();
  const Dataset& dataset = *shown.scene->inputs.dataset;
  const auto measures = measuresOf(errorTraits(shown.scene->inputs.model->spec));
  const bool withFile =
      hasSeveralFiles(dataset) || (shown.scene->inputs.probe && hasSeveralFiles(*shown.scene->inputs.probe));
  std::vector<ResultTable> tables = {
      errorTable({shown.scene->inputs.dataset, inFileOrder(dataset), shown.scene->inputs.parts}, **encoding,
                 measures, shown.rule, withFile, "data")};
  if (shown.scene->inputs.probe) {
    const auto probe = encodeDataset(*shown.scene->inputs.model, *shown.scene->inputs.probe);
    if (!probe) return probe.error();
    tables.push_back(errorTable({shown.scene->inputs.probe, inFileOrder(*shown.scene->inputs.probe),
                                 ownParts(*shown.scene->inputs.probe)},
                                **probe, measures, shown.rule, withFile, "probe"));
  }
  return writeResults(file, tables);
}

Result<void> writeSamples(const std::filesystem::path& file, const ShownResults& shown,
                          const std::vector<std::size_t>& samples) {
  const Dataset& dataset = *shown.scene->inputs.dataset;
  const TableSamples of = {shown.scene->inputs.dataset, inFileOrder(dataset, samples),
                           shown.scene->inputs.parts};
  ResultTable table = sampleTable(of, hasSeveralFiles(dataset));
  if (shown.scene->inputs.encoding && shown.scene->inputs.model) {
    const auto encoding = completeEncoding(shown);
    if (!encoding) return encoding.error();
    addCodes(table, of, *encoding);
    addErrors(table, of, **encoding, measuresOf(errorTraits(shown.scene->inputs.model->spec)));
  }
  return writeResults(file, {&table, 1});
}

}  // namespace isthmus
