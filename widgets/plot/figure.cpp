#include "widgets/plot/figure.h"

#include "widgets/plot/qcp.h"

#include <QBuffer>
#include <QPainter>
#include <QSvgGenerator>

#include <algorithm>

namespace isthmus {
namespace {

constexpr double kSvgScale = 2;  // of pictures within
constexpr int kFigureGap = 8;

QList<QWidget*> shownBeside(const Figure& figure) {
  QList<QWidget*> shown;
  for (QWidget* widget : figure.beside)
    if (!widget->isHidden()) shown << widget;
  return shown;
}

QSize sizeOf(const Figure& figure) {
  QSize size = figure.plot->size();
  for (const QWidget* widget : shownBeside(figure))
    size = {size.width() + kFigureGap + widget->width(), std::max(size.height(), widget->height())};
  if (figure.above)
    size = {std::max(size.width(), figure.above->width()), size.height() + figure.above->height()};
  return size;
}

void renderAt(QWidget& widget, QPainter& painter, QPoint at) {
  widget.render(&painter, at, QRegion(), QWidget::DrawChildren | QWidget::DrawWindowBackground);
}

/// Draws at the painter's origin. Points are drawn for a screen of `scale` pixels to one.
void paint(const Figure& figure, QPaintDevice& device, double scale) {
  QCustomPlot& plot = *figure.plot;
  QCPPainter painter(&device);
  painter.fillRect(QRect(QPoint(), sizeOf(figure)), plot.palette().color(QPalette::Window));
  if (figure.above) {
    renderAt(*figure.above, painter, {});
    painter.translate(0, figure.above->height());
  }
  const double before = plot.bufferDevicePixelRatio();
  plot.setBufferDevicePixelRatio(scale);
  plot.toPainter(&painter, plot.width(), plot.height());
  plot.setBufferDevicePixelRatio(before);
  int left = plot.width();
  for (QWidget* widget : shownBeside(figure)) {
    renderAt(*widget, painter, {left + kFigureGap, 0});
    left += kFigureGap + widget->width();
  }
  painter.end();
  plot.replot(QCustomPlot::rpQueuedReplot);  // its buffers were made anew
}

}  // namespace

QImage figureImage(const Figure& figure, double scale) {
  if (!figure.plot) return {};
  QImage image((QSizeF(sizeOf(figure)) * scale).toSize(), QImage::Format_RGB32);
  image.setDevicePixelRatio(scale);
  paint(figure, image, scale);
  image.setDevicePixelRatio(1);  // other programs would show it at half its size
  return image;
}

QByteArray figureSvg(const Figure& figure, const QString& title) {
  if (!figure.plot) return {};
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setTitle(title);
  generator.setResolution(figure.plot->logicalDpiX());
  generator.setSize(sizeOf(figure));
  generator.setViewBox(QRect(QPoint(), sizeOf(figure)));
  paint(figure, generator, kSvgScale);
  return bytes;
}

}  // namespace isthmus
