#include "widgets/parts/typed_box.h"

#include "widgets/text/number_text.h"

#include <QLineEdit>
#include <QSpinBox>

namespace isthmus {
namespace {

constexpr int kQuoted = 12;  // characters of what was typed

QString typedIn(const QAbstractSpinBox& box) {
  const auto* whole = qobject_cast<const QSpinBox*>(&box);
  const auto* real = qobject_cast<const QDoubleSpinBox*>(&box);
  return (whole ? whole->cleanText() : real ? real->cleanText() : box.text()).trimmed().left(kQuoted);
}

}  // namespace

bool isWrong(const QAbstractSpinBox& box) {
  QString text = box.text();
  int position = 0;
  return box.validate(text, position) != QValidator::Acceptable;
}

QString wrongNumberText(const QAbstractSpinBox& box, const QString& name) {
  if (!isWrong(box)) return {};
  const QString typed = typedIn(box);
  QString text;
  if (const auto* whole = qobject_cast<const QSpinBox*>(&box))
    text = QObject::tr("%1: a whole number from %2 to %3")
               .arg(name, countText(whole->minimum()), countText(whole->maximum()));
  else if (const auto* real = qobject_cast<const QDoubleSpinBox*>(&box))
    text = QObject::tr("%1: a number from %2 to %3")
               .arg(name, real->textFromValue(real->minimum()), real->textFromValue(real->maximum()));
  return text + (typed.isEmpty() ? QObject::tr(".") : QObject::tr(", not “%1”.").arg(typed));
}

QLineEdit& lineOf(const QAbstractSpinBox& box) {
  return *box.findChild<QLineEdit*>();
}

}  // namespace isthmus
