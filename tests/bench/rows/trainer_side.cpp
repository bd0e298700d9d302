#include "tests/bench/rows/trainer_side.h"

#include <stdexcept>
#include <utility>

namespace isthmus::bench {

TrainerConfig referenceConfig(int batchSize, Arithmetic arithmetic) {
  TrainerConfig config;
  config.arithmetic = arithmetic;
  config.batchSize = batchSize;
  config.epochs = 100'000;
  return config;
}

TrainerSide::TrainerSide(DatasetPtr dataset, TrainerConfig config) {
  auto trainer = Trainer::create(std::move(dataset), config, [this](TrainingSnapshotPtr snapshot) {
    const std::scoped_lock lock(m_mutex);
    m_arrivals.push_back({Clock::now(), std::move(snapshot)});
    m_changed.notify_all();
  });
  if (!trainer) throw std::runtime_error(trainer.error().text());
  m_trainer = std::move(trainer).value();
}

template <typename Condition>
TrainerSide::Arrival TrainerSide::waitFor(const Condition& condition) {
  std::unique_lock lock(m_mutex);
  std::size_t seen = 0;
  while (true) {
    for (; seen < m_arrivals.size(); ++seen) {
      const Arrival& arrival = m_arrivals[seen];
      if (arrival.snapshot->phase == TrainingPhase::Diverged)
        throw std::runtime_error(arrival.snapshot->message);
      if (condition(*arrival.snapshot)) return arrival;
    }
    if (m_changed.wait_for(lock, std::chrono::minutes(3)) == std::cv_status::timeout)
      throw std::runtime_error("the trainer says nothing any more");
  }
}

TrainerSide::Epoch TrainerSide::epoch() {
  {
    const std::scoped_lock lock(m_mutex);
    m_arrivals.clear();
  }
  ++m_epochs;
  const auto begin = Clock::now();
  m_trainer->stepEpoch();
  const auto isOver = [this](const TrainingSnapshot& snapshot) {
    return snapshot.epoch == m_epochs && snapshot.phase != TrainingPhase::Running;
  };
  const Arrival over = waitFor(isOver);
  const Arrival settled = waitFor([&](const TrainingSnapshot& snapshot) {
    return isOver(snapshot) && snapshot.encoding && snapshot.encoding->isUniform;
  });
  m_last = settled.snapshot;
  return {secondsBetween(begin, over.at), over.snapshot->history.epochs.back().seconds};
}

}  // namespace isthmus::bench
