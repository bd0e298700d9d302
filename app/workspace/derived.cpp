#include "app/workspace/derived.h"

#include <utility>

namespace isthmus {

Derived::Derived(std::function<void(const ScenePtr&)> ready)
    : m_ready(std::move(ready)),
      m_job([](const Request& request,
               const auto& job) { job.answer(makeScene(request.inputs, *request.before)); },
            [this](const ScenePtr& scene) { deliver(scene); }) {}

void Derived::want(const SceneInputs& inputs) {
  if (m_wanted == inputs) return;
  m_wanted = inputs;
  if (inputs.encoding || inputs.probeEncoding) return m_job.request({inputs, m_newest});
  m_job.cancel();
  deliver(makeScene(inputs, Scene()));
}

void Derived::forget() {
  m_job.cancel();
  m_wanted.reset();
  m_newest = std::make_shared<const Scene>();
}

void Derived::deliver(const ScenePtr& scene) {
  m_newest = scene;
  m_ready(scene);
}

}  // namespace isthmus
