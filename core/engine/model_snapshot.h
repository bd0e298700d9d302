#pragma once

#include "core/base/result.h"
#include "core/data/input_scaling.h"
#include "core/engine/vae_spec.h"
#include "core/io/safetensors.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace isthmus {

/// A model at one moment: its architecture, its weights and where they came from. Immutable once shared;
/// plain numbers, so it can be held, saved and sent anywhere without LibTorch.
struct ModelSnapshot {
  VaeSpec spec;
  std::vector<NamedTensor> weights = {};  ///< in the order and with the names of weightLayout(spec)
  std::string data = {};                  ///< name of the data set it was trained on
  std::uint64_t seed = 0;
  double beta = 1;
  int epoch = 0;               ///< epochs completed
  std::int64_t step = 0;       ///< training steps made
  InputScaling scaling = {};   ///< of whatever is encoded with it
  double decoderVariance = 1;  ///< of a Gaussian decoder: kMinDecoderVariance to kMaxDecoderVariance
  std::vector<std::string> features = {};  ///< names of a vector's numbers, or empty
};

using ModelSnapshotPtr = std::shared_ptr<const ModelSnapshot>;

/// Names and shapes of a valid VAE's weights, without values, as rows [outputs, inputs]: encoder.0.weight
/// [256, 784], encoder.0.bias [256], ..., mean.*, log_variance.*, decoder.0.* (from the latent code, widths
/// reversed), ..., output.*.
std::vector<NamedTensor> weightLayout(const VaeSpec& spec);

/// A model as a .safetensors file: the weights, the input's scaling as the tensors input.offset and
/// input.factor (where there is one), and in the metadata the architecture and preprocessing. Atomic. A model
/// that loadModel would refuse (weights that are missing, misshapen or not finite) is not written. Feature
/// names of more than 256 KiB are left out.
Result<void> saveModel(const std::filesystem::path& path, const ModelSnapshot& model);
/// Reads it back. A field, weight or version that is missing or wrong is an error that names it.
Result<ModelSnapshotPtr> loadModel(const std::filesystem::path& path);
/// Whether a file is to be opened as a model: by its ending, unless its header says that it holds other
/// tensors, which are a data set.
bool isModelFile(const std::filesystem::path& path);
/// The model from memory; `where` names it in errors.
Result<ModelSnapshotPtr> parseModel(std::span<const std::byte> bytes, const std::string& where);

}  // namespace isthmus
