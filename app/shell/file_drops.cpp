#include "app/shell/file_drops.h"

#include "app/rooms/data/data_opening.h"
#include "widgets/frame/drop_overlay.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QUrl>

namespace isthmus {
namespace {

std::vector<std::filesystem::path> localPaths(const QMimeData& data) {
  std::vector<std::filesystem::path> paths;
  for (const QUrl& url : data.urls())
    if (url.isLocalFile()) paths.emplace_back(url.toLocalFile().toStdString());
  return paths;
}

DatasetRole roleFor(Qt::KeyboardModifiers modifiers) {
  return modifiers.testFlag(Qt::AltModifier) ? DatasetRole::Probe : DatasetRole::Main;
}

}  // namespace

FileDrops::FileDrops(ExplorerSession& session, DataOpening& opening, QWidget* window)
    : QObject(window), m_session(session), m_opening(opening), m_overlay(new DropOverlay(window)) {
  window->setAcceptDrops(true);
  window->installEventFilter(this);
  const DatasetController& datasets = m_session.datasets();
  connect(&datasets, &DatasetController::planned, this,
          [this](const QString& name, const QString& detail, bool acceptable, bool isSingleSample) {
            if (m_overlay->isHidden()) return;  // the drag has ended since
            m_plan = Plan{name, detail, acceptable, isSingleSample};
            showPlan(roleFor(QApplication::keyboardModifiers()) == DatasetRole::Probe);
          });
  connect(&datasets, &DatasetController::plannedModel, this, [this](const QString& name) {
    if (!m_overlay->isHidden()) m_overlay->setPlan(tr("Open the model"), name, true);
  });
}

bool FileDrops::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::DragEnter:
      enter(static_cast<QDragEnterEvent&>(*event));
      return true;
    case QEvent::DragMove:
      move(static_cast<QDragMoveEvent&>(*event));
      return true;
    case QEvent::DragLeave:
      end();
      return true;
    case QEvent::Drop:
      drop(static_cast<QDropEvent&>(*event));
      return true;
    default:
      return QObject::eventFilter(watched, event);
  }
}

void FileDrops::enter(QDragEnterEvent& event) {
  const auto paths = localPaths(*event.mimeData());
  if (paths.empty()) return event.ignore();
  event.acceptProposedAction();
  m_plan.reset();
  m_overlay->setPlan(tr("Looking at the files…"), {}, true);
  m_session.datasets().plan(paths);
  m_overlay->show();
  m_overlay->raise();
}

void FileDrops::move(QDragMoveEvent& event) {
  event.acceptProposedAction();
  if (m_plan) showPlan(roleFor(event.modifiers()) == DatasetRole::Probe);
}

void FileDrops::drop(QDropEvent& event) {
  end();
  const auto paths = localPaths(*event.mimeData());
  if (paths.empty()) return;
  event.acceptProposedAction();
  m_opening.openPaths(paths, roleFor(event.modifiers()));
}

void FileDrops::end() {
  m_session.datasets().forgetPlan();
  m_overlay->hide();
  m_plan.reset();
}

/// One sample is no data set to learn from, with Alt held or not.
void FileDrops::showSinglePlan() {
  if (m_session.workspace().model())
    m_overlay->setPlan(
        tr("Look at %1 with the model").arg(m_plan->name),
        tr("%1\nIts place in the plane and its reconstruction are shown; the data stay.").arg(m_plan->detail),
        true);
  else
    m_overlay->setPlan(tr("%1 is one sample alone").arg(m_plan->name),
                       tr("Only a model can look at it: train or open one first."), false);
}

void FileDrops::showPlan(bool asProbe) {
  if (m_plan->acceptable && m_plan->isSingleSample) return showSinglePlan();
  const QString title = !m_plan->acceptable ? tr("This cannot be loaded")
                        : asProbe           ? tr("Hold %1 against the model as probe").arg(m_plan->name)
                                            : tr("Load %1").arg(m_plan->name);
  const QString hint = m_plan->acceptable && !asProbe ? tr("\nHold Alt to make it the probe") : QString();
  m_overlay->setPlan(title, m_plan->detail + hint, m_plan->acceptable);
}

}  // namespace isthmus
