#pragma once

#include <QLabel>
#include <QRect>

namespace isthmus {

/// A line at the lower edge of the plane for who has never decoded a place of it: how that is done. The mouse
/// passes through it.
class PlaneHint : public QLabel {
  Q_OBJECT

 public:
  explicit PlaneHint(QWidget* parent);

  /// Nobody has done yet what it says.
  void setWanted(bool isWanted);
  /// There is something to decode.
  void setPossible(bool isPossible);
  /// Whether the mouse alone decodes, too.
  void setHover(bool on);
  /// The part of the parent that the plane has.
  void place(const QRect& plane);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void arrange();

  QRect m_plane;
  bool m_isWanted = false;
  bool m_isPossible = false;
  bool m_hover = true;
};

}  // namespace isthmus
