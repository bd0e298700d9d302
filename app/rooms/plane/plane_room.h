#pragma once

#include "app/shell/services.h"
#include "app/workspace/workspace.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <cstddef>

namespace isthmus {

class LatentPlaneView;

/// The latent plane: the samples where the model puts them, and what is decoded behind them.
class PlaneRoom : public QObject {
  Q_OBJECT

 public:
  /// `parent` owns this and the view, which still has no place.
  PlaneRoom(const Services& services, QWidget* parent);

  LatentPlaneView* view() { return m_view; }
  void bringIntoView(std::size_t sample);
  /// These samples' errors are above the threshold; null: none.
  void setMarked(const SampleSet& samples);

 private:
  void connectView();
  void connectWorkspace();
  void showModel(const ModelSnapshotPtr& model);
  void showScene(const Scene& now, const Scene& before);
  void showView(const ViewState& now, const ViewState& before);
  void showPointer();
  void showPicked();
  void showBanner();

  ExplorerSession& m_session;
  Workspace& m_workspace;
  LatentPlaneView* m_view;  // the parent's
  QString m_banner;         ///< as it is shown
  QTimer m_bannerPause;     ///< until another one is
};

}  // namespace isthmus
