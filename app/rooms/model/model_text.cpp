#include "app/rooms/model/model_text.h"

#include "core/model/model_kind.h"
#include "widgets/text/number_text.h"
#include "widgets/text/view_text.h"

#include <QObject>

namespace isthmus {
namespace {

/// Of the kind, or as its file calls one that this program does not know.
QString kindTitle(const ModelSnapshot& model) {
  const ModelKind* kind = findKind(model.spec.kind);
  return viewText(kind ? kind->shortTitle : std::string_view(model.spec.kind));
}

QString trainingText(const ModelSnapshot& model) {
  const auto explained = explainedShare(model);
  return explained ? QObject::tr("%1 of the variance").arg(shareText(*explained))
                   : countedText(model.epoch, QObject::tr("epoch"), QObject::tr("epochs"));
}

}  // namespace

QString modelText(const ModelSnapshot& model) {
  return QObject::tr("%1 %2 of %3, %4")
      .arg(kindTitle(model), QString::fromStdString(model.spec.text()), QString::fromStdString(model.data),
           trainingText(model));
}

}  // namespace isthmus
