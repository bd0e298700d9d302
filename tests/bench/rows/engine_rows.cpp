// train.roofline, train.busy, train.quality and encode.all.
#include "core/base/random.h"
#include "core/engine/dense/dense_learner.h"
#include "core/engine/inference.h"
#include "core/engine/training/training_run.h"
#include "tests/bench/process.h"
#include "tests/bench/rows/bench_data.h"
#include "tests/bench/rows/busy_processes.h"
#include "tests/bench/rows/measure.h"
#include "tests/bench/rows/trainer_side.h"

#include <array>
#include <cstdio>
#include <numeric>
#include <stdexcept>

namespace isthmus::bench {
namespace {

template <typename... Numbers>
std::string format(const char* pattern, Numbers... numbers) {
  std::array<char, 300> text{};
  std::snprintf(text.data(), text.size(), pattern, numbers...);
  return text.data();
}

/// Floating-point operations of one training step of the reference VAE: two for each multiply-add of the
/// matrix products forward, of those for the weights' gradients, and of those for the inputs' gradients but
/// the first layer's, which nobody needs.
double operationsOfStep(int batch) {
  constexpr std::array kLayers = {784 * 256, 256 * 128, 128 * 2, 128 * 2, 2 * 128, 128 * 256, 256 * 784};
  const double products = std::accumulate(kLayers.begin(), kLayers.end(), 0.0);
  return 2.0 * batch * (3 * products - kLayers.front());
}

std::unique_ptr<TrainingRun> startRun(const DatasetPtr& data, const TrainerConfig& config) {
  auto run = TrainingRun::create(data, config);
  if (!run) throw std::runtime_error(run.error().text());
  return std::move(run).value();
}

double secondsOfSteps(TrainingRun& run, int count) {
  return secondsOf([&] {
    for (int i = 0; i < count; ++i) {
      if (run.atEpochEnd() && !run.finishEpoch({})) throw std::runtime_error("the run diverged");
      if (!run.step()) throw std::runtime_error("the run diverged");
    }
  });
}

Encoding emptyRows(std::size_t count) {
  constexpr std::size_t kLatent = 2;
  Encoding encoding;
  encoding.means = Matrix(count, kLatent);
  encoding.logVariances = Matrix(count, kLatent);
  encoding.measures[Measure::Kl].resize(count);
  encoding.measures[Measure::SampledNll].resize(count);
  return encoding;
}

/// Held-out negative ELBO after ten epochs.
double elboAfterTraining(const DatasetPtr& data, std::uint64_t seed, Arithmetic arithmetic) {
  constexpr int kEpochs = 10;
  TrainerConfig config = referenceConfig(100, arithmetic);
  config.epochs = kEpochs;
  config.seed = seed;
  const auto run = startRun(data, config);
  while (!run->finished()) {
    if (!run->step()) throw std::runtime_error("the run diverged");
    if (run->atEpochEnd() && !run->finishEpoch({})) throw std::runtime_error("the run diverged");
  }
  return run->snapshot().history.epochs.back().heldOut.total;
}

}  // namespace

std::vector<Measured> measureRoofline() {
  constexpr std::size_t kBatch = 100;
  constexpr int kSteps = 300;
  constexpr int kProducts = 8;
  constexpr double kSide = 2048;
  const DatasetPtr data = trainingSet();
  const auto run = startRun(data, referenceConfig(kBatch, Arithmetic::Float32));
  // What a step of the run is made of, on one thread: a run itself takes as many as there are processors.
  const Objective objective = planModel(*findKind("vae"), {}, factsOf(*data))->objective;
  dense::DenseLearner learner(data, *run->snapshot().model, objective, dense::NumberFormat::Float32, 1);
  const std::array weights = {1.0, 1.0};
  Encoding encoding = emptyRows(data->count());
  std::vector<float> noise(2 * kBatch);
  std::vector<std::size_t> batch(kBatch);
  Random random(3);
  const auto steps = [&] {
    for (int i = 0; i < kSteps; ++i) {
      for (std::size_t& sample : batch) sample = random.below(data->count());
      for (float& number : noise) number = static_cast<float>(random.normal());
      if (!learner.measure({batch, noise, weights}, {})) throw std::runtime_error("the step was cancelled");
      learner.store(encoding);
      learner.update(1e-3);
    }
  };
  steps();
  Process roof({programFolder() + "/isthmus-bench-sgemm"}, {{"OMP_NUM_THREADS", "1"}});
  const double operations = operationsOfStep(static_cast<int>(kBatch));
  std::vector<double> ours;
  std::vector<double> roofs;
  std::vector<double> wholeRuns;
  for (int round = 0; round < 9; ++round) {
    ours.push_back(operations * kSteps / secondsOf(steps) * 1e-9);
    roof.writeLine(std::to_string(kProducts) + " 2048");
    const auto answer = roof.readLine(std::chrono::seconds(60));
    if (!answer) throw std::runtime_error("isthmus-bench-sgemm does not answer");
    roofs.push_back(2 * kSide * kSide * kSide * kProducts / std::stod(*answer) * 1e-9);
    wholeRuns.push_back(operations * kSteps / secondsOfSteps(*run, kSteps) * 1e-9);
  }
  return {{"train.roofline",
           median(ours),
           median(roofs),
           {},
           format("%.1f MFLOP a step of 100; roof: oneDNN's sgemm of 2048 x 2048 on one thread; a whole run "
                  "(%s) reaches %.1f GFLOP/s",
                  operations * 1e-6, run->snapshot().arithmetic.c_str(), median(wholeRuns))}};
}

std::vector<Measured> measureBusy() {
  TrainerSide trainer(trainingSet(), referenceConfig(100));
  trainer.epoch();
  std::vector<double> alone;
  std::vector<double> busy;
  for (int round = 0; round < 5; ++round) {
    alone.push_back(trainer.epoch().wall);
    const BusyProcesses others(2);
    busy.push_back(trainer.epoch().wall);
  }
  return {{"train.busy",
           median(busy) / median(alone),
           {},
           {},
           format("an epoch takes %.2f s alone and %.2f s beside two spinning processes", median(alone),
                  median(busy))}};
}

std::vector<Measured> measureQuality() {
  constexpr std::size_t kSamples = 10'000;
  const auto data = std::make_shared<const Dataset>(firstSamples(*wholeSet(), kSamples));
  double fast = 0;
  double reference = 0;
  double worst = 0;
  constexpr std::array<std::uint64_t, 3> kSeeds = {1, 2, 3};
  for (const std::uint64_t seed : kSeeds) {
    const double a = elboAfterTraining(data, seed, Arithmetic::Automatic);
    const double b = elboAfterTraining(data, seed, Arithmetic::Reference);
    std::fprintf(stderr, "  seed %d: %.3f against %.3f nats\n", static_cast<int>(seed), a, b);
    fast += a / kSeeds.size();
    reference += b / kSeeds.size();
    worst = std::max(worst, std::abs(a / b - 1));
  }
  return {{"train.quality",
           fast,
           reference,
           {},
           format("means of 3 seeds on %zu + %zu samples (all 60,000 would take the reference path %s); the "
                  "largest difference of one seed is %.3f %%",
                  data->trainCount, data->testCount(), "minutes", 100 * worst)}};
}

std::vector<Measured> measureEncoding() {
  const DatasetPtr data = wholeSet();
  TrainerSide trainer(data, referenceConfig(100));
  trainer.epoch();
  std::vector<double> previews;
  std::vector<double> exact;
  std::vector<double> epochs;
  for (int round = 0; round < 9; ++round) {
    epochs.push_back(trainer.epoch().wall);
    const ModelSnapshotPtr model = trainer.last()->model;
    const auto encode = [&](EncodingQuality quality) {
      return secondsOf([&] {
        if (!encodeDataset(*model, *data, {}, quality)) throw std::runtime_error("encoding failed");
      });
    };
    previews.push_back(encode(EncodingQuality::Preview));
    exact.push_back(encode(EncodingQuality::Exact));
  }
  return {
      {"encode.all",
       median(previews),
       median(epochs),
       {},
       format("positions and errors of all samples in the arithmetic of the training, as shown first; the "
              "exact ones, in float32 and with sampled errors, take %.3f s (%.2f of an epoch)",
              median(exact), median(exact) / median(epochs))}};
}

}  // namespace isthmus::bench
