#pragma once

#include "core/model/file/model_file.h"
#include "widgets/jobs/job_queue.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <functional>
#include <vector>

namespace isthmus {

/// Opens and saves model files off the GUI thread, one after the other. What is being saved is saved to its
/// end, also when the program quits.
class ModelFileController : public QObject {
  Q_OBJECT

 public:
  using Sorted = std::function<void(const std::vector<std::filesystem::path>& models,
                                    const std::vector<std::filesystem::path>& others)>;

  explicit ModelFileController(QObject* parent = nullptr);

  void open(const std::filesystem::path& path);
  /// Finds out which of these files are models (isModelFile(), which reads them) and calls `then` with these
  /// and with the others.
  void sort(const std::vector<std::filesystem::path>& files, const Sorted& then);
  /// The model that the program carries inside.
  void openBundled();
  /// `then` is called after saved() or failed(), with which it was.
  void save(
      const ModelSnapshotPtr& model, const std::filesystem::path& path,
      const std::function<void(bool isSaved)>& then = [](bool) {});
  bool isBusy() const { return m_queue.isBusy(); }

 Q_SIGNALS:
  /// `name` is the file's, or "the bundled model".
  void opened(const isthmus::ModelSnapshotPtr& model, const QString& name);
  void saved(const QString& path, const isthmus::ModelSnapshotPtr& model);
  void failed(const QString& message);

 private:
  JobQueue m_queue;  // last: its thread ends before what it uses goes away
};

}  // namespace isthmus
