#include "core/latent/point_arrangement.h"

#include <utility>

namespace isthmus {

bool PointsSource::isWhole() const {
  return points && colours && points->x.size() == points->y.size() && points->x.size() == colours->size();
}

PointArrangement arrange(PointsSource source, const PointArrangement& before) {
  PointArrangement made{std::move(source)};
  const PointsSource& now = made.source;
  const PointsSource& old = before.source;
  if (!now.isWhole()) return made;
  const bool samePoints =
      now.points == old.points && now.colours == old.colours && now.palette.size() == old.palette.size();
  made.discs = samePoints ? before.discs
                          : std::make_shared<const PointGrid>(*now.points, *now.colours, now.palette.size());
  if (!now.marks || now.marks->empty()) return made;
  made.rings =
      samePoints && now.marks == old.marks
          ? before.rings
          : std::make_shared<const PointGrid>(*now.points, *now.colours, now.palette.size(), *now.marks);
  return made;
}

}  // namespace isthmus
