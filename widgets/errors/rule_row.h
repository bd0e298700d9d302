#pragma once

#include "core/anomaly/error_measure.h"
#include "core/anomaly/threshold.h"
#include "core/data/split.h"

#include <QWidget>

#include <array>
#include <optional>
#include <vector>

class QBoxLayout;
class QComboBox;
class QDoubleSpinBox;

namespace isthmus {

/// What to measure, on which samples, and how the threshold is set.
class RuleRow : public QWidget {
  Q_OBJECT
 public:
  explicit RuleRow(QWidget* parent = nullptr);

  ThresholdRule rule() const;
  ErrorMeasure measure() const;
  /// What a person chose; nothing while nobody did.
  std::optional<ErrorMeasure> chosenMeasure() const { return m_chosen; }
  /// Which samples are shown; nullopt: all.
  std::optional<Part> part() const;

  /// Sets the controls without a signal.
  void setRule(const ThresholdRule& rule);
  void setMeasure(std::optional<ErrorMeasure> chosen);  ///< nothing: the usual one
  void setPart(std::optional<Part> part);
  /// Offers the measures of such a model's samples, as they are called for them. What a person chose stays
  /// where it is offered, otherwise the usual one is set; without a signal.
  void setTraits(const ErrorTraits& traits);
  /// Offers these parts beside "all". One that was chosen and is not there any more gives way to all samples.
  void setPartsPresent(const std::vector<Part>& parts);
  /// How finely a fixed value is shown and stepped: as the histogram's axis tells errors apart.
  void setValueStep(double step);

  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void ruleChanged(const isthmus::ThresholdRule& rule);
  void measureChanged(isthmus::ErrorMeasure measure);
  void partChanged();
  /// A fixed value was chosen from the list: its parameter is still to be set to the threshold in force.
  void fixedChosen();

 protected:
  bool event(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QBoxLayout* m_halves;  ///< the rule and what it is of, side by side or one below the other
  QComboBox* m_rule;
  QDoubleSpinBox* m_parameter;
  QComboBox* m_measure;
  QComboBox* m_part;
  std::array<double, 4> m_parameters = {3, 0.99, 3, 0};  // what each kind was last set to
  double m_step = 1;
  std::optional<ErrorTraits> m_traits;   // whose measures are offered
  std::optional<ErrorMeasure> m_chosen;  // not merely the usual one

  void placeHalves();
  void selectMeasure();
  void shapeParameter();
  ThresholdRule::Kind kind() const;
};

}  // namespace isthmus
