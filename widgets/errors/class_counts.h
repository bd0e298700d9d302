#pragma once

#include "core/anomaly/error_summary.h"

#include <QWidget>

#include <string>
#include <vector>

class QTableWidget;

namespace isthmus {

/// The histogram's legend and the counts above the threshold in one: a line for each class.
class ClassCounts : public QWidget {
  Q_OBJECT
 public:
  explicit ClassCounts(QWidget* parent = nullptr);

  /// One name per class; without names (data without labels) a single line "samples".
  void setCounts(const std::vector<std::string>& names, const AboveCounts& counts);

  QSize sizeHint() const override;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QTableWidget* m_table;

  void setRows(int rows);
  void fillRow(int row, const QString& name, const AboveCounts::Class& counts);
  /// Widths and heights that follow from the size of the text.
  void fitToText();
  void paintSwatches();
};

}  // namespace isthmus
