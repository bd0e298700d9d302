// The plain eager LibTorch training loop of the reference VAE, as anybody would write it. It answers lines
// "STEPS BATCH" with the seconds that so many steps took.
#include "tests/bench/rows/bench_data.h"

#include <torch/nn/functional/loss.h>
#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/adam.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <iostream>

namespace {

namespace nn = torch::nn;

struct Vae {
  nn::Sequential encoder{nn::Linear(784, 256), nn::ReLU(), nn::Linear(256, 128), nn::ReLU()};
  nn::Linear mean{128, 2};
  nn::Linear logVariance{128, 2};
  nn::Sequential decoder{nn::Linear(2, 128), nn::ReLU(), nn::Linear(128, 256), nn::ReLU(),
                         nn::Linear(256, 784)};

  std::vector<at::Tensor> parameters() const {
    std::vector<at::Tensor> all;
    for (const auto& part :
         {encoder->parameters(), mean->parameters(), logVariance->parameters(), decoder->parameters()})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }
};

class Loop {
 public:
  explicit Loop(const at::Tensor& pixels) : m_pixels(pixels) {}

  void step(std::int64_t batch) {
    if (m_next + batch > m_order.size(0)) {
      m_order = torch::randperm(m_pixels.size(0));
      m_next = 0;
    }
    const at::Tensor indices = m_order.narrow(0, m_next, batch);
    m_next += batch;
    const at::Tensor x = m_pixels.index_select(0, indices).to(at::kFloat).div_(255);
    m_adam.zero_grad();
    const at::Tensor hidden = m_vae.encoder->forward(x);
    const at::Tensor mean = m_vae.mean(hidden);
    const at::Tensor logVariance = m_vae.logVariance(hidden);
    const at::Tensor z = mean + torch::exp(0.5 * logVariance) * torch::randn_like(mean);
    const at::Tensor logits = m_vae.decoder->forward(z);
    const at::Tensor bce = nn::functional::binary_cross_entropy_with_logits(
        logits, x, nn::functional::BinaryCrossEntropyWithLogitsFuncOptions().reduction(torch::kSum));
    const at::Tensor kl = -0.5 * (1 + logVariance - mean.square() - logVariance.exp()).sum();
    const at::Tensor loss = (bce + kl) / static_cast<double>(batch);
    loss.backward();
    m_adam.step();
    m_last = loss.item<float>();
  }
  float lastLoss() const { return m_last; }

 private:
  at::Tensor m_pixels;
  Vae m_vae;
  torch::optim::Adam m_adam{m_vae.parameters(), torch::optim::AdamOptions(1e-3)};
  at::Tensor m_order = at::empty({0}, at::kLong);
  std::int64_t m_next = 0;
  float m_last = 0;
};

}  // namespace

int main() try {
  at::set_num_threads(1);
  at::globalContext().setFlushDenormal(true);
  torch::manual_seed(7);
  const isthmus::DatasetPtr data = isthmus::bench::trainingSet();
  Loop loop(at::from_blob(const_cast<std::uint8_t*>(data->pixels.data()),
                          {static_cast<std::int64_t>(data->count()), 784}, at::kByte));
  std::int64_t steps = 0;
  std::int64_t batch = 0;
  while (std::cin >> steps >> batch) {
    const auto begin = std::chrono::steady_clock::now();
    for (std::int64_t i = 0; i < steps; ++i) loop.step(batch);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::cout << took.count() << ' ' << loop.lastLoss() << std::endl;
  }
  return 0;
} catch (const std::exception& problem) {
  std::fprintf(stderr, "eager peer: %s\n", problem.what());
  return 1;
}
