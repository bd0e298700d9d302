#include "widgets/plane/plane_marks.h"

#include <algorithm>
#include <iterator>

namespace isthmus {
namespace {

using Sorted = std::vector<std::uint32_t>;

Sorted unionOf(const Sorted& a, const Sorted& b) {
  Sorted both;
  std::ranges::set_union(a, b, std::back_inserter(both));
  return both;
}

PlaneMarks::Samples selected(const PointsSource& source,
                             const std::vector<std::vector<LatentPlane::Point>>& lassos,
                             const PlaneMarks::Samples& before) {
  Sorted inside;
  if (source.isWhole()) {
    for (const auto& corners : lassos)
      inside = unionOf(inside, samplesInside(Lasso(corners), *source.points));
  }
  std::erase_if(inside, [&source](std::uint32_t sample) {
    return (*source.colours)[sample] >= source.palette.size();  // hidden
  });
  if (before) inside = unionOf(*before, inside);
  if (inside.empty()) return nullptr;
  return std::make_shared<const Sorted>(std::move(inside));
}

}  // namespace

PlaneMarks::PlaneMarks(PointsFeed* feed, QObject* parent)
    : QObject(parent),
      m_feed(feed),
      m_lassoing(
          [](const Request& request, const auto& job) {
            job.answer(selected(request.source, request.lassos, request.before));
          },
          [this](Samples samples) {
            m_lassos.clear();
            adopt(std::move(samples));
          }) {}

void PlaneMarks::setColour(QRgb colour) {
  m_colour = colour;
  bring();
}

void PlaneMarks::select(std::vector<LatentPlane::Point> corners, How how) {
  if (how == How::Replace) {
    m_lassos.clear();
    m_base.reset();
  } else if (m_lassos.empty()) {
    m_base = m_selection;
  }
  m_lassos.push_back(std::move(corners));
  m_lassoing.replace({m_feed->wanted(), m_lassos, m_base});
}

void PlaneMarks::setSelection(Samples samples) {
  m_lassoing.cancel();
  m_lassos.clear();
  m_selection = std::move(samples);
  bring();
}

void PlaneMarks::clearSelection() {
  m_lassoing.cancel();
  m_lassos.clear();
  adopt(nullptr);
}

void PlaneMarks::adopt(Samples selection) {
  if (!selection && !m_selection) return;
  m_selection = std::move(selection);
  bring();
  Q_EMIT selectionChanged();
}

void PlaneMarks::bring() {
  m_feed->setMarks(m_selection, m_colour);
}

}  // namespace isthmus
