#pragma once

#include "core/engine/model_snapshot.h"

#include <QObject>
#include <QString>
#include <QThreadPool>

#include <filesystem>
#include <functional>

namespace isthmus {

/// Opens and saves model files off the GUI thread, one after the other. What is being saved is saved to its
/// end, also when the program quits.
class ModelFileController : public QObject {
  Q_OBJECT

 public:
  explicit ModelFileController(QObject* parent = nullptr);

  void open(const std::filesystem::path& path);
  /// The model that the program carries inside.
  void openBundled();
  void save(const ModelSnapshotPtr& model, const std::filesystem::path& path);
  bool isBusy() const { return m_pending > 0; }

 Q_SIGNALS:
  /// `name` is the file's, or "the bundled model".
  void opened(const isthmus::ModelSnapshotPtr& model, const QString& name);
  void saved(const QString& path);
  void failed(const QString& message);

 private:
  void run(std::function<std::function<void()>()> job);

  int m_pending = 0;
  QThreadPool m_pool;  // of one thread
};

}  // namespace isthmus
