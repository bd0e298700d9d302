#include "core/engine/training/training_run.h"

#include "core/engine/backends.h"
#include "core/engine/detail/runtime.h"
#include "core/engine/initial_weights.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

namespace isthmus {
namespace {

using Clock = TrainingRun::Clock;

constexpr std::uint64_t kNoiseStream = 0x6e6f697365U;  // so that noise and order are not made of one stream
constexpr std::uint64_t kLayerStream = 0x6472'6f70'0000'0000U;
constexpr double kMostRefreshed = 1024;       // samples refreshed between two looks at the clock
constexpr int kStepsBetweenKeptWeights = 50;  // what a divergence can cost

double seconds(Clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

/// Adds the time until it goes out of scope.
class Stopwatch {
 public:
  explicit Stopwatch(Clock::duration& total) : m_total(total) {}
  ~Stopwatch() { m_total += Clock::now() - m_begin; }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  Clock::duration& m_total;
  Clock::time_point m_begin = Clock::now();
};

/// Of what layers draw in the next step: other than the samples' order and noise it needs no state.
std::uint64_t seedOfLayers(const RunState& state) {
  return state.config.seed ^ kLayerStream ^ static_cast<std::uint64_t>(state.step);
}

std::vector<std::size_t> samplesOf(const std::vector<Part>& parts, Part part) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (parts[i] == part) indices.push_back(i);
  return indices;
}

Result<ModelPlan> planFor(const Dataset& dataset, const TrainerConfig& config) {
  if (auto problem = config.validate()) return *problem;
  auto plan = planModel(*config.kind(), config.settings, factsOf(dataset));
  if (plan && dataset.trainCount == 0)
    return Error{ErrorCode::BadSetting, "has no training samples, so there is nothing to learn from",
                 dataset.name};
  return plan;
}

/// A weight may have been changed while it trained.
bool isSameTerm(const Term& a, const Term& b) {
  return a.type == b.type && a.name == b.name && a.knob == b.knob && a.warmUp == b.warmUp;
}

/// Why a run cannot go on from a state with this data set, if so: it may come from a file.
std::optional<Error> mismatch(const Dataset& dataset, const ModelPlan& plan, const RunState& state) {
  const std::size_t numbers = dataset.shape.size();
  const auto isColumn = [&](std::size_t size) { return size <= 1 || size == numbers; };
  const auto trained = static_cast<std::size_t>(std::ranges::count(*state.parts, Part::Train));
  if (state.parts->size() != dataset.count() || state.rotation.size() != dataset.count() ||
      state.train.size() != trained || state.train.empty() || !isColumn(state.scaling.offset.size()) ||
      state.scaling.factor.size() != state.scaling.offset.size() || !isColumn(state.scaling.base.size()))
    return Error{ErrorCode::BadSetting, "is not the data set of the run that is to go on", dataset.name};
  const std::uint64_t weights = plan.spec.parameters();
  const LearnerState& learner = state.learner;
  const auto isMoment = [&](const std::vector<float>& moment) {
    return moment.empty() || moment.size() == weights;
  };
  if (learner.weights.size() != weights || !isMoment(learner.moment1) ||
      learner.moment1.size() != learner.moment2.size() || !(learner.decoderVariance > 0) ||
      !std::ranges::equal(state.recorder.history().terms, plan.objective.terms, isSameTerm))
    return Error{ErrorCode::BadFormat, "does not hold what a run of its model does", "the run"};
  return std::nullopt;
}

}  // namespace

Result<void> TrainingRun::check(const Dataset& dataset, const TrainerConfig& config) {
  const auto plan = planFor(dataset, config);
  return plan ? Result<void>() : plan.error();
}

Result<std::unique_ptr<TrainingRun>> TrainingRun::create(DatasetPtr dataset, const TrainerConfig& config) {
  auto plan = planFor(*dataset, config);
  if (!plan) return plan.error();
  detail::prepareComputeThread();
  RunState state{.config = config,
                 .parts = std::make_shared<const std::vector<Part>>(
                     splitParts(*dataset, config.validationShare, config.seed)),
                 .scaling = {},
                 .train = {},
                 .rotation = std::vector<std::size_t>(dataset->count()),
                 .order = Random(config.seed),
                 .noise = Random(config.seed ^ kNoiseStream),
                 .recorder = LossRecorder(plan->objective),
                 .learner = {}};
  state.config.settings = completed(*config.kind(), config.settings);
  if (plan->objective.solver == Objective::Solver::ClosedForm) state.config.epochs = 1;
  state.train = samplesOf(*state.parts, Part::Train);
  state.scaling = fitScaling(*dataset, state.train);
  std::iota(state.rotation.begin(), state.rotation.end(), std::size_t{0});
  state.order.shuffle(std::span(state.rotation));

  ModelSnapshot start = {.spec = plan->spec, .seed = config.seed, .scaling = state.scaling};
  start.weights = drawWeights(start.spec, config.seed);
  auto learner = makeLearner(dataset, start, plan->objective, config.arithmetic);
  if (!learner) return learner.error();
  return std::unique_ptr<TrainingRun>(new TrainingRun(std::move(dataset), std::move(plan).value(),
                                                      std::move(state), std::move(learner).value()));
}

Result<std::unique_ptr<TrainingRun>> TrainingRun::resume(DatasetPtr dataset, RunState state) {
  auto plan = planFor(*dataset, state.config);
  if (!plan) return plan.error();
  if (const auto wrong = mismatch(*dataset, *plan, state)) return *wrong;
  detail::prepareComputeThread();
  ModelSnapshot start = {.spec = plan->spec, .seed = state.config.seed, .scaling = state.scaling};
  start.weights = drawWeights(start.spec, state.config.seed);  // of the right shapes
  auto learner = makeLearner(dataset, start, plan->objective, state.config.arithmetic);
  if (!learner) return learner.error();
  (*learner)->restore(state.learner);
  return std::unique_ptr<TrainingRun>(new TrainingRun(std::move(dataset), std::move(plan).value(),
                                                      std::move(state), std::move(learner).value()));
}

TrainingRun::TrainingRun(DatasetPtr dataset, ModelPlan plan, RunState state, std::unique_ptr<Learner> learner)
    : m_dataset(std::move(dataset)),
      m_plan(std::move(plan)),
      m_can(capabilitiesOf(m_plan.spec)),
      m_state(std::move(state)),
      m_learner(std::move(learner)),
      m_encoding(emptyEncoding(m_dataset->count(), static_cast<std::size_t>(m_plan.spec.latent),
                               m_can.hasPosterior)) {
  for (const Term& term : m_plan.objective.terms) m_weights.push_back(term.weight);
  m_heldOut = samplesOf(*m_state.parts, Part::Validation);
  const Part heldOut = m_heldOut.empty() ? Part::Test : Part::Validation;
  if (m_heldOut.empty()) m_heldOut = samplesOf(*m_state.parts, Part::Test);
  m_state.recorder.setHeldOut(heldOut, !m_heldOut.empty());
  keepWeights();
}

double TrainingRun::epochPosition() const {
  const bool isWithin = m_state.next != 0 || m_state.isOrdered;
  return static_cast<double>(m_state.begunEpochs - (isWithin ? 1 : 0)) +
         static_cast<double>(m_state.next) / static_cast<double>(m_state.train.size());
}

bool TrainingRun::atEpochEnd() const {
  return m_state.step > 0 && m_state.next == 0 && epochsRecorded() < m_state.begunEpochs;
}

void TrainingRun::planEpochs(int count) {
  m_state.config.epochs = isClosedForm() ? 1 : count;
}

void TrainingRun::setLearningRate(double learningRate) {
  const double before = std::exchange(m_state.config.learningRate, learningRate);
  m_state.recorder.addChange({epochPosition(), m_state.step, kLearningRateKey, before, learningRate});
}

void TrainingRun::setLive(std::string_view key, double value) {
  SettingValue& setting = m_state.config.settings[std::string(key)];
  const double* before = std::get_if<double>(&setting);
  m_state.recorder.addChange(
      {epochPosition(), m_state.step, std::string(key), before != nullptr ? *before : value, value});
  setting = value;
  for (std::size_t term = 0; term < m_weights.size(); ++term)
    if (m_plan.objective.terms[term].knob == key) m_weights[term] = value;
}

Result<void> TrainingRun::step(const Task& task) {
  const Stopwatch busy(m_busy);
  const auto begin = Clock::now();
  if (m_state.next == 0 && !m_state.isOrdered) {
    if (!isClosedForm()) m_state.order.shuffle(std::span(m_state.train));
    ++m_state.begunEpochs;
    m_state.isOrdered = true;
  }
  const std::size_t rest = m_state.train.size() - m_state.next;
  const std::size_t count =
      isClosedForm() ? rest : std::min(static_cast<std::size_t>(m_state.config.batchSize), rest);
  const std::span<const std::size_t> batch(m_state.train.data() + m_state.next, count);

  const Random noise = m_state.noise;
  const std::vector<double> weights = weightsOfStep();
  const auto measured = m_learner->measure({batch, drawNoise(count), weights, seedOfLayers(m_state)}, task);
  if (!measured) {
    m_state.noise = noise;  // as if nothing had been
    return measured.error();
  }
  LossValues loss = *measured;
  if (!std::isfinite(loss.total)) return diverged();
  if (weights != m_weights) loss.total = weightedSum(loss.terms);
  if (m_state.step % kStepsBetweenKeptWeights == 0) keepWeights();
  m_learner->update(m_state.config.learningRate);
  if (m_state.step == 0) forgetErrors();
  m_learner->store(m_encoding);  // moves these samples' points at no cost
  m_encoding.isUniform = false;

  ++m_state.step;
  m_state.isOrdered = false;
  m_state.next = m_state.next + count == m_state.train.size() ? 0 : m_state.next + count;
  m_state.recorder.addBatch(loss, count, m_state.step, epochPosition(), m_state.next == 0);
  const auto duration = Clock::now() - begin;
  m_epochTime += duration;
  const double perImage = seconds(duration) / static_cast<double>(count);
  m_secondsPerImage = m_secondsPerImage == 0 ? perImage : 0.98 * m_secondsPerImage + 0.02 * perImage;
  return {};
}

/// The weights of the terms in the step that comes next.
std::vector<double> TrainingRun::weightsOfStep() const {
  std::vector<double> weights = m_weights;
  for (std::size_t term = 0; term < weights.size(); ++term)
    weights[term] *= warmedUp(m_plan.objective.terms[term], epochPosition());
  return weights;
}

/// The loss that the run is for. While a term warms up the steps lower another one, but curves of that would
/// rise with the weight while all goes well.
double TrainingRun::weightedSum(std::span<const double> terms) const {
  double sum = 0;
  for (std::size_t term = 0; term < m_weights.size(); ++term) sum += m_weights[term] * terms[term];
  return sum;
}

/// The untrained weights' errors are as large as they get: shown beside those of the first steps they would
/// set the histogram and its threshold. From here on only samples measured by weights that have learnt
/// something have one.
void TrainingRun::forgetErrors() {
  for (auto& [measure, values] : m_encoding.measures)
    if (measure != Measure::Kl && measure != Measure::InputEntropy)
      std::ranges::fill(values, std::numeric_limits<float>::quiet_NaN());
}

std::span<const float> TrainingRun::drawNoise(std::size_t samples) {
  if (!m_can.hasPosterior) return {};
  m_noiseOfBatch.resize(samples * static_cast<std::size_t>(m_plan.spec.latent));
  std::ranges::generate(m_noiseOfBatch, [this] { return static_cast<float>(m_state.noise.normal()); });
  return m_noiseOfBatch;
}

Error TrainingRun::diverged() {
  const std::string message =
      "The loss became infinite in step " + std::to_string(m_state.step + 1) + " (epoch " +
      std::to_string(m_state.begunEpochs) + "), so training was stopped and the weights of step " +
      std::to_string(m_keptStep) + " were kept; a smaller learning rate usually helps.";
  m_learner->restore(m_kept);
  m_state.step = m_keptStep;
  return {ErrorCode::BadSetting, message};
}

LossValues TrainingRun::heldOutLoss() const {
  LossMean mean;
  const std::vector<float>& reconstruction =
      m_encoding.of(m_can.hasPosterior ? Measure::SampledNll : Measure::Nll);
  const std::vector<Term>& terms = m_plan.objective.terms;
  for (const std::size_t sample : m_heldOut) {
    LossValues loss;
    for (std::size_t term = 0; term < terms.size(); ++term) {
      loss.terms[term] =
          terms[term].type == TermType::Kl ? m_encoding.of(Measure::Kl)[sample] : reconstruction[sample];
    }
    loss.total = weightedSum(loss.terms);
    mean.add(loss, 1);
  }
  return mean.take();
}

Result<void> TrainingRun::finishEpoch(const Task& task) {
  const Stopwatch busy(m_busy);
  if (!m_learner->isFinite()) return diverged();  // the last update has not been through a loss yet
  if (auto encoded = encode(m_heldOut, task); !encoded) return encoded;
  EpochRecord epoch;
  epoch.epoch = epochsRecorded() + 1;
  epoch.seconds = seconds(m_epochTime);
  epoch.imagesPerSecond = static_cast<double>(m_state.train.size()) / std::max(epoch.seconds, 1e-9);
  if (!m_heldOut.empty()) epoch.heldOut = heldOutLoss();
  m_state.recorder.addEpoch(epoch);
  m_epochTime = {};
  return {};
}

Result<void> TrainingRun::encode(std::span<const std::size_t> samples, const Task& task) {
  auto encoded = m_learner->encode(samples, EncodingQuality::Exact, m_encoding, task);
  if (encoded) m_encoding.step = m_state.step;
  return encoded;
}

// Exactly means in float32, whatever the training computes in: what stays on the screen is what the saved
// model gives.
Result<void> TrainingRun::refreshAll(const Task& task, EncodingQuality quality) {
  const ModelSnapshot present = model();
  auto runner = makeRunner(present);
  if (!runner) return runner.error();
  auto encoded = (*runner)->encode(*m_dataset, m_state.rotation, quality, m_encoding, task);
  if (!encoded) return encoded;
  m_encoding.step = m_state.step;
  m_allEncoded = m_encoding.isUniform = true;
  return {};
}

void TrainingRun::refresh(std::chrono::milliseconds budget, const std::stop_token& stop) {
  const Stopwatch busy(m_busy);
  m_refreshBudget += seconds(budget);
  if (m_secondsPerRefreshed == 0) m_secondsPerRefreshed = m_secondsPerImage;  // learning costs more
  while (m_refreshBudget > m_secondsPerRefreshed && !stop.stop_requested()) {
    const auto begin = Clock::now();
    const double affordable = m_refreshBudget / std::max(m_secondsPerRefreshed, 1e-9);
    auto portion = static_cast<std::size_t>(std::clamp(affordable, 1.0, kMostRefreshed));
    portion = std::bit_floor(portion);  // few different numbers: the encoder prepares itself for each anew
    const std::size_t count = std::min(portion, m_state.rotation.size() - m_refreshed);
    if (!m_learner->encode(std::span(m_state.rotation).subspan(m_refreshed, count), EncodingQuality::Preview,
                           m_encoding, {stop}))
      return;  // cancelled
    m_refreshed = m_refreshed + count == m_state.rotation.size() ? 0 : m_refreshed + count;
    const double spent = seconds(Clock::now() - begin);
    m_secondsPerRefreshed = spent / static_cast<double>(count);
    m_refreshBudget -= spent;
  }
  m_encoding.step = m_state.step;
}

void TrainingRun::keepWeights() {
  m_learner->capture(m_kept);
  m_keptStep = m_state.step;
}

ModelSnapshot TrainingRun::model() const {
  ModelSnapshot model = {.spec = m_plan.spec,
                         .settings = m_state.config.settings,
                         .data = m_dataset->name,
                         .seed = m_state.config.seed,
                         .epoch = epochsRecorded(),
                         .step = m_state.step,
                         .scaling = m_state.scaling,
                         .features = m_dataset->features};
  m_learner->describe(model);
  return model;
}

RunState TrainingRun::capture() const {
  RunState state = m_state;
  m_learner->capture(state.learner);
  return state;
}

TrainingSnapshot TrainingRun::snapshot() const {
  const int epochs = m_state.config.epochs;
  TrainingSnapshot snapshot;
  snapshot.epoch = epochsRecorded();
  snapshot.epochs = epochs;
  snapshot.progress = std::min(epochPosition() / epochs, 1.0);
  snapshot.imagesPerSecond = m_secondsPerImage > 0 ? 1 / m_secondsPerImage : 0;
  if (epochPosition() > 0)
    snapshot.secondsLeft = seconds(m_busy) / epochPosition() * std::max(epochs - epochPosition(), 0.0);
  snapshot.seed = m_state.config.seed;
  snapshot.arithmetic = m_learner->arithmetic();
  snapshot.history = m_state.recorder.history();
  const bool isSolved = !isClosedForm() || m_state.step > 0;  // until then its weights are drawn by chance
  if (isSolved) snapshot.model = std::make_shared<const ModelSnapshot>(model());
  if (m_allEncoded) snapshot.encoding = std::make_shared<const Encoding>(m_encoding);
  snapshot.parts = m_state.parts;
  return snapshot;
}

}  // namespace isthmus
