#pragma once

#include "core/data/dataset_summary.h"
#include "widgets/jobs/latest_job.h"

#include <QScrollArea>

class QGridLayout;
class QTableWidget;

namespace isthmus {

class TextLabel;

/// A data set's card: parts and counts, shape, type, range of values, source, what loading and edits did, and
/// the classes with their colours and counts. What takes a pass over the samples is counted in a thread.
class DatasetCard : public QScrollArea {
  Q_OBJECT

 public:
  explicit DatasetCard(QWidget* parent = nullptr);

  /// Null: an empty card. Begins to count; summarised() tells when that is done.
  void setDataset(DatasetPtr dataset);

 Q_SIGNALS:
  void summarised(const isthmus::DatasetSummaryPtr& summary);

 protected:
  void changeEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  /// Widths and heights that follow from the size of the text.
  void fitToText();
  TextLabel* addRow(QGridLayout* grid, const char* name, const QString& title, const QString& explanation);
  QTableWidget* makeTable();
  void adopt(DatasetSummaryPtr summary);
  void fillFacts();
  void fillClasses();
  void fillTable();
  void paintSwatches();

  DatasetPtr m_dataset;
  DatasetSummaryPtr m_summary;
  bool m_filled = false;  // the table, which is filled when it is first seen
  // children, owned by Qt
  TextLabel* m_samples = nullptr;
  TextLabel* m_parts = nullptr;
  TextLabel* m_shape = nullptr;
  TextLabel* m_type = nullptr;
  TextLabel* m_range = nullptr;
  TextLabel* m_scaling = nullptr;
  TextLabel* m_source = nullptr;
  TextLabel* m_notes = nullptr;
  TextLabel* m_classTitle = nullptr;
  QTableWidget* m_classes = nullptr;
  LatestJob<DatasetPtr, DatasetSummaryPtr> m_job;  // last: its thread ends before what it uses goes away
};

}  // namespace isthmus
