#pragma once

#include "widgets/plane/manifold_lattice.h"

#include <QObject>
#include <QRectF>
#include <QTimer>

namespace isthmus {

/// Decides when decoded pictures for the view are asked for: when the lattice of the view has changed, but
/// not more often than 25 times a second, and always once more after the last change.
class ManifoldRequests : public QObject {
  Q_OBJECT

 public:
  explicit ManifoldRequests(QObject* parent = nullptr);

  bool isOn() const { return m_on; }
  /// While off nothing is asked for; switching on asks for the present view.
  void setOn(bool on);
  /// The part of the plane that is seen, top() being the smallest y.
  void setView(const QRectF& seen, double unitsPerPixel);
  /// Asks for the present view again.
  void repeat();

 Q_SIGNALS:
  void wanted(QRectF area, int columns, int rows);

 private:
  void askSoon();
  void ask();

  QTimer m_pause;  // runs while no further request may be made
  ManifoldLattice m_lattice;
  bool m_on = false;
  bool m_pending = false;
};

}  // namespace isthmus
