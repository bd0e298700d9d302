#pragma once

#include "core/data/dataset_format.h"

#include <QTableView>

class QStandardItemModel;

namespace isthmus {

/// The arrays of a file: name, what they hold, and which of them are the samples and the labels. A click or
/// Space on one of the marks chooses; on the labels' own mark it takes the labels away.
class ImportFields : public QTableView {
  Q_OBJECT

 public:
  explicit ImportFields(QWidget* parent = nullptr);

  /// Marks can be chosen only where the plan's choices name them. Keeps the place it is scrolled to.
  void setPlan(const LoadPlan& plan);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void samplesChosen(const std::string& name);
  /// A field's name, or LoadOptions::kNoLabel.
  void labelChosen(const std::string& name);

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void choose(const QModelIndex& index);

  QStandardItemModel* m_model = nullptr;  // child, owned by Qt
  std::vector<std::string> m_names;
};

}  // namespace isthmus
