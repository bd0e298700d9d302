// Strangers' files that were once taken wrongly, with what is right of each. The folder is there for
// developers and in CI, not for users.
#include "app/loading/load_tools.h"
#include "core/data/dataset_format.h"
#include "core/data/values/input_scaling.h"
#include "tests/support/dataset_invariants.h"
#include "tests/support/shared_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <functional>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Names = std::vector<std::string>;
/// What else is to be seen on a set, given all that was said of it.
using Look = std::function<void(const Dataset&, const std::string& said)>;

struct StrangersCase {
  std::string path;  ///< in the folder of cases
  std::size_t samples = 0;
  ImageShape shape;    ///< 1 x n x 1 for n numbers
  Names classes = {};  ///< sorted; of none: not labelled
  Look look = {};
};

void PrintTo(const StrangersCase& one, std::ostream* out) {
  *out << one.path;
}

fs::path caseFolder() {
  return test::sharedFolder() / "cases";
}

Result<LoadPlan> planCase(const std::string& path) {
  const fs::path file = caseFolder() / path;
  return planLoading(std::span(&file, 1), {}, loadTools());
}

/// All that a person was told before and after loading.
std::string saidOf(const LoadPlan& plan, const Dataset& dataset) {
  std::string said = plan.summary;
  for (const std::string& remark : plan.preview.remarks) said += "\n" + remark;
  for (const std::string& note : dataset.notes) said += "\n" + note;
  return said;
}

Names namesFrom(int first, int last) {
  Names names;
  for (int i = first; i <= last; ++i) names.push_back(std::to_string(i));
  std::ranges::sort(names);
  return names;
}

ImageShape numbers(int count) {
  return {1, count, 1};
}

/// A number of different values that a feature has after scaling.
std::size_t differentValues(const Dataset& dataset, std::size_t feature) {
  const InputScaling scaling = fitScaling(dataset);
  std::vector<float> row(dataset.shape.size());
  std::set<float> values;
  for (std::size_t i = 0; i < dataset.count(); ++i) {
    scaleSample(dataset, i, scaling, row);
    values.insert(row[feature]);
  }
  return values.size();
}

/// The share of the samples' intensities that are above a half: of pictures that are not all black.
double brightShare(const Dataset& dataset) {
  const InputScaling scaling = fitScaling(dataset);
  std::vector<float> row(dataset.shape.size());
  std::size_t bright = 0;
  for (std::size_t i = 0; i < dataset.count(); ++i) {
    scaleSample(dataset, i, scaling, row);
    bright += static_cast<std::size_t>(std::ranges::count_if(row, [](float value) { return value > 0.5F; }));
  }
  return static_cast<double>(bright) / static_cast<double>(dataset.count() * row.size());
}

const std::vector<StrangersCase>& cases() {
  const auto says = [](const std::string& word) -> Look {
    return [word](const Dataset&, const std::string& said) { EXPECT_THAT(said, HasSubstr(word)); };
  };
  const Look isBright = [](const Dataset& dataset, const std::string&) {
    EXPECT_GT(brightShare(dataset), 0.01);
  };
  const auto isNamed = [](std::size_t count) -> Look {
    return [count](const Dataset& dataset, const std::string&) {
      ASSERT_EQ(dataset.sampleNames.size(), count);
      EXPECT_EQ(std::set<std::string>(dataset.sampleNames.begin(), dataset.sampleNames.end()).size(), count);
    };
  };
  static const std::vector<StrangersCase> kCases = {
      {"A1_semeion_16x16_bits_label_last.csv", 319, {16, 16, 1}, namesFrom(1, 10), isBright},
      {"A3_dsprites_like_imgs_uint8_0_or_1.npz", 300, {28, 28, 1}, {}, isBright},
      {"A3_same_as_bool_for_comparison.npz", 300, {28, 28, 1}, {}, isBright},
      {"A4_survey_100_likert_taken_for_pictures.csv", 200, numbers(100)},
      {"B2_wine_class_label_and_class_name.csv", 178, numbers(13), {"Barolo", "Barbera", "Grignolino"}},
      {"B4_is_anomaly_in_the_middle.csv", 60, numbers(3), {"0", "1"}},
      {"C4_sample_id_shuffled.csv", 60, numbers(3), {}, isNamed(60)},
      {"C5_churn_RowNumber.csv", 200, numbers(5), {"0", "1"}, isNamed(200)},
      {"D3_note_column_90_percent_empty.csv", 200, numbers(5)},
      {"D4_unused_text_column_15_percent_empty.csv", 200, numbers(5), {"0", "1"}},
      {"E2_one_dash.csv", 59, numbers(3), {"a", "b"}, says("line 6")},
      {"E3_us_thousands.csv",
       60,
       numbers(3),
       {"a", "b"},
       [](const Dataset& dataset, const std::string&) {
         EXPECT_THAT(dataset.features, ElementsAre("x", "y", "z"));
       }},
      {"E6_true_false_yes_no.csv", 60, numbers(4), {"a", "b"}},
      {"E9_totals_row.csv", 60, numbers(3), {"a", "b"}, says("Total")},
      {"F2_ms_timestamps.csv",
       60,
       numbers(3),
       {"a", "b"},
       [](const Dataset& dataset, const std::string&) {
         EXPECT_GT(differentValues(dataset, 0), 50U);
         EXPECT_GT(differentValues(dataset, 1), 50U);
       }},
      {"G1_cells_by_20000_genes.csv.gz", 24, numbers(20'000), {"A", "B"}, isNamed(24)},
      {"H1_anomaly_normal_words_auc_inverted.csv", 200, numbers(6), {"anomaly", "normal"}},
      {"H2_glass_labels_exported_as_indices.csv",
       214,
       numbers(9),
       {"1", "2", "3", "5", "6", "7"},
       isNamed(214)},
      {"H4_named_rows_export_without_names.csv",
       60,
       numbers(3),
       {"a", "b"},
       [](const Dataset& dataset, const std::string&) {
         EXPECT_THAT(dataset.sampleNames, Contains("S017"));
       }},
      {"I_r_rownames_header_short.csv", 60, numbers(3), {"a", "b"}, isNamed(60)},
      {"I_sep_line_excel.csv",
       60,
       numbers(3),
       {"a", "b"},
       [](const Dataset& dataset, const std::string&) {
         EXPECT_THAT(dataset.features, ElementsAre("x", "y", "z"));
       }},
      {"I_units_row.csv", 60, numbers(3), {"a", "b"}, says("unit")},
      {"I_trailing_delim_rows_only.csv", 60, numbers(3), {"a", "b"}},
      {"I_junk_preamble.csv", 60, numbers(3), {"a", "b"}, says("lines before")},
      {"I_glove_quotes.txt",
       74,
       numbers(10),
       {},
       [](const Dataset& dataset, const std::string&) { EXPECT_THAT(dataset.sampleNames, Contains("\"")); }},
      {"J1_images_and_labels_csv", 40, {28, 28, 1}, {"a", "b"}},
      {"J2_training_set_twice_nested",
       60,
       {28, 28, 1},
       {"cats", "dogs"},
       [](const Dataset& dataset, const std::string&) { EXPECT_EQ(dataset.testCount(), 20U); }},
      {"J4_quickdraw_cat_dog_npy", 220, {28, 28, 1}, {"cat", "dog"}, isBright},
      {"K_cellstr_labels.mat", 60, numbers(4), {"setosa", "versicolor", "virginica"}},
      {"K_hwn_28x28x150.npy", 150, {28, 28, 1}},
  };
  return kCases;
}

class StrangersFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::is_directory(caseFolder())) GTEST_SKIP() << caseFolder() << " is not on this computer";
  }
};

