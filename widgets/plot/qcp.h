#pragma once
// The one door to QCustomPlot's header, which needs Qt's bare words. For .cpp files and plottables only.

#include <QObject>
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define emit Q_EMIT
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef signals
#undef slots
#undef emit
#undef foreach
