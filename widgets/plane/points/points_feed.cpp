#include "widgets/plane/points/points_feed.h"

namespace isthmus {
namespace {

constexpr std::size_t kAtOnce = 200'000;  // points that are sorted within a few milliseconds

}  // namespace

PointsFeed::PointsFeed(PointsPainter* painter, QObject* parent)
    : QObject(parent),
      m_painter(painter),
      m_sorting([](const Request& request,
                   const auto& job) { job.answer(arrange(request.source, request.before)); },
                [this](PointArrangement arrangement) {
                  m_painter->adopt(std::move(arrangement));
                  Q_EMIT arranged();
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
  if (m_wanted.isWhole() && m_wanted.count() > kAtOnce) {
    m_sorting.request({m_wanted, m_painter->arrangement()});
    return;
  }
  m_sorting.cancel();
  m_painter->adopt(arrange(m_wanted, m_painter->arrangement()));
}

}  // namespace isthmus
