#pragma once

#include "tests/bench/process.h"

#include <memory>
#include <string>
#include <vector>

namespace isthmus::bench {

/// A program that trains the reference VAE plainly and answers "STEPS BATCH" with seconds.
class PeerSide {
 public:
  /// Starts it under several settings of OpenBLAS and keeps the fastest; null when the program cannot run.
  static std::unique_ptr<PeerSide> fastest(const std::vector<std::string>& command);

  /// Seconds for so many steps.
  double run(int steps, int batch);
  /// "OPENBLAS_CORETYPE=Haswell".
  const std::string& setting() const { return m_setting; }

 private:
  PeerSide(const std::vector<std::string>& command, std::string coreType);

  std::string m_setting;
  Process m_process;
};

/// The eager LibTorch loop; null when it was not built.
std::unique_ptr<PeerSide> eagerPeer();

/// A python3 that can import torch; empty when there is none.
std::string pythonWithTorch();

/// The same loop in python3-torch; null when that is not installed. `pixels` is a file of count x 784 bytes.
std::unique_ptr<PeerSide> pythonPeer(const std::string& pixels, std::size_t count);

}  // namespace isthmus::bench
