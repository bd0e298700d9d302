#include "core/engine/training_run.h"

#include "core/base/random.h"
#include "core/engine/dense/dense_learner.h"
#include "core/engine/detail/runtime.h"
#include "core/engine/reference_learner.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

namespace isthmus {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kCurvePoints =
    4000;  // then every second one goes: the curve stays cheap to copy and draw
constexpr std::uint64_t kNoiseStream = 0x6e6f697365U;  // so that noise and order are not made of one stream
constexpr double kMostRefreshed = 1024;                // samples refreshed between two looks at the clock
constexpr int kStepsBetweenKeptWeights = 50;           // what a divergence can cost

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

/// Running mean of loss terms, weighted by samples.
struct LossMean {
  LossTerms sum;
  double samples = 0;

  void add(const LossTerms& loss, double count) {
    sum.total += loss.total * count;
    sum.reconstruction += loss.reconstruction * count;
    sum.kl += loss.kl * count;
    samples += count;
  }
  LossTerms take() {
    const LossTerms mean = {sum.total / samples, sum.reconstruction / samples, sum.kl / samples};
    *this = {};
    return mean;
  }
};

std::vector<std::size_t> samplesOf(const std::vector<Part>& parts, Part part) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (parts[i] == part) indices.push_back(i);
  return indices;
}

VaeSpec specFor(const Dataset& dataset, const TrainerConfig& config) {
  return {dataset.shape, config.hidden, config.latent, dataset.kind, likelihoodFor(dataset.kind)};
}

/// `start`: the model before the first step.
Result<std::unique_ptr<VaeLearner>> makeLearner(const DatasetPtr& dataset, const TrainerConfig& config,
                                                const ModelSnapshot& start) {
  if (config.arithmetic == Arithmetic::Reference) return makeReferenceLearner(dataset, start);
  const bool halves = config.arithmetic == Arithmetic::Automatic && dense::hasFastBFloat16();
  return std::unique_ptr<VaeLearner>(std::make_unique<dense::DenseLearner>(
      dataset, start, halves ? dense::NumberFormat::BFloat16 : dense::NumberFormat::Float32,
      computeThreads()));
}

}  // namespace

class TrainingRun::Impl {
 public:
  Impl(DatasetPtr dataset, const TrainerConfig& config, std::shared_ptr<const std::vector<Part>> parts,
       InputScaling scaling, std::unique_ptr<VaeLearner> learner)
      : m_dataset(std::move(dataset)),
        m_config(config),
        m_parts(std::move(parts)),
        m_train(samplesOf(*m_parts, Part::Train)),
        m_scaling(std::move(scaling)),
        m_learner(std::move(learner)),
        m_noise(config.seed ^ kNoiseStream),
        m_order(config.seed),
        m_encoding(dense::emptyEncoding(m_dataset->count(), static_cast<std::size_t>(config.latent))) {
    m_heldOut = samplesOf(*m_parts, Part::Validation);
    m_history.heldOutPart = m_heldOut.empty() ? Part::Test : Part::Validation;
    if (m_heldOut.empty()) m_heldOut = samplesOf(*m_parts, Part::Test);
    m_history.hasHeldOut = !m_heldOut.empty();
    m_rotation.resize(m_dataset->count());
    std::iota(m_rotation.begin(), m_rotation.end(), std::size_t{0});
    m_order.shuffle(std::span(m_rotation));
    keepWeights();
  }

  Result<void> step();
  Result<void> finishEpoch(const Task& task);
  void refresh(std::chrono::milliseconds budget, const std::stop_token& stop);
  Result<void> refreshAll(const Task& task, EncodingQuality quality);
  TrainingSnapshot snapshot() const;

  bool atEpochEnd() const { return m_step > 0 && m_next == 0 && recordedEpochs() < m_begunEpochs; }
  bool finished() const { return recordedEpochs() >= m_config.epochs; }
  bool allEncoded() const { return m_allEncoded; }
  int recordedEpochs() const { return static_cast<int>(m_history.epochs.size()); }
  void planEpochs(int count) { m_config.epochs = count; }
  void setLearningRate(double rate) { m_config.learningRate = rate; }
  void setBeta(double beta) { m_config.beta = beta; }

