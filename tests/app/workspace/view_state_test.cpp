#include "app/workspace/view_state.h"

#include "app/workspace/view_state_json.h"

#include <gtest/gtest.h>

#include <memory>

namespace isthmus {
namespace {

SampleSet samples(std::vector<std::uint32_t> indices) {
  return std::make_shared<const std::vector<std::uint32_t>>(std::move(indices));
}

/// Every field differs from its usual value.
ViewState unusualView() {
  ViewState view;
  view.page = QStringLiteral("compare");
  view.plane.choice = {true, 2, 5, {0.5F, -1.25F, 0, 0, 0, 0, 3}};
  view.plane.colouring = {ColourBy::Kind::Factor, 3};
  view.plane.visible = {true, false, true};
  view.plane.points = view.plane.names = view.plane.rings = false;
  view.plane.manifold = view.plane.lasso = true;
  view.plane.probe = view.plane.above = view.plane.hover = false;
  view.plane.viewport = PlaneViewport{{0.1, -2.5}, 0.0125};
  view.errors = {ErrorMeasure::NegativeElbo,
                 {ThresholdRule::Kind::Fixed, 123.456},
                 Part::Validation,
                 ErrorTab::Roc,
                 true,
                 true,
                 {AnomalyPick::Kind::Class, "Ankle boot"}};
  view.wall = {WallView::Filter::Class, "\u732b & \"cat\"", true};
  view.pointer = LatentPlane::Point{1.0 / 3, -1e-7};
  view.picked = 4'000'000'000U;
  view.selection = samples({1, 7, 4'294'967'295U});
  return view;
}

TEST(ViewState, IsTheSameWhenItsSelectionHoldsTheSameSamples) {
  ViewState a = unusualView();
  ViewState b = unusualView();
  EXPECT_EQ(a, b);
  b.selection = samples({1, 7});
  EXPECT_NE(a, b);
  b = a;
  b.pointer->x += 1;
  EXPECT_NE(a, b);
  b = a;
  b.plane.visible[0] = false;
  EXPECT_NE(a, b);
}

TEST(ViewState, HasInHandWhatIsSelectedOrElseWhatIsPicked) {
  ViewState view;
  EXPECT_TRUE(samplesInHand(view).empty());
  view.picked = 3;
  EXPECT_EQ(samplesInHand(view), (std::vector<std::size_t>{3}));
  view.selection = samples({5, 9});
  EXPECT_EQ(samplesInHand(view), (std::vector<std::size_t>{5, 9}));
}

TEST(ViewStateJson, BringsBackEveryField) {
  for (const ViewState& view : {ViewState(), unusualView()}) {
    const auto back = viewStateFromJson(toJson(view), "view.json");
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(*back, view) << toJson(view).toStdString();
  }
}

TEST(ViewStateJson, SurvivesFieldsThatAreMissingUnknownOrOfNoUse) {
  const auto empty = viewStateFromJson("{}", "view.json");
  ASSERT_TRUE(empty);
  EXPECT_EQ(*empty, ViewState());
  const auto odd = viewStateFromJson(
      R"({"version": 1, "future": {"a": [1]}, "plane": {"points": "yes", "manifold": true, "colouring": "mood",
          "viewport": {"unitsPerPixel": -3}, "choice": {"x": 1.5, "held": ["a", 2]}},
          "errors": {"measure": "hausdorff", "rule": {"kind": "quantile", "parameter": "much"}, "tab": 7},
          "wall": [], "pointer": [1], "picked": -1, "selection": [3, "x", 2, -1, 2.5]})",
      "view.json");
  ASSERT_TRUE(odd);
  ViewState expected;
  expected.plane.manifold = true;
  expected.plane.choice.held = {0, 2};
  expected.errors.rule.kind = ThresholdRule::Kind::Quantile;
  expected.selection = samples({2, 3});
  EXPECT_EQ(*odd, expected) << toJson(*odd).toStdString();
}

TEST(ViewStateJson, RefusesWhatIsNoViewInOneSentence) {
  EXPECT_EQ(viewStateFromJson("[1, 2]", "view.json").error().text(), "view.json: is no JSON object");
  EXPECT_TRUE(
      viewStateFromJson("{\"a\":", "view.json").error().text().starts_with("view.json: is no JSON object: "));
  EXPECT_EQ(viewStateFromJson("{\"version\": 9}", "view.json").error().text(),
            "view.json: is of version 9 of views; this program reads up to version 1");
}

}  // namespace
}  // namespace isthmus
