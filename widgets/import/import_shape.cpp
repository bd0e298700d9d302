#include "widgets/import/import_shape.h"

#include "core/data/load_options.h"

#include <QCoreApplication>

#include <utility>

namespace isthmus {

QString shapeText(const ImageShape& shape) {
  if (shape.size() == 0) return QCoreApplication::translate("ImportForm", "no picture");
  const QString grey = QStringLiteral("%1 x %2").arg(shape.width).arg(shape.height);
  return shape.channels == 1 ? grey : grey + QStringLiteral(" x %1").arg(shape.channels);
}

std::optional<ImageShape> shapeOfText(const QString& text) {
  if (text == shapeText({})) return ImageShape{};
  const QString option = text.toLower().remove(u' ').replace(QChar(0x00d7), u'x');
  const auto options = parseLoadOptions("shape=" + option.toStdString());
  if (!options || !options->shape) return std::nullopt;
  ImageShape shape = *options->shape;
  std::swap(shape.height, shape.width);  // the option has height first
  return shape;
}

}  // namespace isthmus
