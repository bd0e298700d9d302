#pragma once

#include "core/engine/training/training_snapshot.h"

#include <QString>

namespace isthmus {

/// Between the press of Train and the first that is heard of a run.
QString preparingText();
/// Which epoch a run is in, or how many it has made: "epoch 8 of 50", "Paused in epoch 8 of 50", "Finished:
/// 50 of 50 epochs"; of one that diverged its sentence. The same wherever it is said.
QString runText(const TrainingSnapshot& snapshot);

}  // namespace isthmus
