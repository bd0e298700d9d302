#include "widgets/errors/error_panel.h"

#include "core/anomaly/class_roc.h"
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
#include <limits>
#include <set>

namespace isthmus {
namespace {

constexpr int kRefreshMs = 250;
constexpr int kGalleryMs = 500;  // while data change: pictures that jump cannot be looked at
constexpr std::size_t kStripLength = 12;
constexpr int kRocTab = 2;

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
    p.shownMeasure.reset();
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
  if (view.part != before.part || view.anomalies != before.anomalies) return refresh();
  showHistogram();
  showCounts();
}

void ErrorPanel::tellView() {
  Parts& p = *m_parts;
  if (!p.isViewTold || view() == p.told) return;
  p.told = view();
  Q_EMIT viewChanged(p.told);
}

Figure ErrorPanel::figure(ErrorFigure which) const {
  const Parts& p = *m_parts;
  if (p.selection.reference.empty()) return {};
  if (which == ErrorFigure::Roc) return p.roc->figure();
  Figure figure = p.histogram->figure();
  figure.beside << p.classes;
  return figure;
}

void ErrorPanel::contextMenuEvent(QContextMenuEvent* event) {
  const QWidget* tab = m_parts->tabs->currentWidget();
  if (m_parts->selection.reference.empty() || tab == m_parts->gallery) return;
  Q_EMIT figureMenuWanted(tab == m_parts->roc ? ErrorFigure::Roc : ErrorFigure::Histogram,
                          event->globalPos());
}

double ErrorPanel::threshold() const {
  return m_parts->threshold;
}

void ErrorPanel::translateThreshold() {
  Parts& p = *m_parts;
  const ErrorSelection& before = p.selection;
  if (p.ruleRow->rule().kind != ThresholdRule::Kind::Fixed || before.reference.empty()) return;
  const double above = rate(countAbove(before.reference, p.threshold), before.reference.size());
  const std::vector<float> errors =
      selectErrors(*p.data.dataset, p.data.errors->values, p.parts(), {}).reference;
  if (errors.empty()) return;
  p.ruleRow->setRule(
      {ThresholdRule::Kind::Fixed, thresholdFor({ThresholdRule::Kind::Quantile, 1 - above}, errors)});
  tellView();
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
  const auto measure = p.data.errors ? std::optional(p.data.errors->measure) : std::nullopt;
  if (p.hasData() && p.shownMeasure && p.shownMeasure != measure) translateThreshold();
  p.shownMeasure = p.hasData() ? measure : std::nullopt;
  p.selection = {};
  p.probeErrors.clear();
  p.probeNonFinite = 0;
  if (p.hasData()) {
    p.histogram->setErrorName(measureTitle(*measure, p.data.traits));
    std::vector<Part> present;
    for (const Part part : {Part::Train, Part::Validation, Part::Test})
      if (std::ranges::find(p.parts(), part) != p.parts().end()) present.push_back(part);
    p.ruleRow->setPartsPresent(present);
    p.selection = selectErrors(*p.data.dataset, p.data.errors->values, p.parts(), p.ruleRow->part());
    const bool isLabelled = p.data.dataset->hasLabels();
    p.anomalies->setClasses(isLabelled ? p.data.dataset->classNames : std::vector<std::string>(), p.positive);
    if (p.data.probeErrors) {
      p.anomalies->setProbe(p.data.probeName);
      p.probeErrors = finiteErrors(p.data.probeErrors->values, &p.probeNonFinite);
    } else {
      p.anomalies->clearProbe();
    }
  }
  const bool shown = !p.selection.reference.empty();
  p.empty->setText(
      p.hasData() && !shown
          ? tr("None of the %1 errors is a finite number: the model has diverged.")
                .arg(countText(p.data.dataset->count()))
          : tr("The reconstruction errors of all samples appear here once a model has measured them."));
  p.stack->setCurrentIndex(shown ? 1 : 0);
  refreshRoc();
  showHistogram();
  showCounts();
  p.galleryStale = true;
  scheduleGallery(kGalleryMs);
  tellView();
}

void ErrorPanel::refreshRoc() {
  Parts& p = *m_parts;
  p.auc.reset();
  p.anomalyClass = p.anomalies->classIndex();
  std::optional<RocCurve> roc;
  if (p.anomalyClass && !p.selection.labels.empty()) {
    const ClassErrors errors = splitByClass(p.selection.errors, p.selection.labels, *p.anomalyClass);
    if (errors.hasBoth()) roc = rocCurve(errors.outside, errors.within);
  } else if (!p.anomalyClass && !p.probeErrors.empty() && !p.selection.errors.empty()) {
    roc = rocCurve(p.selection.errors, p.probeErrors);
  }
  if (!roc) {
    p.roc->clear(p.anomalyClass ? RocPlot::Missing::Class : RocPlot::Missing::Probe);
    return;
  }
  p.auc = roc->auc;
  p.roc->setCurve(*roc, p.anomalies->text());
}

double ErrorPanel::thresholdByRule() const {
  const ThresholdRule rule = m_parts->ruleRow->rule();
  if (m_parts->selection.reference.empty()) return std::numeric_limits<double>::quiet_NaN();
  return thresholdFor(rule, m_parts->selection.reference);
}

void ErrorPanel::showHistogram() {
  Parts& p = *m_parts;
  p.threshold = thresholdByRule();
  if (p.selection.reference.empty()) return;
  const HistogramBins bins = errorBins(p.selection.errors, p.probeErrors, p.threshold);
  std::optional<Histogram> probe;
  if (p.data.probeErrors) probe = makeHistogram(p.probeErrors, {}, 1, bins);
  p.histogram->setHistogram(
      makeHistogram(p.selection.errors, p.selection.labels, p.selection.classCount, bins));
  p.histogram->setProbe(std::move(probe), p.data.probeName);
  p.ruleRow->setValueStep(p.histogram->thresholdStep());
}

void ErrorPanel::showCounts() {
  Parts& p = *m_parts;
  AboveCounts counts = countsAbove(p.selection, p.threshold);
  const std::size_t probeAbove = countAbove(p.probeErrors, p.threshold);
  if (!p.selection.reference.empty()) {
    p.histogram->setThreshold(p.threshold);
    p.classes->setCounts(
        p.data.dataset->hasLabels() ? p.data.dataset->classNames : std::vector<std::string>(), counts);
    if (p.auc && p.anomalyClass) {
      const AboveCounts::Class& own = counts.classes[*p.anomalyClass];
      p.roc->setOperatingPoint(rate(counts.above - own.above, counts.count - own.count),
                               rate(own.above, own.count));
    } else if (p.auc) {
      p.roc->setOperatingPoint(rate(counts.above, counts.count), rate(probeAbove, p.probeErrors.size()));
    }
    showHeadline(counts.above, probeAbove);
  }
  Q_EMIT thresholdChanged(p.threshold,
                          std::make_shared<const std::vector<std::uint32_t>>(std::move(counts.samples)));
}

void ErrorPanel::showHeadline(std::size_t above, std::size_t probeAbove) {
  Parts& p = *m_parts;
  const QString reference = countText(p.selection.reference.size());
  p.headline->setCounts(
      above, p.selection.errors.size(),
      p.selection.referenceIsTrain
          ? tr("The rule sets the threshold from the errors of the %1 training samples.").arg(reference)
          : tr("There are no training samples: the rule sets the threshold from all %1 samples.")
                .arg(reference));
  p.headline->setNonFinite(p.selection.nonFinite + p.probeNonFinite);
  const QString name = p.data.probeName.isEmpty() ? tr("Probe") : p.data.probeName;
  p.headline->setProbe(p.data.probeErrors ? name : QString(), probeAbove, p.probeErrors.size());
  const auto reversed = p.auc ? reversedAuc(*p.auc) : std::nullopt;
  p.tabs->setTabText(kRocTab, reversed
                                  ? tr("ROC, AUC %1 (reversed %2)").arg(aucText(*p.auc), aucText(*reversed))
                              : p.auc ? tr("ROC, AUC %1").arg(aucText(*p.auc))
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
  if (p.selection.reference.empty()) return;
  const std::vector<std::size_t> nearest = nearestSamples(p.selection, p.threshold, kStripLength);
  const std::vector<std::size_t> worst = worstSamples(p.selection, kStripLength);
  const std::vector<float>& errors = p.data.errors->values;
  const int decimals = decimalsOf(p.threshold);
  const auto entries = [&](const std::vector<std::size_t>& indices) {
    std::vector<SampleGallery::Entry> made;
    for (const std::size_t index : indices) {
      const auto name = p.data.dataset->className(index);
      made.push_back(
          {index, valueText(errors[index], decimals), viewText(name), sampleTitle(*p.data.dataset, index)});
    }
    return made;
  };
  p.gallery->setEntries(entries(nearest), entries(worst));
  std::set<std::size_t> wanted(nearest.begin(), nearest.end());
  wanted.insert(worst.begin(), worst.end());
  std::vector<std::size_t> indices(wanted.begin(), wanted.end());
  if (indices == p.galleryIndices && !p.galleryStale) return;
  p.galleryIndices = indices;
  p.galleryStale = false;
  Q_EMIT galleryWanted(std::move(indices));
}

}  // namespace isthmus
