#pragma once

#include <QString>

#include <vector>

class QMainWindow;

namespace isthmus {

/// What one key or gesture does.
struct KeyLine {
  QString keys;
  QString effect;
};

struct KeySection {
  QString title;
  std::vector<KeyLine> lines;
};

/// The keys of all actions of the window: a section for each menu, and one for those that are in none.
std::vector<KeySection> keysOf(const QMainWindow& window);

/// What is done with the mouse and with keys inside a view, where there is no action to be asked.
std::vector<KeySection> gestures();

}  // namespace isthmus
