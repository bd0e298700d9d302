#include "widgets/plane/plane_marks.h"

#include <algorithm>
#include <iterator>

namespace isthmus {
namespace {

PlaneMarks::Samples selected(const PointsSource& source, const std::vector<LatentPlane::Point>& corners,
                             const PlaneMarks::Samples& before) {
  std::vector<std::uint32_t> inside;
  if (source.isWhole()) inside = samplesInside(Lasso(corners), *source.points);
  std::erase_if(inside, [&source](std::uint32_t sample) {
    return (*source.colours)[sample] >= source.palette.size();  // hidden
  });
  if (before) {
    std::vector<std::uint32_t> both;
    std::ranges::set_union(*before, inside, std::back_inserter(both));
    inside = std::move(both);
  }
  if (inside.empty()) return nullptr;
  return std::make_shared<const std::vector<std::uint32_t>>(std::move(inside));
}

}  // namespace

PlaneMarks::PlaneMarks(PointsFeed* feed, QObject* parent)
    : QObject(parent), m_feed(feed), m_worker([this](const Request& request, const std::stop_token&) {
        if (m_answers.put({selected(request.source, request.corners, request.before), request.number}))
          QMetaObject::invokeMethod(this, &PlaneMarks::deliver, Qt::QueuedConnection);
      }) {}

void PlaneMarks::deliver() {
  auto answer = m_answers.tryTake();
  if (answer && answer->number == m_asked) adopt(std::move(answer->samples));
}

void PlaneMarks::setAboveThreshold(Samples samples) {
  m_above = std::move(samples);
  bring();
}

void PlaneMarks::setColour(QRgb colour) {
  m_colour = colour;
  bring();
}

void PlaneMarks::select(std::vector<LatentPlane::Point> corners, How how) {
  m_worker.request(
      {m_feed->wanted(), std::move(corners), how == How::Add ? m_selection : nullptr, ++m_asked});
}

void PlaneMarks::setSelection(Samples samples) {
  ++m_asked;  // a lasso under way is overtaken
  m_selection = std::move(samples);
  bring();
}

void PlaneMarks::clearSelection() {
  ++m_asked;  // what is under way is no longer wanted
  adopt(nullptr);
}

void PlaneMarks::forget() {
  m_above.reset();
  clearSelection();
  bring();
}

void PlaneMarks::adopt(Samples selection) {
  if (!selection && !m_selection) return;
  m_selection = std::move(selection);
  bring();
  Q_EMIT selectionChanged();
}

void PlaneMarks::bring() {
  m_feed->setMarks(m_selection ? m_selection : m_above, m_colour);
}

}  // namespace isthmus
