#include "core/data/dataset_edits.h"

#include "core/base/random.h"
#include "core/data/split.h"
#include "tests/support/rich_dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <stop_token>
#include <string>
#include <vector>

namespace isthmus {
namespace {

using test::idOf;
using test::richDataset;
using Indices = std::vector<std::size_t>;

/// Everything known of a sample still belongs to it, and it is still in the part it was in.
void expectWhole(const Dataset& edited, const Dataset& from) {
  const std::size_t count = edited.count();
  ASSERT_LE(edited.trainCount + edited.validationCount, count);
  ASSERT_EQ(edited.labels.size(), count);
  ASSERT_EQ(edited.sampleNames.size(), count);
  for (const Factor& factor : edited.factors) ASSERT_EQ(factor.values.size(), count);
  const auto parts = splitParts(edited, 0, 0);
  const auto before = splitParts(from, 0, 0);
  for (std::size_t i = 0; i < count; ++i) {
    const auto id = static_cast<std::size_t>(idOf(edited, i));
    EXPECT_EQ(edited.pixels[2 * i + 1], 255 - id);
    EXPECT_EQ(edited.sampleNames[i], from.sampleNames[id]);
    EXPECT_EQ(edited.factors[0].values[i], static_cast<float>(id));
    EXPECT_EQ(edited.factors[1].values[i], from.factors[1].values[id]);
    EXPECT_EQ(edited.original(i)->pixels[0], static_cast<float>(id));
    EXPECT_EQ(parts[i], before[id]);
  }
}

std::vector<int> idsOf(const Dataset& dataset) {
  std::vector<int> ids;
  for (std::size_t i = 0; i < dataset.count(); ++i) ids.push_back(idOf(dataset, i));
  return ids;
}

/// Some of `count` indices, in no order, some of them twice.
Indices someOf(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  Indices all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  random.shuffle(std::span(all));
  all.resize(1 + random.below(count - 1));
  all.push_back(all.front());
  return all;
}

TEST(DropSamples, AndSubsetShareTheSamplesOutAndLeaveEachWhole) {
  const Dataset dataset = richDataset(41);
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const Indices indices = someOf(dataset.count(), seed);
    const auto dropped = dropSamples(dataset, indices);
    const auto kept = subset(dataset, indices);
    ASSERT_TRUE(dropped && kept);
    expectWhole(*dropped, dataset);
    expectWhole(*kept, dataset);
    EXPECT_EQ(dropped->trainCount + kept->trainCount, dataset.trainCount);
    EXPECT_EQ(dropped->validationCount + kept->validationCount, dataset.validationCount);
    std::vector<int> all = idsOf(*dropped);
    const std::vector<int> rest = idsOf(*kept);
    EXPECT_TRUE(std::ranges::is_sorted(all) && std::ranges::is_sorted(rest));
    all.insert(all.end(), rest.begin(), rest.end());
    std::ranges::sort(all);
    EXPECT_EQ(all, idsOf(dataset));
    for (const Dataset* edited : {&*dropped, &*kept})
      for (std::size_t i = 0; i < edited->count(); ++i)
        EXPECT_EQ(edited->className(i), dataset.className(static_cast<std::size_t>(idOf(*edited, i))));
  }
}

TEST(DropSamples, DoesNotMindInWhichOrderTheyAreNamed) {
  const Dataset dataset = richDataset(20);
  const auto one = dropSamples(dataset, Indices{3, 17, 5});
  const auto other = dropSamples(dataset, Indices{17, 5, 3, 5});
  EXPECT_EQ(one->pixels, other->pixels);
  EXPECT_EQ(one->notes, other->notes);
}

TEST(DropSamples, SaysWhatWasDoneAndKeepsTheName) {
  const Dataset dataset = richDataset(20);
  const auto once = dropSamples(dataset, Indices{1});
  EXPECT_EQ(once->name, "Rich (edited)");
  EXPECT_THAT(once->notes, testing::ElementsAre("Read.", "1 sample was removed."));
  const auto twice = dropSamples(*once, Indices{0, 2});
  EXPECT_EQ(twice->name, "Rich (edited)");
  EXPECT_EQ(twice->notes.back(), "2 samples were removed.");
}

TEST(DropSamples, RefusesToLeaveNothing) {
  const Dataset dataset = richDataset(3);
  EXPECT_EQ(dropSamples(dataset, Indices{0, 1, 2}).error().code, ErrorCode::BadSetting);
  EXPECT_FALSE(subset(dataset, Indices{}));
}

TEST(DropSamples, LetsAClassGoWithItsLastSample) {
  const Dataset dataset = richDataset(6);
  const auto edited = dropSamples(dataset, Indices{1, 4});  // all that are green
  EXPECT_THAT(edited->classNames, testing::ElementsAre("red", "blue"));
  EXPECT_THAT(edited->labels, testing::ElementsAre(0, 1, 0, 1));
}

TEST(DropSamples, TakesFloatsAndUnlabelledSamplesAsWell) {
  Dataset dataset;
  dataset.kind = SampleKind::Vector;
  dataset.shape = {1, 2, 1};
  dataset.values = {1, 2, 3, 4, 5, 6};
  dataset.features = {"a", "b"};
  dataset.trainCount = 2;
  const auto edited = dropSamples(dataset, Indices{0});
  EXPECT_THAT(edited->values, testing::ElementsAre(3, 4, 5, 6));
  EXPECT_EQ(edited->trainCount, 1U);
  EXPECT_EQ(edited->testCount(), 1U);
  EXPECT_FALSE(edited->hasLabels());
  EXPECT_EQ(edited->features, dataset.features);
}

TEST(Relabel, ThereAndBackGivesTheSameClasses) {
  const Dataset dataset = richDataset(30);
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    Indices green;
    for (const std::size_t i : someOf(30, seed))
      if (dataset.className(i) == "green") green.push_back(i);
    const auto there = relabel(dataset, green, "lime");
    const auto back = relabel(*there, green, "green");
    ASSERT_TRUE(there && back);
    expectWhole(*there, dataset);
    for (std::size_t i = 0; i < 30; ++i) {
      EXPECT_EQ(there->className(i) == "lime", std::ranges::find(green, i) != green.end());
      EXPECT_EQ(back->className(i), dataset.className(i));
    }
  }
}

