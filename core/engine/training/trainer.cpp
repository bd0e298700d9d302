#include "core/engine/training/trainer.h"

#include "core/engine/detail/runtime.h"
#include "core/engine/training/training_run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace isthmus {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kPublishInterval{125};
constexpr int kRefreshShare = 25;  // at most one part in 25 of the time goes into moving the points

enum class Mode { Hold, Run, StepEpoch, Stop };

}  // namespace

class Trainer::Impl {
 public:
  Impl(DatasetPtr dataset, const TrainerConfig& config, std::function<void(TrainingSnapshotPtr)> published)
      : m_dataset(std::move(dataset)),
        m_config(config),
        m_published(std::move(published)),
        m_thread([this](const std::stop_token& stop) { work(stop); }) {}

  void command(Mode mode, std::optional<int> epochs = std::nullopt) {
    const std::scoped_lock lock(m_mutex);
    m_mode = mode;
    if (epochs) m_epochs = epochs;
    // Whatever is being encoded now gives way to the new command.
    m_encoding.request_stop();
    m_encoding = std::stop_source();
    m_changed.notify_all();
  }
  void setLearningRate(double rate) {
    const std::scoped_lock lock(m_mutex);
    m_learningRate = rate;
  }
  void setLive(std::string_view key, double value) {
    const std::scoped_lock lock(m_mutex);
    m_live.insert_or_assign(std::string(key), value);
  }
  void retire() {
    m_thread.request_stop();
    const std::scoped_lock lock(m_publishing);  // at most as long as a receiver takes
    m_isRetired = true;
  }
  bool hasEnded() const { return m_hasEnded; }

 private:
  void work(const std::stop_token& stop);
  void workUntil(const std::stop_token& stop);
  /// Hands a snapshot over, unless nobody wants it any more.
  void send(TrainingSnapshotPtr snapshot);
  /// Trains until told otherwise; the phase it ends in.
  TrainingPhase train(const std::stop_token& stop);
  /// Its loop, one batch a turn.
  TrainingPhase trainOn(const std::stop_token& stop);
  /// Waits for a command to do something; false when the thread is to end.
  bool waitForWork(const std::stop_token& stop);
  /// From here on waitForWork() waits, unless a command has come that was not taken yet.
  void rest();
  /// Everything encoded with the present weights, unless a command to train comes in between.
  void settle(TrainingPhase phase, const std::stop_token& stop);
  void publish(TrainingPhase phase);
  /// Ends the thread's work with a sentence and nothing else.
  void giveUp(const std::string& message);
  /// What the other thread has asked for since.
  Mode takeCommands();
  TrainingPhase fail(const std::string& message) {
    m_message = message;
    return TrainingPhase::Diverged;
  }

  DatasetPtr m_dataset;
  TrainerConfig m_config;
  std::unique_ptr<TrainingRun> m_run;  // made in the thread: drawing millions of weights takes its time
  std::function<void(TrainingSnapshotPtr)> m_published;
  std::string m_message;
  Clock::time_point m_lastPublished;
  std::stop_token m_overtaken;  // stopped as soon as a command comes after takeCommands()

  std::mutex m_mutex;
  std::condition_variable_any m_changed;
  Mode m_mode = Mode::Hold;     // guarded by m_mutex, as all below
  std::optional<int> m_epochs;  // planned in all
  std::optional<double> m_learningRate;
  std::map<std::string, double, std::less<>> m_live;
  std::stop_source m_encoding;  // stops an encoding of all samples

  std::mutex m_publishing;
  bool m_isRetired = false;  // guarded by m_publishing
  std::atomic<bool> m_hasEnded = false;

  std::jthread m_thread;  // last: joined before what it uses goes away
};

void Trainer::Impl::work(const std::stop_token& stop) {
  workUntil(stop);
  m_run.reset();  // its memory goes now, whenever the trainer itself does
  m_hasEnded = true;
}

void Trainer::Impl::send(TrainingSnapshotPtr snapshot) {
  const std::scoped_lock lock(m_publishing);
  if (!m_isRetired) m_published(std::move(snapshot));
}

void Trainer::Impl::workUntil(const std::stop_token& stop) {
  detail::prepareComputeThread();
  const std::stop_callback endEncoding(stop, [this] { command(Mode::Hold); });
  try {
    auto run = TrainingRun::create(m_dataset, m_config);
    if (!run) return giveUp(run.error().text());
    m_run = std::move(run).value();
    while (waitForWork(stop)) {
      const TrainingPhase phase = train(stop);
      if (stop.stop_requested()) return;
      rest();
      publish(phase);
      settle(phase, stop);
    }
  } catch (const std::bad_alloc&) {
    giveUp("There is not enough memory to train this model; fewer or smaller layers need less.");
  } catch (const std::exception& problem) {
    // oneDNN and LibTorch throw; what they say is for developers, but better than nothing.
    giveUp(std::string("Training failed: ") + problem.what());
  }
}

