#include "core/engine/training/loss_recorder.h"

#include <algorithm>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kCurvePoints =
    4000;  // then every second one goes: the curve stays cheap to copy and draw

}  // namespace

void LossMean::add(const LossValues& loss, double count) {
  sum.total += loss.total * count;
  for (std::size_t term = 0; term < loss.terms.size(); ++term) sum.terms[term] += loss.terms[term] * count;
  samples += count;
}

LossValues LossMean::take() {
  LossValues mean = sum;
  mean.total /= samples;
  for (double& term : mean.terms) term /= samples;
  *this = {};
  return mean;
}

LossRecorder::LossRecorder(const Objective& objective) {
  m_state.history.terms = objective.terms;
  m_state.history.isClosedForm = objective.solver == Objective::Solver::ClosedForm;
}

void LossRecorder::setHeldOut(Part part, bool isThere) {
  m_state.history.heldOutPart = part;
  m_state.history.hasHeldOut = isThere;
}

void LossRecorder::addBatch(const LossValues& loss, std::size_t samples, std::int64_t step, double epochs,
                            bool isEndOfEpoch) {
  m_state.epoch.add(loss, static_cast<double>(samples));
  m_state.curve.add(loss, static_cast<double>(samples));
  auto& points = m_state.history.train;
  if (step % m_state.curveInterval == 0 || isEndOfEpoch) points.push_back({epochs, m_state.curve.take()});
  if (points.size() <= kCurvePoints) return;
  for (std::size_t i = 0; i < points.size() / 2; ++i) points[i] = points[2 * i + 1];
  points.resize(points.size() / 2);
  m_state.curveInterval *= 2;
}

void LossRecorder::addEpoch(EpochRecord epoch) {
  epoch.train = m_state.epoch.take();
  m_state.history.epochs.push_back(epoch);
}

void LossRecorder::addChange(SettingChange change) {
  if (change.step == 0) return;
  auto& changes = m_state.history.changes;
  const auto same = std::ranges::find_if(changes, [&](const SettingChange& other) {
    return other.step == change.step && other.key == change.key;
  });
  if (same == changes.end()) {
    if (change.before != change.after) changes.push_back(std::move(change));
  } else if (same->before == change.after) {
    changes.erase(same);
  } else {
    same->after = change.after;
  }
}

}  // namespace isthmus
