#pragma once

#include "widgets/jobs/latest_job.h"
#include "widgets/plane/points/points_painter.h"

#include <QObject>

namespace isthmus {

/// Brings points, colours and marks to a PointsPainter: few at once, many after a thread has sorted them. The
/// painter goes on drawing what it has until then.
class PointsFeed : public QObject {
  Q_OBJECT

 public:
  /// The painter is borrowed and must outlive this.
  explicit PointsFeed(PointsPainter* painter, QObject* parent = nullptr);

  /// As those of PointsPainter.
  void setPoints(std::shared_ptr<const PlanePoints> points);
  void setColours(std::vector<std::uint16_t> colours, std::vector<QRgb> palette);
  void setMarks(std::shared_ptr<const std::vector<std::uint32_t>> samples, QRgb colour);

  /// What was set last, sorted or not.
  const PointsSource& wanted() const { return m_wanted; }
  /// What was set last is still being sorted: arranged() will tell when it has arrived.
  bool isBusy() const { return m_sorting.isBusy(); }

 Q_SIGNALS:
  void arranged();

 private:
  struct Request {
    PointsSource source;
    PointArrangement before;
  };

  void bring();

  PointsPainter* m_painter;  // borrowed
  PointsSource m_wanted;
  // An answer that a newer request has overtaken is shown as well: where points stream in faster than they
  // are sorted, there is nothing else to show.
  LatestJob<Request, PointArrangement> m_sorting;  // last: its thread ends before what it uses goes away
};

}  // namespace isthmus
