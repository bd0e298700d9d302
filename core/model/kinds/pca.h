#pragma once

#include "core/model/model_kind.h"

namespace isthmus {

/// Principal component analysis (Hotelling, 1933): a linear model both ways. The code has the components of
/// the scaled sample, by falling variance.
ModelKind pcaKind();

}  // namespace isthmus
