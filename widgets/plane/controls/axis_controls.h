#pragma once

#include "widgets/plane/plane_choice.h"

#include <QWidget>

#include <optional>
#include <utility>

class QComboBox;
class QFrame;
class QGridLayout;
class QLabel;
class QSlider;
class QToolButton;

namespace isthmus {

/// Chooses the plane through a latent space of more than two dimensions: which two coordinates are the axes
/// and where the others are held, or the principal plane of the means.
class AxisControls : public QWidget {
  Q_OBJECT

 public:
  explicit AxisControls(QWidget* parent = nullptr);

  /// Starts anew with the two most used coordinates (z1 and z2 until they are known), the rest held at 0.
  /// Emits nothing. dimensions >= 2.
  void setLatent(int dimensions);
  /// Which two coordinates have the highest KL divergence, from 0; nothing where that has no meaning. Emits
  /// nothing.
  void setLeading(std::optional<std::pair<int, int>> coordinates);
  /// The coordinates that are the axes, where they are not principal components.
  std::pair<int, int> shown() const;
  const PlaneChoice& choice() const { return m_choice; }
  /// Without a signal. What does not suit the number of dimensions is left out.
  void setChoice(const PlaneChoice& choice);

 Q_SIGNALS:
  void choiceChanged(const isthmus::PlaneChoice& choice);

 private:
  struct Held {
    QLabel* name;
    QSlider* slider;
    QLabel* value;
  };

  void makePopup();
  void makeSliders(int dimensions);
  void showPopup();
  void takeMode(int index);
  void takeAxis(bool isX, int index);
  void takeHeld(int dimension, int hundredths);
  void resetHeld();
  void showChoice();
  bool isByUse() const;

  QComboBox* m_mode = nullptr;  // these belong to this widget
  QLabel* m_xLabel = nullptr;
  QComboBox* m_x = nullptr;
  QLabel* m_yLabel = nullptr;
  QComboBox* m_y = nullptr;
  QToolButton* m_open = nullptr;
  QFrame* m_popup = nullptr;
  QWidget* m_rowsHolder = nullptr;
  QToolButton* m_reset = nullptr;
  std::vector<Held> m_held;
  PlaneChoice m_choice;
  std::optional<std::pair<int, int>> m_leading;
};

}  // namespace isthmus
