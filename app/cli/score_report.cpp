#include "app/cli/score_report.h"

#include "core/anomaly/error_summary.h"
#include "core/anomaly/positive_class.h"
#include "core/base/number_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace isthmus::cli {
namespace {

using nlohmann::ordered_json;

template <typename... Values>
std::string printed(const char* format, Values... values) {
  std::array<char, 256> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, values...);
  return buffer.data();
}

/// None where there are so many classes that nobody reads them.
std::vector<ClassAuc> classAucs(const Scored& scored, const std::vector<float>& errors,
                                std::optional<std::size_t>& positive) {
  constexpr std::size_t kMostClasses = 50;
  const Dataset& dataset = *scored.dataset;
  if (!dataset.hasLabels() || dataset.classNames.size() > kMostClasses) return {};
  std::vector<std::int32_t> labels;
  for (const std::size_t sample : scored.samples) labels.push_back(dataset.labels[sample]);
  auto classes = aucsOfClasses(errors, labels, dataset.classNames);
  if (const auto of = positiveClass(dataset.classNames, labels)) {
    const auto found = std::ranges::find(classes, dataset.classNames[*of], &ClassAuc::name);
    if (found != classes.end()) positive = static_cast<std::size_t>(found - classes.begin());
  }
  return classes;
}

/// "3 of 10 (30.00 %)"
std::string shareText(std::size_t part, std::size_t whole) {
  return printed("%zu of %zu (%.2f %%)", part, whole,
                 whole == 0 ? 0.0 : 100 * static_cast<double>(part) / static_cast<double>(whole));
}

/// What must be said of an area below 0.5, "" of others.
std::string belowChanceText(double auc) {
  const auto reversed = reversedAuc(auc);
  return reversed ? printed("; below 0.5, the error is larger for the others (reversed %.4f)", *reversed)
                  : std::string();
}

/// Of how many samples this tells, and why of those.
std::string scoredText(const Scored& scored) {
  std::string text = withThousands(scored.samples.size()) + " of " + withThousands(scored.dataset->count()) +
                     " samples of " + scored.dataset->name;
  if (scored.part) return text + " (the " + std::string(partName(*scored.part)) + " part)";
  if (scored.parts) return text + " (all)";
  text += " (all: the data bring no parts";
  if (scored.mayBeLearnt)
    text +=
        "; the model was trained on data of this name, so those it has learnt from are among them, and "
        "--split test takes those that training kept apart";
  return text + ")";
}

std::string measureText(const MeasureReport& report, const ThresholdRule& rule, const Scored& data,
                        const Scored* anomalies) {
  std::string text =
      printed("threshold  %.6g (%s of %s)\n", report.threshold, thresholdRuleText(rule).c_str(),
              std::string(measureName(report.measure)).c_str());
  if (report.nonFinite > 0)
    text += "left out   " + withThousands(report.nonFinite) + " errors that are no finite numbers\n";
  text += "above      " + shareText(report.above, data.samples.size()) + " of " + data.dataset->name + "\n";
  if (report.positive) {  // of other classes the JSON tells
    const ClassAuc& of = report.classes[*report.positive];
    text +=
        printed("AUC        %.4f of class ", of.auc) + of.name + printed(" (%zu samples) against ", of.count);
    const ClassAuc& other = report.classes[*report.positive == 0 ? 1 : 0];
    text += report.classes.size() == 2 ? "class " + other.name + printed(" (%zu)", other.count)
                                       : std::string("all others");
    text += belowChanceText(of.auc) + "\n";
  }
  if (!anomalies) return text;
  text += "anomalies  " + shareText(report.anomaliesAbove, anomalies->samples.size()) + " of " +
          anomalies->dataset->name + "\n";
  return text + printed("AUC        %.4f", *report.auc) + belowChanceText(*report.auc) + "\n";
}

ordered_json orNull(const std::optional<double>& number) {
  return number ? ordered_json(*number) : ordered_json();
}

ordered_json jsonOf(const MeasureReport& report, const ThresholdRule& rule, const Scored& data) {
  auto classes = ordered_json::array();
  for (const ClassAuc& one : report.classes) {
    ordered_json entry = {{"name", one.name}, {"count", one.count}, {"auc", one.auc}};
    if (const auto reversed = reversedAuc(one.auc)) entry["auc_reversed"] = *reversed;
    classes.push_back(entry);
  }
  return {{"measure", measureName(report.measure)},
          {"rule", thresholdRuleText(rule)},
          {"threshold", report.threshold},
          {"count", data.samples.size()},
          {"above", report.above},
          {"not_finite", report.nonFinite},
          {"auc", orNull(report.auc)},
          {"auc_reversed", report.auc ? orNull(reversedAuc(*report.auc)) : ordered_json()},
          {"positive_class",
           report.positive ? ordered_json(report.classes[*report.positive].name) : ordered_json()},
          {"classes", classes}};
}

ordered_json samplesJson(const Scored& scored) {
  return {{"name", scored.dataset->name},
          {"samples", scored.dataset->count()},
          {"scored", scored.samples.size()},
          {"part", scored.part ? ordered_json(partName(*scored.part)) : ordered_json("all")},
          {"brings_parts", scored.parts != nullptr}};
}

}  // namespace

std::vector<float> Scored::errors(ErrorMeasure measure) const {
  const std::vector<float> all = errorsOf(*encoding, measure);
  std::vector<float> taken;
  taken.reserve(samples.size());
  for (const std::size_t sample : samples) taken.push_back(all[sample]);
  return taken;
}

Result<MeasureReport> reportOf(ErrorMeasure measure, const ThresholdRule& rule, const Scored& data,
                               const Scored* anomalies) {
  MeasureReport report;
  report.measure = measure;
  const std::vector<float> all = data.errors(measure);
  const std::vector<float> errors = finiteErrors(all, &report.nonFinite);
  const auto noneFinite = [](const Scored& scored) {
    return Error{ErrorCode::BadSetting, "none of its errors is a finite number: the model has diverged",
                 scored.dataset->name};
  };
  if (errors.empty()) return noneFinite(data);
  report.threshold = thresholdFor(rule, errors);
  report.above = countAbove(errors, report.threshold);
  report.classes = classAucs(data, all, report.positive);
  if (!anomalies) return report;
  std::size_t nonFinite = 0;
  const std::vector<float> others = finiteErrors(anomalies->errors(measure), &nonFinite);
  if (others.empty()) return noneFinite(*anomalies);
  report.nonFinite += nonFinite;
  report.anomaliesAbove = countAbove(others, report.threshold);
  report.auc = rocCurve(errors, others).auc;
  return report;
}

std::string reportText(const std::vector<MeasureReport>& reports, const ThresholdRule& rule,
                       const Scored& data, const Scored* anomalies) {
  std::string text = "scored     " + scoredText(data) + "\n";
  if (anomalies) text += "           " + scoredText(*anomalies) + "\n";
  for (const MeasureReport& report : reports) text += measureText(report, rule, data, anomalies);
  return text;
}

std::string reportJson(const std::vector<MeasureReport>& reports, const ThresholdRule& rule,
                       const Scored& data, const Scored* anomalies) {
  ordered_json json = jsonOf(reports.front(), rule, data);
  json["data"] = samplesJson(data);
  if (anomalies) json["anomalies"] = samplesJson(*anomalies);
  if (reports.size() > 1) {
    json["measures"] = ordered_json::array();
    for (const MeasureReport& report : reports) json["measures"].push_back(jsonOf(report, rule, data));
  }
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace isthmus::cli
