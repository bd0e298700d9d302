#pragma once

#include "app/workspace/scene.h"
#include "widgets/jobs/latest_job.h"

#include <functional>
#include <optional>

namespace isthmus {

/// What follows from data, model and view: made off the GUI thread, once for the same inputs, and shared by
/// all who show a part of it. The newest inputs win; while they change faster than scenes are made, scenes of
/// the same samples that are a little behind are delivered as well.
class Derived {
 public:
  /// `ready` is called in the thread that made this (the GUI's).
  explicit Derived(std::function<void(const ScenePtr&)> ready);

  /// Nothing when the same was wanted last. What takes no time (there is no encoding) is ready at once.
  void want(const SceneInputs& inputs);
  /// No scene of what was wanted so far is wanted any more.
  void forget();
  bool isBusy() const { return m_job.isBusy(); }

 private:
  struct Request {
    SceneInputs inputs;
    ScenePtr before;
  };

  void deliver(const ScenePtr& scene);

  std::function<void(const ScenePtr&)> m_ready;
  std::optional<SceneInputs> m_wanted;
  ScenePtr m_newest = std::make_shared<const Scene>();
  LatestJob<Request, ScenePtr> m_job;
};

}  // namespace isthmus
