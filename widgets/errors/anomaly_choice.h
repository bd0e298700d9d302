#pragma once

#include "widgets/errors/errors_view.h"

#include <QString>
#include <QWidget>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace isthmus {

class NamesCombo;

/// Which samples the ROC curve takes for anomalies: the probe, or one class of the data. Until a person
/// chooses it is the probe; without one, the class that stands for the anomalies (positiveClass()). Hidden
/// where there is nothing to choose from.
class AnomalyChoice : public QWidget {
  Q_OBJECT

 public:
  explicit AnomalyChoice(QWidget* parent = nullptr);

  /// The data's classes (empty: no labels), and which of them stands for the anomalies. A class that a person
  /// chose stays chosen where it is among them.
  void setClasses(const std::vector<std::string>& names, std::optional<std::size_t> positive);
  /// A probe of another name than the last is chosen: it was loaded to be looked at.
  void setProbe(const QString& name);
  void clearProbe();

  /// What a person chose.
  AnomalyPick pick() const;
  /// Without a signal. A class that is not there is taken as soon as it is.
  void setPick(const AnomalyPick& pick);
  /// The class that was chosen; nullopt: the probe.
  std::optional<std::size_t> classIndex() const;
  /// What was chosen, for a sentence: "class 7", "probe Fashion-MNIST".
  QString text() const;

 Q_SIGNALS:
  /// A person chose.
  void changed();

 private:
  void select();

  NamesCombo* m_combo;  // a child; the first item is the probe
  std::vector<std::string> m_classes;
  std::optional<std::size_t> m_positive;  // of them
  QString m_lastProbe;
  bool m_hasProbe = false;
  bool m_isProbeChosen = false;        // by a person, as is ...
  std::optional<std::string> m_class;  // ... the class
};

}  // namespace isthmus
