#include "core/engine/training/run_file.h"

#include "core/base/atomic_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <system_error>
#include <type_traits>
#include <utility>

namespace isthmus {
namespace {

using Json = nlohmann::json;

constexpr const char* kFormat = "isthmus-run";
constexpr int kVersion = 1;
constexpr std::uintmax_t kMostBytes = std::uintmax_t{16}
                                      << 30U;  // four of the largest model, and its data's order

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

/// What is wrong with a file, where an exception is what leaves the reading of a deep structure.
struct BadRun : std::runtime_error {
  using std::runtime_error::runtime_error;
};

template <typename Number>
Json packed(const std::vector<Number>& values) {
  std::vector<std::uint8_t> bytes(values.size() * sizeof(Number));
  if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return Json::binary(std::move(bytes));
}

const Json& field(const Json& json, const char* key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  if (!json.is_object() || found == json.end()) throw BadRun(std::string("lacks \"") + key + "\"");
  return *found;
}

template <typename Number>
std::vector<Number> unpacked(const Json& json, const char* key) {
  const Json& value = field(json, key);
  if (!value.is_binary() || value.get_binary().size() % sizeof(Number) != 0)
    throw BadRun(std::string("has a \"") + key + "\" that is no list of numbers of " +
                 std::to_string(sizeof(Number)) + " bytes");
  const auto& bytes = value.get_binary();
  std::vector<Number> values(bytes.size() / sizeof(Number));
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

double real(const Json& json, const char* key) {
  const Json& value = field(json, key);
  if (!value.is_number()) throw BadRun(std::string("has a \"") + key + "\" that is no number");
  return value.get<double>();
}

template <typename Integer>
Integer integer(const Json& json, const char* key, Integer low = std::numeric_limits<Integer>::min(),
                Integer high = std::numeric_limits<Integer>::max()) {
  const Json& value = field(json, key);
  bool fits = false;
  if (value.is_number_unsigned())
    fits = std::in_range<Integer>(value.get<std::uint64_t>());
  else if (value.is_number_integer())
    fits = std::in_range<Integer>(value.get<std::int64_t>());
  const Integer number = fits ? value.get<Integer>() : Integer{};
  if (!fits || number < low || number > high)
    throw BadRun(std::string("has a \"") + key + "\" that is no whole number in its range");
  return number;
}

std::string text(const Json& json, const char* key) {
  const Json& value = field(json, key);
  if (!value.is_string()) throw BadRun(std::string("has a \"") + key + "\" that is no text");
  return value.get<std::string>();
}

bool flag(const Json& json, const char* key) {
  const Json& value = field(json, key);
  if (!value.is_boolean()) throw BadRun(std::string("has a \"") + key + "\" that is neither true nor false");
  return value.get<bool>();
}

Json configJson(const TrainerConfig& config) {
  Json settings = Json::object();
  for (const auto& [key, value] : config.settings)
    std::visit([&, &key = key](const auto& known) { settings[key] = known; }, value);
  return {{"model", config.model},
          {"settings", settings},
          {"learningRate", config.learningRate},
          {"batchSize", config.batchSize},
          {"epochs", config.epochs},
          {"validationShare", config.validationShare},
          {"seed", config.seed},
          {"arithmetic", static_cast<int>(config.arithmetic)}};
}

SettingValue settingOf(const Json& json, const std::string& key) {
  if (json.is_number_float()) return json.get<double>();
  if (json.is_number_integer() && std::in_range<int>(json.get<std::int64_t>())) return json.get<int>();
  if (json.is_array() && std::ranges::all_of(json, [](const Json& width) {
        return width.is_number_integer() && std::in_range<int>(width.get<std::int64_t>());
      }))
    return json.get<std::vector<int>>();
  throw BadRun("has a setting \"" + key + "\" that is no number and no list of numbers");
}

TrainerConfig configOf(const Json& json) {
  TrainerConfig config;
  config.model = text(json, "model");
  for (const auto& [key, value] : field(json, "settings").items())
    config.settings.emplace(key, settingOf(value, key));
  config.learningRate = real(json, "learningRate");
  config.batchSize = integer<int>(json, "batchSize");
  config.epochs = integer<int>(json, "epochs");
  config.validationShare = real(json, "validationShare");
  config.seed = integer<std::uint64_t>(json, "seed");
  config.arithmetic =
      static_cast<Arithmetic>(integer<int>(json, "arithmetic", 0, static_cast<int>(Arithmetic::Reference)));
  if (const auto wrong = config.validate()) throw BadRun("has a setting that cannot be: " + wrong->text());
  return config;
}

Json lossJson(const LossValues& loss) {
  return {{"total", loss.total}, {"terms", loss.terms}};
}

LossValues lossOf(const Json& json) {
  LossValues loss;
  loss.total = real(json, "total");
  const Json& terms = field(json, "terms");
  if (!terms.is_array() || terms.size() != loss.terms.size())
    throw BadRun("has a loss of another number of terms");
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (!terms[i].is_number()) throw BadRun("has a term of the loss that is no number");
    loss.terms[i] = terms[i].get<double>();
  }
  return loss;
}

Json meanJson(const LossMean& mean) {
  return {{"sum", lossJson(mean.sum)}, {"samples", mean.samples}};
}

LossMean meanOf(const Json& json) {
  return {lossOf(field(json, "sum")), real(json, "samples")};
}

Json recorderJson(const LossRecorder::State& state) {
  const LossHistory& history = state.history;
  Json terms = Json::array();
  for (const Term& term : history.terms)
    terms.push_back({{"type", static_cast<int>(term.type)},
                     {"name", term.name},
                     {"weight", term.weight},
                     {"knob", term.knob},
                     {"warmUp", term.warmUp}});
  Json train = Json::array();
  for (const CurvePoint& point : history.train)
    train.push_back({{"epoch", point.epoch}, {"loss", lossJson(point.loss)}});
  Json epochs = Json::array();
  for (const EpochRecord& record : history.epochs)
    epochs.push_back({{"epoch", record.epoch},
                      {"train", lossJson(record.train)},
                      {"heldOut", lossJson(record.heldOut)},
                      {"seconds", record.seconds},
                      {"imagesPerSecond", record.imagesPerSecond}});
  Json changes = Json::array();
  for (const SettingChange& change : history.changes)
    changes.push_back({{"epoch", change.epoch},
                       {"step", change.step},
                       {"key", change.key},
                       {"before", change.before},
                       {"after", change.after}});
  return {{"terms", terms},
          {"isClosedForm", history.isClosedForm},
          {"train", train},
          {"epochs", epochs},
          {"heldOutPart", static_cast<int>(history.heldOutPart)},
          {"hasHeldOut", history.hasHeldOut},
          {"changes", changes},
          {"epochMean", meanJson(state.epoch)},
          {"curveMean", meanJson(state.curve)},
          {"curveInterval", state.curveInterval}};
}

LossRecorder::State recorderOf(const Json& json) {
  LossRecorder::State state;
  LossHistory& history = state.history;
  for (const Json& term : field(json, "terms"))
    history.terms.push_back(
        {static_cast<TermType>(integer<int>(term, "type", 0, static_cast<int>(TermType::Kl))),
         text(term, "name"), real(term, "weight"), text(term, "knob"),
         term.contains("warmUp") ? real(term, "warmUp") : 0});  // the first files had none
  if (history.terms.size() > Objective::kMaxTerms) throw BadRun("has too many terms of the loss");
  history.isClosedForm = flag(json, "isClosedForm");
  for (const Json& point : field(json, "train"))
    history.train.push_back({real(point, "epoch"), lossOf(field(point, "loss"))});
  for (const Json& record : field(json, "epochs"))
    history.epochs.push_back({integer<int>(record, "epoch", 0), lossOf(field(record, "train")),
                              lossOf(field(record, "heldOut")), real(record, "seconds"),
                              real(record, "imagesPerSecond")});
  history.heldOutPart = static_cast<Part>(integer<int>(json, "heldOutPart", 0, static_cast<int>(Part::Test)));
  history.hasHeldOut = flag(json, "hasHeldOut");
  if (json.contains("changes"))  // the first files had none
    for (const Json& change : field(json, "changes"))
      history.changes.push_back({real(change, "epoch"), integer<std::int64_t>(change, "step", 1),
                                 text(change, "key"), real(change, "before"), real(change, "after")});
  state.epoch = meanOf(field(json, "epochMean"));
  state.curve = meanOf(field(json, "curveMean"));
  state.curveInterval = integer<std::int64_t>(json, "curveInterval", 1);
  return state;
}

Random randomOf(const Json& json, const char* key) {
  const auto random = Random::fromState(text(json, key));
  if (!random) throw BadRun(std::string("has a \"") + key + "\" that is no state of random numbers");
  return *random;
}

/// Samples by their index, each at most once.
std::vector<std::size_t> orderOf(const Json& json, const char* key, std::size_t samples) {
  const auto stored = unpacked<std::uint64_t>(json, key);
  std::vector<bool> seen(samples);
  std::vector<std::size_t> order;
  order.reserve(stored.size());
  for (const std::uint64_t sample : stored) {
    if (sample >= samples || seen[sample])
      throw BadRun(std::string("has a \"") + key + "\" that is no order of its samples");
    seen[sample] = true;
    order.push_back(sample);
  }
  return order;
}

std::vector<std::uint64_t> wide(const std::vector<std::size_t>& values) {
  return {values.begin(), values.end()};
}

RunState stateOf(const Json& json) {
  if (text(json, "format") != kFormat) throw BadRun("is no run of this program");
  if (const int version = integer<int>(json, "version", 1); version > kVersion)
    throw BadRun("is of version " + std::to_string(version) + " of runs; this program reads up to version " +
                 std::to_string(kVersion));
  RunState state{.config = configOf(field(json, "config")),
                 .order = randomOf(json, "order"),
                 .noise = randomOf(json, "noise"),
                 .recorder = LossRecorder(recorderOf(field(json, "recorder")))};
  std::vector<Part> parts;
  for (const std::uint8_t part : unpacked<std::uint8_t>(json, "parts")) {
    if (part > static_cast<std::uint8_t>(Part::Test)) throw BadRun("has a part that there is not");
    parts.push_back(static_cast<Part>(part));
  }
  const Json& scaling = field(json, "scaling");
  state.scaling = {
      static_cast<Scaling>(integer<int>(scaling, "kind", 0, static_cast<int>(Scaling::Standardise))),
      unpacked<float>(scaling, "offset"), unpacked<float>(scaling, "factor"),
      unpacked<double>(scaling, "base")};
  state.train = orderOf(json, "train", parts.size());
  state.rotation = orderOf(json, "rotation", parts.size());
  state.parts = std::make_shared<const std::vector<Part>>(std::move(parts));
  state.isOrdered = flag(json, "isOrdered");
  state.next = integer<std::size_t>(json, "next", 0, state.train.size());
  state.begunEpochs = integer<int>(json, "begunEpochs", 0);
  state.step = integer<std::int64_t>(json, "step", 0);
  const Json& learner = field(json, "learner");
  state.learner = {unpacked<float>(learner, "weights"), unpacked<float>(learner, "moment1"),
                   unpacked<float>(learner, "moment2"), real(learner, "decoderVariance"),
                   integer<std::int64_t>(learner, "steps", 0)};
  return state;
}

}  // namespace

std::vector<std::byte> encodeRun(const RunState& state) {
  std::vector<std::uint8_t> parts;
  for (const Part part : *state.parts) parts.push_back(static_cast<std::uint8_t>(part));
  const Json json = {{"format", kFormat},
                     {"version", kVersion},
                     {"config", configJson(state.config)},
                     {"parts", packed(parts)},
                     {"scaling",
                      {{"kind", static_cast<int>(state.scaling.kind)},
                       {"offset", packed(state.scaling.offset)},
                       {"factor", packed(state.scaling.factor)},
                       {"base", packed(state.scaling.base)}}},
                     {"train", packed(wide(state.train))},
                     {"rotation", packed(wide(state.rotation))},
                     {"order", state.order.state()},
                     {"noise", state.noise.state()},
                     {"isOrdered", state.isOrdered},
                     {"next", state.next},
                     {"begunEpochs", state.begunEpochs},
                     {"step", state.step},
                     {"recorder", recorderJson(state.recorder.state())},
                     {"learner",
                      {{"weights", packed(state.learner.weights)},
                       {"moment1", packed(state.learner.moment1)},
                       {"moment2", packed(state.learner.moment2)},
                       {"decoderVariance", state.learner.decoderVariance},
                       {"steps", state.learner.steps}}}};
  const std::vector<std::uint8_t> bytes = Json::to_cbor(json);
  std::vector<std::byte> result(bytes.size());
  std::memcpy(result.data(), bytes.data(), bytes.size());
  return result;
}

Result<RunState> decodeRun(std::span<const std::byte> bytes, const std::string& name) {
  const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const Json json = Json::from_cbor(begin, begin + bytes.size(), true, false);
  if (json.is_discarded()) return Error{ErrorCode::BadFormat, "is no run of this program, or damaged", name};
  try {
    return stateOf(json);
  } catch (const BadRun& problem) {
    return Error{ErrorCode::BadFormat, problem.what(), name};
  }
}

Result<void> writeRun(const std::filesystem::path& path, const RunState& state) {
  const std::vector<std::byte> bytes = encodeRun(state);
  return writeFileAtomically(path,
                             std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

Result<RunState> readRun(const std::filesystem::path& path) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  if (failed) return Error{ErrorCode::NotFound, "cannot be read: " + failed.message(), path.string()};
  if (size > kMostBytes) return Error{ErrorCode::TooLarge, "is larger than a run can be", path.string()};
  std::vector<char> bytes(size);
  std::ifstream file(path, std::ios::binary);
  if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
    return Error{ErrorCode::NotFound, "cannot be read to its end", path.string()};
  return decodeRun(std::as_bytes(std::span(bytes)), path.string());
}

}  // namespace isthmus
