#pragma once

#include "core/engine/training_snapshot.h"

#include <QColor>
#include <QWidget>

#include <array>
#include <cstddef>

class QLabel;

namespace isthmus {

inline constexpr std::size_t kLossTermCount = 3;

/// One curve of the loss: how it is called and explained, and which number it shows.
struct LossTerm {
  const char* name;
  const char* objectName;
  const char* explanation;
  double LossTerms::*value;
};

/// Total, reconstruction, KL.
extern const std::array<LossTerm, kLossTermCount> kLossTerms;
QColor lossTermColour(std::size_t term, bool dark);

/// Legend and reading of the loss curves in one: a line for each term, a column for training and one for what
/// is held out.
class LossKey : public QWidget {
  Q_OBJECT
 public:
  explicit LossKey(QWidget* parent = nullptr);

  /// The name of what is held out; empty hides its column.
  void setHeldOut(const QString& name);
  /// The values at a moment; a dash for what is null.
  void setReading(const QString& moment, const LossTerms* train, const LossTerms* heldOut);

 private:
  QLabel* m_moment;
  QLabel* m_heldOutName;
  QWidget* m_heldOutSample;
  std::array<QLabel*, kLossTermCount> m_train{};
  std::array<QLabel*, kLossTermCount> m_heldOut{};
};

}  // namespace isthmus
