#pragma once

class QMainWindow;
class QMenu;

namespace isthmus {

/// Keys and gestures, the glossary, and what the program is. `window` is the parent of what opens; its terms
/// lead to the glossary from here on.
void fillHelpMenu(QMenu& menu, QMainWindow* window);

}  // namespace isthmus
