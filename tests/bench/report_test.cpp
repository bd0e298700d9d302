#include "tests/bench/report.h"

#include "tests/bench/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <limits>
#include <set>

namespace isthmus::bench {
namespace {

using testing::HasSubstr;

std::set<std::string> allNames() {
  std::set<std::string> names;
  for (const Group& group : catalogue())
    for (const RowSpec& row : group.rows) names.insert(row.name);
  return names;
}

Row rowOf(const std::string& name, std::optional<double> value, std::optional<double> peer = {}) {
  for (const Group& group : catalogue())
    for (const RowSpec& spec : group.rows)
      if (spec.name == name) return {spec, {name, value, peer, {}, {}}};
  ADD_FAILURE() << "no row called " << name;
  return {};
}

TEST(BenchCatalogue, NamesEveryRowOnce) {
  const auto names = allNames();
  for (const char* name : {"train.vae",
                           "train.vae.float32",
                           "train.roofline",
                           "train.batch512",
                           "train.conv",
                           "train.busy",
                           "train.quality",
                           "train.memory",
                           "encode.all",
                           "decode.drag",
                           "decode.drag.training",
                           "decode.lattice",
                           "points.70k",
                           "points.1M",
                           "points.10M",
                           "points.pick",
                           "points.lasso",
                           "gui.blocked",
                           "gui.live",
                           "start.cold",
                           "start.warm",
                           "load.idx",
                           "load.csv",
                           "score.hist"})
    EXPECT_TRUE(names.contains(name)) << name;
  std::size_t rows = 0;
  for (const Group& group : catalogue()) rows += group.rows.size();
  EXPECT_EQ(rows, names.size());
}

TEST(BenchCatalogue, HasAGoalForEveryRow) {
  for (const Group& group : catalogue())
    for (const RowSpec& row : group.rows) EXPECT_NE(goalText(row), "") << row.name;
}

TEST(BenchCatalogue, ChoosesRowsByTheBeginningOfTheirNames) {
  const auto groups = wantedGroups({"points.1", "load"});
  ASSERT_EQ(groups.size(), 4U);
  EXPECT_EQ(groups[0].rows.front().name, "points.1M");
  EXPECT_EQ(groups[1].rows.front().name, "points.10M");
  EXPECT_EQ(groups[2].rows.front().name, "load.idx");
  EXPECT_EQ(groups[3].rows.front().name, "load.memory");
  EXPECT_TRUE(wantedGroups({"nothing"}).empty());
  EXPECT_EQ(wantedGroups({}).size(), catalogue().size());
}

TEST(BenchReport, ComparesWithThePeerInTheDirectionOfTheGoal) {
  EXPECT_DOUBLE_EQ(*ratioOf(rowOf("train.vae", 30'000.0, 10'000.0)), 3);
  EXPECT_DOUBLE_EQ(*ratioOf(rowOf("points.1M", 10.0, 500.0)), 50);
  EXPECT_FALSE(ratioOf(rowOf("train.vae", 30'000.0)));
}

TEST(BenchReport, SaysOfAGoalThatItIsNotMet) {
  EXPECT_EQ(isMet(rowOf("train.vae", 30'000.0, 10'000.0)), true);
  EXPECT_EQ(isMet(rowOf("train.vae", 29'000.0, 10'000.0)), false);
  EXPECT_EQ(isMet(rowOf("gui.blocked", 31.0)), false);
  EXPECT_EQ(isMet(rowOf("points.70k", 7.0, 100.0)), false) << "fast enough, but not 20 times the peer";
  EXPECT_EQ(isMet(rowOf("points.70k", 9.0)), false) << "too slow, whatever the peer needs";
  EXPECT_EQ(isMet(rowOf("train.quality", 100.4, 100.0)), true);
  EXPECT_EQ(isMet(rowOf("train.quality", 99.4, 100.0)), false);
}

TEST(BenchReport, DoesNotJudgeWhatItCannotCompare) {
  EXPECT_EQ(isMet(rowOf("train.vae", 30'000.0)), std::nullopt);
  EXPECT_EQ(isMet(rowOf("train.conv", std::nullopt)), std::nullopt);
  EXPECT_EQ(isMet(rowOf("points.70k", 7.0)), std::nullopt);
}

TEST(BenchReport, CountsAFailedMeasurementAsNotMet) {
  Row row = rowOf("gui.live", std::nullopt);
  row.measured.condition = false;
  EXPECT_EQ(isMet(row), false);
}

TEST(BenchReport, AsksForTheConditionBesideTheNumbers) {
  Row row = rowOf("start.warm", 0.5, 1.0);
  EXPECT_EQ(isMet(row), std::nullopt);
  row.measured.condition = true;
  EXPECT_EQ(isMet(row), true);
  row.measured.condition = false;
  EXPECT_EQ(isMet(row), false);
}

TEST(BenchReport, WritesJsonWithNullsForWhatThereIsNot) {
  Row absent = rowOf("train.vae.python", 30'000.0);
  absent.measured.note = "peer absent";
  const auto json = reportJson("a machine", {rowOf("train.vae", 30'000.0, 10'000.0), absent,
                                             rowOf("gui.live", std::numeric_limits<double>::quiet_NaN())});
  EXPECT_EQ(json["machine"], "a machine");
  ASSERT_EQ(json["rows"].size(), 3U);
  const auto& first = json["rows"][0];
  EXPECT_EQ(first["name"], "train.vae");
  EXPECT_EQ(first["value"], 30'000.0);
  EXPECT_EQ(first["unit"], "images/s");
  EXPECT_EQ(first["peer"], 10'000.0);
  EXPECT_EQ(first["ratio"], 3.0);
  EXPECT_EQ(first["goal"], "ratio >= 3");
  EXPECT_EQ(first["met"], true);
  EXPECT_FALSE(first.contains("note"));
  const auto& second = json["rows"][1];
  for (const char* key : {"peer", "ratio", "met"}) EXPECT_TRUE(second.at(key).is_null()) << key;
  EXPECT_EQ(second["note"], "peer absent");
  EXPECT_TRUE(json["rows"][2].at("value").is_null());
}

TEST(BenchReport, PrintsEachRowWithItsVerdictAndItsNote) {
  Row slow = rowOf("gui.blocked", 45.25);
  slow.measured.note = "longest in load";
  const std::string text = tableText("a machine", {slow, rowOf("train.conv", std::nullopt)});
  EXPECT_THAT(text, HasSubstr("a machine"));
  EXPECT_THAT(text, HasSubstr("45.25"));
  EXPECT_THAT(text, HasSubstr("<= 30 ms"));
  EXPECT_THAT(text, HasSubstr("NOT MET"));
  EXPECT_THAT(text, HasSubstr("not judged"));
  EXPECT_THAT(text, HasSubstr("gui.blocked: longest in load"));
}

TEST(BenchReport, BringsMeasurementsFromOneProcessToAnother) {
  const std::vector<Measured> rows = {{"a", 1.5, {}, true, "a note\nin two lines"}, {"b", {}, 2.0, {}, ""}};
  const std::string line = toLine(rows);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto back = fromLine(line);
  ASSERT_EQ(back.size(), 2U);
  EXPECT_EQ(back[0].name, "a");
  EXPECT_EQ(back[0].value, 1.5);
  EXPECT_FALSE(back[0].peer);
  EXPECT_EQ(back[0].condition, true);
  EXPECT_EQ(back[0].note, "a note\nin two lines");
  EXPECT_FALSE(back[1].value);
  EXPECT_EQ(back[1].peer, 2.0);
  EXPECT_FALSE(back[1].condition);
}

}  // namespace
}  // namespace isthmus::bench
