#include "core/model/objective.h"

#include <algorithm>

namespace isthmus {

double warmedUp(const Term& term, double epochs) {
  return term.warmUp > 0 ? std::clamp(epochs / term.warmUp, 0.0, 1.0) : 1.0;
}

}  // namespace isthmus
