#include "tests/bench/peers/peer_side.h"

#include <cstdio>
#include <stdexcept>

namespace isthmus::bench {
namespace {

constexpr auto kPatience = std::chrono::seconds(60);
constexpr int kBatch = 100;
constexpr int kWarmUpSteps = 30;
constexpr int kTrialSteps = 100;

}  // namespace

PeerSide::PeerSide(const std::vector<std::string>& command, std::string coreType)
    : m_setting(coreType.empty() ? "OPENBLAS_CORETYPE not set" : "OPENBLAS_CORETYPE=" + coreType),
      m_process(command, {{"OPENBLAS_CORETYPE", coreType}, {"OMP_NUM_THREADS", "1"}}) {}

double PeerSide::run(int steps, int batch) {
  if (!m_process.writeLine(std::to_string(steps) + ' ' + std::to_string(batch)))
    throw std::runtime_error("the peer has ended");
  const auto answer = m_process.readLine(kPatience);
  if (!answer) throw std::runtime_error("the peer does not answer");
  return std::stod(*answer);
}

std::unique_ptr<PeerSide> PeerSide::fastest(const std::vector<std::string>& command) {
  std::unique_ptr<PeerSide> best;
  double bestSeconds = 0;
  for (const char* coreType : {"", "Haswell", "SkylakeX", "Cooperlake"}) {
    try {
      std::unique_ptr<PeerSide> peer(new PeerSide(command, coreType));
      peer->run(kWarmUpSteps, kBatch);
      const double seconds = peer->run(kTrialSteps, kBatch);
      std::fprintf(stderr, "  %s, %s: %.0f images/s\n", command.back().c_str(), peer->setting().c_str(),
                   kTrialSteps * kBatch / seconds);
      if (!best || seconds < bestSeconds) {
        best = std::move(peer);
        bestSeconds = seconds;
      }
    } catch (const std::runtime_error&) {  // this processor cannot run that code, or there is no such program
    }
  }
  return best;
}

std::unique_ptr<PeerSide> eagerPeer() {
  return PeerSide::fastest({programFolder() + "/isthmus-bench-eager"});
}

std::string pythonWithTorch() {
  for (const char* program : {"/usr/bin/python3", "python3"}) {
    Process python({program, "-c", "import torch"});
    if (python.wait(std::chrono::seconds(60)) == 0) return program;
  }
  return {};
}

std::unique_ptr<PeerSide> pythonPeer(const std::string& pixels, std::size_t count) {
  const std::string python = pythonWithTorch();
  if (python.empty()) return nullptr;
  return PeerSide::fastest(
      {python, ISTHMUS_BENCH_SOURCES "/peers/peer_torch.py", pixels, std::to_string(count)});
}

}  // namespace isthmus::bench
