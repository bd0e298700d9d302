#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

class QApplication;
class QWidget;

namespace isthmus {

/// The colours of the window beside those of the data. One accent; everything else is grey.
struct Theme {
  bool dark = false;
  QColor text;       ///< on window and plot
  QColor mutedText;  ///< captions, units, axis numbers; still 4.5:1 on the background
  QColor accent;     ///< the pointer, the threshold, the pressed button
  QColor plot;       ///< background of plots and pictures
  QColor grid;       ///< grid lines, rings, separators
  QColor warning;    ///< message bar and marks of anomalies
};

enum class ThemeChoice { System, Light, Dark };

/// Sets style (Fusion) and palette of the whole program. System follows the lightness of the desktop's window
/// colour.
void applyTheme(QApplication& application, ThemeChoice choice);

/// The theme in force, told from a widget's palette; ask again on QEvent::PaletteChange.
Theme themeOf(const QWidget& widget);

/// `share` of `tint` on the ground.
QColor mixed(const QColor& ground, const QColor& tint, double share);

/// The three type sizes, in points relative to the application's font.
enum class TypeSize { Small, Normal, Large };
QFont typeFont(TypeSize size);

/// The grid everything is laid out on, in device-independent pixels.
inline constexpr int kGrid = 8;

}  // namespace isthmus
