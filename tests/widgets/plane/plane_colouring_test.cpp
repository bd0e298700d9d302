#include "tests/support/special_floats.h"
#include "tests/widgets/plane/plane_test_data.h"
#include "widgets/plane/colours/plane_colour_model.h"
#include "widgets/plane/points/points_painter.h"
#include "widgets/theme/data_colours.h"

#include <gtest/gtest.h>

#include <cmath>

namespace isthmus {
namespace {

using test::kNan;

std::vector<QString> namesOf(const PlaneColourModel& model) {
  std::vector<QString> names;
  for (const auto& choice : model.choices()) names.push_back(choice.name);
  return names;
}

TEST(PlaneColouring, SortsSamplesIntoClasses) {
  const PlaneGroups groups = groupsByLabel(*planeDataset(1000, 4));
  EXPECT_EQ(groups.names, (std::vector<QString>{"class 0", "class 1", "class 2", "class 3"}));
  EXPECT_EQ(groups.counts, (std::vector<std::size_t>{250, 250, 250, 250}));
  EXPECT_EQ(groups.of[0], 0);
  EXPECT_EQ(groups.of[999], 3);
}

TEST(PlaneColouring, GivesSamplesWithoutAClassAGroupOfTheirOwn) {
  auto dataset = planeDataset(100, 2);
  dataset->labels[0] = -1;
  dataset->labels[1] = 7;
  const PlaneGroups groups = groupsByLabel(*dataset);
  ASSERT_EQ(groups.names.size(), 3U);
  EXPECT_EQ(groups.names[2], "No label");
  EXPECT_EQ(groups.counts[2], 2U);
  const PlaneGroups levels = groupsByFactor({"variant", "", {0, 1, kNan, 1}, {"a", "b"}});
  EXPECT_EQ(levels.counts, (std::vector<std::size_t>{1, 2, 1}));
}

TEST(PlaneColouring, RobustRangeLeavesOutTheExtremePercentAtEachEnd) {
  std::vector<float> values;
  for (int i = 0; i <= 1000; ++i) values.push_back(static_cast<float>(i));
  values.push_back(kNan);
  const RampRange range = robustRange(values);
  EXPECT_EQ(range.low, 10);
  EXPECT_EQ(range.high, 990);
  EXPECT_TRUE(range.clampedLow);
  EXPECT_TRUE(range.clampedHigh);
  EXPECT_EQ(fullRange(values).high, 1000);
  EXPECT_FALSE(fullRange(values).clampedHigh);
  EXPECT_EQ(robustRange({}).low, 0);
}

TEST(PlaneColouring, SpreadsValuesOverTheRampAndGreysMissingOnes) {
  const std::vector<float> values = {0, 5, 10, kNan, 99};
  const PointColours colours = coloursByValue(values, {0, 10, false, true}, {}, {}, false);
  EXPECT_EQ(colours.palette[colours.index[0]], rampColour(0));
  EXPECT_EQ(colours.palette[colours.index[2]], rampColour(1));
  EXPECT_EQ(colours.palette[colours.index[4]], rampColour(1));
  const QRgb missing = colours.palette[colours.index[3]];
  EXPECT_EQ(qRed(missing), qGreen(missing));
  EXPECT_EQ(qRed(missing), qBlue(missing));
  const PointColours flat = coloursByValue(std::vector<float>{3, 3}, {3, 3, false, false}, {}, {}, false);
  EXPECT_EQ(flat.index[0], flat.index[1]);
}

TEST(PlaneColouring, WritesNamesAtTheMiddleOfVisibleGroupsLargestFirst) {
  const PlanePoints points{{0, 1, 2, 50, 60, kNan, 70, 9}, {0, -1, -2, 5, 6, 0, 7, 9}};
  const PlaneGroups groups{{"small", "large", "hidden"}, {0, 0, 0, 1, 1, 1, 1, 2}, {3, 4, 1}};
  const std::vector<GroupName> names = groupNames(points, groups, {true, true, false});
  ASSERT_EQ(names.size(), 2U);
  EXPECT_EQ(names[0].text, "large");
  EXPECT_EQ(names[0].inPlane, QPointF(60, 6));
  EXPECT_EQ(names[1].text, "small");
  EXPECT_EQ(names[1].inPlane, QPointF(1, -1));
}

TEST(PlaneColourModel, OffersOnlyWhatIsThere) {
  PlaneColourModel model;
  EXPECT_EQ(namesOf(model), (std::vector<QString>{"One colour"}));
  auto dataset = planeDataset(100, 4);
  model.setDataset(dataset);
  EXPECT_EQ(namesOf(model), (std::vector<QString>{"Label", "Slant", "Variant"}));
  model.setErrors(std::make_shared<const std::vector<float>>(100, 2.0F), "BCE, nats");
  EXPECT_EQ(namesOf(model), (std::vector<QString>{"Label", "Reconstruction error", "Slant", "Variant"}));
  model.setErrors(std::make_shared<const std::vector<float>>(7, 2.0F), "BCE, nats");  // of another data set
  EXPECT_EQ(namesOf(model), (std::vector<QString>{"Label", "Slant", "Variant"}));
  dataset->labels.clear();
  dataset->factors.clear();
  model.setDataset(dataset);
  EXPECT_EQ(namesOf(model), (std::vector<QString>{"One colour"}));
  EXPECT_EQ(model.colours(100, false).index, std::vector<std::uint16_t>(100, 0));
}

TEST(PlaneColourModel, KeepsHiddenClassesHiddenWhenColouringByANumber) {
  PlaneColourModel model;
  model.setDataset(planeDataset(100, 4));
  model.setVisible({false, true, true, true});
  model.choose({ColourBy::Kind::Factor, 0});
  const PointColours colours = model.colours(100, false);
  EXPECT_EQ(colours.index[0], PointsPainter::kHidden);
  EXPECT_NE(colours.index[99], PointsPainter::kHidden);
  ASSERT_TRUE(model.bar());
  EXPECT_EQ(model.bar()->title, "Slant (degrees)");
  EXPECT_EQ(model.bar()->low, "0");
  EXPECT_EQ(model.bar()->high, "99");
}

TEST(PlaneColourModel, RemembersHiddenGroupsOfEachGrouping) {
  PlaneColourModel model;
  model.setDataset(planeDataset(100, 4));
  model.setVisible({false, true, true, true});
  model.choose({ColourBy::Kind::Factor, 1});
  EXPECT_EQ(model.visible(), (std::vector<bool>{true, true}));
  EXPECT_EQ(model.groupsTitle(), "Variant");
  model.choose({ColourBy::Kind::Label, 0});
  EXPECT_EQ(model.visible(), (std::vector<bool>{false, true, true, true}));
}

TEST(PlaneColourModel, ComesBackToTheErrorWhenThereIsOneAgain) {
  PlaneColourModel model;
  model.setDataset(planeDataset(100, 4));
  model.setErrors(std::make_shared<const std::vector<float>>(100, 2.0F), "BCE, nats");
  EXPECT_EQ(model.chosen().kind, ColourBy::Kind::Label);
  model.choose({ColourBy::Kind::Error, 0});
  model.setDataset(planeDataset(50, 4));
  EXPECT_EQ(model.chosen().kind, ColourBy::Kind::Label);
  model.setErrors(std::make_shared<const std::vector<float>>(50, 3.0F), "MSE");
  EXPECT_EQ(model.chosen().kind, ColourBy::Kind::Error);
  ASSERT_TRUE(model.bar());
  EXPECT_EQ(model.bar()->title, "Reconstruction error (MSE)");
}

TEST(PlaneColourModel, StaysAtTheSetsOwnFactorWhenErrorsCome) {
  auto dataset = planeDataset(100, 1);
  dataset->labels.clear();
  PlaneColourModel model;
  model.setDataset(dataset);
  const ColourBy factor{ColourBy::Kind::Factor, 0};
  EXPECT_EQ(model.chosen(), factor);
  model.setErrors(std::make_shared<const std::vector<float>>(100, 2.0F), "BCE, nats");
  EXPECT_EQ(model.chosen(), factor);
}

TEST(PlaneColourModel, OffersErrorAndOneColourWhereThereIsNothingElse) {
  auto dataset = planeDataset(100, 1);
  dataset->labels.clear();
  dataset->factors.clear();
  PlaneColourModel model;
  model.setDataset(dataset);
  const auto errors = std::make_shared<const std::vector<float>>(100, 2.0F);
  model.setErrors(errors, "BCE, nats");
  EXPECT_EQ(namesOf(model), (std::vector<QString>{"One colour", "Reconstruction error"}));
  EXPECT_EQ(model.chosen().kind, ColourBy::Kind::Error);
  model.choose({});
  EXPECT_FALSE(model.bar());
  model.setErrors(errors, "BCE, nats");  // the next epoch
  EXPECT_EQ(model.chosen(), ColourBy());
}

TEST(PlaneColourModel, SaysWhatASampleIs) {
  PlaneColourModel model;
  model.setDataset(planeDataset(4000, 4));
  EXPECT_EQ(model.hint(1234), QString::fromUtf8("class 1 \u00b7 row 1,235"));
  model.choose({ColourBy::Kind::Factor, 1});
  EXPECT_EQ(model.hint(3), QString::fromUtf8("class 0 \u00b7 row 4 \u00b7 Variant closed"));
}

TEST(PlaneColourModel, NamesASampleThatHasAName) {
  Dataset dataset = *planeDataset(3, 2);
  dataset.sampleNames = {"queen", "", std::string(1000, 'x')};
  PlaneColourModel model;
  model.setDataset(std::make_shared<const Dataset>(std::move(dataset)));
  EXPECT_EQ(model.hint(0), QString::fromUtf8("queen \u00b7 class 0 \u00b7 row 1"));
  EXPECT_EQ(model.hint(1), QString::fromUtf8("class 0 \u00b7 row 2"));
  EXPECT_LT(model.hint(2).size(), 120);
}

}  // namespace
}  // namespace isthmus
