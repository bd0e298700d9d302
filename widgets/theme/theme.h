#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

#include <array>

class QApplication;
class QEvent;
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

/// The sizes of text that there are, in per cent of the desktop's.
inline constexpr std::array kTextSizes = {100, 125, 150, 200, 250};

/// Sets the size of all text, in per cent of the desktop's, at once and everywhere; icons and what Qt draws
/// beside text grow with it.
void applyTextSize(QApplication& application, int percent);

/// The size of the text that is in force: 1 for the desktop's.
double textScale();
/// A length that belongs to text, given for the desktop's size of text: pixels.
int textLength(int pixels);

/// The colours or the text of a widget have changed: what it has made of them is to be made anew.
bool changesLook(const QEvent& event);

/// The theme in force, told from a widget's palette; ask again when changesLook().
Theme themeOf(const QWidget& widget);

/// `share` of `tint` on the ground.
QColor mixed(const QColor& ground, const QColor& tint, double share);

/// The three type sizes, in points relative to the application's font.
enum class TypeSize { Small, Normal, Large };
QFont typeFont(TypeSize size);
/// Sets a widget's font to this size, also when the size of all text changes.
void setTypeSize(QWidget& widget, TypeSize size);

/// The grid everything is laid out on, in device-independent pixels.
inline constexpr int kGrid = 8;

}  // namespace isthmus
