#include "app/rooms/model/run_status.h"

#include "app/rooms/model/model_text.h"
#include "app/session/explorer_session.h"
#include "widgets/model/run_text.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/theme.h"

#include <QLabel>
#include <QStatusBar>

namespace isthmus {

RunStatus::RunStatus(ExplorerSession& session, QStatusBar* bar)
    : QObject(bar), m_session(session), m_run(new QLabel), m_seed(new QLabel), m_arithmetic(new QLabel) {
  m_run->setContentsMargins(kGrid, 0, 0, 0);
  m_run->setObjectName(QStringLiteral("runText"));
  m_arithmetic->setObjectName(QStringLiteral("arithmeticText"));
  bar->addWidget(m_run, 1);
  bar->addPermanentWidget(m_seed);
  bar->addPermanentWidget(m_arithmetic);
  connect(&m_session, &ExplorerSession::snapshotReady, this, [this](const TrainingSnapshotPtr& snapshot) {
    const auto speed = static_cast<qint64>(snapshot->imagesPerSecond);
    const bool isFast = snapshot->phase == TrainingPhase::Running && speed > 0;
    m_run->setText(isFast ? tr("%1, %2 samples/s").arg(runText(*snapshot), countText(speed))
                          : runText(*snapshot));
    m_seed->setText(tr("seed %1").arg(snapshot->seed));
    m_arithmetic->setText(QString::fromStdString(snapshot->arithmetic));
  });
  connect(&m_session, &ExplorerSession::runBegan, this, [this] {
    m_run->setText(preparingText());
    m_arithmetic->clear();
  });
  const auto describeWithoutRun = [this] {
    if (!m_session.training().phase()) describeModel();
  };
  connect(&m_session, &ExplorerSession::phaseChanged, this, describeWithoutRun);
  connect(&m_session.workspace(), &Workspace::modelChanged, this, describeWithoutRun);
  describeModel();
}

void RunStatus::describeModel() {
  const ModelSnapshotPtr& model = m_session.workspace().model();
  m_run->setText(model ? modelText(*model) : tr("no model yet"));
  m_seed->setText(model ? tr("seed %1").arg(model->seed) : QString());
  m_arithmetic->clear();
}

}  // namespace isthmus
