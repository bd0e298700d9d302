#pragma once

#include "core/engine/training/training_snapshot.h"

#include <QString>

namespace isthmus {

/// "Loss: 1.25 nats per training sample, 1.50 per test sample.": of a run's last epoch; empty before there is
/// one.
QString lastLossText(const LossHistory& history);

}  // namespace isthmus