class StrangersCases : public StrangersFiles, public ::testing::WithParamInterface<StrangersCase> {};

TEST_P(StrangersCases, AreTakenAsWhatTheyAre) {
  const StrangersCase& expected = GetParam();
  const auto plan = planCase(expected.path);
  ASSERT_TRUE(plan) << plan.error().text();
  const auto loaded = loadDataset(*plan, loadTools(), {});
  ASSERT_TRUE(loaded) << loaded.error().text();
  const Dataset& dataset = **loaded;
  const std::string said = saidOf(*plan, dataset);
  SCOPED_TRACE(said);
  EXPECT_EQ(test::faultOf(dataset), "");
  EXPECT_EQ(dataset.count(), expected.samples);
  EXPECT_EQ(dataset.shape, expected.shape);
  EXPECT_EQ(dataset.kind, expected.shape.height == 1 ? SampleKind::Vector : SampleKind::Image);
  Names classes = dataset.hasLabels() ? dataset.classNames : Names();
  Names wanted = expected.classes;
  std::ranges::sort(classes);
  std::ranges::sort(wanted);
  EXPECT_EQ(classes, wanted);
  if (expected.look) expected.look(dataset, said);
}

INSTANTIATE_TEST_SUITE_P(All, StrangersCases, ::testing::ValuesIn(cases()), [](const auto& instance) {
  std::string name = fs::path(instance.param.path).filename().string();
  std::ranges::replace_if(
      name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
});

TEST_F(StrangersFiles, BelowDetectionIsMissingAndCounted) {
  const auto plan = planCase("E5_below_detection.csv");
  ASSERT_TRUE(plan) << plan.error().text();
  const auto loaded = loadDataset(*plan, loadTools(), {});
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ((*loaded)->shape, numbers(3));
  EXPECT_THAT((*loaded)->features, Contains("conc"));
  EXPECT_THAT(saidOf(*plan, **loaded), HasSubstr("<0.01"));
}

TEST_F(StrangersFiles, AHeaderWithoutRowsIsRefused) {
  const auto plan = planCase("L_header_only.csv");
  ASSERT_FALSE(plan);
  EXPECT_THAT(plan.error().text(), HasSubstr("header"));
  EXPECT_THAT(plan.error().text(), HasSubstr("row"));
}

TEST_F(StrangersFiles, TheSameBitsAsBytesAndAsBoolsAreTheSameToAModel) {
  std::vector<DatasetPtr> sets;
  for (const char* name : {"A3_dsprites_like_imgs_uint8_0_or_1.npz", "A3_same_as_bool_for_comparison.npz"}) {
    const auto plan = planCase(name);
    ASSERT_TRUE(plan) << plan.error().text();
    const auto loaded = loadDataset(*plan, loadTools(), {});
    ASSERT_TRUE(loaded) << loaded.error().text();
    sets.push_back(*loaded);
  }
  ASSERT_EQ(sets[0]->count(), sets[1]->count());
  std::vector<float> first(sets[0]->shape.size());
  std::vector<float> second(first.size());
  for (std::size_t i = 0; i < sets[0]->count(); ++i) {
    scaleSample(*sets[0], i, fitScaling(*sets[0]), first);
    scaleSample(*sets[1], i, fitScaling(*sets[1]), second);
    ASSERT_EQ(first, second) << i;
  }
}

}  // namespace
}  // namespace isthmus
