#pragma once

#include <QString>

#include <functional>

namespace isthmus {

/// What an act of a person's would do to the model in front of them.
struct ModelRisk {
  enum class Act { Reset, OtherData, Edit, NewRun, OtherModel, Quit };
  Act act = Act::Reset;
  QString name = {};        ///< of the data, the edit or the model that comes; empty: it has none
  bool modelStays = false;  ///< only its training would end
};

/// Who decides whether such an act is carried out: calls `goOn`, at once or later, or never.
using ModelGate = std::function<void(const ModelRisk& risk, const std::function<void()>& goOn)>;

}  // namespace isthmus
