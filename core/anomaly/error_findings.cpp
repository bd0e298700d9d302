#include "core/anomaly/error_findings.h"

#include "core/anomaly/class_roc.h"

#include <span>

namespace isthmus {
namespace {

std::optional<RocCurve> rocOf(const ErrorFindings& found, std::optional<std::size_t> anomalyClass) {
  const ErrorSelection& selection = found.selection;
  if (!anomalyClass)
    return selection.errors.empty() || found.probeErrors.empty()
               ? std::nullopt
               : std::optional(rocCurve(selection.errors, found.probeErrors));
  if (selection.labels.empty()) return std::nullopt;
  const ClassErrors errors = splitByClass(selection.errors, selection.labels, *anomalyClass);
  return errors.hasBoth() ? std::optional(rocCurve(errors.outside, errors.within)) : std::nullopt;
}

}  // namespace

ErrorFindings findErrors(const ErrorQuestion& question) {
  const auto parts = question.parts ? std::span<const Part>(*question.parts) : std::span<const Part>();
  ErrorFindings found;
  found.selection = selectErrors(*question.dataset, question.errors->values, parts, question.part);
  found.rule = question.rule;
  if (question.probeErrors)
    found.probeErrors = finiteErrors(question.probeErrors->values, &found.probeNonFinite);
  const ErrorSelection& selection = found.selection;
  if (selection.reference.empty()) return found;
  if (question.fixedShare)
    found.rule = {
        ThresholdRule::Kind::Fixed,
        thresholdFor({ThresholdRule::Kind::Quantile, 1 - *question.fixedShare}, selection.reference)};
  found.threshold = thresholdFor(found.rule, selection.reference);
  const HistogramBins bins = errorBins(selection.errors, found.probeErrors, found.threshold);
  found.histogram = makeHistogram(selection.errors, selection.labels, selection.classCount, bins);
  if (question.probeErrors) found.probeHistogram = makeHistogram(found.probeErrors, {}, 1, bins);
  found.roc = rocOf(found, question.anomalyClass);
  return found;
}

}  // namespace isthmus
