#pragma once

#include "app/rooms/model/hand_settings.h"
#include "app/shell/services.h"
#include "app/workspace/scene.h"
#include "core/engine/training/trainer_config.h"
#include "core/model/model_snapshot.h"

#include <QObject>
#include <QString>

#include <optional>

class QStackedWidget;

namespace isthmus {

class LossPlot;
class ModelPanel;
class VariancePanel;

/// What is trained and how it goes: the model panel, and the loss or, of a closed form, the variance that its
/// components explain.
class ModelRoom : public QObject {
  Q_OBJECT

 public:
  /// `parent` owns this and the panels, which still have no place.
  ModelRoom(const Services& services, QWidget* parent);

  ModelPanel* panel() { return m_panel; }
  /// Loss or variance.
  QStackedWidget* progress() { return m_progress; }
  LossPlot* loss() { return m_loss; }

 private:
  void connectPanel();
  void connectSession();
  std::optional<TrainerConfig> followed(std::optional<TrainerConfig> config) const;
  void suggest(const Dataset& dataset);
  void useOffered();
  void showCodeUse(const Scene& scene);
  void showModel(const ModelSnapshotPtr& model);

  ExplorerSession& m_session;
  ModelPanel* m_panel;  // these are the parent's
  QStackedWidget* m_progress;
  LossPlot* m_loss;
  VariancePanel* m_variance;
  TrainerConfig m_suggested;  ///< what the form was filled with by itself
  DataFacts m_facts;          ///< of the data that it was filled for
  QString m_dataName;         ///< their name
  HandSettings m_offered;     ///< what was set by hand for the data before
};

}  // namespace isthmus
