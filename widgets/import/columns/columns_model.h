#pragma once

#include "widgets/import/columns/column_uses.h"
#include "widgets/theme/theme.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <vector>

namespace isthmus {

/// The columns of a table as rows of a list: name, what they hold, what they become. Those whose name holds a
/// text are shown; the last row stands for columns that are not listed, where there are any.
class ColumnsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Name, Contents, Use, ColumnCount };

  explicit ColumnsModel(QObject* parent = nullptr);

  /// Keeps the rows, and with them what is selected, where the columns are the same.
  void setPlan(const LoadPlan& plan, const ColumnUses& uses);
  /// Something was chosen.
  void setUses(const ColumnUses& uses);
  void setFilter(const QString& text);
  void setTheme(const QPalette& palette, const Theme& theme);

  /// The column (of LoadPreview::fields) that a row shows.
  std::size_t columnAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
  FieldUse useAt(int row) const { return m_uses[columnAt(row)]; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  void findRows();
  void takeUses(const ColumnUses& uses);
  QString nameText(std::size_t column) const;
  /// Colours; what a person chose stands in the accent colour.
  QVariant look(std::size_t column, bool isUse, int role) const;

  std::vector<LoadField> m_fields;
  std::size_t m_unlisted = 0;
  QStringList m_names;  // one of each column, and one for those that are not listed
  std::vector<FieldUse> m_uses;
  std::vector<bool> m_chosen;
  QString m_filter;
  std::vector<std::size_t> m_rows;
  QPalette m_palette;
  Theme m_theme;
};

}  // namespace isthmus
