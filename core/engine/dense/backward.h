#pragma once

#include "core/base/team.h"
#include "core/engine/dense/forward.h"

#include <functional>
#include <span>
#include <vector>

namespace isthmus::dense {

/// A batch on its way forward and back through a network whose values may change between passes: everything
/// a step needs, taken once for a number of rows.
class BatchPass {
 public:
  /// The network must outlive it.
  BatchPass(const Network& network, InputForm form, std::size_t rows, std::size_t members);

  std::size_t rows() const { return m_rows; }

  /// Forward, loss, and back to every layer's outputs. `samples` and `noise` have a row for each row; without
  /// a posterior neither noise nor beta is looked at.
  void run(const InputBatch& samples, std::span<const float> noise, double beta, Team& team);

  // What run() found, a value for each row.
  std::span<const float> nll() const { return m_nll; }  ///< negative log-likelihood, nats
  std::span<const float> sse() const { return m_sse; }  ///< squared error; of a Gaussian decoder alone
  std::span<const float> kl() const { return m_kl; }    ///< 0 without a posterior
  const float* means(std::size_t row) const { return m_activations.outputs[m_order.mean()].values(row); }
  /// Where there is a posterior.
  const float* logVariances(std::size_t row) const {
    return m_activations.outputs[m_order.logVariance()].values(row);
  }

  /// Receives the gradient of some rows of a layer's weight, or (with rows = 0) of its whole bias.
  using Receiver =
      std::function<void(std::size_t layer, std::size_t row, std::size_t rows, const float* gradient)>;
  /// The gradients that follow from run(), block by block; each weight and bias once. Called from all
  /// members.
  void gradients(Team& team, const Receiver& receive);

 private:
  /// The rows of the batch that go through in one piece, and the products of their way back.
  struct Shard {
    Forward forward;
    std::vector<MatrixProduct> toInput;  // of each layer but the first: output gradient x weight
    std::vector<float> first;            // two terms of the encoder's output gradient, before they are added
  };
  /// Rows of one layer's weight whose gradient is made in one go.
  struct Block {
    std::size_t layer;
    std::size_t row;
    std::size_t rows;
    MatrixProduct product;
  };

  void addShards();
  void addBlocks();
  void runShard(Shard& shard, const InputBatch& samples, std::span<const float> noise, float beta);
  void measureLoss(const Shard& shard, const InputBatch& samples);
  void measureOutput(std::size_t row, const InputBatch& samples, std::size_t sample);
  void backThroughDecoder(const Shard& shard);
  void takeCode(const Shard& shard, std::span<const float> noise);
  void backThroughCode(const Shard& shard, std::span<const float> noise, float beta);
  void backThroughEncoder(Shard& shard);
  void gradientOfInput(const Shard& shard, std::size_t layer, float* to) const;
  void throughRelu(const Shard& shard, std::size_t layer);
  const Rows& inputOf(std::size_t layer) const;

  const Network* m_network;
  LayerOrder m_order;
  std::size_t m_rows;
  std::size_t m_padded;  // rows in memory: bfloat16 products are many times faster over whole tiles of 32
  Activations m_activations;
  std::vector<Rows> m_gradients;  // of each layer's outputs, before its ReLU
  Rows m_codeGradient;
  std::vector<float> m_nll;
  std::vector<float> m_sse;
  std::vector<float> m_kl;
  std::vector<Shard> m_shards;
  std::vector<Block> m_blocks;
  std::vector<Buffer<float>> m_scratch;  // of each member: the gradient of a block and of a bias
};

}  // namespace isthmus::dense
