#pragma once

namespace isthmus {

class MainWindow;

/// Writes to the log when the window has been painted for the first time and when it first shows what a model
/// decodes, if the category "isthmus.start" is switched on (QT_LOGGING_RULES="isthmus.start.debug=true"). The
/// benchmark measures the start by these lines.
void logStart(MainWindow& window);

}  // namespace isthmus
