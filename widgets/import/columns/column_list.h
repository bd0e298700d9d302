#pragma once

#include "core/data/dataset_format.h"

#include <QTableView>

#include <vector>

namespace isthmus {

class ColumnsModel;

/// The view of a ColumnsModel: several rows are selected as everywhere (Shift, Ctrl, Ctrl+A); then a key, the
/// menu or a click on what a column becomes gives them all one use.
class ColumnList : public QTableView {
  Q_OBJECT

 public:
  /// `model` is borrowed, and outlives the list.
  explicit ColumnList(ColumnsModel* model, QWidget* parent = nullptr);

  /// Columns of LoadPreview::fields, in the order of the list.
  std::vector<std::size_t> selectedColumns() const;
  /// The widths that fit what is listed now.
  void fitColumns();

  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void useWanted(const std::vector<std::size_t>& columns, isthmus::FieldUse use);
  void columnSelectionChanged();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

 private:
  void showMenu(const QPoint& place);

  ColumnsModel* m_columns;
};

}  // namespace isthmus
