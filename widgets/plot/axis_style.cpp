#include "widgets/plot/axis_style.h"

#include "widgets/plot/qcp.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/theme.h"

namespace isthmus {

void styleAxes(QCustomPlot& plot, const Theme& theme) {
  plot.setLocale(interfaceLocale());
  plot.setBackground(QBrush(theme.plot));
  const QFont font = typeFont(TypeSize::Small);
  for (QCPAxisRect* rect : plot.axisRects()) {
    for (QCPAxis* axis : rect->axes()) {
      axis->setBasePen(QPen(theme.grid));
      axis->setTickPen(QPen(theme.grid));
      axis->setSubTickPen(QPen(theme.grid));
      axis->setTickLength(0, 3);
      axis->setSubTicks(false);
      axis->setTickLabelFont(font);
      axis->setTickLabelColor(theme.mutedText);
      axis->setTickLabelPadding(3);
      axis->setLabelFont(font);
      axis->setLabelColor(theme.mutedText);
      axis->setLabelPadding(2);
      axis->grid()->setPen(QPen(theme.grid, 1));
      axis->grid()->setZeroLinePen(Qt::NoPen);
    }
  }
}

}  // namespace isthmus
