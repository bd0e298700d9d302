#include "widgets/import/import_table.h"

#include "widgets/import/columns/use_menu.h"
#include "widgets/import/import_roles.h"
#include "widgets/parts/panel_parts.h"
#include "widgets/text/shortened_names.h"
#include "widgets/theme/theme.h"

#include <QAbstractTableModel>
#include <QContextMenuEvent>
#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>

#include <algorithm>

namespace isthmus {
namespace {

constexpr int kWidestColumn = 20 * kGrid;
constexpr int kMostFitted = 400;  // columns: measuring more would hold the window up
constexpr double kHeadTint = 0.30;
constexpr double kFactorTint = 0.15;

bool isNumber(const QString& text) {
  bool valid = false;
  text.trimmed().toDouble(&valid);
  return valid;
}

}  // namespace

/// The model behind an ImportTable.
class ImportRows : public QAbstractTableModel {
 public:
  using QAbstractTableModel::QAbstractTableModel;

  void setPlan(const LoadPlan& plan) {
    beginResetModel();
    m_isOpen = mayChooseColumns(plan.preview);
    m_columns.clear();
    m_rows.clear();
    std::size_t columns = plan.preview.columns.size();
    for (const auto& row : plan.preview.rows) {
      QStringList cells;
      for (const std::string& cell : row) cells << QString::fromStdString(cell);
      columns = std::max(columns, row.size());
      m_rows << cells;
    }
    for (std::size_t i = 0; i < columns; ++i) {
      const bool named = i < plan.preview.columns.size();
      m_columns.push_back({named ? QString::fromStdString(plan.preview.columns[i]) : QString(),
                           named ? columnUse(plan, i) : FieldUse::Unknown});
    }
    QStringList names;
    for (const Column& column : m_columns) names << column.name;
    m_names.setNames(names);
    endResetModel();
  }
  /// Before the next plan says so.
  void setUses(const ColumnUses& uses) {
    if (!m_isOpen) return;
    for (std::size_t i = 0; i < std::min(m_columns.size(), uses.listed()); ++i)
      m_columns[i].use = uses.use(i);
    if (m_columns.empty()) return;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
  }
  bool isOpen() const { return m_isOpen; }
  QString nameOf(int column) const { return m_columns[static_cast<std::size_t>(column)].name; }
  FieldUse useOf(int column) const { return m_columns[static_cast<std::size_t>(column)].use; }
  void setTheme(const QPalette& palette, const Theme& theme) {
    m_palette = palette;
    m_theme = theme;
    if (m_columns.empty()) return;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
  }

  int rowCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
  }
  int columnCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
  }

  QVariant data(const QModelIndex& index, int role) const override {
    const QStringList& row = m_rows[index.row()];
    const QString text = index.column() < row.size() ? row[index.column()] : QString();
    const auto use = m_columns[static_cast<std::size_t>(index.column())].use;
    switch (role) {
      case Qt::DisplayRole:
        return text;
      case Qt::ToolTipRole:
        return text.size() > 20 ? text : QString();
      case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter | (isNumber(text) ? Qt::AlignRight : Qt::AlignLeft));
      case Qt::ForegroundRole:
        return use == FieldUse::LeftOut ? QVariant(m_theme.mutedText) : QVariant();
      case Qt::BackgroundRole:
        return use == FieldUse::Label
                   ? QVariant(mixed(m_palette.color(QPalette::Base), m_theme.accent, kLabelTint))
                   : QVariant();
      default:
        return {};
    }
  }

  QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
    if (orientation == Qt::Vertical) return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    const auto& [name, use] = m_columns[static_cast<std::size_t>(section)];
    switch (role) {
      case Qt::DisplayRole:
        return use == FieldUse::Unknown ? shownName(section) : shownName(section) + u'\n' + useText(use);
      case Qt::ToolTipRole:
        return wrappedToolTip(use == FieldUse::Unknown ? name
                              : m_isOpen ? tr("%1\n%2 Click to change it.").arg(name, useExplanation(use))
                                         : name + u'\n' + useExplanation(use));
      case Qt::ForegroundRole:
        return use == FieldUse::LeftOut ? QVariant(m_theme.mutedText) : QVariant();
      case Qt::BackgroundRole:
        if (use == FieldUse::Label)
          return mixed(m_palette.color(QPalette::Button), m_theme.accent, kHeadTint);
        if (use == FieldUse::Factor)
          return mixed(m_palette.color(QPalette::Button), m_theme.mutedText, kFactorTint);
        return {};
      default:
        return {};
    }
  }

 private:
  struct Column {
    QString name;
    FieldUse use = FieldUse::Unknown;
  };

  /// Where its section has no room the middle is left out: a head of two lines would lose both ends.
  QString shownName(int section) const {
    const auto* head = static_cast<const QTableView*>(QObject::parent())->horizontalHeader();
    const QString& name = m_columns[static_cast<std::size_t>(section)].name;
    const int room = head->sectionSize(section) - kGrid;
    if (head->fontMetrics().horizontalAdvance(name) <= room) return name;
    return m_names.text(section, head->font(), kWidestColumn - kGrid);
  }

  std::vector<Column> m_columns;
  FittedNames m_names;  // of m_columns
  QList<QStringList> m_rows;
  bool m_isOpen = false;  // whether the columns' uses can be chosen
  QPalette m_palette;
  Theme m_theme;
};