void Trainer::Impl::giveUp(const std::string& message) {
  auto snapshot = std::make_shared<TrainingSnapshot>();  // no copies: there may be no memory for them
  snapshot->phase = TrainingPhase::Diverged;
  snapshot->message = message;
  send(std::move(snapshot));
}

bool Trainer::Impl::waitForWork(const std::stop_token& stop) {
  std::unique_lock lock(m_mutex);
  return m_changed.wait(lock, stop, [this] { return m_mode != Mode::Hold; }) && !stop.stop_requested();
}

void Trainer::Impl::rest() {
  const std::scoped_lock lock(m_mutex);
  if (!m_overtaken.stop_requested()) m_mode = Mode::Hold;
}

Mode Trainer::Impl::takeCommands() {
  const std::scoped_lock lock(m_mutex);
  if (const auto epochs = std::exchange(m_epochs, std::nullopt)) m_run->planEpochs(*epochs);
  if (const auto rate = std::exchange(m_learningRate, std::nullopt)) m_run->setLearningRate(*rate);
  for (const auto& [key, value] : std::exchange(m_live, {})) m_run->setLive(key, value);
  m_overtaken = m_encoding.get_token();
  return m_mode;
}

TrainingPhase Trainer::Impl::train(const std::stop_token& stop) {
  const Mode mode = takeCommands();
  if (mode == Mode::Hold || stop.stop_requested()) return TrainingPhase::Paused;
  if (mode == Mode::Stop) return m_run->finished() ? TrainingPhase::Finished : TrainingPhase::Stopped;
  if (mode == Mode::StepEpoch && m_run->finished()) m_run->planEpochs(m_run->epochsRecorded() + 1);
  publish(TrainingPhase::Running);
  if (!m_run->allEncoded() && !m_run->isClosedForm() &&            // whose first weights say nothing
      m_run->refreshAll({m_overtaken}, EncodingQuality::Preview))  // cut short: made up for later
    publish(TrainingPhase::Running);
  return trainOn(stop);
}

TrainingPhase Trainer::Impl::trainOn(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const Mode mode = takeCommands();
    if (mode == Mode::Hold) return TrainingPhase::Paused;
    if (mode == Mode::Stop) return TrainingPhase::Stopped;
    if (m_run->finished()) break;
    // An epoch whose measurement was cut off by a pause is measured first.
    if (!m_run->atEpochEnd()) {
      const auto stepped = m_run->step({m_overtaken, {}});
      if (!stepped && stepped.error().code == ErrorCode::Cancelled) continue;  // a command says what is next
      if (!stepped) return fail(stepped.error().message);
    }
    if (m_run->atEpochEnd()) {
      auto recorded = m_run->finishEpoch({m_overtaken});
      if (!recorded && recorded.error().code != ErrorCode::Cancelled) return fail(recorded.error().message);
      if (recorded && mode == Mode::StepEpoch && !m_run->finished()) return TrainingPhase::Paused;
    }
    if (Clock::now() - m_lastPublished >= kPublishInterval) {
      m_run->refresh(std::chrono::duration_cast<milliseconds>(Clock::now() - m_lastPublished) / kRefreshShare,
                     m_overtaken);
      publish(TrainingPhase::Running);
    }
  }
  return TrainingPhase::Finished;
}

void Trainer::Impl::settle(TrainingPhase phase, const std::stop_token& stop) {
  do {
    if (m_run->refreshAll({m_overtaken})) return publish(phase);
  } while (takeCommands() == Mode::Hold && !stop.stop_requested());
}

void Trainer::Impl::publish(TrainingPhase phase) {
  auto snapshot = std::make_shared<TrainingSnapshot>(m_run->snapshot());
  snapshot->phase = phase;
  if (phase == TrainingPhase::Diverged) snapshot->message = m_message;
  send(std::move(snapshot));
  m_lastPublished = Clock::now();
}

Trainer::Trainer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Trainer::~Trainer() = default;

Result<std::unique_ptr<Trainer>> Trainer::create(DatasetPtr dataset, const TrainerConfig& config,
                                                 std::function<void(TrainingSnapshotPtr)> published) {
  if (auto fine = TrainingRun::check(*dataset, config); !fine) return fine.error();
  return std::unique_ptr<Trainer>(
      new Trainer(std::make_unique<Impl>(std::move(dataset), config, std::move(published))));
}

void Trainer::run() {
  m_impl->command(Mode::Run);
}
void Trainer::stepEpoch() {
  m_impl->command(Mode::StepEpoch);
}
void Trainer::pause() {
  m_impl->command(Mode::Hold);
}
void Trainer::stop() {
  m_impl->command(Mode::Stop);
}
void Trainer::runTo(int epochs) {
  m_impl->command(Mode::Run, epochs);
}
void Trainer::setLearningRate(double learningRate) {
  m_impl->setLearningRate(learningRate);
}
void Trainer::setLive(std::string_view key, double value) {
  m_impl->setLive(key, value);
}
void Trainer::retire() {
  m_impl->retire();
}
bool Trainer::hasEnded() const {
  return m_impl->hasEnded();
}

}  // namespace isthmus
