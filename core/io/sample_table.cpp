#include "core/io/sample_table.h"

#include "core/data/files/file_rows.h"

#include <algorithm>
#include <string>
#include <utility>

namespace isthmus {

bool hasSeveralFiles(const Dataset& dataset) {
  return dataset.files.size() > 1;
}

std::shared_ptr<const std::vector<Part>> ownParts(const Dataset& dataset) {
  if (dataset.isTestPart) return std::make_shared<const std::vector<Part>>(dataset.count(), Part::Test);
  if (dataset.trainCount == dataset.count()) return nullptr;
  return std::make_shared<const std::vector<Part>>(splitParts(dataset, 0, 0));
}

ResultTable sampleTable(const TableSamples& of, bool withFile) {
  ResultTable table;
  table.lines = of.samples.size();
  const auto shared = std::make_shared<const TableSamples>(of);
  const auto texts = [&](const char* name, auto&& textOf) {
    table.columns.push_back(
        {name, ResultColumn::Texts([shared, textOf](std::size_t line) -> std::string_view {
           return textOf(*shared, shared->samples[line]);
         })});
  };
  table.columns.push_back({"row", ResultColumn::Counts([shared](std::size_t line) -> std::uint64_t {
                             return fileRow(*shared->dataset, shared->samples[line]);
                           })});
  using Of = const TableSamples&;
  if (withFile)
    texts("file", [](Of all, std::size_t sample) {
      return hasSeveralFiles(*all.dataset) ? fileName(*all.dataset, sample)
                                           : std::string_view(all.dataset->name);
    });
  texts("name", [](Of all, std::size_t sample) {
    const auto& names = all.dataset->sampleNames;
    return names.empty() ? std::string_view() : std::string_view(names[sample]);
  });
  texts("label", [](Of all, std::size_t sample) { return all.dataset->className(sample); });
  texts("part", [](Of all, std::size_t sample) {
    return all.parts ? partName((*all.parts)[sample]) : std::string_view();
  });
  return table;
}

void addCodes(ResultTable& table, const TableSamples& of, const EncodingPtr& encoding) {
  const auto samples = std::make_shared<const std::vector<std::size_t>>(of.samples);
  for (std::size_t k = 0; k < encoding->latent(); ++k)
    table.columns.push_back(
        {"z" + std::to_string(k + 1), ResultColumn::Numbers([encoding, samples, k](std::size_t line) {
           return encoding->means.row((*samples)[line])[k];
         })});
}

void addErrors(ResultTable& table, const TableSamples& of, const Encoding& encoding,
               std::span<const ErrorMeasure> measures) {
  for (const ErrorMeasure measure : measures) {
    const std::vector<float> all = errorsOf(encoding, measure);
    auto errors = std::make_shared<std::vector<float>>();
    errors->reserve(of.samples.size());
    for (const std::size_t sample : of.samples) errors->push_back(all[sample]);
    table.columns.push_back({std::string(measureName(measure)),
                             ResultColumn::Numbers([errors](std::size_t line) { return (*errors)[line]; })});
  }
}

ResultTable errorTable(const TableSamples& of, const Encoding& encoding,
                       std::span<const ErrorMeasure> measures, const AboveRule& rule, bool withFile,
                       std::string_view set) {
  ResultTable table = sampleTable(of, withFile);
  addErrors(table, of, encoding, measures);
  const auto errors = std::get<ResultColumn::Numbers>(
      std::ranges::find(table.columns, measureName(rule.measure), &ResultColumn::name)->cells);
  table.columns.push_back(
      {"above", ResultColumn::Counts([errors, threshold = rule.threshold](std::size_t line) {
         return static_cast<double>(errors(line)) > threshold ? std::uint64_t{1} : std::uint64_t{0};
       })});
  table.columns.push_back({"set", ResultColumn::Texts([set](std::size_t) { return set; })});
  return table;
}

}  // namespace isthmus
