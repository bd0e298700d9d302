#include "app/loading/bundled_model.h"

#include "core/model/file/model_file.h"

#include <QFile>

#include <cstddef>
#include <span>

// Q_INIT_RESOURCE declares a function and must stand outside of any namespace.
static void initBundledModel() {
  Q_INIT_RESOURCE(bundled_model);
}

namespace isthmus {

Result<ModelSnapshotPtr> bundledModel() {
  initBundledModel();
  QFile file(QStringLiteral(":/models/mnist-vae-2d.safetensors"));
  if (!file.open(QIODevice::ReadOnly))
    return Error{ErrorCode::Internal, "is missing from this build of the program", "the bundled model"};
  const QByteArray bytes = file.readAll();
  return parseModel(std::as_bytes(std::span(bytes.data(), static_cast<std::size_t>(bytes.size()))),
                    "the bundled model");
}

}  // namespace isthmus
