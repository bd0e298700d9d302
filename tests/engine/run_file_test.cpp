#include "core/engine/training/run_file.h"

#include "core/base/random.h"
#include "core/engine/training/training_run.h"
#include "tests/engine/small_data.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

namespace isthmus {
namespace {

using ::testing::HasSubstr;

std::unique_ptr<TrainingRun> begun() {
  TrainerConfig config;
  config.settings = {{"hidden", std::vector<int>{8}}, {"warmup", 1}};
  config.epochs = 2;
  auto run = std::move(TrainingRun::create(twoSides(60, 10), config)).value();
  for (int step = 0; step < 2 && !run->atEpochEnd(); ++step) EXPECT_TRUE(run->step());
  return run;
}

TEST(RandomState, GoesOnWithTheSameNumbers) {
  Random random(11);
  for (int i = 0; i < 5; ++i) random.normal();  // an odd number: a spare one is kept
  auto again = Random::fromState(random.state());
  ASSERT_TRUE(again);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(again->normal(), random.normal());
    EXPECT_EQ(again->bits(), random.bits());
  }
  EXPECT_FALSE(Random::fromState(""));
  EXPECT_FALSE(Random::fromState("1 2 3"));
  EXPECT_FALSE(Random::fromState("0 0 4 5 6"));
}

TEST(RunFile, BringsBackAllThatItHolds) {
  const auto run = begun();
  run->setLearningRate(0.02);
  const RunState state = run->capture();
  ASSERT_EQ(state.recorder.history().changes.size(), 1U);
  const auto back = decodeRun(encodeRun(state), "paused.run");
  ASSERT_TRUE(back) << back.error().text();
  EXPECT_EQ(back->recorder.history().changes, state.recorder.history().changes);
  EXPECT_EQ(back->config, state.config);
  EXPECT_EQ(*back->parts, *state.parts);
  EXPECT_EQ(back->scaling, state.scaling);
  EXPECT_EQ(back->train, state.train);
  EXPECT_EQ(back->rotation, state.rotation);
  EXPECT_EQ(back->order.state(), state.order.state());
  EXPECT_EQ(back->noise.state(), state.noise.state());
  EXPECT_EQ(back->next, state.next);
  EXPECT_EQ(back->step, state.step);
  EXPECT_EQ(back->learner.weights, state.learner.weights);
  EXPECT_EQ(back->learner.moment2, state.learner.moment2);
  EXPECT_EQ(back->recorder.history().terms, state.recorder.history().terms);
  EXPECT_EQ(encodeRun(*back), encodeRun(state)) << "the same run gives the same bytes";
}

TEST(RunFile, IsRefusedInASentenceWhereItIsDamaged) {
  const std::vector<std::byte> bytes = encodeRun(begun()->capture());
  EXPECT_EQ(decodeRun({}, "x.run").error().text(), "x.run: is no run of this program, or damaged");
  EXPECT_THAT(readRun("/no/such.run").error().text(), HasSubstr("/no/such.run: cannot be read"));
  for (std::size_t length = 0; length < bytes.size(); length += 1 + bytes.size() / 199)
    EXPECT_FALSE(decodeRun(std::span(bytes).first(length), "x.run"));
  Random random(3);
  for (int i = 0; i < 3000; ++i) {
    std::vector<std::byte> broken = bytes;
    for (std::uint64_t k = 0; k <= random.below(3); ++k) {
      // Most of the bytes are numbers; what describes them lies at the ends of the parts.
      const std::size_t at = random.below(2) == 0 ? random.below(400) : random.below(broken.size());
      broken[at] = static_cast<std::byte>(random.below(256));
    }
    auto state = decodeRun(broken, "x.run");
    if (!state) {
      EXPECT_THAT(state.error().text(), ::testing::StartsWith("x.run: "));
      continue;
    }
    // What is read is a run, or is told from one where it would go on.
    auto run = TrainingRun::resume(twoSides(60, 10), std::move(state).value());
    if (run) {
      EXPECT_NO_THROW(std::ignore = run.value()->step());
    }
  }
}

TEST(RunFile, DoesNotGoOnWithOtherData) {
  const RunState state = begun()->capture();
  const auto other = TrainingRun::resume(twoSides(61, 10), state);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().text(), "two sides: is not the data set of the run that is to go on");
}

}  // namespace
}  // namespace isthmus
