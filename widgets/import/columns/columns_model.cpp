#include "widgets/import/columns/columns_model.h"

#include "widgets/import/import_roles.h"
#include "widgets/parts/panel_parts.h"
#include "widgets/text/number_text.h"

#include <algorithm>

namespace isthmus {

ColumnsModel::ColumnsModel(QObject* parent) : QAbstractTableModel(parent) {}

void ColumnsModel::setPlan(const LoadPlan& plan, const ColumnUses& uses) {
  const std::vector<LoadField>& fields = plan.preview.fields;
  const bool areSame = uses.unlisted() == m_unlisted &&
                       std::ranges::equal(fields, m_fields, {}, &LoadField::name, &LoadField::name);
  m_fields = fields;
  if (areSame) return setUses(uses);
  beginResetModel();
  m_unlisted = uses.unlisted();
  m_names.clear();
  for (const LoadField& field : fields) m_names << QString::fromStdString(field.name);
  if (m_unlisted > 0) m_names << countedText(m_unlisted, tr("more column"), tr("more columns"));
  findRows();
  takeUses(uses);
  endResetModel();
}

void ColumnsModel::setUses(const ColumnUses& uses) {
  takeUses(uses);
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void ColumnsModel::takeUses(const ColumnUses& uses) {
  m_uses.resize(static_cast<std::size_t>(m_names.size()));
  m_chosen.resize(m_uses.size());
  for (std::size_t i = 0; i < m_uses.size(); ++i) {
    m_uses[i] = uses.use(i);
    m_chosen[i] = uses.isChosen(i);
  }
}

void ColumnsModel::setFilter(const QString& text) {
  if (text == m_filter) return;
  beginResetModel();
  m_filter = text;
  findRows();
  endResetModel();
}

void ColumnsModel::findRows() {
  m_rows.clear();
  for (qsizetype i = 0; i < m_names.size(); ++i)
    if (m_filter.isEmpty() || m_names[i].contains(m_filter, Qt::CaseInsensitive))
      m_rows.push_back(static_cast<std::size_t>(i));
}

void ColumnsModel::setTheme(const QPalette& palette, const Theme& theme) {
  m_palette = palette;
  m_theme = theme;
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int ColumnsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ColumnsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QString ColumnsModel::nameText(std::size_t column) const {
  const QString& name = m_names[static_cast<qsizetype>(column)];
  return name.isEmpty() ? tr("(column %1)").arg(countText(column + 1)) : name;
}

QVariant ColumnsModel::data(const QModelIndex& index, int role) const {
  const std::size_t column = columnAt(index.row());
  const bool isListed = column < m_fields.size();
  const QString contents =
      isListed ? QString::fromStdString(m_fields[column].description) : tr("not listed one by one");
  const QString use =
      !isListed && m_uses[column] == FieldUse::Unknown ? tr("as guessed") : useText(m_uses[column]);
  switch (role) {
    case Qt::DisplayRole:
      return index.column() == Name ? nameText(column) : index.column() == Contents ? contents : use;
    case Qt::ToolTipRole:
      return wrappedToolTip(index.column() == Use
                                ? tr("%1\nClick to change it.").arg(useExplanation(m_uses[column]))
                                : nameText(column) + u'\n' + contents);
    case Qt::AccessibleTextRole:
      return index.column() == Name ? tr("%1, %2, %3").arg(nameText(column), use, contents) : QVariant();
    default:
      return look(column, index.column() == Use, role);
  }
}

QVariant ColumnsModel::look(std::size_t column, bool isUse, int role) const {
  const FieldUse use = m_uses[column];
  if (role == Qt::ForegroundRole && isUse && m_chosen[column]) return m_theme.accent;
  if (role == Qt::ForegroundRole && use == FieldUse::LeftOut) return m_theme.mutedText;
  if (role == Qt::BackgroundRole && use == FieldUse::Label)
    return mixed(m_palette.color(QPalette::Base), m_theme.accent, kLabelTint);
  return {};
}

QVariant ColumnsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Vertical) return {};
  if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
  if (role == Qt::DisplayRole)
    return section == Name ? tr("Column") : section == Contents ? tr("Holds") : tr("Becomes");
  return {};
}

}  // namespace isthmus
