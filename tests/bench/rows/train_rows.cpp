// train.vae, train.batch512 and their peers.
#include "core/data/dataset.h"
#include "tests/bench/peers/peer_side.h"
#include "tests/bench/rows/bench_data.h"
#include "tests/bench/rows/measure.h"
#include "tests/bench/rows/scratch_file.h"
#include "tests/bench/rows/trainer_side.h"

#include <array>
#include <cstdio>

namespace isthmus::bench {
namespace {

constexpr int kRounds = 5;
constexpr int kRoundsOfSlow = 3;  // where an epoch takes longer than that many seconds
constexpr double kSlowEpoch = 3;
constexpr int kPeerImages = 20'000;  // a round of a peer; ours take an epoch

struct Rates {
  std::vector<double> automatic, float32, eager, python, stepsAlone;
  std::string arithmetic;  ///< what the automatic choice computes with
};

/// As many epochs as take a second, in one figure each.
TrainerSide::Epoch turnOf(TrainerSide& trainer) {
  constexpr double kTurn = 1;
  TrainerSide::Epoch sum;
  int epochs = 0;
  do {
    const TrainerSide::Epoch epoch = trainer.epoch();
    sum.wall += epoch.wall;
    sum.steps += epoch.steps;
    ++epochs;
  } while (sum.wall < kTurn);
  return {sum.wall / epochs, sum.steps / epochs};
}

/// Ours and the peers in turn.
Rates takeTurns(const DatasetPtr& data, int batch, PeerSide* eager, PeerSide* python) {
  const auto images = static_cast<double>(data->count());
  TrainerSide automatic(data, referenceConfig(batch));
  TrainerSide float32(data, referenceConfig(batch, Arithmetic::Float32));
  automatic.epoch();  // with what is done once
  const bool isSlow = float32.epoch().wall > kSlowEpoch;
  const int steps = kPeerImages / batch;
  const auto rateOf = [&](PeerSide& peer) { return steps * batch / peer.run(steps, batch); };
  Rates rates;
  rates.arithmetic = automatic.last()->arithmetic;
  for (int round = 0; round < (isSlow ? kRoundsOfSlow : kRounds); ++round) {
    const TrainerSide::Epoch epoch = turnOf(automatic);
    rates.automatic.push_back(images / epoch.wall);
    rates.stepsAlone.push_back(images / epoch.steps);
    if (eager) rates.eager.push_back(rateOf(*eager));
    rates.float32.push_back(images / turnOf(float32).wall);
    if (python) rates.python.push_back(rateOf(*python));
    std::fprintf(stderr, "  batch %d, round %d: %.0f images/s\n", batch, round + 1, rates.automatic.back());
  }
  return rates;
}

Measured row(const std::string& name, const std::vector<double>& ours, const std::vector<double>& peer,
             const std::string& note) {
  if (peer.empty()) return {name, median(ours), {}, {}, "peer absent"};
  return {name, median(ours), median(peer), {}, note};
}

std::string words(const PeerSide* peer) {
  return peer ? "peer: one thread, " + peer->setting() : std::string();
}

}  // namespace

std::vector<Measured> measureTraining() {
  const DatasetPtr data = trainingSet();
  const ScratchFile pixels(data->pixels);
  const auto eager = eagerPeer();
  const auto python = pythonPeer(pixels.path(), data->count());
  const Rates small = takeTurns(data, 100, eager.get(), python.get());
  const Rates large = takeTurns(data, 512, eager.get(), python.get());
  std::array<char, 200> text{};
  std::snprintf(text.data(), text.size(),
                "%s; epochs by the wall clock, publishing included; steps alone %.0f images/s; ",
                small.arithmetic.c_str(), median(small.stepsAlone));
  const std::string alone = text.data();
  return {row("train.vae", small.automatic, small.eager, alone + words(eager.get())),
          row("train.vae.python", small.automatic, small.python, words(python.get())),
          row("train.vae.float32", small.float32, small.eager, words(eager.get())),
          row("train.vae.float32.python", small.float32, small.python, words(python.get())),
          row("train.batch512", large.automatic, large.eager, words(eager.get())),
          row("train.batch512.python", large.automatic, large.python, words(python.get()))};
}

std::vector<Measured> measureConvolution() {
  return {{"train.conv", {}, {}, {}, "there is no convolutional VAE yet"}};
}

}  // namespace isthmus::bench
