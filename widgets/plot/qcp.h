#pragma once
// The one door to QCustomPlot's header, which needs Qt's bare words. For .cpp files and plottables only.

#include <QObject>
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define emit Q_EMIT
#define foreach Q_FOREACH
// QCustomPlot asks for the whole of QtPrintSupport, which brings the whole of QtWidgets, QtGui and QtCore:
// half of the time that this header would cost. Its declarations need none of that, so that header's own
// guard shuts it out.
#define QT_QTPRINTSUPPORT_MODULE_H
#include <qcustomplot.h>
#undef QT_QTPRINTSUPPORT_MODULE_H
#undef signals
#undef slots
#undef emit
#undef foreach
