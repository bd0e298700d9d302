#pragma once

#include <QByteArray>
#include <QImage>
#include <QList>
#include <QString>
#include <QWidget>

class QCustomPlot;

namespace isthmus {

/// A plot with the widgets that explain it (a legend), to be taken out of the window as a picture: the plot
/// on the left, below what stands above it, and the others on its right, as large as they are on the screen.
struct Figure {
  QCustomPlot* plot = nullptr;  ///< borrowed; null: there is nothing to show yet
  QList<QWidget*> beside = {};  ///< borrowed; what is hidden is left out
  QWidget* above = nullptr;     ///< borrowed; null: nothing
};

/// In `scale` pixels for each of the screen's. Null for an empty figure. In the GUI thread.
QImage figureImage(const Figure& figure, double scale = 2);

/// Lines and texts as such; the points of the plane are a picture within. `title` is the document's.
QByteArray figureSvg(const Figure& figure, const QString& title);

}  // namespace isthmus
