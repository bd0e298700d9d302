#pragma once

#include "widgets/text/shortened_names.h"

#include <QStyledItemDelegate>

class QAbstractItemView;

namespace isthmus {

/// Draws one column of a list or table as names: shortened where they must be, and told apart (but for lists
/// of more than two thousand). The whole names stay in the model.
class NamesDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  /// For a column of the view's model, which is there already. Owned by the view; the caller sets it there.
  NamesDelegate(QAbstractItemView* view, int column);

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

 private:
  void read() const;

  QAbstractItemView* m_view;  // borrowed: the parent
  int m_column;
  mutable bool m_isRead = false;
  mutable FittedNames m_names;
};

}  // namespace isthmus
