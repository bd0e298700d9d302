#include "core/engine/live_decoder.h"

#include "core/engine/inference.h"
#include "core/engine/training/training_run.h"
#include "tests/engine/small_data.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

namespace isthmus {
namespace {

/// Collects answers and waits for one.
class Answers {
 public:
  void add(DecodeAnswer answer) {
    const std::scoped_lock lock(m_mutex);
    m_answers.push_back(std::move(answer));
    m_changed.notify_all();
  }
  /// The answer to this point, or a failure after ten seconds.
  DecodeAnswer waitFor(const Matrix& z) {
    std::unique_lock lock(m_mutex);
    const bool there = m_changed.wait_for(lock, std::chrono::seconds(10), [&] {
      return !m_answers.empty() && m_answers.back().z.values == z.values;
    });
    EXPECT_TRUE(there) << "no answer to this point";
    return there ? m_answers.back() : DecodeAnswer();
  }
  std::size_t count() {
    const std::scoped_lock lock(m_mutex);
    return m_answers.size();
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::vector<DecodeAnswer> m_answers;
};

ModelSnapshotPtr picturesModel(std::uint64_t seed = 7) {
  TrainerConfig config;
  config.settings = vaeSettings({16, 8}, 2);
  config.seed = seed;
  return std::move(TrainingRun::create(twoSides(), config)).value()->snapshot().model;
}

Matrix point(float x, float y) {
  Matrix z(1, 2);
  z.values = {x, y};
  return z;
}

TEST(LiveDecoder, AnswersWithWhatTheModelDecodes) {
  Answers answers;
  LiveDecoder decoder([&](DecodeAnswer answer) { answers.add(std::move(answer)); });
  const auto model = picturesModel();
  decoder.setModel(model);
  decoder.request(point(0.5F, -0.5F));
  const DecodeAnswer answer = answers.waitFor(point(0.5F, -0.5F));
  EXPECT_EQ(answer.values.values, decode(*model, point(0.5F, -0.5F)).value().values);
  EXPECT_EQ(answer.image(0).shape, model->spec.shape);
}

TEST(LiveDecoder, AnswersForVectorsInTheDatasOwnUnits) {
  Answers answers;
  LiveDecoder decoder([&](DecodeAnswer answer) { answers.add(std::move(answer)); });
  const auto model = std::make_shared<const ModelSnapshot>(freshModel(*twoSidesAsVectors(), {{16, 8}, 2}));
  decoder.setModel(model);
  decoder.request(point(0.5F, -0.5F));
  const DecodeAnswer answer = answers.waitFor(point(0.5F, -0.5F));
  EXPECT_EQ(answer.kind, SampleKind::Vector);
  EXPECT_GT(answer.values.values[0], 5);  // standardised numbers would be near 0
}

TEST(LiveDecoder, AFastHandGetsTheLastPointAndNoBacklog) {
  Answers answers;
  LiveDecoder decoder([&](DecodeAnswer answer) { answers.add(std::move(answer)); });
  decoder.setModel(picturesModel());
  constexpr std::size_t kMoves = 20'000;
  for (std::size_t move = 1; move <= kMoves; ++move) decoder.request(point(static_cast<float>(move), 0));
  answers.waitFor(point(static_cast<float>(kMoves), 0));
  EXPECT_LT(answers.count(), kMoves);
}

TEST(LiveDecoder, UsesTheNewestModel) {
  Answers answers;
  LiveDecoder decoder([&](DecodeAnswer answer) { answers.add(std::move(answer)); });
  decoder.setModel(picturesModel(1));
  const auto newest = picturesModel(2);
  decoder.setModel(newest);
  decoder.request(point(1, 1));
  EXPECT_EQ(answers.waitFor(point(1, 1)).values.values, decode(*newest, point(1, 1)).value().values);
}

TEST(LiveDecoder, WithoutAModelOrWithAWrongPointItStaysSilentAndAlive) {
  Answers answers;
  LiveDecoder decoder([&](DecodeAnswer answer) { answers.add(std::move(answer)); });
  decoder.request(point(0, 0));
  decoder.setModel(picturesModel());
  decoder.request(Matrix(1, 9));
  decoder.request(point(0, 1));
  answers.waitFor(point(0, 1));
  EXPECT_EQ(answers.count(), 1U);
}

}  // namespace
}  // namespace isthmus
