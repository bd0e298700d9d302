#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "core/base/atomic_file.h"
#include "core/engine/decoded_spread.h"
#include "core/engine/runtime_info.h"
#include "core/engine/training/training_run.h"
#include "core/latent/code_use.h"
#include "core/model/file/model_file.h"
#include "core/model/suggested_settings.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <optional>
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

/// "beta=2" into the settings.
Result<void> takeSetting(const ModelKind& kind, const std::string& key, const std::string& value,
                         const std::string& option, ModelSettings& settings) {
  const Setting* setting = kind.setting(key);
  if (!setting) {
    const Error unknown = *checkSettings(kind, {{key, 0}});
    return Error{ErrorCode::BadSetting, "'" + key + "' " + unknown.message, option};
  }
  auto parsed = parseSetting(*setting, value);
  if (!parsed) return Error{ErrorCode::BadSetting, parsed.error().message, option};
  settings.insert_or_assign(key, std::move(parsed).value());
  return {};
}

/// From --set, and from the short names of some settings.
Result<ModelSettings> settingsOf(const Arguments& arguments, const ModelKind& kind) {
  ModelSettings settings;
  for (const std::string& given : arguments.values("set")) {
    const std::size_t equals = given.find('=');
    if (equals == std::string::npos)
      return Error{ErrorCode::BadSetting, "'" + given + "' is no setting; expected KEY=VALUE", "--set"};
    if (auto taken = takeSetting(kind, given.substr(0, equals), given.substr(equals + 1), "--set", settings);
        !taken)
      return taken.error();
  }
  for (const char* key : {"latent", "hidden", "beta"}) {
    if (!arguments.has(key)) continue;
    const std::string option = std::string("--") + key;
    if (settings.contains(key))
      return Error{ErrorCode::BadSetting,
                   "stands beside --set " + std::string(key) + "=; one of them is enough", option};
    if (auto taken = takeSetting(kind, key, arguments.text(key), option, settings); !taken)
      return taken.error();
  }
  return settings;
}

Result<TrainerConfig> configOf(const Arguments& arguments, const Dataset& dataset) {
  const std::string model = arguments.text("model", "vae");
  const ModelKind* kind = findKind(model);
  if (!kind)
    return Error{ErrorCode::BadSetting,
                 "'" + model + "' is no kind of model; 'isthmus-cli models' lists them", "--model"};
  TrainerConfig config = suggestedConfig(dataset, *kind);
  if (kind->solver == Objective::Solver::ClosedForm)
    for (const char* option : {"epochs", "batch", "lr", "arithmetic"})
      if (arguments.has(option))
        return Error{ErrorCode::BadSetting,
                     "says nothing about " + std::string(kind->shortTitle) +
                         ", which is solved for at once, in closed form",
                     std::string("--") + option};
  const auto take = [](auto& setting, auto&& given) -> std::optional<Error> {
    if (!given) return given.error();
    setting = *given;
    return std::nullopt;
  };
  if (auto e = take(config.epochs, arguments.number("epochs", config.epochs))) return *e;
  if (auto e = take(config.batchSize, arguments.number("batch", config.batchSize))) return *e;
  const auto given = settingsOf(arguments, *kind);
  if (!given) return given.error();
  config.settings = *given;
  config.settings.merge(suggestedSettings(*kind, factsOf(dataset), config.epochs));
  if (auto e = take(config.learningRate, arguments.number("lr", config.learningRate))) return *e;
  if (auto e = take(config.seed, arguments.number("seed", config.seed))) return *e;
  if (auto e = take(config.arithmetic, arithmeticOf(arguments))) return *e;
  return config;
}

/// What of the configuration was suggested for the data, and not given: all that is not as usual.
ordered_json suggestedJson(const Arguments& arguments, const TrainerConfig& config) {
  const ModelKind& kind = *config.kind();
  const auto given = settingsOf(arguments, kind);
  const TrainerConfig usual;
  ordered_json json = ordered_json::object();
  for (const Setting& setting : kind.settings) {
    const SettingValue& value = config.settings.find(setting.key)->second;
    if ((given && given->contains(setting.key)) || value == setting.usual) continue;
    std::visit([&](const auto& any) { json[std::string(setting.key)] = any; }, value);
  }
  if (kind.solver == Objective::Solver::ClosedForm) return json;
  if (!arguments.has("lr") && config.learningRate != usual.learningRate)
    json["learning_rate"] = config.learningRate;
  if (!arguments.has("batch") && config.batchSize != usual.batchSize) json["batch"] = config.batchSize;
  if (!arguments.has("epochs") && config.epochs != usual.epochs) json["epochs"] = config.epochs;
  return json;
}

/// "suggested for these data: hidden 64,64,64, epochs 250"; nothing where all is as usual.
void saySuggested(const ordered_json& suggested) {
  std::string text;
  for (const auto& [key, value] : suggested.items()) {
    std::string shown = value.dump();
    std::erase_if(shown, [](char c) { return c == '[' || c == ']'; });
    text.append(text.empty() ? "" : ", ").append(key).append(" ").append(shown);
  }
  if (!text.empty()) std::fprintf(stderr, "isthmus-cli: suggested for these data: %s\n", text.c_str());
}

