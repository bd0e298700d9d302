#include "widgets/plane/points/points_feed.h"

namespace isthmus {
namespace {

constexpr std::size_t kAtOnce = 200'000;  // points that are sorted within a few milliseconds

}  // namespace

PointsFeed::PointsFeed(PointsPainter* painter, QObject* parent)
    : QObject(parent), m_painter(painter), m_worker([this](Request request, const std::stop_token&) {
        PointArrangement made = arrange(std::move(request.source), request.before);
        if (m_answers.put({std::move(made), request.number}))
          QMetaObject::invokeMethod(this, &PointsFeed::deliver, Qt::QueuedConnection);
      }) {}

void PointsFeed::setPoints(std::shared_ptr<const PlanePoints> points) {
  m_wanted.points = std::move(points);
  bring();
}

void PointsFeed::setColours(std::vector<std::uint16_t> colours, std::vector<QRgb> palette) {
  m_wanted.colours = std::make_shared<const std::vector<std::uint16_t>>(std::move(colours));
  m_wanted.palette = std::move(palette);
  bring();
}

void PointsFeed::setMarks(std::shared_ptr<const std::vector<std::uint32_t>> samples, QRgb colour) {
  m_painter->setMarkColour(colour);
  if (samples == m_wanted.marks) return;
  m_wanted.marks = std::move(samples);
  bring();
}

void PointsFeed::bring() {
  ++m_asked;
  if (m_wanted.isWhole() && m_wanted.count() > kAtOnce) {
    m_worker.request({m_wanted, m_painter->arrangement(), m_asked});
    return;
  }
  m_worker.cancel();
  m_delivered = m_asked;
  m_painter->adopt(arrange(m_wanted, m_painter->arrangement()));
}

// An answer that a newer request has overtaken is shown as well: where points stream in faster than they are
// sorted, there is nothing else to show.
void PointsFeed::deliver() {
  auto answer = m_answers.tryTake();
  if (!answer || answer->number <= m_delivered) return;
  m_delivered = answer->number;
  m_painter->adopt(std::move(answer->arrangement));
  Q_EMIT arranged();
}

}  // namespace isthmus
