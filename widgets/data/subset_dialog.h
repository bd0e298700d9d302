#pragma once

#include "core/data/dataset_edits.h"

#include <QDialog>

#include <cstddef>
#include <vector>

class QLabel;
class QListWidget;
class QPushButton;
class QRadioButton;
class QSpinBox;

namespace isthmus {

/// Asks which samples of a data set to take: how many, of which classes, the first or drawn at random.
class SubsetDialog : public QDialog {
  Q_OBJECT

 public:
  explicit SubsetDialog(const Dataset& dataset, QWidget* parent = nullptr);

  SubsetChoice choice() const;

 private:
  QWidget* makeClasses(const Dataset& dataset);
  QWidget* makeDraw();
  void setAllClasses(bool checked);
  void update();

  std::size_t m_total;
  std::vector<std::size_t> m_counts;  // of each class; empty without labels
  // children, owned by Qt
  QSpinBox* m_count = nullptr;
  QListWidget* m_classes = nullptr;
  QRadioButton* m_random = nullptr;
  QSpinBox* m_seed = nullptr;
  QLabel* m_result = nullptr;
  QPushButton* m_accept = nullptr;
};

}  // namespace isthmus