ImportTable::ImportTable(QWidget* parent) : QTableView(parent), m_rows(new ImportRows(this)) {
  setObjectName(QStringLiteral("importTable"));
  setAccessibleName(tr("The first rows"));
  setAccessibleDescription(
      tr("Each column's head says what becomes of it: feature, label, factor, name or left out."));
  setModel(m_rows);
  setEditTriggers(NoEditTriggers);
  setSelectionMode(SingleSelection);
  setTabKeyNavigation(false);  // Tab goes on to the form
  setHorizontalScrollMode(ScrollPerPixel);
  setVerticalScrollMode(ScrollPerPixel);
  setWordWrap(false);
  setCornerButtonEnabled(false);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setDefaultAlignment(Qt::AlignCenter);
  horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(horizontalHeader(), &QHeaderView::sectionClicked, this, &ImportTable::showMenu);
  connect(horizontalHeader(), &QHeaderView::customContextMenuRequested, this,
          [this](const QPoint& place) { showMenu(horizontalHeader()->logicalIndexAt(place)); });
  verticalHeader()->setHighlightSections(false);
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kGrid);
  m_rows->setTheme(palette(), themeOf(*this));
}

void ImportTable::setPlan(const LoadPlan& plan) {
  const int x = horizontalScrollBar()->value();
  const int y = verticalScrollBar()->value();
  const QModelIndex at = currentIndex();
  const int row = at.row();
  const int column = at.column();
  m_rows->setPlan(plan);
  fitColumns();
  if (row >= 0 && row < m_rows->rowCount() && column < m_rows->columnCount())
    selectionModel()->setCurrentIndex(m_rows->index(row, column), QItemSelectionModel::NoUpdate);
  horizontalScrollBar()->setValue(x);
  verticalScrollBar()->setValue(y);
}

void ImportTable::setUses(const ColumnUses& uses) {
  m_rows->setUses(uses);
}

/// Below the column's head.
void ImportTable::showMenu(int column) {
  if (!m_rows->isOpen() || column < 0 || column >= m_rows->columnCount()) return;
  const QHeaderView* head = horizontalHeader();
  const QPoint place(std::max(head->sectionViewportPosition(column), 0), head->height());
  showUseMenu(this, head->mapToGlobal(place), m_rows->nameOf(column), m_rows->useOf(column), true,
              [this, column](FieldUse use) { Q_EMIT useWanted({static_cast<std::size_t>(column)}, use); });
}

void ImportTable::contextMenuEvent(QContextMenuEvent* event) {
  const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
  showMenu(byKey ? currentIndex().column() : columnAt(event->pos().x()));
}

void ImportTable::fitColumns() {
  if (m_rows->columnCount() > kMostFitted) return;
  resizeColumnsToContents();
  for (int column = 0; column < m_rows->columnCount(); ++column)
    setColumnWidth(column, std::min(columnWidth(column) + kGrid, kWidestColumn));
}

QSize ImportTable::sizeHint() const {
  return QSize(55 * kGrid, 30 * kGrid);
}

QSize ImportTable::minimumSizeHint() const {
  return QSize(25 * kGrid, 12 * kGrid);
}

void ImportTable::changeEvent(QEvent* event) {
  QTableView::changeEvent(event);
  if (changesLook(*event) && m_rows) m_rows->setTheme(palette(), themeOf(*this));
}

}  // namespace isthmus
