// Layers as LibTorch runs them: against loops written by hand, finite differences, and themselves after a
// pause.
#include "core/engine/inference.h"
#include "core/engine/initial_weights.h"
#include "core/engine/torch/torch_learner.h"
#include "core/engine/torch/torch_runner.h"
#include "core/model/file/model_file.h"
#include "tests/engine/small_data.h"
#include "tests/support/layer_specs.h"
#include "tests/support/temp_folder.h"

#include <ATen/CPUGeneratorImpl.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace isthmus::autograd {
namespace {

/// A decoder of one layer, the picture of a code: what the layer makes of `input` in inference.
std::vector<float> madeOf(const Layer& layer, const ImageShape& in, const ImageShape& out,
                          const std::vector<float>& input, const std::vector<NamedTensor>& weights) {
  const ModelSpec spec{.kind = "one",
                       .shape = out,
                       .likelihood = Likelihood::Gaussian,
                       .latent = static_cast<int>(in.size()),
                       .nets = {{NetRole::Decoder, {{"in", Reshape{in}}, layer}}}};
  EXPECT_FALSE(spec.validate()) << spec.validate()->message;
  const Nets nets(spec, weights, Nets::Use::Inference);
  const at::NoGradGuard noGradients;
  const at::Tensor x =
      at::from_blob(const_cast<float*>(input.data()), {1, static_cast<std::int64_t>(in.size())});
  const at::Tensor y = nets.decode(x).contiguous();
  return {y.data_ptr<float>(), y.data_ptr<float>() + y.numel()};
}

/// Numbers without a pattern that an error could hide in.
std::vector<float> someNumbers(std::size_t count, std::uint64_t stream) {
  std::vector<float> numbers(count);
  for (std::size_t i = 0; i < count; ++i) numbers[i] = static_cast<float>(normalAt(stream, i));
  return numbers;
}

std::size_t indexIn(const ImageShape& shape, int row, int column, int channel) {
  return static_cast<std::size_t>((row * shape.width + column) * shape.channels + channel);
}

/// By the definition, one number after the other; zeros lie around the picture.
std::vector<float> convolvedByHand(const std::vector<float>& input, const ImageShape& in,
                                   const ImageShape& out, int kernel, int stride,
                                   const std::vector<NamedTensor>& weights) {
  std::vector<float> output(out.size());
  for (int row = 0; row < out.height; ++row)
    for (int column = 0; column < out.width; ++column)
      for (int filter = 0; filter < out.channels; ++filter) {
        double sum = weights[1].values[static_cast<std::size_t>(filter)];
        for (int channel = 0; channel < in.channels; ++channel)
          for (int i = 0; i < kernel; ++i)
            for (int j = 0; j < kernel; ++j) {
              const int y = row * stride + i - kernel / 2;
              const int x = column * stride + j - kernel / 2;
              if (y < 0 || y >= in.height || x < 0 || x >= in.width) continue;
              const auto at =
                  static_cast<std::size_t>(((filter * in.channels + channel) * kernel + i) * kernel + j);
              sum += static_cast<double>(weights[0].values[at]) *
                     static_cast<double>(input[indexIn(in, y, x, channel)]);
            }
        output[indexIn(out, row, column, filter)] = static_cast<float>(sum);
      }
  return output;
}

void expectNear(const std::vector<float>& found, const std::vector<float>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-4) << i;
}

std::vector<NamedTensor> kernelFor(int filters, int channels, int kernel) {
  const auto count = static_cast<std::size_t>(filters * channels * kernel * kernel);
  return {{"layer.weight", {filters, channels, kernel, kernel}, someNumbers(count, 1)},
          {"layer.bias", {filters}, someNumbers(static_cast<std::size_t>(filters), 2)}};
}

TEST(Layers, ConvolveAsTheDefinitionDoes) {
  const ImageShape in{5, 4, 2};
  const std::vector<float> input = someNumbers(in.size(), 3);
  for (const auto& [kernel, stride] : {std::pair{1, 1}, {3, 1}, {3, 2}, {5, 3}}) {
    const ImageShape out{(5 + stride - 1) / stride, (4 + stride - 1) / stride, 3};
    const auto weights = kernelFor(3, 2, kernel);
    expectNear(madeOf({"layer", Convolution{3, kernel, stride}}, in, out, input, weights),
               convolvedByHand(input, in, out, kernel, stride, weights));
  }
}

TEST(Layers, RepeatPixelsBeforeAnUpConvolution) {
  const ImageShape in{2, 3, 2};
  const ImageShape larger{6, 9, 2};
  const ImageShape out{6, 9, 1};
  const std::vector<float> input = someNumbers(in.size(), 4);
  std::vector<float> repeated(larger.size());
  for (int row = 0; row < larger.height; ++row)
    for (int column = 0; column < larger.width; ++column)
      for (int channel = 0; channel < 2; ++channel)
        repeated[indexIn(larger, row, column, channel)] = input[indexIn(in, row / 3, column / 3, channel)];
  const auto weights = kernelFor(1, 2, 3);
  expectNear(madeOf({"layer", UpConvolution{1, 3, 3}}, in, out, input, weights),
             convolvedByHand(repeated, larger, out, 3, 1, weights));
}

