#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "core/base/atomic_file.h"
#include "core/engine/runtime_info.h"
#include "core/engine/training_run.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <unistd.h>

namespace isthmus::cli {
namespace {

using nlohmann::ordered_json;

Result<Arithmetic> arithmeticOf(const Arguments& arguments) {
  const std::string name = arguments.text("arithmetic", "automatic");
  if (name == "automatic") return Arithmetic::Automatic;
  if (name == "float32") return Arithmetic::Float32;
  if (name == "reference") return Arithmetic::Reference;
  return Error{ErrorCode::BadSetting, "'" + name + "' is not one of automatic, float32 and reference",
               "--arithmetic"};
}

Result<TrainerConfig> configOf(const Arguments& arguments, const Dataset& dataset) {
  TrainerConfig config = suggestedConfig(dataset);
  const auto take = [](auto& setting, auto&& given) -> std::optional<Error> {
    if (!given) return given.error();
    setting = *given;
    return std::nullopt;
  };
  if (auto e = take(config.epochs, arguments.number("epochs", config.epochs))) return *e;
  if (auto e = take(config.batchSize, arguments.number("batch", config.batchSize))) return *e;
  if (auto e = take(config.latent, arguments.number("latent", config.latent))) return *e;
  if (auto e = take(config.hidden, arguments.numbers("hidden", config.hidden))) return *e;
  if (auto e = take(config.beta, arguments.number("beta", config.beta))) return *e;
  if (auto e = take(config.learningRate, arguments.number("lr", config.learningRate))) return *e;
  if (auto e = take(config.seed, arguments.number("seed", config.seed))) return *e;
  if (auto e = take(config.arithmetic, arithmeticOf(arguments))) return *e;
  return config;
}

/// On a terminal one line that is written over, elsewhere a line an epoch.
class ProgressLine {
 public:
  void show(const TrainingSnapshot& snapshot, bool epochDone) {
    if (!m_terminal && !epochDone) return;
    std::string text = "epoch " + std::to_string(snapshot.epoch) + "/" + std::to_string(snapshot.epochs);
    char numbers[160];
    std::snprintf(numbers, sizeof numbers, "  %3.0f %%  %.0f images/s  %.0f s left", 100 * snapshot.progress,
                  snapshot.imagesPerSecond, snapshot.secondsLeft);
    text += numbers;
    if (!snapshot.history.epochs.empty()) {
      const EpochRecord& last = snapshot.history.epochs.back();
      std::snprintf(numbers, sizeof numbers, "  train %.2f", last.train.total);
      text += numbers;
      std::snprintf(numbers, sizeof numbers, "  %s %.2f nats",
                    std::string(partName(snapshot.history.heldOutPart)).c_str(), last.heldOut.total);
      if (snapshot.history.hasHeldOut) text += numbers;
    }
    std::fprintf(stderr, m_terminal ? "\r\033[K%s" : "%s\n", text.c_str());
    std::fflush(stderr);
  }
  ~ProgressLine() {
    if (m_terminal) std::fputc('\n', stderr);
  }

