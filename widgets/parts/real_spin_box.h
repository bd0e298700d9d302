#pragma once

#include <QDoubleSpinBox>

namespace isthmus {

/// A field for a real number, written as a person would: 0.001, 2.5 or 1e-5, never 0.00100000. Takes a
/// decimal point or comma and the scientific notation.
class RealSpinBox : public QDoubleSpinBox {
  Q_OBJECT

 public:
  enum class Steps {
    Even,   ///< by singleStep()
    Ladder  ///< 1, 2, 5, 10, 20, 50, ...: for quantities that matter by their order of magnitude
  };

  explicit RealSpinBox(Steps steps, QWidget* parent = nullptr);

  QString textFromValue(double value) const override;
  double valueFromText(const QString& text) const override;
  QValidator::State validate(QString& text, int& position) const override;
  void stepBy(int steps) override;

 private:
  QString numberIn(const QString& text) const;

  Steps m_steps;
};

}  // namespace isthmus
