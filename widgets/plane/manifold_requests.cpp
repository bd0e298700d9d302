#include "widgets/plane/manifold_requests.h"

#include <chrono>

namespace isthmus {
namespace {

constexpr auto kPause = std::chrono::milliseconds(40);

}  // namespace

ManifoldRequests::ManifoldRequests(QObject* parent) : QObject(parent) {
  m_pause.setSingleShot(true);
  m_pause.setTimerType(Qt::PreciseTimer);
  connect(&m_pause, &QTimer::timeout, this, [this] {
    if (m_pending) ask();
  });
}

void ManifoldRequests::setOn(bool on) {
  if (on == m_on) return;
  m_on = on;
  m_pending = false;
  if (on) askSoon();
}

void ManifoldRequests::setView(const QRectF& seen, double unitsPerPixel) {
  const ManifoldLattice lattice = manifoldLattice(seen, unitsPerPixel);
  if (lattice == m_lattice) return;
  m_lattice = lattice;
  askSoon();
}

void ManifoldRequests::repeat() {
  askSoon();
}

void ManifoldRequests::askSoon() {
  if (m_pause.isActive())
    m_pending = true;
  else
    ask();
}

void ManifoldRequests::ask() {
  m_pending = false;
  if (!m_on || m_lattice.columns <= 0 || m_lattice.rows <= 0) return;
  m_pause.start(kPause);
  Q_EMIT wanted(m_lattice.area, m_lattice.columns, m_lattice.rows);
}

}  // namespace isthmus