 private:
  /// What the weights of this moment need to be used.
  ModelSnapshot model() const;
  double epochPosition() const {
    return static_cast<double>(m_begunEpochs - (m_next == 0 ? 0 : 1)) +
           static_cast<double>(m_next) / static_cast<double>(m_train.size());
  }
  LossTerms heldOutLoss() const;
  Result<void> encode(std::span<const std::size_t> samples, const Task& task);
  void keepWeights();
  void restoreWeights();
  void record(const LossTerms& loss, std::size_t count);
  Error diverged();
  void forgetErrors();
  std::span<const float> drawNoise(std::size_t samples);

  DatasetPtr m_dataset;
  TrainerConfig m_config;
  std::shared_ptr<const std::vector<Part>> m_parts;
  std::vector<std::size_t> m_train;  // in the order of the present epoch
  std::vector<std::size_t> m_heldOut;
  InputScaling m_scaling;
  std::unique_ptr<VaeLearner> m_learner;
  Random m_noise;
  std::vector<float> m_noiseOfBatch;
  Random m_order;
  std::vector<std::size_t>
      m_rotation;                    // every sample, in the order of refresh(): a fair sample at any moment
  std::size_t m_refreshed = 0;       // position in m_rotation
  double m_refreshBudget = 0;        // seconds; saved up where a single sample takes longer than one budget
  double m_secondsPerRefreshed = 0;  // of late

  std::size_t m_next = 0;  // first sample of the next batch in m_train
  int m_begunEpochs = 0;
  std::int64_t m_step = 0;
  std::int64_t m_keptStep = 0;  // of weights that gave a finite loss

  LossHistory m_history;
  LossMean m_epochLoss;
  LossMean m_curveLoss;
  Clock::duration m_epochTime{};  // of this epoch's steps
  double m_secondsPerImage = 0;   // of late
  Clock::duration m_busy{};  // what the run took so far: steps, measuring, refreshing; not what a pause or
                             // the first encoding took
  std::int64_t m_curveInterval = 20;  // steps between two points of the training curve
  bool m_allEncoded = false;
  Encoding m_encoding;  // what of it is up to date moves with m_refreshed
};

Result<void> TrainingRun::Impl::step() {
  const Stopwatch busy(m_busy);
  const auto begin = Clock::now();
  if (m_next == 0) {
    m_order.shuffle(std::span(m_train));
    ++m_begunEpochs;
  }
  const std::size_t count = std::min(static_cast<std::size_t>(m_config.batchSize), m_train.size() - m_next);
  const std::span<const std::size_t> batch(m_train.data() + m_next, count);

  const LossTerms loss = m_learner->measure(batch, drawNoise(count), m_config.beta);
  if (!std::isfinite(loss.total)) return diverged();
  if (m_step % kStepsBetweenKeptWeights == 0) keepWeights();
  m_learner->update(m_config.learningRate);
  if (m_step == 0) forgetErrors();
  m_learner->store(m_encoding);  // moves these samples' points at no cost
  m_encoding.isUniform = false;

  ++m_step;
  m_next = m_next + count == m_train.size() ? 0 : m_next + count;
  record(loss, count);
  const auto duration = Clock::now() - begin;
  m_epochTime += duration;
  const double perImage = seconds(duration) / static_cast<double>(count);
  m_secondsPerImage = m_secondsPerImage == 0 ? perImage : 0.98 * m_secondsPerImage + 0.02 * perImage;
  return {};
}

/// The untrained weights' errors are as large as they get: shown beside those of the first steps they would
/// set the histogram and its threshold. From here on only samples measured by weights that have learnt
/// something have one.
void TrainingRun::Impl::forgetErrors() {
  for (std::vector<float>* column : {&m_encoding.nll, &m_encoding.mse, &m_encoding.sampledNll})
    std::ranges::fill(*column, std::numeric_limits<float>::quiet_NaN());
}

std::span<const float> TrainingRun::Impl::drawNoise(std::size_t samples) {
  m_noiseOfBatch.resize(samples * static_cast<std::size_t>(m_config.latent));
  std::ranges::generate(m_noiseOfBatch, [this] { return static_cast<float>(m_noise.normal()); });
  return m_noiseOfBatch;
}

