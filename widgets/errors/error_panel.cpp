#include "widgets/errors/error_panel.h"

#include "core/anomaly/error_summary.h"
#include "core/anomaly/positive_class.h"
#include "widgets/errors/error_panel_parts.h"
#include "widgets/errors/measure_text.h"
#include "widgets/text/number_text.h"
#include "widgets/text/sample_text.h"
#include "widgets/text/view_text.h"

#include <QContextMenuEvent>

#include <algorithm>
#include <cmath>
#include <set>

namespace isthmus {
namespace {

constexpr int kRefreshMs = 250;
constexpr int kGalleryMs = 500;  // while data change: pictures that jump cannot be looked at
constexpr std::size_t kStripLength = 12;
constexpr int kRocTab = 2;
constexpr std::size_t kMostAtOnce = 20'000;  // errors that are looked through in half a millisecond

double rate(std::size_t above, std::size_t count) {
  return count == 0 ? 0 : static_cast<double>(above) / static_cast<double>(count);
}

}  // namespace

void ErrorPanel::setData(ErrorData shown) {
  Parts& p = *m_parts;
  // Another data set or none at all is no step of a training: what belongs to the old one must not stay.
  const bool isOther = shown.dataset != p.data.dataset;
  const bool otherErrors = !shown.errors || !p.data.errors || shown.errors->measure != p.data.errors->measure;
  const bool atOnce = isOther || otherErrors || shown.traits != p.data.traits;
  p.data = std::move(shown);
  if (isOther) {
    findPositive();
    clear();
  }
  if (atOnce) {
    p.ruleRow->setTraits(p.data.traits);
    refresh();
    if (!p.data.errors) p.refreshTimer.stop();  // what comes next is not to wait
    return;
  }
  p.dirty = true;
  if (!p.histogram->isDragging()) scheduleRefresh();
}

void ErrorPanel::setGalleryImages(const std::vector<GalleryCell>& cells) {
  m_parts->gallery->setImages(cells);
}

ErrorsView ErrorPanel::view() const {
  const Parts& p = *m_parts;
  return {p.ruleRow->chosenMeasure(),
          p.ruleRow->rule(),
          p.ruleRow->part(),
          static_cast<ErrorTab>(p.tabs->currentIndex()),
          p.style->currentIndex() == 1,
          p.logCounts->isChecked(),
          p.anomalies->pick()};
}

void ErrorPanel::setView(const ErrorsView& view) {
  Parts& p = *m_parts;
  const ErrorsView before = this->view();
  if (view == before) return;
  p.isViewTold = false;
  p.ruleRow->setMeasure(view.measure);
  p.ruleRow->setRule(view.rule);
  p.ruleRow->setPart(view.part);
  p.tabs->setCurrentIndex(static_cast<int>(view.tab));
  p.style->setCurrentIndex(view.overlaid ? 1 : 0);
  p.logCounts->setChecked(view.logCounts);
  p.anomalies->setPick(view.anomalies);
  p.told = this->view();
  p.isViewTold = true;
  if (view.rule != before.rule || view.part != before.part || view.anomalies != before.anomalies) ask();
}

void ErrorPanel::tellView() {
  Parts& p = *m_parts;
  if (!p.isViewTold || view() == p.told) return;
  p.told = view();
  Q_EMIT viewChanged(p.told);
}

Figure ErrorPanel::figure(ErrorFigure which) const {
  const Parts& p = *m_parts;
  if (p.found.selection.reference.empty()) return {};
  if (which == ErrorFigure::Roc) return p.roc->figure();
  Figure figure = p.histogram->figure();
  figure.beside << p.classes;
  return figure;
}

void ErrorPanel::contextMenuEvent(QContextMenuEvent* event) {
  const QWidget* tab = m_parts->tabs->currentWidget();
  if (m_parts->found.selection.reference.empty() || tab == m_parts->gallery) return;
  Q_EMIT figureMenuWanted(tab == m_parts->roc ? ErrorFigure::Roc : ErrorFigure::Histogram,
                          event->globalPos());
}

bool ErrorPanel::isBusy() const {
  return m_parts->job.isBusy() || m_parts->dirty;
}

double ErrorPanel::threshold() const {
  return m_parts->threshold;
}

void ErrorPanel::findPositive() {
  const DatasetPtr& dataset = m_parts->data.dataset;
  m_parts->positive =
      dataset && dataset->hasLabels() ? positiveClass(dataset->classNames, dataset->labels) : std::nullopt;
}

void ErrorPanel::scheduleRefresh() {
  if (!m_parts->refreshTimer.isActive()) refresh();
}

void ErrorPanel::refresh() {
  Parts& p = *m_parts;
  p.dirty = false;
  p.refreshTimer.start(kRefreshMs);
  if (!p.hasData()) return clear();
  std::vector<Part> present;
  for (const Part part : {Part::Train, Part::Validation, Part::Test})
    if (std::ranges::find(p.parts(), part) != p.parts().end()) present.push_back(part);
  p.ruleRow->setPartsPresent(present);
  const bool isLabelled = p.data.dataset->hasLabels();
  p.anomalies->setClasses(isLabelled ? p.data.dataset->classNames : std::vector<std::string>(), p.positive);
  if (p.data.probeErrors)
    p.anomalies->setProbe(p.data.probeName);
  else
    p.anomalies->clearProbe();
  ask();
}

void ErrorPanel::clear() {
  Parts& p = *m_parts;
  p.job.cancel();
  present({}, {});
}

/// A fixed threshold that stood for errors of another measure now stands for as large a share of these.
std::optional<double> ErrorPanel::shareAboveLine() const {
  const Parts& p = *m_parts;
  const std::vector<float>& reference = p.found.selection.reference;
  const bool isOther = p.shown.errors && p.shown.errors->measure != p.data.errors->measure;
  if (!isOther || p.ruleRow->rule().kind != ThresholdRule::Kind::Fixed || reference.empty())
    return std::nullopt;
  return rate(countAbove(reference, p.threshold), reference.size());
}

void ErrorPanel::ask() {
  Parts& p = *m_parts;
  if (!p.hasData()) return;
  ErrorQuestion question{.dataset = p.data.dataset,
                         .errors = p.data.errors,
                         .parts = p.data.parts,
                         .probeErrors = p.data.probeErrors,
                         .part = p.ruleRow->part(),
                         .anomalyClass = p.anomalies->classIndex(),
                         .rule = p.ruleRow->rule(),
                         .fixedShare = shareAboveLine()};
  const std::size_t count =
      question.errors->values.size() + (question.probeErrors ? question.probeErrors->values.size() : 0);
  if (count > kMostAtOnce) return p.job.request(std::move(question));
  p.job.cancel();
  present(question, findErrors(question));
}

void ErrorPanel::receive(const Answer& answer) {
  Parts& p = *m_parts;
  const ErrorQuestion& asked = answer.question;
  if (asked.dataset != p.data.dataset) return;
  const bool isWanted = asked.part == p.ruleRow->part() && asked.rule == p.ruleRow->rule() &&
                        asked.anomalyClass == p.anomalies->classIndex() && !p.histogram->isDragging();
  if (isWanted) return present(asked, answer.found);
  p.dirty = true;  // a person has moved on; the line that is held comes first
  if (!p.histogram->isDragging()) scheduleRefresh();
}

void ErrorPanel::present(const ErrorQuestion& question, ErrorFindings found) {
  Parts& p = *m_parts;
  if (question.errors != p.shown.errors || question.probeErrors != p.shown.probeErrors) p.galleryStale = true;
  p.shown = question;
  p.found = std::move(found);
  p.threshold = p.found.threshold;
  if (question.errors && p.found.rule != question.rule) p.ruleRow->setRule(p.found.rule);
  const bool isShown = !p.found.selection.reference.empty();
  p.empty->setText(
      question.errors && !isShown
          ? tr("None of the %1 errors is a finite number: the model has diverged.")
                .arg(countText(question.dataset->count()))
          : tr("The reconstruction errors of all samples appear here once a model has measured them."));
  p.stack->setCurrentIndex(isShown ? 1 : 0);
  if (p.found.roc)
    p.roc->setCurve(*p.found.roc, p.anomalies->text());
  else
    p.roc->clear(p.anomalies->classIndex() ? RocPlot::Missing::Class : RocPlot::Missing::Probe);
  if (isShown) {
    p.histogram->setErrorName(measureTitle(question.errors->measure, p.data.traits));
    p.histogram->setHistogram(p.found.histogram);
    p.histogram->setProbe(p.found.probeHistogram, p.data.probeName);
    p.ruleRow->setValueStep(p.histogram->thresholdStep());
  }
  showCounts();
  scheduleGallery(kGalleryMs);
  tellView();
}

void ErrorPanel::showCounts() {
  Parts& p = *m_parts;
  const ErrorSelection& selection = p.found.selection;
  AboveCounts counts = countsAbove(selection, p.threshold);
  const std::size_t probeAbove = countAbove(p.found.probeErrors, p.threshold);
  if (!selection.reference.empty()) {
    p.histogram->setThreshold(p.threshold);
    p.classes->setCounts(
        p.shown.dataset->hasLabels() ? p.shown.dataset->classNames : std::vector<std::string>(), counts);
    if (p.found.roc && p.shown.anomalyClass) {
      const AboveCounts::Class& own = counts.classes[*p.shown.anomalyClass];
      p.roc->setOperatingPoint(rate(counts.above - own.above, counts.count - own.count),
                               rate(own.above, own.count));
    } else if (p.found.roc) {
      p.roc->setOperatingPoint(rate(counts.above, counts.count),
                               rate(probeAbove, p.found.probeErrors.size()));
    }
    showHeadline(counts.above, probeAbove);
  }
  Q_EMIT thresholdChanged(p.threshold,
                          std::make_shared<const std::vector<std::uint32_t>>(std::move(counts.samples)));
}

void ErrorPanel::showHeadline(std::size_t above, std::size_t probeAbove) {
  Parts& p = *m_parts;
  const ErrorSelection& selection = p.found.selection;
  const QString reference = countText(selection.reference.size());
  p.headline->setCounts(
      above, selection.errors.size(),
      selection.referenceIsTrain
          ? tr("The rule sets the threshold from the errors of the %1 training samples.").arg(reference)
          : tr("There are no training samples: the rule sets the threshold from all %1 samples.")
                .arg(reference));
  p.headline->setNonFinite(selection.nonFinite + p.found.probeNonFinite);
  const QString name = p.data.probeName.isEmpty() ? tr("Probe") : p.data.probeName;
  p.headline->setProbe(p.shown.probeErrors ? name : QString(), probeAbove, p.found.probeErrors.size());
  const auto auc = p.found.roc ? std::optional(p.found.roc->auc) : std::nullopt;
  const auto reversed = auc ? reversedAuc(*auc) : std::nullopt;
  p.tabs->setTabText(kRocTab, reversed
                                  ? tr("ROC, AUC %1 (reversed %2)").arg(aucText(*auc), aucText(*reversed))
                              : auc ? tr("ROC, AUC %1").arg(aucText(*auc))
                                    : tr("ROC"));
}

void ErrorPanel::scheduleGallery(int milliseconds) {
  Parts& p = *m_parts;
  if (p.tabs->currentWidget() != p.gallery) return;
  if (!p.galleryTimer.isActive() || p.galleryTimer.remainingTime() > milliseconds)
    p.galleryTimer.start(milliseconds);
}

void ErrorPanel::showGallery() {
  Parts& p = *m_parts;
  if (p.found.selection.reference.empty()) return;
  const int decimals = decimalsOf(p.threshold);
  // Both strips of a data set, filled; what they show.
  const auto fill = [&](const ErrorSelection& selection, const Dataset& dataset, const SampleErrors& errors,
                        void (SampleGallery::*set)(const std::vector<SampleGallery::Entry>&,
                                                   const std::vector<SampleGallery::Entry>&)) {
    const std::vector<std::size_t> nearest = nearestSamples(selection, p.threshold, kStripLength);
    const std::vector<std::size_t> worst = worstSamples(selection, kStripLength);
    const auto entries = [&](const std::vector<std::size_t>& indices) {
      std::vector<SampleGallery::Entry> made;
      for (const std::size_t index : indices)
        made.push_back({index, valueText(errors.values[index], decimals), viewText(dataset.className(index)),
                        sampleTitle(dataset, index)});
      return made;
    };
    (p.gallery->*set)(entries(nearest), entries(worst));
    std::set<std::size_t> wanted(nearest.begin(), nearest.end());
    wanted.insert(worst.begin(), worst.end());
    return std::vector<std::size_t>(wanted.begin(), wanted.end());
  };
  std::vector<std::size_t> indices =
      fill(p.found.selection, *p.shown.dataset, *p.shown.errors, &SampleGallery::setEntries);
  std::vector<std::size_t> ofProbe;
  const SampleErrorsPtr& probeErrors = p.shown.probeErrors;
  const bool hasProbe = p.data.probe && probeErrors && probeErrors->values.size() == p.data.probe->count();
  if (hasProbe)
    ofProbe = fill(selectErrors(*p.data.probe, probeErrors->values, {}, {}), *p.data.probe, *probeErrors,
                   &SampleGallery::setProbeEntries);
  else
    p.gallery->setProbeEntries({}, {});
  if (indices == p.galleryIndices && ofProbe == p.galleryProbe && !p.galleryStale) return;
  p.galleryIndices = indices;
  p.galleryProbe = ofProbe;
  p.galleryStale = false;
  Q_EMIT galleryWanted(std::move(indices), std::move(ofProbe));
}

}  // namespace isthmus
