#pragma once

#include "core/data/dataset_format.h"

#include <QToolButton>

#include <string>
#include <vector>

class QMenu;

namespace isthmus {

/// Which arrays beside samples and label the points can be coloured by: a button that says them, with a menu
/// in which each can be checked.
class ImportFactors : public QToolButton {
  Q_OBJECT

 public:
  explicit ImportFactors(QWidget* parent = nullptr);

  /// Offers the plan's arrays that say something of each sample, those checked that it takes.
  void setPlan(const LoadPlan& plan);

 Q_SIGNALS:
  /// A person wants these, as the option factors= takes them: LoadOptions::kNoLabel alone for none.
  void chosen(const std::vector<std::string>& names);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void tell();
  void showText();

  QMenu* m_menu;
  QString m_names;
};

}  // namespace isthmus
