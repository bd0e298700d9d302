#include "widgets/model/run_text.h"

#include "widgets/text/number_text.h"

#include <QObject>

#include <algorithm>

namespace isthmus {

QString preparingText() {
  return QObject::tr("Preparing the model…");
}

QString runText(const TrainingSnapshot& snapshot) {
  constexpr double kNearlyNone = 1e-6;
  const double exact = snapshot.progress * snapshot.epochs;
  const bool betweenEpochs = exact - snapshot.epoch < kNearlyNone;
  const QString current =
      QObject::tr("epoch %1 of %2")
          .arg(countText(std::min(snapshot.epoch + 1, snapshot.epochs)), countText(snapshot.epochs));
  const QString done = QObject::tr("%1 of %2")
                           .arg(countText(snapshot.epoch),
                                countedText(snapshot.epochs, QObject::tr("epoch"), QObject::tr("epochs")));
  switch (snapshot.phase) {
    case TrainingPhase::Running:
      return current;
    case TrainingPhase::Paused:
      return betweenEpochs ? QObject::tr("Paused after %1").arg(done)
                           : QObject::tr("Paused in %1").arg(current);
    case TrainingPhase::Finished:
      return QObject::tr("Finished: %1").arg(done);
    case TrainingPhase::Stopped:
      return QObject::tr("Stopped after %1").arg(done);
    case TrainingPhase::Diverged:
      return snapshot.message.empty() ? QObject::tr("Diverged after %1").arg(done)
                                      : QString::fromStdString(snapshot.message);
  }
  return {};
}

}  // namespace isthmus
