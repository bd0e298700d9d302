#include "widgets/text/names_combo.h"

#include "widgets/theme/theme.h"

#include <QAbstractItemView>
#include <QStyle>
#include <QStyleOptionComboBox>

#include <algorithm>

namespace isthmus {
namespace {

constexpr int kWidestListed = 360;  // pixels in the open list

}  // namespace

NamesCombo::NamesCombo(QWidget* parent) : QComboBox(parent) {}

void NamesCombo::setItems(const std::vector<Item>& items) {
  QStringList names;
  for (const Item& item : items) names << item.name;
  clear();
  m_names.setNames(names);
  for (const Item& item : items) addItem(item.name, item.data);
  showNames();
}

void NamesCombo::setName(int item, const QString& name) {
  if (name == this->name(item)) return;
  QStringList names = m_names.names();
  names[item] = name;
  m_names.setNames(names);
  showNames();
}

QString NamesCombo::name(int item) const {
  return m_names.names().value(item);
}

void NamesCombo::showNames() {
  for (int i = 0; i < count(); ++i) {
    setItemText(i, m_names.text(i, view()->font(), textLength(kWidestListed)));
    setItemData(i, name(i), Qt::ToolTipRole);
    setItemData(i, name(i), Qt::AccessibleTextRole);
  }
  view()->setMinimumWidth(std::min(view()->sizeHintForColumn(0), textLength(kWidestListed)) + 3 * kGrid);
  update();
}

void NamesCombo::initStyleOption(QStyleOptionComboBox* option) const {
  QComboBox::initStyleOption(option);
  const int room =
      style()->subControlRect(QStyle::CC_ComboBox, option, QStyle::SC_ComboBoxEditField, this).width() - 4;
  if (currentIndex() >= 0 && room > 0) option->currentText = m_names.text(currentIndex(), font(), room);
}

}  // namespace isthmus
