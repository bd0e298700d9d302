#pragma once

#include "widgets/plane/colours/plane_colour_model.h"

#include <QWidget>

class QBoxLayout;
class QComboBox;
class QToolButton;

namespace isthmus {

/// The slim bar above the plane: what to colour by, what to show, and Fit. In two rows where it is narrow.
class PlaneToolbar : public QWidget {
  Q_OBJECT

 public:
  explicit PlaneToolbar(QWidget* parent = nullptr);

  void setChoices(const std::vector<PlaneColourModel::Choice>& choices, const ColourBy& chosen);

  /// Whether there is a prior that rings could show; without one the button says so.
  void setPriorThere(bool isThere);

  QToolButton* points() const { return m_points; }
  QToolButton* names() const { return m_names; }
  QToolButton* rings() const { return m_rings; }
  QToolButton* manifold() const { return m_manifold; }
  QToolButton* hover() const { return m_hover; }
  QToolButton* lasso() const { return m_lasso; }
  QToolButton* fit() const { return m_fit; }

  QSize minimumSizeHint() const override;

 protected:
  bool event(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 Q_SIGNALS:
  void colourByChosen(const ColourBy& by);

 private:
  QToolButton* addButton(QBoxLayout* row, const char* objectName, const QString& text, const QString& name,
                         const QString& tip);
  /// In one row, or in two or three where it is narrow.
  void placeRows();

  QBoxLayout* m_rows = nullptr;      // m_first and m_switches, side by side or one below the other
  QBoxLayout* m_first = nullptr;     // what to colour by
  QBoxLayout* m_switches = nullptr;  // m_second and m_third, alike
  QBoxLayout* m_second = nullptr;
  QBoxLayout* m_third = nullptr;
  QComboBox* m_colourBy = nullptr;  // these belong to this widget
  QToolButton* m_points = nullptr;
  QToolButton* m_names = nullptr;
  QToolButton* m_rings = nullptr;
  QToolButton* m_manifold = nullptr;
  QToolButton* m_hover = nullptr;
  QToolButton* m_lasso = nullptr;
  QToolButton* m_fit = nullptr;
  std::vector<PlaneColourModel::Choice> m_choices;
};

}  // namespace isthmus
