// isthmus-cli as a person runs it: a process with arguments, output and an exit code.
#include "tests/app/cli/cli_run.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/temp_folder.h"

#include <QDir>
#include <QFile>
#include <QImage>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <sstream>
#include <utility>

namespace isthmus {
namespace {

using test::expectOneLine;
using test::idxFile;
using test::Outcome;
using test::run;

class CliTest : public ::testing::Test {
 protected:
  QString path(const char* name) { return QString::fromStdString((m_folder.path() / name).string()); }
  std::string content(const char* name) {
    std::ifstream in(m_folder.path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// 200 + 50 labelled pictures of 8 x 8.
  QString data() {
    m_folder.write("data/train-images-idx3-ubyte", idxFile({200, 8, 8}));
    m_folder.write("data/train-labels-idx1-ubyte", idxFile({200}, 10));
    m_folder.write("data/t10k-images-idx3-ubyte", idxFile({50, 8, 8}, 201));
    m_folder.write("data/t10k-labels-idx1-ubyte", idxFile({50}, 10));
    return path("data");
  }
  /// A model trained on them.
  QString model() {
    const Outcome trained = run({"train", "--data", data(), "--epochs", "2", "--hidden", "16,8", "--seed",
                                 "3", "--out", path("model.safetensors"), "--report", path("report.json")});
    EXPECT_EQ(trained.code, 0) << trained.err;
    return path("model.safetensors");
  }

  test::TempFolder m_folder;
};

TEST_F(CliTest, ListsTheBuiltInSet) {
  const Outcome outcome = run({"datasets"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_NE(outcome.out.find("digits"), std::string::npos);
}

TEST_F(CliTest, TrainWritesAReportOfEveryEpoch) {
  model();
  const auto report = nlohmann::json::parse(content("report.json"));
  ASSERT_EQ(report["epochs"].size(), 2U);
  for (const auto& epoch : report["epochs"])
    for (const char* part : {"train", "test"})
      EXPECT_NEAR(epoch[part]["total"].get<double>(),
                  epoch[part]["reconstruction"].get<double>() + epoch[part]["kl"].get<double>(), 1e-3);
  EXPECT_EQ(report["epochs"][1]["epoch"], 2);
  EXPECT_GT(report["epochs"][0]["images_per_second"].get<double>(), 0);
  EXPECT_EQ(report["seed"], 3);
  EXPECT_TRUE(report.contains("model") && report.contains("data") && report.contains("versions"));
}

/// Three columns of a blob in two classes: all that a code could tell is worth little.
std::string smallTable() {
  std::string rows = "a,b,c,class\n";
  for (int i = 0; i < 200; ++i)
    rows += std::to_string(i * 37 % 101) + "," + std::to_string(i * 59 % 103) + "," +
            std::to_string(i * 83 % 107 + 90 * (i % 2)) + (i % 2 == 0 ? ",even\n" : ",odd\n");
  return rows;
}

TEST_F(CliTest, TrainSaysWhatItSuggestsAndNamedOptionsWin) {
  const std::string table = smallTable();
  const QString file =
      QString::fromStdString(m_folder.write("table.csv", test::Bytes(table.begin(), table.end())).string());
  const QStringList train = {"train",    "--data",           file, "--out", path("m.safetensors"),
                             "--report", path("report.json")};
  const Outcome plain = run(train + QStringList{"--epochs", "4"});
  ASSERT_EQ(plain.code, 0) << plain.err;
  EXPECT_NE(plain.err.find("suggested for these data: hidden 64,64,64, warmup 2, learning_rate 0.003, "
                           "batch 16"),
            std::string::npos)
      << plain.err;
  const auto report = nlohmann::json::parse(content("report.json"));
  EXPECT_EQ(report["suggested"]["warmup"], 2);
  EXPECT_FALSE(report["suggested"].contains("epochs")) << "it was given";
  EXPECT_EQ(report["model"]["layers"], "3-64-64-64-2");
  EXPECT_EQ(report["code"]["kl"].size(), 2U);

  const Outcome named = run(train + QStringList{"--epochs", "4", "--hidden", "8", "--set", "warmup=1", "--lr",
                                                "0.01", "--batch", "32"});
  ASSERT_EQ(named.code, 0) << named.err;
  EXPECT_EQ(named.err.find("suggested"), std::string::npos) << named.err;
  const auto other = nlohmann::json::parse(content("report.json"));
  EXPECT_TRUE(other["suggested"].empty());
  EXPECT_EQ(other["model"]["settings"]["warmup"], 1);
  EXPECT_EQ(other["model"]["learning_rate"], 0.01);
}

TEST_F(CliTest, TrainSaysThatTheCodeCollapsedAndNotThatAHealthyOneDid) {
  const std::string table = smallTable();
  const QString file =
      QString::fromStdString(m_folder.write("table.csv", test::Bytes(table.begin(), table.end())).string());
  const auto trained = [&](const QStringList& more) {
    const Outcome outcome = run(QStringList{"train", "--data", file, "--epochs", "80", "--out",
                                            path("m.safetensors"), "--report", path("report.json")} +
                                more);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return std::pair(outcome.err, nlohmann::json::parse(content("report.json")));
  };
  const auto [said, report] = trained({"--beta", "30"});
  EXPECT_NE(said.find("warning: Posterior collapse: the code is not in use"), std::string::npos) << said;
  EXPECT_EQ(report["code"]["unused"], (nlohmann::json{"z1", "z2"}));
  EXPECT_NE(report["code"]["warning"].get<std::string>().find("smaller beta (now 30)"), std::string::npos);
  const auto [quiet, healthy] = trained({"--beta", "0.1"});
  EXPECT_EQ(quiet.find("collapse"), std::string::npos) << quiet;
  EXPECT_TRUE(healthy["code"]["unused"].empty());
  const Outcome linear = run({"train", "--data", file, "--model", "pca", "--out", path("m.safetensors"),
                              "--report", path("report.json")});
  EXPECT_EQ(linear.err.find("collapse"), std::string::npos) << linear.err;
  EXPECT_TRUE(nlohmann::json::parse(content("report.json"))["code"].is_null()) << "there is no KL divergence";
}

/// LibTorch is a library of its own that this command loads; the other paths run without it.
TEST_F(CliTest, EveryArithmeticTrainsToTheSameLoss) {
  const auto testLoss = [this](const char* arithmetic, const std::string& named) {
    const Outcome trained =
        run({"train", "--data", data(), "--epochs", "5", "--hidden", "64,32", "--arithmetic", arithmetic,
             "--out", path("model.safetensors"), "--report", path("report.json")});
    EXPECT_EQ(trained.code, 0) << trained.err;
    const auto report = nlohmann::json::parse(content("report.json"));
    EXPECT_NE(report["model"]["arithmetic"].get<std::string>().find(named), std::string::npos);
    return report["epochs"][4]["test"]["total"].get<double>();
  };
  const double reference = testLoss("reference", "LibTorch");
  EXPECT_NEAR(testLoss("float32", "float32, "), reference, 1e-3 * reference);
  EXPECT_NEAR(testLoss("automatic", "thread"), reference, 5e-3 * reference);
}

TEST_F(CliTest, TakesPicturesAndPrintsWhatItGuessed) {
  for (int i = 0; i < 20; ++i) {
    QImage image(10, 10, QImage::Format_RGB32);
    image.fill(qRgb(10 * i, 100, 0));
    const QString folder = path("pictures") + (i % 2 == 0 ? "/even/" : "/odd/");
    QDir().mkpath(folder);
    ASSERT_TRUE(image.save(folder + QString::number(i) + (i % 4 < 2 ? ".png" : ".jpg")));
  }
  const QStringList train = {"train", "--epochs", "1", "--hidden", "8", "--out", path("m.safetensors"),
                             "--data"};
  const Outcome guessed = run(train + QStringList{path("pictures")});
  EXPECT_EQ(guessed.code, 0) << guessed.err;
  EXPECT_NE(guessed.err.find("20 pictures of 10 x 10 in colour, in 2 classes"), std::string::npos)
      << guessed.err;
  EXPECT_NE(guessed.err.find("pictures:split=0.2,size=10,colour=rgb"), std::string::npos) << guessed.err;
  const Outcome told = run(train + QStringList{path("pictures") + ":size=28,colour=grey,split=0.5"});
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_EQ(told.err.find("in 2 classes"), std::string::npos) << told.err;
}

TEST_F(CliTest, SameSeedGivesTheSameFile) {
  model();
  const std::string first = content("model.safetensors");
  model();
  EXPECT_EQ(content("model.safetensors"), first);
  EXPECT_FALSE(first.empty());
}

TEST_F(CliTest, EncodeWritesCsvAndNpy) {
  const QString file = model();
  ASSERT_EQ(run({"encode", "--model", file, "--data", path("data"), "--out", path("latents.csv")}).code, 0);
  std::istringstream csv(content("latents.csv"));
  std::string line;
  std::getline(csv, line);
  EXPECT_EQ(line, "row,file,name,label,part,z1,z2");
  int rows = 0;
  while (std::getline(csv, line)) {
    const int row = rows < 200 ? rows : rows - 200;
    const std::string source = rows < 200 ? "train-images-idx3-ubyte" : "t10k-images-idx3-ubyte";
    EXPECT_TRUE(line.starts_with(std::to_string(row + 1) + "," + source + ",," + std::to_string(row % 10) +
                                 (rows < 200 ? ",train," : ",test,")))
        << line;
    ++rows;
  }
  EXPECT_EQ(rows, 250);

  ASSERT_EQ(run({"encode", "--model", file, "--data", path("data"), "--out", path("latents.npy")}).code, 0);
  const std::string npy = content("latents.npy");
  EXPECT_TRUE(npy.starts_with(std::string("\x93NUMPY\x01\x00", 8)));
  EXPECT_NE(npy.find("'shape': (250, 2)"), std::string::npos);
  EXPECT_EQ(npy.size() % 64, 250U * 2 * 4 % 64);
}

TEST_F(CliTest, DecodeWritesOnePictureOrALattice) {
  const QString file = model();
  ASSERT_EQ(run({"decode", "--model", file, "--z", "-0.5,-1", "--out", path("one.png")}).code, 0);
  EXPECT_EQ(QImage(path("one.png")).size(), QSize(8, 8));
  ASSERT_EQ(run({"decode", "--model", file, "--grid", "5", "--range", "2", "--out", path("grid.png")}).code,
            0);
  EXPECT_EQ(QImage(path("grid.png")).size(), QSize(40, 40));
  // The bundled model decodes real handwriting: white on black.
  ASSERT_EQ(run({"decode", "--model", "bundled", "--z", "0,0", "--out", path("digit.png")}).code, 0);
  const QImage digit(path("digit.png"));
  EXPECT_EQ(digit.size(), QSize(28, 28));
  EXPECT_EQ(qGray(digit.pixel(0, 0)), 0);
}

TEST_F(CliTest, ScoreSetsTheThresholdByItsRule) {
  const QString file = model();
  const Outcome outcome =
      run({"score", "--model", file, "--data", path("data"), "--measure", "mse", "--rule", "p90",
           "--anomalies", path("data"), "--split", "train", "--out", path("scores.csv"), "--json"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["measure"], "mse");
  EXPECT_EQ(json["rule"], "p90");
  EXPECT_EQ(json["count"], 200);
  EXPECT_EQ(json["above"], 20);
  EXPECT_NEAR(json["auc"].get<double>(), 0.5, 1e-12);  // a set held against itself

  std::istringstream csv(content("scores.csv"));
  std::string line;
  std::getline(csv, line);
  EXPECT_EQ(line, "row,file,name,label,part,mse,above,set");
  int above = 0;
  while (std::getline(csv, line)) above += line.ends_with(",1,data") ? 1 : 0;
  EXPECT_EQ(above, 20);
  EXPECT_TRUE(
      nlohmann::json::parse(run({"score", "--model", file, "--data", path("data"), "--json"}).out)["auc"]
          .is_null());
}

TEST_F(CliTest, ScoresThePartThatIsAskedForAndNoOther) {
  constexpr std::array<std::pair<const char*, int>, 3> kParts = {{{"train", 12}, {"val", 5}, {"test", 7}}};
  for (const auto& [part, count] : kParts) {
    const QString folder = path("parts/") + QLatin1String(part);
    QDir().mkpath(folder);
    for (int i = 0; i < count; ++i) {
      QImage image(8, 8, QImage::Format_Grayscale8);
      image.fill(static_cast<uint>(20 * i));
      ASSERT_TRUE(image.save(folder + QStringLiteral("/%1.png").arg(i)));
    }
  }
  const Outcome trained = run(
      {"train", "--data", path("parts"), "--epochs", "1", "--hidden", "8", "--out", path("m.safetensors")});
  ASSERT_EQ(trained.code, 0) << trained.err;
  const auto count = [this](const char* part) {
    const Outcome scored =
        run({"score", "--model", path("m.safetensors"), "--data", path("parts"), "--split", part, "--json"});
    EXPECT_EQ(scored.code, 0) << scored.err;
    return scored.code == 0 ? nlohmann::json::parse(scored.out)["count"].get<int>() : -1;
  };
  EXPECT_EQ(count("train"), 12);
  EXPECT_EQ(count("validation"), 5);
  EXPECT_EQ(count("test"), 7);
  const Outcome none = run(
      {"score", "--model", path("m.safetensors"), "--data", path("parts/train"), "--split", "validation"});
  EXPECT_EQ(none.code, 2);
  EXPECT_NE(none.err.find("there is no validation part"), std::string::npos) << none.err;
}

TEST_F(CliTest, WrongUseExitsWithTwoAndOneLine) {
  expectOneLine(run({"fly"}), 2, "fly");
  expectOneLine(run({"decode", "--model", "bundled", "--z", "nan,0", "--out", path("x.png")}), 2, "--z");
  expectOneLine(run({"train", "--data", "digits"}), 2, "--out");
  expectOneLine(run({"train", "--data", "digits", "--epochs", "many", "--out", path("m.safetensors")}), 2,
                "many");
  expectOneLine(run({"train", "--data", "digits", "--epochs", "0", "--out", path("m.safetensors")}), 2,
                "epochs");
  expectOneLine(run({"train", "--data", "no-such-set", "--out", path("m.safetensors")}), 2, "no-such-set");
  expectOneLine(run({"train", "--data", "digits", "--colour", "red"}), 2, "--colour");
  expectOneLine(run({"train", "--data", "digits", "--arithmetic", "half", "--out", path("m.safetensors")}), 2,
                "--arithmetic");
  expectOneLine(
      run({"encode", "--model", path("none.safetensors"), "--data", "digits", "--out", path("z.csv")}), 2,
      "none.safetensors");
  EXPECT_EQ(run({}).code, 2);
}

TEST_F(CliTest, UnreadableInputExitsWithTwoAndNamesTheFile) {
  auto bytes = idxFile({10, 8, 8});
  bytes.pop_back();
  m_folder.write("cut-images-idx3-ubyte", bytes);
  expectOneLine(run({"train", "--data", path("cut-images-idx3-ubyte"), "--out", path("m.safetensors")}), 2,
                "cut-images-idx3-ubyte");
  EXPECT_FALSE(std::filesystem::exists(m_folder.path() / "m.safetensors"));
}

TEST_F(CliTest, AFailedWriteExitsWithOne) {
  const QString file = model();
  expectOneLine(run({"encode", "--model", file, "--data", path("data"), "--out", "/no/such/folder/z.csv"}), 1,
                "/no/such/folder/z.csv");
  // Said before the training, not after it.
  expectOneLine(
      run({"train", "--data", "digits", "--epochs", "100000", "--out", "/no/such/folder/m.safetensors"}), 1,
      "/no/such/folder/m.safetensors");
}

/// P(error of the first > error of the second) + half the ties, by looking at every pair.
double aucByPairs(const std::vector<double>& first, const std::vector<double>& second) {
  double wins = 0;
  for (const double a : first) {
    for (const double b : second) wins += a > b ? 1 : a == b ? 0.5 : 0;
  }
  return wins / static_cast<double>(first.size() * second.size());
}

TEST_F(CliTest, TellsHowWellTheErrorTellsTheAnomaliesOfAdbench) {
  const QString cardio = QStringLiteral(ISTHMUS_SOURCE_DIR "/../shared/data/adbench/6_cardio.npz");
  if (!QFile::exists(cardio)) GTEST_SKIP() << cardio.toStdString() << " is not on this computer";
  const Outcome trained =
      run({"train", "--data", cardio, "--epochs", "5", "--seed", "3", "--out", path("c.safetensors")});
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_NE(trained.err.find("6_cardio.npz:data=X,label=y"), std::string::npos) << trained.err;
  const Outcome scored = run({"score", "--model", path("c.safetensors"), "--data", cardio, "--split", "train",
                              "--out", path("scores.csv"), "--json"});
  ASSERT_EQ(scored.code, 0) << scored.err;
  std::vector<double> errors[2];
  std::istringstream rows(content("scores.csv"));
  std::string line;
  std::getline(rows, line);
  while (std::getline(rows, line)) {
    std::istringstream fields(line);
    std::string row, name, label, part, error;
    for (std::string* field : {&row, &name, &label, &part, &error}) std::getline(fields, *field, ',');
    errors[label == "1"].push_back(std::stod(error));
  }
  const auto classes = nlohmann::json::parse(scored.out)["classes"];
  ASSERT_EQ(classes.size(), 2U);
  EXPECT_EQ(classes[1]["name"], "1");
  EXPECT_EQ(classes[1]["count"], errors[1].size());
  EXPECT_NEAR(classes[1]["auc"], aucByPairs(errors[1], errors[0]), 1e-6);
  EXPECT_NEAR(classes[0]["auc"], aucByPairs(errors[0], errors[1]), 1e-6);
  EXPECT_GT(classes[1]["auc"], 0.7) << "pathologic traces are rebuilt worse than normal ones";
}

}  // namespace
}  // namespace isthmus
