#include "widgets/import/columns/use_menu.h"

#include "widgets/import/import_roles.h"

#include <QCoreApplication>
#include <QMenu>

namespace isthmus {
namespace {

QString menuText(const char* text) {
  return QCoreApplication::translate("UseMenu", text);
}

}  // namespace

QString useCommand(FieldUse use) {
  switch (use) {
    case FieldUse::Unknown:
      return {};
    case FieldUse::Feature:
      return menuText("Feature");
    case FieldUse::Label:
      return menuText("Label");
    case FieldUse::Factor:
      return menuText("Factor");
    case FieldUse::Name:
      return menuText("Name");
    case FieldUse::LeftOut:
      return menuText("Leave out");
  }
  return {};
}

Qt::Key useKey(FieldUse use) {
  switch (use) {
    case FieldUse::Unknown:
      break;
    case FieldUse::Feature:
      return Qt::Key_F;
    case FieldUse::Label:
      return Qt::Key_L;
    case FieldUse::Factor:
      return Qt::Key_C;
    case FieldUse::Name:
      return Qt::Key_N;
    case FieldUse::LeftOut:
      return Qt::Key_O;
  }
  return Qt::Key_unknown;
}

void showUseMenu(QWidget* parent, const QPoint& place, const QString& title, std::optional<FieldUse> present,
                 bool mayBeOne, const std::function<void(FieldUse)>& take) {
  auto* menu = new QMenu(parent);
  menu->setObjectName(QStringLiteral("columnUseMenu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->setToolTipsVisible(true);
  QAction* heading = menu->addAction(QString(title).replace('&', QStringLiteral("&&")));
  heading->setEnabled(false);
  menu->addSeparator();
  for (const FieldUse use : kColumnUses) {
    QAction* action = menu->addAction(QStringLiteral("%1\t%2").arg(
        useCommand(use), QKeySequence(useKey(use)).toString(QKeySequence::NativeText)));
    action->setCheckable(true);
    action->setChecked(present == use);
    action->setToolTip(useExplanation(use));
    action->setEnabled(mayBeOne || (use != FieldUse::Label && use != FieldUse::Name));
    QObject::connect(action, &QAction::triggered, parent, [take, use] { take(use); });
  }
  menu->popup(place);
}

}  // namespace isthmus
