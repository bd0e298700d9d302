#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/score_report.h"
#include "core/data/files/file_rows.h"
#include "core/engine/inference.h"
#include "core/io/result_file.h"
#include "core/io/sample_table.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace isthmus::cli {
namespace {

/// Which samples a person wants scored.
struct SplitChoice {
  std::optional<Part> part;  ///< nothing: all
  bool isGiven = false;
};

Result<SplitChoice> splitOf(const Arguments& arguments) {
  if (!arguments.has("split")) return SplitChoice{Part::Test, false};
  const std::string name = arguments.text("split");
  if (name == "all") return SplitChoice{std::nullopt, true};
  for (const Part part : {Part::Train, Part::Validation, Part::Test})
    if (name == partName(part)) return SplitChoice{part, true};
  return Error{ErrorCode::BadSetting, "must be train, validation, test or all, not '" + name + "'",
               "--split"};
}

/// All where that is wanted or the part is all that there is: a set without a test part, or of nothing else.
Result<Scored> chooseSamples(const DatasetPtr& dataset, const SplitChoice& choice) {
  Scored scored;
  scored.dataset = dataset;
  scored.parts = ownParts(*dataset);
  const bool hasNoSuchChoice = dataset->testCount() == 0 || dataset->trainCount == 0;
  const bool isWhole = !choice.part || (choice.part != Part::Validation && hasNoSuchChoice);
  if (!isWhole) scored.part = choice.part;
  const std::vector<Part> parts = splitParts(*dataset, 0, 0);
  for (const std::size_t sample : inFileOrder(*dataset))
    if (isWhole || parts[sample] == *choice.part) scored.samples.push_back(sample);
  if (scored.samples.empty())
    return Error{ErrorCode::BadSetting,
                 "there is no " + std::string(partName(*choice.part)) + " part in these data", dataset->name};
  return scored;
}

Result<Scored> score(const ModelSnapshot& model, const DatasetPtr& dataset, const SplitChoice& choice) {
  auto chosen = chooseSamples(dataset, choice);
  if (!chosen) return chosen;
  Scored scored = std::move(chosen).value();
  scored.mayBeLearnt = !scored.parts && model.data == dataset->name;
  const auto encoding = encodeDataset(model, *dataset);
  if (!encoding) return encoding.error();
  scored.encoding = *encoding;
  return scored;
}

ResultTable tableOf(const Scored& scored, const std::vector<MeasureReport>& reports, bool withFile,
                    std::string_view set) {
  std::vector<ErrorMeasure> measures;
  for (const MeasureReport& report : reports) measures.push_back(report.measure);
  return errorTable({scored.dataset, scored.samples, scored.parts}, *scored.encoding, measures,
                    {measures.front(), reports.front().threshold}, withFile, set);
}

Result<void> writeScores(const std::string& file, const std::vector<MeasureReport>& reports,
                         const Scored& data, const Scored* anomalies) {
  const bool withFile =
      hasSeveralFiles(*data.dataset) || (anomalies != nullptr && hasSeveralFiles(*anomalies->dataset));
  std::vector<ResultTable> tables = {tableOf(data, reports, withFile, "data")};
  if (anomalies != nullptr) tables.push_back(tableOf(*anomalies, reports, withFile, "anomalies"));
  if (auto written = writeResults(file, tables); !written) return written;
  printFileBeside(file);
  return {};
}

/// The first sets what counts as above.
Result<std::vector<ErrorMeasure>> measuresToReport(const Arguments& arguments, const ModelSpec& spec) {
  auto measures = measuresIn(arguments, spec);
  if (!measures) return measures;
  std::vector<ErrorMeasure> wanted = std::move(measures).value();
  const ErrorMeasure usual = usualMeasure(errorTraits(spec));
  if (wanted.empty()) wanted = {usual};
  const auto found = std::ranges::find(wanted, usual);
  if (found != wanted.end()) std::rotate(wanted.begin(), found, found + 1);
  return wanted;
}

Result<void> runScore(const Arguments& arguments) {
  const auto split = splitOf(arguments);
  if (!split) return split.error();
  const auto rule = parseThresholdRule(arguments.text("rule", "mean+3sd"));
  if (!rule) return Error{ErrorCode::BadSetting, rule.error().message, "--rule"};
  if (auto writable = checkResultOption(arguments); !writable) return writable;
  const auto model = modelOf(arguments);
  if (!model) return model.error();
  const auto measures = measuresToReport(arguments, (*model)->spec);
  if (!measures) return measures.error();
  // A part that is asked for is the one that training kept apart, where the files bring none.
  const auto dataset = datasetOf(arguments, kDataOption.name,
                                 split->isGiven && split->part ? PartsOfNone::AsGuessed : PartsOfNone::Whole);
  if (!dataset) return dataset.error();
  const auto data = score(**model, *dataset, *split);
  if (!data) return data.error();

  std::optional<Scored> anomalies;
  if (arguments.has("anomalies")) {
    const auto second = datasetOf(arguments, "anomalies", PartsOfNone::Whole);
    if (!second) return second.error();
    const bool isWhole = ownParts(**second) == nullptr;  // nothing of it was learnt from
    auto scored = score(**model, *second, isWhole ? SplitChoice() : *split);
    if (!scored) return scored.error();
    anomalies = std::move(scored).value();
  }
  const Scored* others = anomalies ? &*anomalies : nullptr;
  std::vector<MeasureReport> reports;
  for (const ErrorMeasure measure : *measures) {
    auto report = reportOf(measure, *rule, *data, others);
    if (!report) return report.error();
    reports.push_back(std::move(report).value());
  }
  if (arguments.has("out"))
    if (auto written = writeScores(arguments.text("out"), reports, *data, others); !written) return written;
  const bool isJson = arguments.has("json");
  std::fputs((isJson ? reportJson(reports, *rule, *data, others) : reportText(reports, *rule, *data, others))
                 .c_str(),
             stdout);
  return {};
}

}  // namespace

Command scoreCommand() {
  return {
      "score",
      "sets a threshold on the reconstruction error and counts what lies above it",
      {kModelOption,
       kDataOption,
       {"split", "train|validation|test|all",
        "the part that is scored and sets the threshold (test where the data bring parts, else all samples; "
        "given, the part that train makes of such data)"},
       {"measure", "NAME|all",
        "the error: nll, the negative log-likelihood (of pictures the cross-entropy, bce); xce, of pictures "
        "that less their own entropy; mse, mean squared; elbo, the negative ELBO (pictures: xce, vectors: "
        "nll)"},
       {"rule", "RULE", "mean+3sd, p99, mad+3 or a number (mean+3sd)"},
       {"anomalies", "NAME|PATH...", "a second data set, whose errors should be larger: gives the AUC",
        Option::Takes::Values},
       {"out", "FILE",
        "every scored sample as .csv: row, file (of several), name, label, part, a column for each measure, "
        "above and set; or .npy with the errors as float32 and a .json of the same name with the rest"},
       {"json", "", "print one JSON object", Option::Takes::Nothing}},
      runScore};
}

}  // namespace isthmus::cli
