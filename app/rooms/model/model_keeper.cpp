#include "app/rooms/model/model_keeper.h"

#include "app/rooms/data/file_filters.h"
#include "app/rooms/model/model_text.h"
#include "app/shell/folder_memory.h"
#include "app/shell/user_questions.h"

#include <QFileInfo>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace isthmus {
namespace {

using RiskAct = ModelRisk::Act;

/// What the act does, as a sentence.
QString riskText(const ModelRisk& risk) {
  switch (risk.act) {
    case RiskAct::Reset:
      return ModelKeeper::tr("Reset takes the trained model away.");
    case RiskAct::OtherData:
      return risk.modelStays
                 ? ModelKeeper::tr("Loading %1 ends the training.").arg(risk.name)
                 : ModelKeeper::tr("%1 does not fit the trained model, which would be taken away.")
                       .arg(risk.name);
    case RiskAct::Edit:
      return ModelKeeper::tr("An edit of the data (%1) ends the training.").arg(risk.name);
    case RiskAct::NewRun:
      return ModelKeeper::tr(
          "Training with these settings or data begins a new model in place of the trained one.");
    case RiskAct::OtherModel:
      return risk.name.isEmpty()
                 ? ModelKeeper::tr("The other model takes the place of the one that is being trained.")
                 : ModelKeeper::tr("%1 takes the place of the trained model.").arg(risk.name);
    case RiskAct::Quit:
      return ModelKeeper::tr("The trained model would be lost.");
  }
  return {};
}

UnsavedModelQuestion questionOf(const ModelRisk& risk, const ModelSnapshot& model, bool isTraining) {
  UnsavedModelQuestion question;
  question.title = isTraining ? ModelKeeper::tr("Training under way") : ModelKeeper::tr("Unsaved model");
  question.text = riskText(risk);
  question.text[0] = question.text[0].toUpper();
  question.detail = ModelKeeper::tr("The model (%1) is in no file.").arg(modelText(model));
  if (isTraining) question.detail += ModelKeeper::tr(" It is still being trained.");
  question.detail += QLatin1Char('\n');
  if (risk.modelStays)
    question.detail += ModelKeeper::tr("The model stays as far as it is.");
  else if (risk.act == RiskAct::Quit)
    question.detail += ModelKeeper::tr("A model that is discarded now is gone.");
  else
    question.detail +=
        ModelKeeper::tr("A model that is discarded stays under Model > Recent models until you quit.");
  question.discard = risk.modelStays ? ModelKeeper::tr("&End training") : ModelKeeper::tr("&Discard");
  return question;
}

}  // namespace

ModelKeeper::ModelKeeper(ExplorerSession& session, const UserQuestions& questions, QWidget* window)
    : QObject(window), m_session(session), m_questions(questions), m_window(window) {
  m_session.setModelGate([this](const ModelRisk& risk, const std::function<void()>& goOn) {
    ask({risk, nullptr, goOn});
  });
}

QString ModelKeeper::chooseFile() const {
  QString file = m_questions.fileToSave(m_window, tr("Save the model"),
                                        lastFolder() + QStringLiteral("/model.safetensors"), modelFilter());
  if (file.isEmpty()) return file;
  if (QFileInfo(file).suffix().isEmpty()) file += QStringLiteral(".safetensors");
  rememberFolder(file);
  return file;
}

void ModelKeeper::save() {
  // As it is now: training may go on while the person types.
  const ModelSnapshotPtr model = m_session.workspace().model();
  if (!model) return;
  const QString file = chooseFile();
  if (!file.isEmpty()) m_session.modelFiles().save(model, file.toStdString());
}

ModelSnapshotPtr ModelKeeper::modelOf(const Asked& asked) const {
  return asked.model ? asked.model : m_session.workspace().model();
}

void ModelKeeper::ask(Asked asked) {
  m_asked.push_back(std::move(asked));
  if (m_asked.size() == 1) askFirst();
}

void ModelKeeper::askFirst() {
  const Asked asked = m_asked.front();
  if (!asked.model && !m_session.isAtRisk(asked.risk)) return end(true);
  const bool isTraining = modelOf(asked) == m_session.workspace().model() && m_session.isTrainingUnderWay();
  const auto answer = m_questions.unsavedModel(m_window, questionOf(asked.risk, *modelOf(asked), isTraining));
  const ModelSnapshotPtr model = modelOf(asked);  // a run may have gone on since
  if (!model || answer == UnsavedModelAnswer::Cancel) return end(!model);
  if (answer == UnsavedModelAnswer::Discard) {
    if (!asked.risk.modelStays) m_session.workspace().setDiscarded(model);
    return end(true);
  }
  const QString file = chooseFile();
  if (file.isEmpty()) return end(false);
  m_session.modelFiles().save(modelOf(asked), file.toStdString(), [this](bool isSaved) { end(isSaved); });
}

void ModelKeeper::end(bool goOn) {
  const Asked asked = std::move(m_asked.front());
  if (goOn) {
    asked.goOn();
  } else if (asked.risk.act == RiskAct::OtherData) {
    Q_EMIT m_session.info(tr("%1 was not loaded; the model stays.").arg(asked.risk.name));
  }
  m_asked.pop_front();
  if (!m_asked.empty()) askFirst();
}

void ModelKeeper::beforeQuit(const std::function<void()>& quit) {
  if (m_asked.empty()) beforeQuit(quit, {});
}

void ModelKeeper::beforeQuit(const std::function<void()>& quit, std::vector<int> answered) {
  const Workspace& workspace = m_session.workspace();
  const auto& all = workspace.models().all();
  const auto found = std::ranges::find_if(all, [&](const Models::Entry& entry) {
    const bool isDecided = entry.isDiscarded && entry.model != workspace.model();
    return !entry.isStored && !isDecided && std::ranges::find(answered, entry.run) == answered.end();
  });
  if (found == all.end()) return quit();
  answered.push_back(found->run);
  const ModelSnapshotPtr model = found->model == workspace.model() ? nullptr : found->model;
  ask({{RiskAct::Quit}, model, [this, quit, answered] { beforeQuit(quit, answered); }});
}

}  // namespace isthmus
