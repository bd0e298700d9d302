// Every kind of data file through isthmus-cli: what it guesses, what it is told, and what it refuses.
#include "tests/app/cli/cli_run.h"
#include "tests/support/npy_bytes.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <string>

namespace isthmus {
namespace {

namespace fs = std::filesystem;
using test::Bytes;
using test::Outcome;
using test::TempFolder;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kRows = 60;

fs::path writeText(const TempFolder& folder, const std::string& name, const std::string& text) {
  return folder.write(name, Bytes(text.begin(), text.end()));
}

fs::path csv(const TempFolder& folder) {
  std::string text = "name;width;height;kind\n";
  for (int i = 0; i < kRows; ++i)
    text += "n" + std::to_string(i) + ";" + std::to_string(i % 7) + ".5;" + std::to_string(i % 11) +
            (i % 2 == 0 ? ";even\n" : ";odd\n");
  return writeText(folder, "t.csv", text);
}

fs::path projector(const TempFolder& folder) {
  std::string vectors;
  std::string metadata = "word\tgroup\n";
  for (int i = 0; i < kRows; ++i) {
    vectors += std::to_string(i % 7) + "\t" + std::to_string(i % 5) + "\t" + std::to_string(i % 3) + "\n";
    metadata += "w" + std::to_string(i) + (i % 2 == 0 ? "\teven\n" : "\todd\n");
  }
  writeText(folder, "metadata.tsv", metadata);
  return writeText(folder, "vectors.tsv", vectors);
}

fs::path safetensors(const TempFolder& folder) {
  const std::string header = R"({"x":{"dtype":"F32","shape":[60,3],"data_offsets":[0,720]},)"
                             R"("y":{"dtype":"I64","shape":[60],"data_offsets":[720,1200]}})";
  Bytes bytes;
  test::append(bytes, header.size(), 8);
  bytes.insert(bytes.end(), header.begin(), header.end());
  const Bytes x = test::bytesOfValues(test::counting<float>(3 * kRows, 7));
  const Bytes y = test::bytesOfValues(test::counting<std::int64_t>(kRows, 2));
  bytes.insert(bytes.end(), x.begin(), x.end());
  bytes.insert(bytes.end(), y.begin(), y.end());
  return folder.write("a.safetensors", bytes);
}

template <const char* name>
fs::path fixture(const TempFolder&) {
  return fs::path(ISTHMUS_SOURCE_DIR) / "tests/fixtures/arrays" / name;
}
constexpr char kKeras[] = "keras.h5";
constexpr char kFive[] = "five.mat";
constexpr char kSeven[] = "seven.mat";

struct Kind {
  const char* name;
  fs::path (*file)(const TempFolder&);
  const char* guess;    ///< what is said of the file
  const char* taken;    ///< the first options that were guessed
  const char* told;     ///< other options, ...
  int trainSamples;     ///< ... and what they leave for training
  const char* refused;  ///< an option that does not fit
  const char* why;
};

void PrintTo(const Kind& kind, std::ostream* out) {
  *out << kind.name;
}

class CliData : public testing::TestWithParam<Kind> {
 protected:
  QString at(const char* name) const { return QString::fromStdString((m_folder.path() / name).string()); }
  Outcome train(const std::string& options) const {
    const std::string data = GetParam().file(m_folder).string() + (options.empty() ? "" : ":" + options);
    return test::run({"train", "--data", QString::fromStdString(data), "--epochs", "1", "--hidden", "8",
                      "--out", at("m.safetensors"), "--report", at("report.json")});
  }
  int trainSamples() const {
    std::ifstream report(m_folder.path() / "report.json");
    return nlohmann::json::parse(report)["data"]["train_samples"].get<int>();
  }

  TempFolder m_folder;
};

TEST_P(CliData, TrainsAndPrintsWhatItGuessed) {
  const Outcome guessed = train("");
  ASSERT_EQ(guessed.code, 0) << guessed.err;
  EXPECT_THAT(guessed.err, HasSubstr(GetParam().guess));
  const std::string file = GetParam().file(m_folder).string();
  EXPECT_THAT(guessed.err,
              HasSubstr("To choose otherwise, change what was taken: " + file + ":" + GetParam().taken));
}

TEST_P(CliData, TakesTheOptionsAtTheirWord) {
  const Outcome told = train(GetParam().told);
  ASSERT_EQ(told.code, 0) << told.err;
  EXPECT_THAT(told.err, Not(HasSubstr("To choose otherwise")));
  EXPECT_EQ(trainSamples(), GetParam().trainSamples);
}

TEST_P(CliData, RefusesAnOptionThatDoesNotFitInOneLine) {
  test::expectOneLine(train(GetParam().refused), 2, GetParam().why);
  EXPECT_FALSE(fs::exists(m_folder.path() / "m.safetensors"));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, CliData,
    testing::Values(
        Kind{"Csv", csv, "t: 60 rows of 2 numbers, labelled by kind (2 classes)", "label=kind,",
             "label=none,delimiter=semicolon,header=yes,split=0.5", 30, "label=colour",
             "has no column called \"colour\" (option label)"},
        Kind{"Projector", projector, "vectors: 60 vectors of 3 numbers", "label=group,",
             "label=none,split=0.25", 45, "label=colour", "has no column of metadata called \"colour\""},
        Kind{"Hdf5", fixture<kKeras>, "keras: 8 + 4 images of 4 x 4, labelled by /y_train",
             "data=/x_train,label=/y_train,", "data=/x_test,label=/y_test,split=0", 4, "shape=5x5",
             "a sample has 16 numbers, not 25"},
        Kind{"Matlab", fixture<kFive>, "five: 6 vectors of 2 numbers, labelled by y", "data=X,label=y,",
             "data=wide,label=species,split=0", 6, "label=colour", "has no array \"colour\""},
        Kind{"Matlab73", fixture<kSeven>, "seven: 6 vectors of 2 numbers, labelled by /y",
             "data=/X,label=/y,", "data=/X,label=/species,split=0", 6, "data=/colour",
             "has no array \"/colour\""},
        Kind{"Safetensors", safetensors, "a: 60 vectors of 3 numbers, labelled by y", "data=x,label=y,",
             "data=x,label=none,split=0.5", 30, "split=2", "expected a number from 0 to 0.9"}),
    [](const auto& kind) { return std::string(kind.param.name); });

}  // namespace
}  // namespace isthmus
