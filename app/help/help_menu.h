#pragma once

class QMenu;
class QWidget;

namespace isthmus {

/// Keys and gestures, and what the program is. `window` is the parent of the dialogs.
void fillHelpMenu(QMenu& menu, QWidget* window);

}  // namespace isthmus
