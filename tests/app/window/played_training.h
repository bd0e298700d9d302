#pragma once

#include "tests/app/window/window_fixture.h"
#include "tests/app/workspace/made_model.h"
#include "tests/support/fake_trainer.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

namespace isthmus::test {

/// A window with a small data set and runs that a test plays by hand.
class PlayedTrainingTest : public WindowTest {
 protected:
  static constexpr std::size_t kCount = 60;

  void SetUp() override {
    WindowTest::SetUp();
    session().training().setBegin(fakeTraining(runs, batch));
    Q_EMIT session().datasets().loaded(madeDataset(kCount), DatasetRole::Main);
  }
  void begin() {
    m_window->train(5, 1);
    ASSERT_FALSE(runs.empty());
  }
  /// A snapshot of the run after `step` steps.
  std::shared_ptr<TrainingSnapshot> snapshot(int step, TrainingPhase phase = TrainingPhase::Running) {
    auto made = std::make_shared<TrainingSnapshot>();
    made->phase = phase;
    made->epochs = 5;
    made->model = madeModel(2, static_cast<std::uint64_t>(step));
    made->encoding = madeEncoding(kCount, 2, static_cast<std::uint64_t>(step));
    return made;
  }
  /// A run that has ended, with a model that no file holds.
  void trainPlayed(int step = 4) {
    ASSERT_NO_FATAL_FAILURE(begin());
    ASSERT_NO_FATAL_FAILURE(play(snapshot(step, TrainingPhase::Finished)));
  }
  void play(const TrainingSnapshotPtr& what) {
    runs.back()->publish(what);
    ASSERT_TRUE(eventually([&] {
      return workspace().model() == what->model && workspace().isSettled() &&
             (!what->encoding || workspace().scene()->inputs.encoding == what->encoding);
    }));
  }

  std::chrono::milliseconds batch{0};
  std::vector<std::shared_ptr<FakeRun>> runs;
};

}  // namespace isthmus::test
