#pragma once

#include "widgets/theme/theme.h"

#include <QObject>

class QAction;
class QMenu;
class QWidget;

namespace isthmus {

/// The theme and the size of the text that a person chose: in force at once, and remembered.
class WindowLook : public QObject {
  Q_OBJECT

 public:
  /// `window` gets the keys and is the parent.
  explicit WindowLook(QWidget* window);

  /// Puts in force what is remembered; before the first widget is made.
  static void applyRemembered(QApplication& application);

  /// The themes and the sizes of text: their part of the View menu.
  void fillMenu(QMenu& menu);
  void setTextSize(int percent);
  int textSize() const { return m_percent; }

 Q_SIGNALS:
  void textSizeChanged(int percent);

 private:
  void makeThemes();
  void makeSizes();
  /// The next larger (1) or smaller (-1) size, if there is one.
  void step(int direction);
  void showChoice();

  QWidget* m_window;
  ThemeChoice m_theme = ThemeChoice::System;
  int m_percent = kTextSizes.front();
  // children of the window, owned by Qt
  QMenu* m_themes = nullptr;
  QMenu* m_sizes = nullptr;
  QAction* m_larger = nullptr;
  QAction* m_smaller = nullptr;
  QAction* m_usual = nullptr;
};

}  // namespace isthmus