 private:
  bool m_terminal = ::isatty(STDERR_FILENO) == 1;
};

ordered_json lossJson(const LossTerms& loss) {
  return {{"total", loss.total}, {"reconstruction", loss.reconstruction}, {"kl", loss.kl}};
}

std::string reportOf(const TrainingSnapshot& snapshot, const TrainerConfig& config, const Dataset& dataset) {
  ordered_json epochs = ordered_json::array();
  for (const EpochRecord& epoch : snapshot.history.epochs)
    epochs.push_back({{"epoch", epoch.epoch},
                      {"train", lossJson(epoch.train)},
                      {"test", snapshot.history.hasHeldOut ? lossJson(epoch.heldOut) : ordered_json()},
                      {"seconds", epoch.seconds},
                      {"images_per_second", epoch.imagesPerSecond}});
  const RuntimeInfo runtime = runtimeInfo();
  const ordered_json report = {
      {"epochs", epochs},
      {"seed", config.seed},
      {"model",
       {{"kind", "vae"},
        {"layers", snapshot.model->spec.text()},
        {"hidden", config.hidden},
        {"latent", config.latent},
        {"beta", config.beta},
        {"learning_rate", config.learningRate},
        {"batch", config.batchSize},
        {"arithmetic", snapshot.arithmetic},
        {"steps", snapshot.model->step}}},
      {"data",
       {{"name", dataset.name},
        {"source", dataset.source},
        {"train_samples", dataset.trainCount},
        {"test_samples", dataset.testCount()},
        {"validation_share", config.validationShare},
        {"test_loss_of", std::string(partName(snapshot.history.heldOutPart))}}},
      {"versions", {{"isthmus", ISTHMUS_VERSION}, {"onednn", runtime.oneDnn}, {"libtorch", runtime.torch}}}};
  return report.dump(2) + "\n";
}

Result<void> trainAll(TrainingRun& run) {
  constexpr int kStepsBetweenLines = 100;
  ProgressLine line;
  for (int steps = 1; !run.finished(); ++steps) {
    if (auto stepped = run.step(); !stepped) return Error{ErrorCode::Internal, stepped.error().message};
    if (run.atEpochEnd()) {
      if (auto done = run.finishEpoch({}); !done) return Error{ErrorCode::Internal, done.error().message};
      line.show(run.snapshot(), true);
    } else if (steps % kStepsBetweenLines == 0) {
      line.show(run.snapshot(), false);
    }
  }
  return {};
}

Result<void> runTrain(const Arguments& arguments) {
  const auto out = arguments.required("out");
  if (!out) return out.error();
  for (const char* file : {"out", "report"})  // before the work, not after it
    if (arguments.has(file))
      if (auto writable = checkWritable(arguments.text(file)); !writable) return writable;
  auto dataset = datasetOf(arguments, kDataOption.name);
  if (!dataset) return dataset.error();
  DatasetPtr data = *dataset;
  const auto limit = arguments.number<std::size_t>("limit", data->trainCount);
  if (!limit) return limit.error();
  if (*limit == 0) return Error{ErrorCode::BadSetting, "must be at least 1 sample", "--limit"};
  if (*limit < data->trainCount) data = std::make_shared<const Dataset>(firstSamples(*data, *limit));
  const auto config = configOf(arguments, *data);
  if (!config) return config.error();
  auto training = TrainingRun::create(data, *config);
  if (!training) return training.error();
  TrainingRun& trainingRun = **training;
  const auto done = trainAll(trainingRun);  // a run that diverged still leaves its last good weights
  const TrainingSnapshot snapshot = trainingRun.snapshot();
  if (auto saved = saveModel(*out, *snapshot.model); !saved) return saved;
  if (arguments.has("report"))
    if (auto written = writeFileAtomically(arguments.text("report"), reportOf(snapshot, *config, *data));
        !written)
      return written;
  return done;
}

}  // namespace

Command trainCommand() {
  return {"train",
          "trains a VAE and saves it",
          {kDataOption,
           {"out", "FILE", "where to save the model (.safetensors)"},
           {"report", "FILE", "losses of every epoch as JSON, in nats per sample"},
           {"epochs", "N", "passes through the training samples (50; more for small sets)"},
           {"batch", "N", "samples a step (100; fewer for small sets)"},
           {"latent", "N", "latent dimensions, 2 to 64 (2)"},
           {"hidden", "N,N", "widths of the hidden layers (256,128)"},
           {"beta", "B", "weight of the KL divergence (1)"},
           {"lr", "X", "learning rate of Adam (0.001)"},
           {"seed", "N", "of weights, order and noise (7)"},
           {"arithmetic", "NAME", "automatic, float32, or reference: LibTorch's autograd (automatic)"},
           {"limit", "N", "use only the first N training samples, and test samples in proportion"}},
          runTrain};
}

}  // namespace isthmus::cli