void TrainingRun::Impl::record(const LossTerms& loss, std::size_t count) {
  m_epochLoss.add(loss, static_cast<double>(count));
  m_curveLoss.add(loss, static_cast<double>(count));
  if (m_step % m_curveInterval == 0 || m_next == 0)
    m_history.train.push_back({epochPosition(), m_curveLoss.take()});
  if (m_history.train.size() <= kCurvePoints) return;
  auto& points = m_history.train;
  for (std::size_t i = 0; i < points.size() / 2; ++i) points[i] = points[2 * i + 1];
  points.resize(points.size() / 2);
  m_curveInterval *= 2;
}

Error TrainingRun::Impl::diverged() {
  const std::string message =
      "The loss became infinite in step " + std::to_string(m_step + 1) + " (epoch " +
      std::to_string(m_begunEpochs) + "), so training was stopped and the weights of step " +
      std::to_string(m_keptStep) + " were kept; a smaller learning rate usually helps.";
  restoreWeights();
  return {ErrorCode::BadSetting, message};
}

LossTerms TrainingRun::Impl::heldOutLoss() const {
  LossMean mean;
  for (const std::size_t index : m_heldOut) {
    const double reconstruction = m_encoding.sampledNll[index];
    const double kl = m_encoding.kl[index];
    mean.add({reconstruction + m_config.beta * kl, reconstruction, kl}, 1);
  }
  return mean.take();
}

Result<void> TrainingRun::Impl::finishEpoch(const Task& task) {
  const Stopwatch busy(m_busy);
  if (!m_learner->isFinite()) return diverged();  // the last update has not been through a loss yet
  if (auto encoded = encode(m_heldOut, task); !encoded) return encoded;
  EpochRecord epoch;
  epoch.epoch = recordedEpochs() + 1;
  epoch.seconds = seconds(m_epochTime);
  epoch.imagesPerSecond = static_cast<double>(m_train.size()) / std::max(epoch.seconds, 1e-9);
  epoch.train = m_epochLoss.take();
  if (m_history.hasHeldOut) epoch.heldOut = heldOutLoss();
  m_history.epochs.push_back(epoch);
  m_epochTime = {};
  return {};
}

Result<void> TrainingRun::Impl::encode(std::span<const std::size_t> samples, const Task& task) {
  auto encoded = m_learner->encode(samples, EncodingDetail::SampledNll, m_encoding, task);
  if (encoded) m_encoding.step = m_step;
  return encoded;
}

// Exactly means in float32, whatever the training computes in: what stays on the screen is what the saved
// model gives.
Result<void> TrainingRun::Impl::refreshAll(const Task& task, EncodingQuality quality) {
  auto encoded = dense::encodeSamples(model(), *m_dataset, m_rotation, quality, m_encoding, task);
  if (!encoded) return encoded;
  m_encoding.step = m_step;
  m_allEncoded = m_encoding.isUniform = true;
  return {};
}

void TrainingRun::Impl::refresh(std::chrono::milliseconds budget, const std::stop_token& stop) {
  const Stopwatch busy(m_busy);
  m_refreshBudget += seconds(budget);
  if (m_secondsPerRefreshed == 0) m_secondsPerRefreshed = m_secondsPerImage;  // learning costs more
  while (m_refreshBudget > m_secondsPerRefreshed && !stop.stop_requested()) {
    const auto begin = Clock::now();
    const double affordable = m_refreshBudget / std::max(m_secondsPerRefreshed, 1e-9);
    auto portion = static_cast<std::size_t>(std::clamp(affordable, 1.0, kMostRefreshed));
    portion = std::bit_floor(portion);  // few different numbers: the encoder prepares itself for each anew
    const std::size_t count = std::min(portion, m_rotation.size() - m_refreshed);
    if (!m_learner->encode(std::span(m_rotation).subspan(m_refreshed, count), EncodingDetail::Errors,
                           m_encoding, {stop}))
      return;  // cancelled
    m_refreshed = m_refreshed + count == m_rotation.size() ? 0 : m_refreshed + count;
    const double spent = seconds(Clock::now() - begin);
    m_secondsPerRefreshed = spent / static_cast<double>(count);
    m_refreshBudget -= spent;
  }
  m_encoding.step = m_step;
}

