#include "app/workspace/view_state.h"

#include <utility>

namespace isthmus {
namespace {

bool areSame(const SampleSet& a, const SampleSet& b) {
  return a == b || (a && b && *a == *b);
}

bool areSame(const std::optional<LatentPlane::Point>& a, const std::optional<LatentPlane::Point>& b) {
  return a.has_value() == b.has_value() && (!a || (a->x == b->x && a->y == b->y));
}

}  // namespace

bool ViewState::operator==(const ViewState& other) const {
  return page == other.page && plane == other.plane && errors == other.errors && wall == other.wall &&
         areSame(pointer, other.pointer) && picked == other.picked && areSame(selection, other.selection);
}

std::vector<std::size_t> samplesInHand(const ViewState& view) {
  if (view.selection) return {view.selection->begin(), view.selection->end()};
  if (view.picked) return {*view.picked};
  return {};
}

}  // namespace isthmus
