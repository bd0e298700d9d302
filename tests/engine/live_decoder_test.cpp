#include "core/engine/live_decoder.h"

#include "core/engine/inference.h"
#include "core/engine/training_run.h"
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
  /// The answer with this id, or a failure after ten seconds.
  DecodeAnswer waitFor(std::uint64_t id) {
    std::unique_lock lock(m_mutex);
    const bool there = m_changed.wait_for(lock, std::chrono::seconds(10),
                                          [&] { return !m_answers.empty() && m_answers.back().id == id; });
    EXPECT_TRUE(there) << "no answer to request " << id;
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
  config.hidden = {16, 8};
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
  decoder.request({1, point(0.5F, -0.5F)});
  const DecodeAnswer answer = answers.waitFor(1);
  EXPECT_EQ(answer.values.values, decode(*model, point(0.5F, -0.5F)).value().values);
  EXPECT_EQ(answer.image(0).shape, model->spec.shape);
}

TEST(LiveDecoder, AnswersForVectorsInTheDatasOwnUnits) {
  Answers answers;
  LiveDecoder decoder([&](DecodeAnswer answer) { answers.add(std::move(answer)); });
  const auto model =
      std::make_shared<const ModelSnapshot>(freshModel(*twoSidesAsVectors(), {{}, {16, 8}, 2}));
  decoder.setModel(model);
  decoder.request({1, point(0.5F, -0.5F)});
  const DecodeAnswer answer = answers.waitFor(1);
  EXPECT_EQ(answer.kind, SampleKind::Vector);
  EXPECT_GT(answer.values.values[0], 5);  // standardised numbers would be near 0
}

TEST(LiveDecoder, AFastHandGetsTheLastPointAndNoBacklog) {
  Answers answers;
  LiveDecoder decoder([&](DecodeAnswer answer) { answers.add(std::move(answer)); });
  decoder.setModel(picturesModel());
  constexpr std::uint64_t kMoves = 20'000;
  for (std::uint64_t id = 1; id <= kMoves; ++id)
    decoder.request({id, point(static_cast<float>(id) * 1e-4F, 0)});
  const DecodeAnswer last = answers.waitFor(kMoves);
  EXPECT_FLOAT_EQ(last.z.values[0], 2.0F);
  EXPECT_LT(answers.count(), kMoves);
}

TEST(LiveDecoder, UsesTheNewestModel) {
  Answers answers;
  LiveDecoder decoder([&](DecodeAnswer answer) { answers.add(std::move(answer)); });
  decoder.setModel(picturesModel(1));
  const auto newest = picturesModel(2);
  decoder.setModel(newest);
  decoder.request({5, point(1, 1)});
  EXPECT_EQ(answers.waitFor(5).values.values, decode(*newest, point(1, 1)).value().values);
}

TEST(LiveDecoder, WithoutAModelOrWithAWrongPointItStaysSilentAndAlive) {
  Answers answers;
  LiveDecoder decoder([&](DecodeAnswer answer) { answers.add(std::move(answer)); });
  decoder.request({1, point(0, 0)});
  decoder.setModel(picturesModel());
  decoder.request({2, Matrix(1, 9)});
  decoder.request({3, point(0, 0)});
  EXPECT_EQ(answers.waitFor(3).id, 3U);
}

}  // namespace
}  // namespace isthmus
