// What encode and score write, and of which samples: rows, names and classes of the files.
#include "tests/app/cli/cli_run.h"
#include "tests/support/temp_folder.h"

#include <QFile>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <vector>

namespace isthmus {
namespace {

using test::expectOneLine;
using test::Outcome;
using test::run;

/// The columns of a simple CSV file (no cell holds a comma).
using Columns = std::map<std::string, std::vector<std::string>>;

class CliResultsTest : public ::testing::Test {
 protected:
  QString path(const char* name) { return QString::fromStdString((m_folder.path() / name).string()); }
  std::string content(const char* name) {
    std::ifstream in(m_folder.path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  Columns columns(const char* name) {
    std::istringstream lines(content(name));
    std::string line;
    std::string cell;
    std::vector<std::string> heads;
    std::getline(lines, line);
    for (std::istringstream cells(line); std::getline(cells, cell, ',');) heads.push_back(cell);
    Columns found;
    while (std::getline(lines, line)) {
      std::istringstream cells(line + ',');
      for (const std::string& head : heads) {
        cell.clear();
        std::getline(cells, cell, ',');
        found[head].push_back(cell);
      }
    }
    return found;
  }
  QString write(const char* name, const std::string& text) {
    m_folder.write(name, std::vector<std::uint8_t>(text.begin(), text.end()));
    return path(name);
  }
  /// Named rows of two numbers in two classes.
  QString table(const char* name, int rows = 40) {
    std::string text = "id,x,y,species\n";
    for (int i = 0; i < rows; ++i)
      text += "S" + std::to_string(100 + i) + "," + std::to_string(i * 7 % 11) + ".5," +
              std::to_string(i * 5 % 13) + ".25," + (i % 3 == 0 ? "=setosa" : "iris") + "\n";
    return write(name, text);
  }
  QString model(const QString& data) {
    const Outcome trained = run({"train", "--data", data, "--epochs", "2", "--hidden", "8", "--lr", "0.001",
                                 "--set", "warmup=0", "--out", path("m.safetensors")});
    EXPECT_EQ(trained.code, 0) << trained.err;
    return path("m.safetensors");
  }
  static QString sharedCase(const char* name) {
    return QStringLiteral(ISTHMUS_SOURCE_DIR "/../shared/cases/") + QLatin1String(name);
  }
  static std::vector<std::string> rowsFrom(int first, int last) {
    std::vector<std::string> rows;
    for (int i = first; i <= last; ++i) rows.push_back(std::to_string(i));
    return rows;
  }

  test::TempFolder m_folder;
};

TEST_F(CliResultsTest, EncodeKeepsTheOrderOfTheFileAndNamesRowsAndClasses) {
  const QString data = table("t.csv");
  const QString file = model(data);
  for (const char* options : {":names=id,split=0.2", ":names=id"}) {
    const Outcome encoded =
        run({"encode", "--model", file, "--data", data + options, "--out", path("z.csv")});
    ASSERT_EQ(encoded.code, 0) << encoded.err;
    EXPECT_TRUE(content("z.csv").starts_with("row,name,label,part,z1,z2\n")) << content("z.csv");
    Columns z = columns("z.csv");
    EXPECT_EQ(z["row"], rowsFrom(1, 40));
    EXPECT_EQ(z["label"][0], "'=setosa") << "no formula for a spreadsheet";
    EXPECT_EQ(z["label"][1], "iris");
    const std::set<std::string> parts(z["part"].begin(), z["part"].end());
    EXPECT_EQ(parts, QString::fromLatin1(options).contains("split") ? (std::set<std::string>{"train", "test"})
                                                                    : (std::set<std::string>{""}));
  }
}

TEST_F(CliResultsTest, RowsOfATestFileAreThoseOfThatFile) {
  std::filesystem::create_directories(m_folder.path() / "two");
  table("two/train.csv", 30);
  table("two/test.csv", 12);
  const QString file = model(path("two"));
  const Outcome encoded = run({"encode", "--model", file, "--data", path("two"), "--out", path("z.csv")});
  ASSERT_EQ(encoded.code, 0) << encoded.err;
  Columns z = columns("z.csv");
  ASSERT_EQ(z["row"].size(), 42U);
  EXPECT_EQ(z["file"].front(), "train.csv");
  EXPECT_EQ(z["file"].back(), "test.csv");
  EXPECT_EQ(z["part"].back(), "test");
  EXPECT_EQ(z["row"][29], "30");
  EXPECT_EQ(z["row"][30], "1");
  EXPECT_EQ(z["row"][41], "12");
}

TEST_F(CliResultsTest, WritesAllMeasuresAndAnArrayWithItsNames) {
  const QString file = model("digits");
  const Outcome scored = run(
      {"score", "--model", file, "--data", "digits", "--measure", "all", "--out", path("s.npy"), "--json"});
  ASSERT_EQ(scored.code, 0) << scored.err;
  EXPECT_NE(scored.err.find("s.json"), std::string::npos) << scored.err;
  const auto beside = nlohmann::json::parse(content("s.json"));
  EXPECT_EQ(beside["columns"], (nlohmann::json{"xce", "nll", "mse", "elbo"}));
  const auto report = nlohmann::json::parse(scored.out);
  EXPECT_EQ(beside["row"].size(), report["count"]);
  EXPECT_EQ(report["measures"].size(), 4U);
  ASSERT_EQ(
      run({"encode", "--model", file, "--data", "digits", "--measure", "mse", "--out", path("z.csv")}).code,
      0);
  EXPECT_TRUE(content("z.csv").starts_with("row,name,label,part,z1,z2,mse\n"));
}

TEST_F(CliResultsTest, TheExcessIsTheCrossEntropyLessWhatThePictureItselfHas) {
  const QString file = model("digits");
  ASSERT_EQ(
      run({"score", "--model", file, "--data", "digits", "--measure", "all", "--out", path("s.csv")}).code,
      0);
  Columns s = columns("s.csv");
  double least = 1e9;
  for (std::size_t i = 0; i < s["xce"].size(); ++i) {
    const double entropy = std::stod(s["nll"][i]) - std::stod(s["xce"][i]);
    least = std::min(least, entropy);
    EXPECT_GT(std::stod(s["xce"][i]), 0);
  }
  EXPECT_GT(least, 1) << "drawn digits have grey edges, whose entropy is no error";
}

TEST_F(CliResultsTest, NewDataAreScoredWholeAndAPartOnlyWhereItIsAskedFor) {
  const QString data = table("t.csv");
  const QString file = model(data);
  const auto report = [&](const QStringList& more) {
    const Outcome scored = run(QStringList{"score", "--model", file, "--json", "--data"} + more);
    EXPECT_EQ(scored.code, 0) << scored.err;
    return nlohmann::json::parse(scored.out);
  };
  EXPECT_EQ(report({data})["count"], 40);
  EXPECT_EQ(report({data, "--split", "test"})["count"], 8) << "those that train kept apart";
  EXPECT_EQ(report({data, "--split", "all"})["count"], 40);
  EXPECT_EQ(report({data + ":split=0.5,seed=3"})["count"], 20);
  const auto both = report({data, "--anomalies", table("new.csv", 10)});
  EXPECT_EQ(both["anomalies"]["scored"], 10);
  EXPECT_EQ(report({data, "--split", "test", "--anomalies", table("new.csv", 10)})["anomalies"]["scored"],
            10);
  const Outcome told = run({"score", "--model", file, "--data", data});
  EXPECT_NE(told.out.find("40 of 40 samples"), std::string::npos) << told.out;
  EXPECT_NE(told.out.find("it has learnt from are among them"), std::string::npos) << told.out;
}

TEST_F(CliResultsTest, RefusesAnUnknownEndingBeforeTheWork) {
  const QString file = model("digits");
  for (const char* out : {"z.parquet", "z.xlsx", "z"}) {
    expectOneLine(run({"encode", "--model", file, "--data", "digits", "--out", path(out)}), 2,
                  ".csv or .npy");
    expectOneLine(run({"score", "--model", file, "--data", "digits", "--out", path(out)}), 2, ".csv or .npy");
  }
  expectOneLine(run({"score", "--model", file, "--data", "digits", "--measure", "rmse"}), 2,
                "nll, xce, mse or elbo");
}

TEST_F(CliResultsTest, AnAreaBelowOneHalfIsNeverShownAlone) {
  // The class that is called anomaly is the one in the middle of all others: its errors are small.
  std::string text = "x,y,label\n";
  for (int i = 0; i < 90; ++i)
    text += std::to_string((i * 37 % 41) - 20) + ".5," + std::to_string((i * 23 % 31) - 15) + ".5,normal\n";
  for (int i = 0; i < 10; ++i) text += "0." + std::to_string(i) + ",0.1,anomaly\n";
  const QString data = write("middle.csv", text) + ":label=label";
  const QString file = model(data);
  const Outcome told = run({"score", "--model", file, "--data", data, "--measure", "mse"});
  EXPECT_NE(told.out.find("of class anomaly (10 samples) against class normal (90)"), std::string::npos)
      << told.out;
  EXPECT_NE(told.out.find("below 0.5, the error is larger for the others (reversed 0."), std::string::npos)
      << told.out;
  const auto json = nlohmann::json::parse(
      run({"score", "--model", file, "--data", data, "--measure", "mse", "--json"}).out);
  EXPECT_EQ(json["positive_class"], "anomaly");
  for (const auto& one : json["classes"])
    EXPECT_EQ(one.contains("auc_reversed"), one["auc"].get<double>() < 0.5);
}

TEST_F(CliResultsTest, TheCasesOfStrangersComeOutAsTheyStandInTheirFiles) {
  const QString glass = sharedCase("H2_glass_labels_exported_as_indices.csv");
  if (!QFile::exists(glass)) GTEST_SKIP() << glass.toStdString() << " is not on this computer";
  const auto encode = [this](const QString& data) {
    const Outcome encoded = run({"encode", "--model", model(data), "--data", data, "--out", path("z.csv")});
    EXPECT_EQ(encoded.code, 0) << encoded.err;
    return columns("z.csv");
  };
  Columns z = encode(glass);
  EXPECT_EQ(std::set<std::string>(z["label"].begin(), z["label"].end()),
            (std::set<std::string>{"1", "2", "3", "5", "6", "7"}));
  EXPECT_EQ(z["row"], rowsFrom(1, static_cast<int>(z["row"].size())));
  z = encode(sharedCase("H4_named_rows_export_without_names.csv"));
  ASSERT_EQ(z["row"].size(), 60U);
  for (int i = 0; i < 60; ++i)
    EXPECT_EQ(z["name"][static_cast<std::size_t>(i)], QString::asprintf("S%03d", i).toStdString());

  const QString words = sharedCase("H1_anomaly_normal_words_auc_inverted.csv");
  const Outcome scored = run({"score", "--model", model(words), "--data", words, "--json"});
  const auto json = nlohmann::json::parse(scored.out);
  EXPECT_EQ(json["positive_class"], "anomaly");
  EXPECT_EQ(json["classes"][0]["count"], 20);
  EXPECT_GT(json["classes"][0]["auc"], 0.95);

  const QString ten = sharedCase("H3_ten_new_rows_only_two_scored.csv");
  const QString base = model(sharedCase("H3_base.csv"));
  EXPECT_EQ(nlohmann::json::parse(run({"score", "--model", base, "--data", ten, "--json"}).out)["count"], 10);
}

}  // namespace
}  // namespace isthmus
