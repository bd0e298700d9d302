#include "app/workspace/view_state.h"

#include <algorithm>
#include <string>
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

ViewState viewOfOtherData(ViewState view) {
  view.plane.points = view.plane.probe = true;
  view.plane.visible.clear();
  view.plane.colouring = {};
  view.plane.viewport.reset();
  if (view.errors.rule.kind == ThresholdRule::Kind::Fixed) view.errors.rule = {};
  view.errors.part.reset();
  view.errors.anomalies = {};
  view.selection = nullptr;
  return view;
}

ViewState viewOfEditedData(ViewState view, const Dataset& before, const Dataset& now) {
  view.selection = nullptr;  // of samples that may be others
  if (view.plane.colouring.kind == ColourBy::Kind::Factor || view.plane.visible.empty()) return view;
  std::vector<bool> visible;
  for (const std::string& name : now.classNames) {
    const auto found = std::ranges::find(before.classNames, name);
    const auto index = static_cast<std::size_t>(found - before.classNames.begin());
    visible.push_back(index >= view.plane.visible.size() || found == before.classNames.end() ||
                      view.plane.visible[index]);
  }
  if (view.plane.visible.size() > before.classNames.size())  // those without a class
    visible.push_back(view.plane.visible.back());
  view.plane.visible = std::move(visible);
  return view;
}

std::vector<std::size_t> samplesInHand(const ViewState& view) {
  if (view.selection) return {view.selection->begin(), view.selection->end()};
  if (view.picked) return {*view.picked};
  return {};
}

}  // namespace isthmus
