#include "widgets/text/names_delegate.h"

#include <QAbstractItemView>
#include <QStyle>

#include <algorithm>

namespace isthmus {
namespace {

constexpr int kMostNames = 2'000;  // to be told apart: more would hold the window up

}  // namespace

NamesDelegate::NamesDelegate(QAbstractItemView* view, int column)
    : QStyledItemDelegate(view), m_view(view), m_column(column) {
  const QAbstractItemModel* model = view->model();
  const auto forget = [this] { m_isRead = false; };
  connect(model, &QAbstractItemModel::rowsInserted, this, forget);
  connect(model, &QAbstractItemModel::rowsRemoved, this, forget);
  connect(model, &QAbstractItemModel::modelReset, this, forget);
  connect(model, &QAbstractItemModel::dataChanged, this,
          [this](const QModelIndex& first, const QModelIndex& last) {
            if (first.column() <= m_column && m_column <= last.column()) m_isRead = false;
          });
}

void NamesDelegate::read() const {
  const QAbstractItemModel& model = *m_view->model();
  QStringList names;
  if (model.rowCount() <= kMostNames)
    for (int row = 0; row < model.rowCount(); ++row) names << model.index(row, m_column).data().toString();
  m_names.setNames(names);
  m_isRead = true;
}

void NamesDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
  QStyledItemDelegate::initStyleOption(option, index);
  if (!m_isRead) read();
  const QStyle* style = m_view->style();
  const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, m_view) + 1;
  const bool hasIcon = option->features.testFlag(QStyleOptionViewItem::HasDecoration);
  const int icon = hasIcon ? option->decorationSize.width() + 2 * margin : 0;
  const int room = option->rect.width() - icon - 2 * margin;
  if (room > 0 && index.row() < m_names.names().size())
    option->text = m_names.text(index.row(), option->font, room);
}

}  // namespace isthmus
