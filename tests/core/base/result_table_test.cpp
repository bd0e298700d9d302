// Tables of results as CSV and NPY, and the tables of samples.
#include "core/io/result_table.h"

#include "core/io/result_file.h"
#include "core/io/sample_table.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <fstream>
#include <limits>

namespace isthmus {
namespace {

ResultTable textTable(std::vector<std::string> texts) {
  const auto shared = std::make_shared<const std::vector<std::string>>(std::move(texts));
  return {shared->size(), {{"name", ResultColumn::Texts([shared](std::size_t line) {
                              return std::string_view((*shared)[line]);
                            })}}};
}

std::string fileText(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(ResultCsv, QuotesWhatWouldBeTakenForAnotherCell) {
  EXPECT_EQ(csvOf(textTable({"plain", "a,b", "say \"hi\"", "two\nlines", " edge"})),
            "name\nplain\n\"a,b\"\n\"say \"\"hi\"\"\"\n\"two\nlines\"\n\" edge\"\n");
}

TEST(ResultCsv, GuardsFormulasAndLeavesNumbersAlone) {
  EXPECT_EQ(csvOf(textTable({"=1+1", "+cmd", "-x", "@a", "\tb", "-1", "+1", "-1.5e3", "=SUM(A1,2)"})),
            "name\n'=1+1\n'+cmd\n'-x\n'@a\n'\tb\n-1\n+1\n-1.5e3\n\"'=SUM(A1,2)\"\n");
}

TEST(ResultCsv, NumbersReadBackAsTheSameFloats) {
  const std::vector<float> numbers = {0.1F, -1e-20F, 123456.789F, std::numeric_limits<float>::quiet_NaN()};
  const ResultTable table = {4,
                             {{"x", ResultColumn::Numbers([&](std::size_t line) { return numbers[line]; })}}};
  EXPECT_EQ(csvOf(table), "x\n0.1\n-1e-20\n123456.79\nnan\n");
}

/// Three samples of which the second file row was left out, the last one a test sample from another file.
DatasetPtr namedSet() {
  auto set = std::make_shared<Dataset>();
  set->kind = SampleKind::Vector;
  set->shape = {1, 1, 1};
  set->values = {1, 2, 3};
  set->trainCount = 2;
  set->labels = {1, 0, 1};
  set->classNames = {"-1", "seven, 7"};
  set->sampleNames = {"S0", "S2", "T0"};
  set->rows = {3, 1, 1};
  set->files = {"train.csv", "test.csv"};
  set->fileOf = {0, 0, 1};
  return set;
}

EncodingPtr encodingOfThree() {
  auto encoding = std::make_shared<Encoding>();
  encoding->means = Matrix(3, 2);
  encoding->means.values = {1, 2, 3, 4, 5, 6};
  encoding->measures[Measure::Nll] = {0.5F, 1.5F, 2.5F};
  encoding->measures[Measure::Mse] = {1, 2, 3};
  encoding->measures[Measure::Kl] = {0, 0, 0};
  encoding->measures[Measure::SampledNll] = {1, 1, 1};
  return encoding;
}

TEST(SampleTable, TellsRowFileNameClassAndPartInTheOrderOfTheLines) {
  const DatasetPtr set = namedSet();
  const TableSamples of = {set, {1, 0, 2}, ownParts(*set)};
  ResultTable table = sampleTable(of, true);
  addCodes(table, of, encodingOfThree());
  EXPECT_EQ(csvOf(table),
            "row,file,name,label,part,z1,z2\n"
            "1,train.csv,S2,-1,train,3,4\n"
            "3,train.csv,S0,\"seven, 7\",train,1,2\n"
            "1,test.csv,T0,\"seven, 7\",test,5,6\n");
}

TEST(ErrorTable, HasAColumnForEachMeasureAndSaysWhatIsAbove) {
  const DatasetPtr set = namedSet();
  const std::vector<ErrorMeasure> measures = {ErrorMeasure::NegativeLogLikelihood, ErrorMeasure::Mse};
  const ResultTable table = errorTable({set, {0, 1, 2}, nullptr}, *encodingOfThree(), measures,
                                       {ErrorMeasure::NegativeLogLikelihood, 1.5}, false, "data");
  EXPECT_EQ(csvOf(table),
            "row,name,label,part,nll,mse,above,set\n"
            "3,S0,\"seven, 7\",,0.5,1,0,data\n"
            "1,S2,-1,,1.5,2,0,data\n"
            "1,T0,\"seven, 7\",,2.5,3,1,data\n");
}

TEST(ResultFile, AnArrayHasAFileBesideItThatNamesItsLines) {
  const test::TempFolder folder;
  const DatasetPtr set = namedSet();
  const TableSamples of = {set, {0, 2}, ownParts(*set)};
  ResultTable table = sampleTable(of, false);
  addCodes(table, of, encodingOfThree());
  const auto file = folder.path() / "codes.npy";
  const std::vector<ResultTable> twice = {table, table};
  ASSERT_TRUE(writeResults(file, twice));
  EXPECT_NE(fileText(file).find("'shape': (4, 2)"), std::string::npos);
  const auto json = nlohmann::json::parse(fileText(folder.path() / "codes.json"));
  EXPECT_EQ(json["columns"], (nlohmann::json{"z1", "z2"}));
  EXPECT_EQ(json["row"], (nlohmann::json{3, 1, 3, 1}));
  EXPECT_EQ(json["name"], (nlohmann::json{"S0", "T0", "S0", "T0"}));
  EXPECT_EQ(json["part"], (nlohmann::json{"train", "test", "train", "test"}));
}

TEST(ResultFile, AnUnknownEndingIsAnErrorThatSaysWhichArePossible) {
  for (const char* name : {"x.parquet", "x.xlsx", "x"}) {
    const auto checked = checkResultFile(name);
    ASSERT_FALSE(checked) << name;
    EXPECT_NE(checked.error().text().find(".csv or .npy"), std::string::npos) << checked.error().text();
  }
}

}  // namespace
}  // namespace isthmus
