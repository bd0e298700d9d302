#pragma once

#include "core/latent/lasso.h"
#include "widgets/jobs/latest_job.h"
#include "widgets/plane/points/points_feed.h"

#include <QObject>

#include <memory>
#include <vector>

namespace isthmus {

/// Which samples carry a ring: those selected. A selection stays with its samples when they move. The lasso
/// is computed in a thread.
class PlaneMarks : public QObject {
  Q_OBJECT

 public:
  using Samples = std::shared_ptr<const std::vector<std::uint32_t>>;  ///< in ascending order; null: none
  enum class How { Replace, Add };

  /// The feed is borrowed and must outlive this.
  explicit PlaneMarks(PointsFeed* feed, QObject* parent = nullptr);

  void setColour(QRgb colour);
  /// Selects the points inside a lasso that are not hidden; selectionChanged() tells when it is done.
  /// Inside an empty one there are none.
  void select(std::vector<LatentPlane::Point> corners, How how);
  /// Selects these samples; says nothing to anyone.
  void setSelection(Samples samples);
  void clearSelection();

  const Samples& selection() const { return m_selection; }
  std::size_t selectedCount() const { return m_selection ? m_selection->size() : 0; }

 Q_SIGNALS:
  void selectionChanged();

 private:
  struct Request {
    PointsSource source;
    std::vector<std::vector<LatentPlane::Point>> lassos;
    Samples before;  // to be added to
  };

  void bring();
  void adopt(Samples selection);

  PointsFeed* m_feed;  // borrowed
  Samples m_selection;
  QRgb m_colour = 0xff000000;
  std::vector<std::vector<LatentPlane::Point>> m_lassos;  // not answered yet
  Samples m_base;                                         // what they are added to
  LatestJob<Request, Samples> m_lassoing;  // last: its thread ends before what it uses goes away
};

}  // namespace isthmus