/// What the code's dimensions are used for; null where there is no posterior and nothing to be said.
ordered_json codeJson(const std::optional<CodeUse>& use, const std::optional<CollapseFinding>& collapse) {
  if (!use && !collapse) return {};
  ordered_json json = ordered_json::object();
  if (use) json = {{"kl", use->kl}, {"variance_of_means", use->variance}};
  json["unused"] = ordered_json::array();
  if (!collapse) return json;
  for (const std::size_t dimension : collapse->unused)
    json["unused"].push_back("z" + std::to_string(dimension + 1));
  json["warning"] = collapse->message;
  return json;
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

ordered_json lossJson(const LossValues& loss, const std::vector<Term>& terms) {
  ordered_json json = {{"total", loss.total}};
  for (std::size_t term = 0; term < terms.size(); ++term) json[terms[term].name] = loss.terms[term];
  return json;
}

ordered_json settingsJson(const ModelSettings& settings) {
  ordered_json json = ordered_json::object();
  for (const auto& [key, value] : settings)
    std::visit([&json, &key = key](const auto& any) { json[key] = any; }, value);
  return json;
}

struct Found {
  ordered_json suggested;
  ordered_json code;
};

std::string reportOf(const TrainingSnapshot& snapshot, const TrainerConfig& config, const Dataset& dataset,
                     const Found& found) {
  ordered_json epochs = ordered_json::array();
  for (const EpochRecord& epoch : snapshot.history.epochs)
    epochs.push_back({{"epoch", epoch.epoch},
                      {"train", lossJson(epoch.train, snapshot.history.terms)},
                      {"test", snapshot.history.hasHeldOut ? lossJson(epoch.heldOut, snapshot.history.terms)
                                                           : ordered_json()},
                      {"seconds", epoch.seconds},
                      {"images_per_second", epoch.imagesPerSecond}});
  const RuntimeInfo runtime = runtimeInfo();
  ordered_json model = {{"kind", snapshot.model->spec.kind},
                        {"layers", snapshot.model->spec.text()},
                        {"parameters", snapshot.model->spec.parameters()},
                        {"settings", settingsJson(snapshot.model->settings)}};
  if (!snapshot.history.isClosedForm) {
    model["learning_rate"] = config.learningRate;
    model["batch"] = config.batchSize;
  }
  model["arithmetic"] = snapshot.arithmetic;
  model["steps"] = snapshot.model->step;
  const ordered_json report = {
      {"epochs", epochs},
      {"seed", config.seed},
      {"model", std::move(model)},
      {"suggested", found.suggested},
      {"code", found.code},
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
  const ordered_json suggested = suggestedJson(arguments, *config);
  saySuggested(suggested);
  auto training = TrainingRun::create(data, *config);
  if (!training) return training.error();
  TrainingRun& trainingRun = **training;
  const auto done = trainAll(trainingRun);  // a run that diverged still leaves its last good weights
  const bool isEncoded = !trainingRun.isClosedForm() && trainingRun.refreshAll({});
  const TrainingSnapshot snapshot = trainingRun.snapshot();
  const auto use = isEncoded ? codeUse(*snapshot.encoding) : std::nullopt;
  const auto spread = isEncoded ? decodedSpread(*snapshot.model, *snapshot.encoding) : std::nullopt;
  const auto collapse = findCollapse(use, spread, snapshot.model->settings, snapshot.model->step);
  if (collapse) std::fprintf(stderr, "isthmus-cli: warning: %s\n", collapse->message.c_str());
  if (auto saved = saveModel(*out, *snapshot.model); !saved) return saved;
  if (arguments.has("report"))
    if (auto written =
            writeFileAtomically(arguments.text("report"),
                                reportOf(snapshot, *config, *data, {suggested, codeJson(use, collapse)}));
        !written)
      return written;
  return done;
}

}  // namespace

Command trainCommand() {
  return {"train",
          "trains a model and saves it",
          {kDataOption,
           {"out", "FILE", "where to save the model (.safetensors)"},
           {"model", "ID", "the kind of model: 'isthmus-cli models' lists them (vae)"},
           {"set", "KEY=VALUE", "a setting of that kind; may be given several times", Option::Takes::Values},
           {"report", "FILE", "losses of every epoch as JSON, in nats per sample"},
           {"epochs", "N", "passes through the training samples (50; more for small sets and tables)"},
           {"batch", "N", "samples a step (100; fewer for small sets)"},
           {"latent", "N", "as --set latent=N: latent dimensions, 2 to 64 (2)"},
           {"hidden", "N,N",
            "as --set hidden=N,N: widths of the hidden layers (256,128; 64,64,64 for tables of few columns)"},
           {"beta", "B", "as --set beta=B: weight of the KL divergence (1)"},
           {"lr", "X", "learning rate of Adam (0.001; 0.003 for tables of few columns)"},
           {"seed", "N", "of weights, order and noise (7)"},
           {"arithmetic", "NAME", "automatic, float32, or reference: LibTorch's autograd (automatic)"},
           {"limit", "N", "use only the first N training samples, and test samples in proportion"}},
          runTrain};
}

}  // namespace isthmus::cli