TEST(Layers, PoolTheLargestOfEachSquare) {
  const ImageShape in{3, 5, 1};
  const std::vector<float> input = {1, 2, 3, 4, 9, 5, 0, -1, 7, 9, 9, 9, 9, 9, 9};
  EXPECT_EQ(madeOf({"layer", MaxPooling{2}}, in, {1, 2, 1}, input, {}), (std::vector<float>{5, 7}));
}

TEST(Layers, NormaliseByTheRunningAveragesWhenNothingIsLearnt) {
  const std::vector<NamedTensor> weights = {{"layer.weight", {3}, {2, 1, 0.5F}},
                                            {"layer.bias", {3}, {1, 0, -1}},
                                            {"layer.running_mean", {3}, {10, 20, 30}},
                                            {"layer.running_variance", {3}, {4, 1, 0.25F}}};
  // Two pixels of three channels: (x - mean) / deviation * weight + bias.
  expectNear(madeOf({"layer", BatchNorm{}}, {1, 2, 3}, {1, 2, 3}, {12, 20, 31, 10, 18, 30}, weights),
             {3, 0, 0, 1, -2, -1});
}

TEST(Layers, TrainByGradientsThatAgreeWithFiniteDifferences) {
  const ModelSpec spec = test::everyLayer();
  ASSERT_FALSE(spec.validate());
  const Nets nets(spec, drawWeights(spec, 3));
  for (at::Tensor parameter : nets.parameters()) parameter.set_data(parameter.to(at::kDouble));
  auto generator = at::make_generator<at::CPUGeneratorImpl>(3);
  const at::Tensor x = at::rand({7, 36}, generator, at::kDouble);
  const at::Tensor noise = at::randn({7, 2}, generator, at::kDouble);
  // The same seed each time: what dropout drops must not change between two evaluations.
  const auto loss = [&] {
    const Pass pass{at::make_generator<at::CPUGeneratorImpl>(11)};
    const Posterior posterior = nets.encode(x, pass);
    return (bernoulliCrossEntropy(nets.decode(sampleLatent(posterior, noise), pass), x) +
            klDivergence(posterior))
        .sum();
  };
  loss().backward();
  const at::NoGradGuard noGradients;
  constexpr double kNudge = 1e-6;
  std::uint64_t compared = 0;
  for (at::Tensor parameter : nets.parameters()) {
    if (!parameter.requires_grad()) continue;
    const at::Tensor flat = parameter.view(-1);
    const at::Tensor gradient = parameter.grad().view(-1);
    for (std::int64_t i = 0; i < flat.numel(); ++i) {
      const double value = flat[i].item<double>();
      flat[i] = value + kNudge;
      const double above = loss().item<double>();
      flat[i] = value - kNudge;
      const double below = loss().item<double>();
      flat[i] = value;
      const double expected = (above - below) / (2 * kNudge);
      EXPECT_NEAR(gradient[i].item<double>(), expected, 1e-5 * std::max(1.0, std::abs(expected)));
      ++compared;
    }
  }
  EXPECT_EQ(compared, spec.trainedParameters());
}

class LayersLearn : public testing::Test {
 protected:
  LayersLearn() {
    m_model.spec = test::everyLayer();
    m_model.weights = drawWeights(m_model.spec, 7);
    m_model.scaling = fitScaling(*m_dataset);
    std::iota(m_samples.begin(), m_samples.end(), std::size_t{0});
    m_noise = someNumbers(2 * m_samples.size(), 1);
  }

  LossValues step(Learner& learner, std::uint64_t seed, const Task& task = {}) {
    const auto loss = learner.measure({m_samples, m_noise, m_weights, seed}, task);
    if (!loss) return {};
    learner.update(1e-2);
    return *loss;
  }
  std::vector<float> stateOf(const Learner& learner) {
    LearnerState state;
    learner.capture(state);
    std::vector<float> all = state.weights;
    for (const auto* moment : {&state.moment1, &state.moment2})
      all.insert(all.end(), moment->begin(), moment->end());
    return all;
  }
  ModelSnapshot after(int steps) {
    TorchLearner learner(m_dataset, m_model, vaeObjective());
    for (int i = 0; i < steps; ++i) step(learner, static_cast<std::uint64_t>(i));
    ModelSnapshot model = m_model;
    learner.describe(model);
    return model;
  }

  DatasetPtr m_dataset = twoSides();
  ModelSnapshot m_model;
  std::vector<std::size_t> m_samples = std::vector<std::size_t>(100);
  std::vector<float> m_noise;
  std::vector<double> m_weights = {1.0, 0.1};
};

TEST_F(LayersLearn, ALossThatFalls) {
  TorchLearner learner(m_dataset, m_model, vaeObjective());
  const double first = step(learner, 0).terms[0];
  for (std::uint64_t i = 1; i < 60; ++i) step(learner, i);
  EXPECT_LT(step(learner, 60).terms[0], 0.75 * first);
}