void TrainingRun::Impl::keepWeights() {
  m_learner->keepWeights();
  m_keptStep = m_step;
}

void TrainingRun::Impl::restoreWeights() {
  m_learner->restoreWeights();
  m_step = m_keptStep;
}

ModelSnapshot TrainingRun::Impl::model() const {
  return {.spec = specFor(*m_dataset, m_config),
          .weights = m_learner->weights(),
          .data = m_dataset->name,
          .seed = m_config.seed,
          .beta = m_config.beta,
          .epoch = recordedEpochs(),
          .step = m_step,
          .scaling = m_scaling,
          .decoderVariance = m_learner->decoderVariance(),
          .features = m_dataset->features};
}

TrainingSnapshot TrainingRun::Impl::snapshot() const {
  TrainingSnapshot snapshot;
  snapshot.epoch = recordedEpochs();
  snapshot.epochs = m_config.epochs;
  snapshot.progress = std::min(epochPosition() / m_config.epochs, 1.0);
  snapshot.imagesPerSecond = m_secondsPerImage > 0 ? 1 / m_secondsPerImage : 0;
  if (epochPosition() > 0)
    snapshot.secondsLeft =
        seconds(m_busy) / epochPosition() * std::max(m_config.epochs - epochPosition(), 0.0);
  snapshot.seed = m_config.seed;
  snapshot.arithmetic = m_learner->arithmetic();
  snapshot.history = m_history;
  snapshot.model = std::make_shared<const ModelSnapshot>(model());
  if (m_allEncoded) snapshot.encoding = std::make_shared<const Encoding>(m_encoding);
  snapshot.parts = m_parts;
  return snapshot;
}

TrainingRun::TrainingRun(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
TrainingRun::~TrainingRun() = default;

Result<void> TrainingRun::check(const Dataset& dataset, const TrainerConfig& config) {
  if (auto problem = config.validate()) return *problem;
  if (auto problem = specFor(dataset, config).validate()) return *problem;
  if (dataset.trainCount == 0)
    return Error{ErrorCode::BadSetting, "has no training samples, so there is nothing to learn from",
                 dataset.name};
  return {};
}

Result<std::unique_ptr<TrainingRun>> TrainingRun::create(DatasetPtr dataset, const TrainerConfig& config) {
  if (auto fine = check(*dataset, config); !fine) return fine.error();
  detail::prepareComputeThread();
  auto parts =
      std::make_shared<const std::vector<Part>>(splitParts(*dataset, config.validationShare, config.seed));
  ModelSnapshot start = {.spec = specFor(*dataset, config)};
  start.weights = dense::drawWeights(start.spec, config.seed);
  start.scaling = fitScaling(*dataset, samplesOf(*parts, Part::Train));
  auto learner = makeLearner(dataset, config, start);
  if (!learner) return learner.error();
  return std::unique_ptr<TrainingRun>(new TrainingRun(std::make_unique<Impl>(
      std::move(dataset), config, std::move(parts), std::move(start.scaling), std::move(learner).value())));
}

Result<void> TrainingRun::step() {
  return m_impl->step();
}
bool TrainingRun::atEpochEnd() const {
  return m_impl->atEpochEnd();
}
Result<void> TrainingRun::finishEpoch(const Task& task) {
  return m_impl->finishEpoch(task);
}
bool TrainingRun::allEncoded() const {
  return m_impl->allEncoded();
}
bool TrainingRun::finished() const {
  return m_impl->finished();
}
int TrainingRun::epochsRecorded() const {
  return m_impl->recordedEpochs();
}
void TrainingRun::planEpochs(int count) {
  m_impl->planEpochs(count);
}
void TrainingRun::setLearningRate(double learningRate) {
  m_impl->setLearningRate(learningRate);
}
void TrainingRun::setBeta(double beta) {
  m_impl->setBeta(beta);
}
void TrainingRun::refresh(std::chrono::milliseconds budget, const std::stop_token& stop) {
  m_impl->refresh(budget, stop);
}
Result<void> TrainingRun::refreshAll(const Task& task, EncodingQuality quality) {
  return m_impl->refreshAll(task, quality);
}
TrainingSnapshot TrainingRun::snapshot() const {
  return m_impl->snapshot();
}

}  // namespace isthmus
