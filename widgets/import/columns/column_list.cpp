#include "widgets/import/columns/column_list.h"

#include "widgets/import/columns/columns_model.h"
#include "widgets/import/columns/use_menu.h"
#include "widgets/import/import_roles.h"
#include "widgets/text/names_delegate.h"
#include "widgets/text/number_text.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace isthmus {
namespace {

constexpr int kWidestName = 26 * kGrid;
constexpr qsizetype kMostMeasured = 300;  // names: measuring all of a wide table would hold the window up
constexpr int kArrow = 7;                 // width of what says that a click opens a menu

/// Draws what a column becomes with the arrow of a combo box.
class UseDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    QStyledItemDelegate::paint(painter, option, index);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QPointF tip(option.rect.right() - kArrow - 1.0, option.rect.center().y() + kArrow / 4.0 + 1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(
        selected ? option.palette.color(QPalette::HighlightedText) : themeOf(*option.widget).mutedText, 1.5));
    painter->drawPolyline(QPolygonF(
        {tip + QPointF(-kArrow / 2.0, -kArrow / 2.0), tip, tip + QPointF(kArrow / 2.0, -kArrow / 2.0)}));
    painter->restore();
  }
};

}  // namespace

ColumnList::ColumnList(ColumnsModel* model, QWidget* parent) : QTableView(parent), m_columns(model) {
  setObjectName(QStringLiteral("importColumnList"));
  setAccessibleName(tr("Columns"));
  setAccessibleDescription(
      tr("Keys change what the selected columns become: F feature, L label, C factor, N name, O left out; "
         "Space opens a menu."));
  setModel(model);
  setEditTriggers(NoEditTriggers);
  setSelectionBehavior(SelectRows);
  setSelectionMode(ExtendedSelection);
  setTabKeyNavigation(false);
  setShowGrid(false);
  setWordWrap(false);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollMode(ScrollPerPixel);
  setTextElideMode(Qt::ElideMiddle);
  setItemDelegateForColumn(ColumnsModel::Name, new NamesDelegate(this, ColumnsModel::Name));
  setItemDelegateForColumn(ColumnsModel::Use, new UseDelegate(this));
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kGrid);
  QHeaderView* head = horizontalHeader();
  head->setHighlightSections(false);
  head->setSectionsClickable(false);
  head->setStretchLastSection(false);
  head->setSectionResizeMode(ColumnsModel::Name, QHeaderView::Interactive);
  head->setSectionResizeMode(ColumnsModel::Contents, QHeaderView::Stretch);
  head->setSectionResizeMode(ColumnsModel::Use, QHeaderView::Fixed);
  connect(this, &QTableView::clicked, this, [this](const QModelIndex& index) {
    if (index.column() != ColumnsModel::Use || selectedColumns().size() != 1) return;
    showMenu(viewport()->mapToGlobal(visualRect(index).bottomLeft()));
  });
  model->setTheme(palette(), themeOf(*this));
}

void ColumnList::fitColumns() {
  const QFontMetrics metrics = fontMetrics();
  int use = metrics.horizontalAdvance(tr("as guessed"));
  for (const FieldUse one : kColumnUses) use = std::max(use, metrics.horizontalAdvance(useText(one)));
  setColumnWidth(ColumnsModel::Use, use + 2 * kArrow + 2 * kGrid);
  int name = metrics.horizontalAdvance(tr("Column"));
  const int measured = static_cast<int>(std::min<qsizetype>(m_columns->rowCount(), kMostMeasured));
  for (int row = 0; row < measured; ++row)
    name = std::max(name,
                    metrics.horizontalAdvance(m_columns->index(row, ColumnsModel::Name).data().toString()));
  setColumnWidth(ColumnsModel::Name, std::min(name + 2 * kGrid, kWidestName));
}

std::vector<std::size_t> ColumnList::selectedColumns() const {
  std::vector<int> rows;
  for (const QItemSelectionRange& range : selectionModel()->selection())
    for (int row = range.top(); row <= range.bottom(); ++row) rows.push_back(row);
  std::ranges::sort(rows);
  rows.erase(std::ranges::unique(rows).begin(), rows.end());
  std::vector<std::size_t> columns;
  columns.reserve(rows.size());
  for (const int row : rows) columns.push_back(m_columns->columnAt(row));
  return columns;
}

void ColumnList::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
  QTableView::selectionChanged(selected, deselected);
  Q_EMIT columnSelectionChanged();
}

void ColumnList::keyPressEvent(QKeyEvent* event) {
  const bool isPlain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::ShiftModifier;
  if (isPlain && event->key() == Qt::Key_Space && selectionModel()->hasSelection()) {
    const QRect current = visualRect(currentIndex().siblingAtColumn(ColumnsModel::Use));
    showMenu(viewport()->mapToGlobal(current.bottomLeft()));
    return;
  }
  for (const FieldUse use : kColumnUses) {
    const bool isKey =
        event->key() == useKey(use) || (use == FieldUse::LeftOut && event->key() == Qt::Key_Delete);
    if (!isPlain || !isKey || !selectionModel()->hasSelection()) continue;
    Q_EMIT useWanted(selectedColumns(), use);
    return;
  }
  QTableView::keyPressEvent(event);
}

void ColumnList::contextMenuEvent(QContextMenuEvent* event) {
  if (!selectionModel()->hasSelection()) return;
  const QRect current = visualRect(currentIndex());
  const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
  showMenu(byKey ? viewport()->mapToGlobal(current.bottomLeft()) : event->globalPos());
}

void ColumnList::showMenu(const QPoint& place) {
  const std::vector<std::size_t> columns = selectedColumns();
  if (columns.empty()) return;
  std::optional<FieldUse> present;
  QString name;
  bool areSame = true;
  for (const QItemSelectionRange& range : selectionModel()->selection())
    for (int row = range.top(); row <= range.bottom(); ++row) {
      areSame = areSame && (!present || *present == m_columns->useAt(row));
      present = m_columns->useAt(row);
      name = m_columns->index(row, ColumnsModel::Name).data().toString();
    }
  const QString title = columns.size() == 1 ? name : countedText(columns.size(), tr("column"), tr("columns"));
  showUseMenu(this, place, title, areSame ? present : std::nullopt, columns.size() == 1,
              [this, columns](FieldUse use) { Q_EMIT useWanted(columns, use); });
}

QSize ColumnList::minimumSizeHint() const {
  return QSize(25 * kGrid, 8 * kGrid);
}

}  // namespace isthmus