TEST(Relabel, TakesAClassThatIsThere) {
  const auto edited = relabel(richDataset(6), Indices{0}, "blue");
  EXPECT_EQ(edited->className(0), "blue");
  EXPECT_EQ(edited->classNames.size(), 3U);
  EXPECT_EQ(edited->notes.back(), "1 sample was labelled blue.");
}

TEST(Relabel, MakesAllOthersUnlabelledWhereNoneHadALabel) {
  Dataset dataset = richDataset(4);
  dataset.labels.clear();
  dataset.classNames.clear();
  const auto edited = relabel(dataset, Indices{2}, "odd");
  EXPECT_EQ(edited->className(0), kUnlabelled);
  EXPECT_EQ(edited->className(2), "odd");
  EXPECT_FALSE(relabel(dataset, Indices{2}, ""));
}

/// 8 MiB: large enough for several looks at the task.
Dataset largeDataset() {
  Dataset dataset = richDataset(64);
  dataset.shape = {1, 1 << 17, 1};
  dataset.pixels.assign(64 * dataset.shape.size(), 7);
  return dataset;
}

using Edit = std::function<Result<Dataset>(const Task&)>;

/// Every edit, of a large set.
std::vector<Edit> allEdits(const Dataset& dataset) {
  static const Indices kSome = {1, 5, 9};
  Indices most(60);
  std::iota(most.begin(), most.end(), std::size_t{2});
  return {[&](const Task& task) { return dropSamples(dataset, kSome, task); },
          [&dataset, most](const Task& task) { return subset(dataset, most, task); },
          [&](const Task& task) { return relabel(dataset, kSome, "odd", task); },
          [&](const Task& task) { return mergeDatasets(dataset, dataset, task); }};
}

