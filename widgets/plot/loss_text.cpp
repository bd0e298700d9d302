#include "widgets/plot/loss_text.h"

#include "core/data/split.h"
#include "widgets/text/number_text.h"

#include <QCoreApplication>

namespace isthmus {

QString lastLossText(const LossHistory& history) {
  if (history.epochs.empty()) return {};
  const EpochRecord& last = history.epochs.back();
  QString text = QCoreApplication::translate("LossText", "Loss: %1 nats per training sample")
                     .arg(valueText(last.train.total, 2));
  if (history.hasHeldOut)
    text +=
        QCoreApplication::translate("LossText", ", %1 per %2 sample")
            .arg(valueText(last.heldOut.total, 2), QString::fromUtf8(partName(history.heldOutPart).data()));
  return text + QLatin1Char('.');
}

}  // namespace isthmus
