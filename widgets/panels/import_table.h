#pragma once

#include "core/data/dataset_format.h"

#include <QTableView>

namespace isthmus {

class ImportRows;

/// The first rows of a table as they stand in the file. Each column's head says what becomes of it; labels
/// are tinted, what is left out is faint.
class ImportTable : public QTableView {
  Q_OBJECT

 public:
  explicit ImportTable(QWidget* parent = nullptr);

  /// Keeps the place it is scrolled to.
  void setPlan(const LoadPlan& plan);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void fitColumns();

  ImportRows* m_rows = nullptr;  // child, owned by Qt
};

}  // namespace isthmus
