#include "app/rooms/model/model_file_controller.h"

#include "app/loading/bundled_model.h"
#include "core/model/file/model_file.h"

namespace isthmus {

ModelFileController::ModelFileController(QObject* parent) : QObject(parent) {}

void ModelFileController::open(const std::filesystem::path& path) {
  m_queue.run([this, path]() -> JobQueue::Then {
    const auto model = loadModel(path);
    if (!model) return [this, error = model.error()] { Q_EMIT failed(QString::fromStdString(error.text())); };
    return [this, model = *model, path] {
      Q_EMIT opened(model, QString::fromStdString(path.filename().string()));
    };
  });
}

void ModelFileController::sort(const std::vector<std::filesystem::path>& files, const Sorted& then) {
  m_queue.run([files, then]() -> JobQueue::Then {
    std::vector<std::filesystem::path> models;
    std::vector<std::filesystem::path> others;
    for (const auto& file : files) (isModelFile(file) ? models : others).push_back(file);
    return [models, others, then] { then(models, others); };
  });
}

void ModelFileController::openBundled() {
  m_queue.run([this]() -> JobQueue::Then {
    const auto model = bundledModel();
    if (!model) return [this, error = model.error()] { Q_EMIT failed(QString::fromStdString(error.text())); };
    return [this, model = *model] { Q_EMIT opened(model, tr("the bundled model")); };
  });
}

void ModelFileController::save(const ModelSnapshotPtr& model, const std::filesystem::path& path,
                               const std::function<void(bool isSaved)>& then) {
  m_queue.run([this, model, path, then]() -> JobQueue::Then {
    const auto result = saveModel(path, *model);
    return [this, model, path, then, result] {
      if (result)
        Q_EMIT saved(QString::fromStdString(path.string()), model);
      else
        Q_EMIT failed(QString::fromStdString(result.error().text()));
      then(static_cast<bool>(result));
    };
  });
}

}  // namespace isthmus