TEST(EveryEdit, SaysHowFarItIs) {
  const Dataset dataset = largeDataset();
  for (const Edit& edit : allEdits(dataset)) {
    std::vector<double> seen;
    ASSERT_TRUE(edit({{}, [&](double fraction) { seen.push_back(fraction); }}));
    ASSERT_GE(seen.size(), 3U);
    EXPECT_TRUE(std::ranges::is_sorted(seen));
    EXPECT_GT(seen.front(), 0);
    EXPECT_GT(seen.back(), 0.6);
    EXPECT_LE(seen.back(), 1);
  }
}

TEST(EveryEdit, EndsSoonAfterItIsCancelled) {
  const Dataset dataset = largeDataset();
  for (const Edit& edit : allEdits(dataset)) {
    std::stop_source source;
    int reports = 0;
    const auto result = edit({source.get_token(), [&](double) {
                                ++reports;
                                source.request_stop();
                              }});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(reports, 1) << "it went on";
  }
}

TEST(EveryEdit, OfASmallSetCanBeCancelledAsWell) {
  const Dataset dataset = richDataset(64);
  std::stop_source source;
  source.request_stop();
  for (const Edit& edit : allEdits(dataset))
    EXPECT_EQ(edit({source.get_token(), {}}).error().code, ErrorCode::Cancelled);
}

TEST(Relabel, ReadsTheOriginalsStillAndKeepsTheParts) {
  const Dataset dataset = richDataset(30);
  const auto edited = relabel(dataset, Indices{4, 7}, "odd");
  ASSERT_TRUE(edited);
  EXPECT_EQ(edited->validationCount, dataset.validationCount);
  EXPECT_EQ(edited->original(29)->pixels[0], 29.0F);
  EXPECT_EQ(edited->factors[1].levels, dataset.factors[1].levels);
}

TEST(ChooseSamples, TakesTheFirstOfEachPartInProportion) {
  const Dataset dataset = richDataset(40);  // 20, 10, 10
  SubsetChoice choice;
  choice.count = 8;
  EXPECT_THAT(chooseSamples(dataset, choice), testing::ElementsAre(0, 1, 2, 3, 20, 21, 30, 31));
  choice.count = 7;  // 3.5, 1.75, 1.75
  EXPECT_EQ(chooseSamples(dataset, choice).size(), 7U);
  choice.count = 1000;
  EXPECT_EQ(chooseSamples(dataset, choice).size(), 40U);
}

TEST(ChooseSamples, TakesClassesAlone) {
  const Dataset dataset = richDataset(40);
  SubsetChoice choice;
  choice.classes = {0, 2};
  const Indices chosen = chooseSamples(dataset, choice);
  EXPECT_EQ(chosen.size(), 27U);
  for (const std::size_t i : chosen) EXPECT_NE(dataset.labels[i], 1);
}

TEST(ChooseSamples, DrawsEachClassOfEachPartInProportionBySeed) {
  const Dataset dataset = richDataset(240);  // of each class 40, 20 and 20
  SubsetChoice choice;
  choice.draw = SubsetChoice::Draw::Random;
  choice.count = 60;
  const Indices chosen = chooseSamples(dataset, choice);
  EXPECT_TRUE(std::ranges::is_sorted(chosen));
  std::map<std::int32_t, int> training;
  for (const std::size_t i : chosen)
    if (i < dataset.trainCount) ++training[dataset.labels[i]];
  EXPECT_THAT(training,
              testing::ElementsAre(testing::Pair(0, 10), testing::Pair(1, 10), testing::Pair(2, 10)));
  EXPECT_EQ(chosen, chooseSamples(dataset, choice));
  choice.seed = 8;
  EXPECT_NE(chosen, chooseSamples(dataset, choice));
  for (std::size_t count = 0; count < 240; ++count) {
    choice.count = count;
    EXPECT_EQ(chooseSamples(dataset, choice).size(), count);
  }
}

}  // namespace
}  // namespace isthmus
