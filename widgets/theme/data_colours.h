#pragma once

#include <QColor>
#include <QPixmap>
#include <QRgb>

class QWidget;

namespace isthmus {

/// The colour of class `index` (from 0): Okabe and Ito's colour-blind-safe eight (Color Universal Design,
/// 2008), then colours chosen to stay apart from them in hue and lightness; from 20 on they repeat.
QColor classColour(int index, bool dark);

/// A square of a class's colour beside its name in a list of `widget`, as large as its text wants it:
/// swatchSide() in the widget's own pixels.
QPixmap classSwatch(int index, const QWidget& widget);
int swatchSide();

/// A perceptually uniform ramp that colour-blind people read alike (cividis; Nuñez, Anderton and Renslow,
/// 2018). t in [0, 1]; values outside are clamped.
QRgb rampColour(double t);

}  // namespace isthmus
