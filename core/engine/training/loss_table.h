#pragma once

#include "core/engine/training/training_snapshot.h"
#include "core/io/result_table.h"

#include <memory>

namespace isthmus {

/// The loss curves as a table: epoch, series, total, and a column for each term (reconstruction, kl). The
/// series "batches" is the mean of the batches since its line before, "train" that of a whole epoch, and
/// "validation" or "test" what was held out, after it. For each setting that was changed while it trained
/// (beta, learning_rate) a column has the value that the line's last step was made with. The table holds on
/// to the history.
ResultTable lossTable(const std::shared_ptr<const LossHistory>& history);

}  // namespace isthmus
