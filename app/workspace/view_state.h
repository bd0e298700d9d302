#pragma once

#include "core/data/dataset.h"
#include "core/latent/latent_plane.h"
#include "widgets/data/sample_set.h"
#include "widgets/data/wall_view.h"
#include "widgets/errors/errors_view.h"
#include "widgets/plane/plane_view.h"

#include <QString>

#include <cstddef>
#include <optional>
#include <vector>

namespace isthmus {

/// All that a person has chosen to see, as one value: what is on the screen follows from it, the data and the
/// model. Views show their part of it and propose changes to it (Workspace::change()).
struct ViewState {
  QString page = QStringLiteral("explore");  ///< Page::id of the one in front
  PlaneView plane;
  ErrorsView errors;
  WallView wall;
  std::optional<LatentPlane::Point> pointer;  ///< what is decoded: a place of the plane
  std::optional<std::size_t> picked;          ///< the sample that is looked at closely
  SampleSet selection;                        ///< null: none

  /// Selections are the same when they hold the same samples.
  bool operator==(const ViewState& other) const;
};

/// The view to begin other data with: what was chosen for the samples of those before (hidden points, a fixed
/// threshold, colours, the part of the plane seen, a part, a selection) means nothing for others.
ViewState viewOfOtherData(ViewState view);
/// The view to go on with after an edit: classes stay hidden by their name.
ViewState viewOfEditedData(ViewState view, const Dataset& before, const Dataset& now);

/// What an edit or an export is for, in ascending order: the samples selected, or else the one picked.
std::vector<std::size_t> samplesInHand(const ViewState& view);

}  // namespace isthmus
