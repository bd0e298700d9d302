#include "app/rooms/errors/errors_room.h"

#include "app/session/explorer_session.h"
#include "widgets/errors/error_panel.h"

namespace isthmus {

ErrorsRoom::ErrorsRoom(const Services& services, QWidget* parent)
    : QObject(parent),
      m_session(services.session),
      m_workspace(services.session.workspace()),
      m_panel(new ErrorPanel(parent)) {
  connect(&m_workspace, &Workspace::sceneChanged, this, &ErrorsRoom::showScene);
  connect(&m_workspace, &Workspace::viewChanged, this, [this](const ViewState& now, const ViewState& before) {
    if (now.errors != before.errors) m_panel->setView(now.errors);
  });
  connect(m_panel, &ErrorPanel::viewChanged, &m_workspace, [this](const ErrorsView& errors) {
    m_workspace.change([&](ViewState& view) { view.errors = errors; });
  });
  connect(m_panel, &ErrorPanel::sampleChosen, &m_session, &ExplorerSession::pick);
  connect(m_panel, &ErrorPanel::probeChosen, &m_session, &ExplorerSession::lookAtProbe);
  connect(m_panel, &ErrorPanel::thresholdChanged, this,
          [this](double, const SampleSet& above) { Q_EMIT aboveChanged(above); });
  DecodeController& decoding = m_session.decoding();
  connect(m_panel, &ErrorPanel::galleryWanted, &decoding, &DecodeController::fillGallery);
  connect(&decoding, &DecodeController::galleryFilled, this, [this](std::vector<GalleryCell> cells) {
    const ProfileScalePtr scale = m_workspace.profileScale();
    for (GalleryCell& cell : cells) cell.scale = scale;
    m_panel->setGalleryImages(cells);
  });
}

void ErrorsRoom::showScene(const Scene& now, const Scene& before) {
  const bool isSame = now.inputs.dataset == before.inputs.dataset &&
                      now.inputs.parts == before.inputs.parts && now.errors == before.errors &&
                      now.probeErrors == before.probeErrors && now.traits() == before.traits();
  if (isSame) return;
  m_panel->setData({now.inputs.dataset, now.errors, now.inputs.parts, now.traits(),
                    now.inputs.probe ? QString::fromStdString(now.inputs.probe->name) : QString(),
                    now.probeErrors, now.inputs.probe});
}

}  // namespace isthmus
