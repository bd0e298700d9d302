#include "widgets/data/sample_thumbnail.h"

#include "widgets/images/qt_image.h"
#include "widgets/pictures/vector_profile.h"

#include <QImage>
#include <QPainter>

namespace isthmus {
namespace {

void drawPicture(QPainter& painter, const QRectF& target, const QImage& image) {
  const QSize onScreen = (target.size() * painter.device()->devicePixelRatioF()).toSize();
  if (onScreen.width() >= image.width())
    painter.drawImage(target, image);
  else
    painter.drawImage(target, image.scaled(onScreen, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
}

}  // namespace

void drawThumbnail(QPainter& painter, const QRectF& target, const Dataset& dataset, std::size_t sample,
                   const ProfileScale* scale, const Theme& theme) {
  if (dataset.kind == SampleKind::Vector) {
    if (scale)
      VectorProfile(*scale, target, VectorProfile::Style::Columns)
          .draw(painter, theme, rowOf(dataset, sample));
    else
      painter.fillRect(target, theme.plot);
    return;
  }
  if (!dataset.isPlainBytes()) return drawPicture(painter, target, toQImage(dataset.image(sample)));
  const ImageShape shape = dataset.shape;
  // The image borrows the sample's bytes for this one call.
  const QImage image(dataset.sample(sample).data(), shape.width, shape.height,
                     qsizetype{shape.width} * shape.channels,
                     shape.channels == 1 ? QImage::Format_Grayscale8 : QImage::Format_RGB888);
  drawPicture(painter, target, image);
}

}  // namespace isthmus