TEST_F(LayersLearn, OnFromACapturedStateToTheSameBits) {
  TorchLearner through(m_dataset, m_model, vaeObjective());
  TorchLearner before(m_dataset, m_model, vaeObjective());
  for (std::uint64_t i = 0; i < 5; ++i) {
    step(through, i);
    step(before, i);
  }
  LearnerState state;
  before.capture(state);
  TorchLearner after(m_dataset, m_model, vaeObjective());
  after.restore(state);
  for (std::uint64_t i = 5; i < 9; ++i) {
    step(through, i);
    step(after, i);
  }
  EXPECT_EQ(stateOf(after), stateOf(through));
}

TEST_F(LayersLearn, NothingFromAStepThatIsStopped) {
  TorchLearner learner(m_dataset, m_model, vaeObjective());
  step(learner, 0);
  const std::vector<float> before = stateOf(learner);
  std::stop_source stop;
  stop.request_stop();
  const auto loss = learner.measure({m_samples, m_noise, m_weights, 1}, {stop.get_token()});
  ASSERT_FALSE(loss);
  EXPECT_EQ(loss.error().code, ErrorCode::Cancelled);
  EXPECT_EQ(stateOf(learner), before);
}

TEST_F(LayersLearn, WhatASavedModelStillGivesToTheBit) {
  const ModelSnapshot model = after(3);
  test::TempFolder folder;
  const auto path = folder.path() / "every.safetensors";
  ASSERT_TRUE(saveModel(path, model));
  const auto read = loadModel(path);
  ASSERT_TRUE(read) << read.error().message;
  TorchRunner first(model);
  TorchRunner second(**read);
  const Matrix codes = first.codes(*m_dataset, m_samples);
  EXPECT_EQ(codes.values, second.codes(*m_dataset, m_samples).values);
  EXPECT_EQ(first.decode(codes).values, second.decode(codes).values);
  const Matrix pictures = first.decode(codes);
  EXPECT_TRUE(std::ranges::all_of(pictures.values, [](float value) { return value > 0 && value < 1; }));
}

TEST_F(LayersLearn, AnEncodingThatRunnerAndLearnerAgreeOn) {
  TorchLearner learner(m_dataset, m_model, vaeObjective());
  for (std::uint64_t i = 0; i < 3; ++i) step(learner, i);
  ModelSnapshot model = m_model;
  learner.describe(model);
  Encoding byLearner = emptyEncoding(m_dataset->count(), 2, true);
  Encoding byRunner = byLearner;
  ASSERT_TRUE(learner.encode(m_samples, EncodingQuality::Exact, byLearner, {}));
  ASSERT_TRUE(TorchRunner(model).encode(*m_dataset, m_samples, EncodingQuality::Exact, byRunner, {}));
  for (const std::size_t sample : m_samples) {
    EXPECT_EQ(byLearner.of(Measure::Nll)[sample], byRunner.of(Measure::Nll)[sample]);
    EXPECT_EQ(byLearner.of(Measure::SampledNll)[sample], byRunner.of(Measure::SampledNll)[sample]);
    EXPECT_EQ(byLearner.of(Measure::Kl)[sample], byRunner.of(Measure::Kl)[sample]);
  }
}

/// The same dense model by both runners.
TEST(Runners, AgreeOnADenseModel) {
  const DatasetPtr dataset = twoSides();
  const ModelSnapshot model = freshModel(*dataset, {{64, 48}, 3});
  std::vector<std::size_t> samples(dataset->count());
  std::iota(samples.begin(), samples.end(), std::size_t{0});
  Encoding plain = emptyEncoding(dataset->count(), 3, true);
  ASSERT_TRUE(TorchRunner(model).encode(*dataset, samples, EncodingQuality::Exact, plain, {}));
  const EncodingPtr fast = encodeDataset(model, *dataset).value();
  const Matrix codes = TorchRunner(model).codes(*dataset, samples);
  const Matrix pictures = TorchRunner(model).decode(codes);
  const Matrix expected = decode(model, codes).value();
  for (const std::size_t sample : samples) {
    EXPECT_NEAR(plain.of(Measure::Nll)[sample], fast->of(Measure::Nll)[sample], 1e-3);
    EXPECT_NEAR(plain.of(Measure::SampledNll)[sample], fast->of(Measure::SampledNll)[sample], 1e-3);
    EXPECT_NEAR(plain.of(Measure::Mse)[sample], fast->of(Measure::Mse)[sample], 1e-5);
    EXPECT_NEAR(plain.of(Measure::InputEntropy)[sample], fast->of(Measure::InputEntropy)[sample], 1e-3);
    EXPECT_NEAR(codes.row(sample)[0], fast->means.row(sample)[0], 1e-4);
    for (std::size_t pixel = 0; pixel < 36; ++pixel)
      EXPECT_NEAR(pictures.row(sample)[pixel], expected.row(sample)[pixel], 1e-5);
  }
}

}  // namespace
}  // namespace isthmus::autograd
