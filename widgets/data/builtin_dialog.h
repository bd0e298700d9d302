#pragma once

#include "core/data/builtin/builtin_sets.h"

#include <QDialog>

#include <string>
#include <vector>

namespace isthmus {

class RealSpinBox;

/// Asks with which numbers a built-in data set is to be made; Enter takes the usual ones.
class BuiltinDialog : public QDialog {
  Q_OBJECT

 public:
  explicit BuiltinDialog(const BuiltinSet& set, QWidget* parent = nullptr);

  /// As readParameters() takes them: "samples=5000,seed=1,noise=0.05".
  std::string parameters() const;

 private:
  const BuiltinSet& m_set;
  std::vector<RealSpinBox*> m_fields;  // one for each parameter; owned by Qt
};

}  // namespace isthmus
