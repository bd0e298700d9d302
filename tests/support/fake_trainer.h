#pragma once

#include "core/engine/training/trainer.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace isthmus::test {

/// A run that a test plays by hand: it learns nothing and publishes the snapshots it is given.
struct FakeRun {
  DatasetPtr dataset;
  TrainerConfig config;
  std::function<void(TrainingSnapshotPtr)> publish;
  std::vector<std::string> asked;        ///< "runTo 5", "pause", ...
  std::atomic<bool> isRetired = false;
  std::chrono::milliseconds batch{0};    ///< how long it takes to end once it was retired
  std::atomic<bool> hasEnded = false;
};

/// The controls of a FakeRun. Like a trainer's, its destruction waits for the batch that is under way.
class FakeTrainer : public TrainingControls {
 public:
  explicit FakeTrainer(std::shared_ptr<FakeRun> run) : m_run(std::move(run)) {}
  ~FakeTrainer() override {
    retire();
    if (m_ending.joinable()) m_ending.join();
  }

  void run() override { m_run->asked.emplace_back("run"); }
  void stepEpoch() override { m_run->asked.emplace_back("stepEpoch"); }
  void pause() override { m_run->asked.emplace_back("pause"); }
  void stop() override { m_run->asked.emplace_back("stop"); }
  void runTo(int epochs) override { m_run->asked.push_back("runTo " + std::to_string(epochs)); }
  void setLearningRate(double) override {}
  void setLive(std::string_view key, double) override { m_run->asked.push_back("live " + std::string(key)); }
  void retire() override {
    if (m_run->isRetired.exchange(true)) return;
    m_ending = std::thread([run = m_run] {
      std::this_thread::sleep_for(run->batch);
      run->hasEnded = true;
    });
  }
  bool hasEnded() const override { return m_run->hasEnded; }

 private:
  std::shared_ptr<FakeRun> m_run;
  std::thread m_ending;
};

/// Each run that is begun with this is added to `runs`.
inline BeginTraining fakeTraining(std::vector<std::shared_ptr<FakeRun>>& runs,
                                  std::chrono::milliseconds batch = {}) {
  return [&runs, batch](const DatasetPtr& dataset, const TrainerConfig& config,
                        std::function<void(TrainingSnapshotPtr)> published)
             -> Result<std::unique_ptr<TrainingControls>> {
    auto run = std::make_shared<FakeRun>();
    run->dataset = dataset;
    run->config = config;
    run->publish = std::move(published);
    run->batch = batch;
    runs.push_back(run);
    return std::unique_ptr<TrainingControls>(std::make_unique<FakeTrainer>(run));
  };
}

}  // namespace isthmus::test
