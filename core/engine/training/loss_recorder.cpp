#include "core/engine/training/loss_recorder.h"

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
  m_history.terms = objective.terms;
  m_history.isClosedForm = objective.solver == Objective::Solver::ClosedForm;
}

void LossRecorder::setHeldOut(Part part, bool isThere) {
  m_history.heldOutPart = part;
  m_history.hasHeldOut = isThere;
}

void LossRecorder::addBatch(const LossValues& loss, std::size_t samples, std::int64_t step, double epochs,
                            bool isEndOfEpoch) {
  m_epoch.add(loss, static_cast<double>(samples));
  m_curve.add(loss, static_cast<double>(samples));
  auto& points = m_history.train;
  if (step % m_curveInterval == 0 || isEndOfEpoch) points.push_back({epochs, m_curve.take()});
  if (points.size() <= kCurvePoints) return;
  for (std::size_t i = 0; i < points.size() / 2; ++i) points[i] = points[2 * i + 1];
  points.resize(points.size() / 2);
  m_curveInterval *= 2;
}

void LossRecorder::addEpoch(EpochRecord epoch) {
  epoch.train = m_epoch.take();
  m_history.epochs.push_back(epoch);
}

}  // namespace isthmus
