#pragma once

#include "widgets/text/shortened_names.h"

#include <QComboBox>
#include <QVariant>

#include <vector>

namespace isthmus {

/// A combo box of names: shortened where they must be and told apart, closed and open. The whole names are
/// the items' tooltips.
class NamesCombo : public QComboBox {
  Q_OBJECT

 public:
  struct Item {
    QString name;
    QVariant data = {};
  };

  explicit NamesCombo(QWidget* parent = nullptr);

  /// In place of all items; none of them is chosen but the first.
  void setItems(const std::vector<Item>& items);
  void setName(int item, const QString& name);
  /// The whole of it; "" where there is no such item.
  QString name(int item) const;

 protected:
  void initStyleOption(QStyleOptionComboBox* option) const override;

 private:
  void showNames();

  FittedNames m_names;
};

}  // namespace isthmus
