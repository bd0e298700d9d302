#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "core/anomaly/class_roc.h"
#include "core/anomaly/error_measure.h"
#include "core/anomaly/threshold.h"
#include "core/base/atomic_file.h"
#include "core/data/split.h"
#include "core/engine/inference.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace isthmus::cli {
namespace {

/// The errors of one part of a data set.
struct Scored {
  DatasetPtr dataset;
  std::vector<std::size_t> indices;  ///< of the samples, in the data set
  std::vector<float> errors;         ///< one an index
};

/// A set without a test part, or of nothing else, is scored whole when that is asked for; empty where there
/// is no validation part.
std::vector<std::size_t> samplesOfSplit(const Dataset& dataset, Part part) {
  const bool whole = part != Part::Validation && (dataset.testCount() == 0 || dataset.trainCount == 0);
  const std::vector<Part> parts = splitParts(dataset, 0, 0);
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (whole || parts[i] == part) indices.push_back(i);
  }
  return indices;
}

Result<Scored> scoreSplit(const ModelSnapshot& model, const DatasetPtr& dataset, Part part,
                          ErrorMeasure measure) {
  const auto encoding = encodeDataset(model, *dataset);
  if (!encoding) return encoding.error();
  const std::vector<float> all = errorsOf(**encoding, measure);
  Scored scored{dataset, samplesOfSplit(*dataset, part), {}};
  if (scored.indices.empty())
    return Error{ErrorCode::BadSetting, "there is no " + std::string(partName(part)) + " part in these data",
                 dataset->name};
  for (const std::size_t index : scored.indices) scored.errors.push_back(all[index]);
  return scored;
}

/// None where there are so many classes that nobody reads them.
std::vector<ClassAuc> classAucs(const Scored& scored) {
  constexpr std::size_t kMostClasses = 50;
  const Dataset& dataset = *scored.dataset;
  if (!dataset.hasLabels() || dataset.classNames.size() > kMostClasses) return {};
  std::vector<std::int32_t> labels;
  for (const std::size_t index : scored.indices) labels.push_back(dataset.labels[index]);
  return aucsOfClasses(scored.errors, labels, dataset.classNames);
}

std::string csvRows(const Scored& scored, double threshold, std::string_view set) {
  std::string rows;
  for (std::size_t i = 0; i < scored.indices.size(); ++i) {
    const std::size_t index = scored.indices[i];
    rows += std::to_string(index) + ",";
    if (scored.dataset->hasLabels()) rows += std::to_string(scored.dataset->labels[index]);
    rows += "," + numberText(scored.errors[i]) + (scored.errors[i] > threshold ? ",1," : ",0,") +
            std::string(set) + "\n";
  }
  return rows;
}

Result<Part> partOf(const Arguments& arguments) {
  const std::string name = arguments.text("split", "test");
  for (const Part part : {Part::Train, Part::Validation, Part::Test})
    if (name == partName(part)) return part;
  return Error{ErrorCode::BadSetting, "must be train, validation or test, not '" + name + "'", "--split"};
}

void print(const Arguments& arguments, std::string_view measure, const ThresholdRule& rule, double threshold,
           const Scored& data, const std::optional<Scored>& anomalies, std::optional<double> auc) {
  const std::size_t above = countAbove(data.errors, threshold);
  const std::vector<ClassAuc> classes = classAucs(data);
  if (arguments.has("json")) {
    auto classesJson = nlohmann::ordered_json::array();
    for (const ClassAuc& one : classes)
      classesJson.push_back({{"name", one.name}, {"count", one.count}, {"auc", one.auc}});
    const nlohmann::ordered_json json = {
        {"measure", measure},     {"rule", thresholdRuleText(rule)},
        {"threshold", threshold}, {"count", data.errors.size()},
        {"above", above},         {"auc", auc ? nlohmann::ordered_json(*auc) : nlohmann::ordered_json()},
        {"classes", classesJson}};
    std::printf("%s\n", json.dump().c_str());
    return;
  }
  const auto share = [](std::size_t part, std::size_t whole) {
    return 100 * static_cast<double>(part) / static_cast<double>(whole);
  };
  std::printf("threshold  %.6g (%s of %s)\n", threshold, thresholdRuleText(rule).c_str(),
              std::string(measure).c_str());
  std::printf("above      %zu of %zu (%.2f %%) of %s\n", above, data.errors.size(),
              share(above, data.errors.size()), data.dataset->name.c_str());
  if (classes.size() == 2)  // normal and anomalous, as a rule; of more the JSON tells
    std::printf("AUC        %.4f of class %s (%zu samples) against class %s\n", classes[1].auc,
                classes[1].name.c_str(), classes[1].count, classes[0].name.c_str());
  if (!anomalies) return;
  const std::size_t found = countAbove(anomalies->errors, threshold);
  std::printf("anomalies  %zu of %zu (%.2f %%) of %s\n", found, anomalies->errors.size(),
              share(found, anomalies->errors.size()), anomalies->dataset->name.c_str());
  std::printf("AUC        %.4f\n", *auc);
}

Result<void> runScore(const Arguments& arguments) {
  const auto part = partOf(arguments);
  if (!part) return part.error();
  const auto measure = measureFromName(arguments.text("measure", "nll"));
  if (!measure)
    return Error{ErrorCode::BadSetting,
                 "must be nll (or bce), mse or elbo, not '" + arguments.text("measure") + "'", "--measure"};
  const auto rule = parseThresholdRule(arguments.text("rule", "mean+3sd"));
  if (!rule) return Error{ErrorCode::BadSetting, rule.error().message, "--rule"};
  const auto model = modelOf(arguments);
  if (!model) return model.error();
  const auto dataset = datasetOf(arguments, kDataOption.name);
  if (!dataset) return dataset.error();
  const auto data = scoreSplit(**model, *dataset, *part, *measure);
  if (!data) return data.error();

  std::optional<Scored> anomalies;
  std::optional<double> auc;
  if (arguments.has("anomalies")) {
    const auto second = datasetOf(arguments, "anomalies");
    if (!second) return second.error();
    auto scored = scoreSplit(**model, *second, *part, *measure);
    if (!scored) return scored.error();
    anomalies = std::move(scored).value();
    auc = rocCurve(data->errors, anomalies->errors).auc;
  }
  const double threshold = thresholdFor(*rule, data->errors);
  if (arguments.has("out")) {
    std::string csv = "index,label,error,above,set\n" + csvRows(*data, threshold, "data");
    if (anomalies) csv += csvRows(*anomalies, threshold, "anomalies");
    if (auto written = writeFileAtomically(arguments.text("out"), csv); !written) return written;
  }
  print(arguments, measureName(*measure), *rule, threshold, *data, anomalies, auc);
  return {};
}

}  // namespace

Command scoreCommand() {
  return {"score",
          "sets a threshold on the reconstruction error and counts what lies above it",
          {kModelOption,
           kDataOption,
           {"split", "train|validation|test", "the part that is scored and sets the threshold (test)"},
           {"measure", "nll|mse|elbo",
            "the error: negative log-likelihood (of pictures the cross-entropy, bce), mean squared, negative "
            "ELBO (nll)"},
           {"rule", "RULE", "mean+3sd, p99, mad+3 or a number (mean+3sd)"},
           {"anomalies", "NAME|PATH...", "a second data set, whose errors should be larger: gives the AUC",
            Option::Takes::Values},
           {"out", "FILE", "every sample's error as .csv"},
           {"json", "", "print one JSON object", Option::Takes::Nothing}},
          runScore};
}

}  // namespace isthmus::cli
