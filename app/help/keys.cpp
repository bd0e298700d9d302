#include "app/help/keys.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QSet>

namespace isthmus {
namespace {

QString actionText(const QAction& action) {
  return action.text().remove(QLatin1Char('&')).remove(QStringLiteral("…"));
}

void collectKeys(const QList<QAction*>& actions, KeySection& section, QSet<const QAction*>& seen) {
  for (const QAction* action : actions) {
    if (action->menu()) collectKeys(action->menu()->actions(), section, seen);
    if (action->shortcuts().isEmpty() || seen.contains(action)) continue;
    seen << action;
    section.lines.push_back(
        {QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText), actionText(*action)});
  }
}

QString words(const char* text) {
  return QObject::tr(text);
}

}  // namespace

std::vector<KeySection> keysOf(const QMainWindow& window) {
  std::vector<KeySection> sections;
  QSet<const QAction*> seen;
  const auto add = [&](const QString& title, const QList<QAction*>& actions) {
    KeySection section{title, {}};
    collectKeys(actions, section, seen);
    if (!section.lines.empty()) sections.push_back(std::move(section));
  };
  const QList<QAction*> menus = window.menuBar()->actions();
  for (const QAction* menu : menus)
    if (menu->menu()) add(words("Menu %1").arg(actionText(*menu)), menu->menu()->actions());
  add(words("Window"), window.actions());
  return sections;
}

std::vector<KeySection> gestures() {
  return {
      {words("In the latent plane"),
       {{words("Move the mouse"), words("decode what is under it (H: on and off)")},
        {words("Left button, press or drag"), words("decode and leave a trail")},
        {words("Click on a point"), words("pick that sample")},
        {words("Wheel, + and −"), words("zoom")},
        {words("Right or middle button, Space + drag"), words("pan")},
        {words("Right click, Menu key"), words("copy or save the plane")},
        {words("Double click, F, Home"), words("fit everything")},
        {words("Arrow keys"), words("move the pointer (Shift: further, Ctrl: finer)")},
        {words("Shift + drag"), words("select with a lasso (Ctrl+Shift: add)")},
        {words("Enter"), words("pick the sample nearest to the pointer")},
        {words("Esc"), words("drop the selection, or the pick; with neither leave the full screen")},
        {words("P, N, R"), words("points, names, prior rings")},
        {words("M, H, L"), words("decoded manifold, decode on hover, lasso")}}},
      {words("On the wall of samples"),
       {{words("Click"), words("pick that sample, here and in the plane")},
        {words("Ctrl + click, Shift + click"), words("select one more, select all up to it")}}},
      {words("In the legend"),
       {{words("Click, Space"), words("hide or show a class")},
        {words("Double click, Enter"), words("show a class alone, and all again")}}},
      {words("On the errors and the losses"),
       {{words("Drag the line, Left and Right"), words("move the threshold")},
        {words("Pointer, Left and Right on the losses"), words("read an earlier epoch")}}},
      {words("Everywhere"),
       {{words("Click on a term whose pointer has a question mark"), words("look it up in the glossary")},
        {words("Right click on a plot or a picture"), words("copy or save it")},
        {words("Ctrl+C on a picture, the gallery or the wall"), words("copy it")},
        {words("Drop files"), words("load them; with Alt as the probe")}}},
  };
}

}  // namespace isthmus
