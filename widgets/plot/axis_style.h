#pragma once

class QCustomPlot;

namespace isthmus {

struct Theme;

/// Gives background, axes, grid and fonts of every axis rectangle of the plot the colours of the theme. Draws
/// nothing; call it before the next replot.
void styleAxes(QCustomPlot& plot, const Theme& theme);

}  // namespace isthmus
