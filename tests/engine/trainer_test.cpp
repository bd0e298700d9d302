#include "core/engine/training/trainer.h"

#include "core/engine/training/training_run.h"
#include "tests/engine/small_data.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace isthmus {
namespace {

class Snapshots {
 public:
  void add(TrainingSnapshotPtr snapshot) {
    const std::scoped_lock lock(m_mutex);
    m_last = std::move(snapshot);
    ++m_count;
    m_changed.notify_all();
  }
  template <typename Condition>
  TrainingSnapshotPtr waitUntil(Condition condition) {
    std::unique_lock lock(m_mutex);
    const bool met =
        m_changed.wait_for(lock, std::chrono::seconds(30), [&] { return m_last && condition(*m_last); });
    EXPECT_TRUE(met) << "the awaited snapshot did not come";
    return m_last;
  }
  TrainingSnapshotPtr waitFor(TrainingPhase phase) {
    return waitUntil([phase](const TrainingSnapshot& s) { return s.phase == phase && s.encoding; });
  }
  int count() {
    const std::scoped_lock lock(m_mutex);
    return m_count;
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_changed;
  TrainingSnapshotPtr m_last;
  int m_count = 0;
};

TrainerConfig smallConfig(int epochs) {
  TrainerConfig config;
  config.settings = vaeSettings({16, 8}, 2);
  config.batchSize = 20;
  config.epochs = epochs;
  return config;
}

std::unique_ptr<Trainer> makeTrainer(Snapshots& snapshots, int epochs,
                                     const DatasetPtr& dataset = twoSides()) {
  auto trainer = Trainer::create(dataset, smallConfig(epochs), [&snapshots](TrainingSnapshotPtr snapshot) {
    snapshots.add(std::move(snapshot));
  });
  EXPECT_TRUE(trainer);
  return std::move(trainer).value();
}

TEST(Trainer, TrainsAllEpochsAndPublishesAnEncodingOfTheFinalWeights) {
  Snapshots snapshots;
  const auto trainer = makeTrainer(snapshots, 4);
  trainer->run();
  const auto last = snapshots.waitUntil([](const TrainingSnapshot& s) {
    return s.phase == TrainingPhase::Finished && s.encoding && s.encoding->isUniform;
  });
  EXPECT_EQ(last->encoding->step, last->model->step);
  EXPECT_EQ(last->epoch, 4);
  EXPECT_EQ(last->history.epochs.size(), 4U);
  EXPECT_EQ(last->model->step, 4 * 400 / 20);
  EXPECT_DOUBLE_EQ(last->progress, 1);
}

TEST(Trainer, GivesTheSameWeightsAsTheRunWithoutAThread) {
  Snapshots snapshots;
  const auto dataset = twoSides();
  const auto trainer = makeTrainer(snapshots, 3, dataset);
  trainer->run();
  const auto threaded = snapshots.waitFor(TrainingPhase::Finished);
  const auto run = std::move(TrainingRun::create(dataset, smallConfig(3))).value();
  while (!run->finished()) {
    ASSERT_TRUE(run->step());
    if (run->atEpochEnd()) {
      ASSERT_TRUE(run->finishEpoch({}));
    }
  }
  const auto plain = run->snapshot().model;
  for (std::size_t i = 0; i < plain->weights.size(); ++i)
    EXPECT_EQ(plain->weights[i].values, threaded->model->weights[i].values);
}

TEST(Trainer, PausesAndGoesOnToTheSameWeights) {
  constexpr int kEpochs = 1000;  // enough for some snapshots on the way
  Snapshots snapshots;
  const auto dataset = twoSides();
  const auto trainer = makeTrainer(snapshots, kEpochs, dataset);
  trainer->run();
  snapshots.waitUntil([](const TrainingSnapshot& s) { return s.epoch >= 2; });
  trainer->pause();
  const auto paused = snapshots.waitFor(TrainingPhase::Paused);
  EXPECT_LT(paused->epoch, kEpochs);
  trainer->run();
  const auto resumed = snapshots.waitFor(TrainingPhase::Finished);

  Snapshots others;
  const auto uninterrupted = makeTrainer(others, kEpochs, dataset);
  uninterrupted->run();
  const auto straight = others.waitFor(TrainingPhase::Finished);
  for (std::size_t i = 0; i < straight->model->weights.size(); ++i)
    EXPECT_EQ(straight->model->weights[i].values, resumed->model->weights[i].values);
}

TEST(Trainer, StepsOneEpochAtATimeAndBeyondThePlan) {
  Snapshots snapshots;
  const auto trainer = makeTrainer(snapshots, 2);
  trainer->stepEpoch();
  snapshots.waitUntil(
      [](const TrainingSnapshot& s) { return s.phase == TrainingPhase::Paused && s.epoch == 1; });
  trainer->stepEpoch();
  snapshots.waitUntil(
      [](const TrainingSnapshot& s) { return s.phase == TrainingPhase::Finished && s.epoch == 2; });
  trainer->stepEpoch();
  snapshots.waitUntil(
      [](const TrainingSnapshot& s) { return s.phase == TrainingPhase::Finished && s.epoch == 3; });
  trainer->runTo(5);
  snapshots.waitUntil(
      [](const TrainingSnapshot& s) { return s.phase == TrainingPhase::Finished && s.epoch == 5; });
}

TEST(Trainer, StopsForGoodInTheMiddle) {
  Snapshots snapshots;
  const auto trainer = makeTrainer(snapshots, 100'000);
  trainer->run();
  snapshots.waitUntil([](const TrainingSnapshot& s) { return s.model->step > 10; });
  trainer->stop();
  const auto stopped = snapshots.waitFor(TrainingPhase::Stopped);
  EXPECT_GT(stopped->model->step, 10);
}

TEST(Trainer, StopsForGoodWhilePaused) {
  Snapshots snapshots;
  const auto trainer = makeTrainer(snapshots, 100'000);
  trainer->stepEpoch();
  const auto paused = snapshots.waitFor(TrainingPhase::Paused);
  trainer->stop();
  EXPECT_EQ(snapshots.waitFor(TrainingPhase::Stopped)->epoch, paused->epoch);
}

/// Commands come at the worst moment: while the trainer publishes, just before it encodes all samples.
class CommandsFromInside {
 public:
  /// Gives `command` once, when the first snapshot of `phase` is published.
  CommandsFromInside(TrainingPhase phase, std::function<void(Trainer&)> command, int epochs) {
    m_trainer = Trainer::create(twoSides(), smallConfig(epochs),
                                [this, phase, command = std::move(command)](TrainingSnapshotPtr snapshot) {
                                  const bool now = snapshot->phase == phase && !std::exchange(m_given, true);
                                  if (snapshot->phase == phase) ++m_times;
                                  m_snapshots.add(std::move(snapshot));
                                  if (now) command(*m_trainer);
                                })
                    .value();
  }
  Trainer& trainer() { return *m_trainer; }
  Snapshots& snapshots() { return m_snapshots; }
  /// How often the phase was published. To be asked when the trainer has come to rest.
  int times() const { return m_times; }

 private:
  Snapshots m_snapshots;
  bool m_given = false;  // the trainer's thread's alone
  std::atomic<int> m_times = 0;
  std::unique_ptr<Trainer> m_trainer;
};

TEST(Trainer, DoesNotEncodeEverythingBeforeACommandThatHasCome) {
  CommandsFromInside commands(
      TrainingPhase::Paused, [](Trainer& trainer) { trainer.run(); }, 3);
  commands.trainer().stepEpoch();
  commands.snapshots().waitFor(TrainingPhase::Finished);
  EXPECT_EQ(commands.times(), 1) << "published again with all samples encoded";
}

TEST(Trainer, APauseAsTheRunEndsDoesNotLeaveThePointsBehindTheWeights) {
  CommandsFromInside commands(
      TrainingPhase::Finished, [](Trainer& trainer) { trainer.pause(); }, 2);
  commands.trainer().run();
  const auto last = commands.snapshots().waitUntil([](const TrainingSnapshot& s) {
    return s.phase == TrainingPhase::Finished && s.encoding && s.encoding->isUniform;
  });
  EXPECT_EQ(last->encoding->step, last->model->step);
}

TEST(Trainer, CanBeDestroyedWhileTraining) {
  Snapshots snapshots;
  {
    const auto trainer = makeTrainer(snapshots, 100'000);
    trainer->run();
    snapshots.waitUntil([](const TrainingSnapshot& s) { return s.model->step > 10; });
  }
  const int count = snapshots.count();
  std::this_thread::sleep_for(std::chrono::milliseconds(150));  // longer than the time between two snapshots
  EXPECT_EQ(snapshots.count(), count);
}

TEST(Trainer, TellsOfDivergenceAndKeepsFiniteWeights) {
  Snapshots snapshots;
  const auto trainer = makeTrainer(snapshots, 100'000);
  trainer->setLearningRate(1e30);
  trainer->run();
  const auto diverged = snapshots.waitFor(TrainingPhase::Diverged);
  EXPECT_NE(diverged->message.find("infinite"), std::string::npos);
  for (const NamedTensor& tensor : diverged->model->weights)
    for (const float value : tensor.values) ASSERT_TRUE(std::isfinite(value));
}

}  // namespace
}  // namespace isthmus
