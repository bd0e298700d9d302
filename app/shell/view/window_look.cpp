#include "app/shell/view/window_look.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QMenu>
#include <QSettings>

#include <algorithm>

namespace isthmus {
namespace {

constexpr const char* kThemeKey = "window/theme";
constexpr const char* kTextKey = "window/text";

ThemeChoice rememberedTheme() {
  return static_cast<ThemeChoice>(QSettings().value(QLatin1String(kThemeKey), 0).toInt());
}

/// One of the sizes that there are, whatever stands in the settings.
int rememberedSize() {
  const int percent = QSettings().value(QLatin1String(kTextKey), kTextSizes.front()).toInt();
  return std::ranges::find(kTextSizes, percent) == kTextSizes.end() ? kTextSizes.front() : percent;
}

}  // namespace

WindowLook::WindowLook(QWidget* window)
    : QObject(window), m_window(window), m_theme(rememberedTheme()), m_percent(rememberedSize()) {
  applyTextSize(*qApp, m_percent);
  makeThemes();
  makeSizes();
  showChoice();
}

void WindowLook::applyRemembered(QApplication& application) {
  applyTheme(application, rememberedTheme());
  applyTextSize(application, rememberedSize());
}

void WindowLook::makeThemes() {
  m_themes = new QMenu(tr("&Theme"), m_window);
  auto* group = new QActionGroup(m_themes);
  const auto add = [&](const QString& name, ThemeChoice choice) {
    QAction* action = m_themes->addAction(name, this, [this, choice] {
      m_theme = choice;
      QSettings().setValue(QLatin1String(kThemeKey), static_cast<int>(choice));
      applyTheme(*qApp, choice);
    });
    action->setCheckable(true);
    action->setActionGroup(group);
    action->setChecked(choice == m_theme);
  };
  add(tr("As the &desktop"), ThemeChoice::System);
  add(tr("&Light"), ThemeChoice::Light);
  add(tr("D&ark"), ThemeChoice::Dark);
}

void WindowLook::makeSizes() {
  m_sizes = new QMenu(tr("Larger te&xt"), m_window);
  m_sizes->setObjectName(QStringLiteral("textSizes"));
  auto* group = new QActionGroup(m_sizes);
  for (const int percent : kTextSizes) {
    QAction* action =
        m_sizes->addAction(tr("%1 %").arg(percent), this, [this, percent] { setTextSize(percent); });
    action->setCheckable(true);
    action->setActionGroup(group);
    action->setData(percent);
  }
  m_sizes->addSeparator();
  m_larger = m_sizes->addAction(tr("&Larger"), this, [this] { step(1); });
  m_larger->setShortcuts({QKeySequence(tr("Ctrl++")), QKeySequence(tr("Ctrl+="))});  // without Shift, too
  m_smaller = m_sizes->addAction(tr("&Smaller"), QKeySequence(tr("Ctrl+-")), this, [this] { step(-1); });
  m_usual = m_sizes->addAction(tr("As the &desktop"), QKeySequence(tr("Ctrl+0")), this,
                               [this] { setTextSize(kTextSizes.front()); });
  m_window->addActions({m_larger, m_smaller, m_usual});  // their keys hold also before the menu was open
}

void WindowLook::fillMenu(QMenu& menu) {
  menu.addMenu(m_sizes);
  menu.addMenu(m_themes);
}

void WindowLook::setTextSize(int percent) {
  m_percent = percent;
  QSettings().setValue(QLatin1String(kTextKey), percent);
  applyTextSize(*qApp, percent);
  showChoice();
  Q_EMIT textSizeChanged(percent);
}

void WindowLook::step(int direction) {
  const auto at = std::ranges::find(kTextSizes, m_percent) - kTextSizes.begin() + direction;
  if (at >= 0 && at < static_cast<std::ptrdiff_t>(kTextSizes.size()))
    setTextSize(kTextSizes[static_cast<std::size_t>(at)]);
}

void WindowLook::showChoice() {
  const QList<QAction*> actions = m_sizes->actions();
  for (QAction* action : actions)
    if (action->data().isValid()) action->setChecked(action->data().toInt() == m_percent);
  m_larger->setEnabled(m_percent < kTextSizes.back());
  m_smaller->setEnabled(m_percent > kTextSizes.front());
}

}  // namespace isthmus
