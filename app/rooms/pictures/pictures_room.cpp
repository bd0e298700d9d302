#include "app/rooms/pictures/pictures_room.h"

#include "app/session/explorer_session.h"
#include "widgets/pictures/picture_panel.h"

namespace isthmus {

PicturesRoom::PicturesRoom(const Services& services, QWidget* parent)
    : QObject(parent),
      m_session(services.session),
      m_workspace(services.session.workspace()),
      m_panel(new PicturePanel(parent)) {
  connectDecoding();
  connect(m_panel, &PicturePanel::nearestChosen, &m_session, &ExplorerSession::pick);
  connect(&m_workspace, &Workspace::datasetChanged, this,
          [this](const DatasetPtr& dataset, DatasetChange change) {
            if (dataset->kind == SampleKind::Image || change == DatasetChange::Loaded)
              m_panel->setProfileScale(nullptr);  // until the numbers have been looked through
          });
  connect(&m_workspace, &Workspace::summaryChanged, this, [this] {
    m_panel->setProfileScale(m_workspace.profileScale());
    decodePointer();
    examinePicked();
  });
  connect(&m_workspace, &Workspace::modelChanged, this, [this](const ModelSnapshotPtr& model) {
    if (!model) m_panel->clearDecoded();
  });
  // Once for all that has changed: a scene is of one moment.
  connect(&m_workspace, &Workspace::sceneChanged, this, [this](const Scene& now, const Scene& before) {
    const bool otherCodes = now.inputs.model != before.inputs.model || now.layout != before.layout ||
                            now.inputs.encoding != before.inputs.encoding ||
                            now.inputs.dataset != before.inputs.dataset;
    if (otherCodes) decodePointer();
    if (otherCodes || now.errors != before.errors || now.inputs.parts != before.inputs.parts) examinePicked();
  });
  connect(&m_workspace, &Workspace::viewChanged, this, [this](const ViewState& now, const ViewState& before) {
    const bool pointed = now.pointer && (!before.pointer || now.pointer->x != before.pointer->x ||
                                         now.pointer->y != before.pointer->y);
    if (pointed) decodePointer();
    if (now.picked == before.picked) return;
    if (now.picked)
      examinePicked();
    else
      m_panel->clearPicked();
  });
}

void PicturesRoom::connectDecoding() {
  const DecodeController& decoding = m_session.decoding();
  connect(&decoding, &DecodeController::pointDecoded, this, [this](const DecodedView& view) {
    if (m_workspace.model()) m_panel->showDecoded(view);
  });
  connect(&decoding, &DecodeController::examined, this, [this](const PickedView& view) {
    if (m_workspace.view().picked == view.index) m_panel->showPicked(view);
  });
  connect(&m_session, &ExplorerSession::singleProbeChanged, m_panel, &PicturePanel::showPicked);
  connect(&m_session, &ExplorerSession::singleProbeRemoved, this, [this] {
    if (!m_workspace.view().picked) m_panel->clearPicked();
  });
}

void PicturesRoom::decodePointer() {
  const auto& pointer = m_workspace.view().pointer;
  const LayoutPtr& layout = m_workspace.scene()->layout;
  if (pointer && layout && layout->plane)
    m_session.decoding().decodePoint(layout->plane->lift(pointer->x, pointer->y));
}

void PicturesRoom::examinePicked() {
  if (const auto picked = m_workspace.view().picked) m_session.decoding().examine(*picked);
}

}  // namespace isthmus
