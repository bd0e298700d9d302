// The window's program as a whole: start, do what the command line says, leave a picture, end with exit code
// 0.
#include "app/loading/bundled_model.h"
#include "app/shell/launch_options.h"
#include "core/model/file/model_file.h"
#include "tests/support/idx_bytes.h"
#include "tests/support/temp_folder.h"

#include <QFile>
#include <QImage>
#include <QProcess>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

int runProgram(const QStringList& arguments, std::string* errors = nullptr) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
  process.setProcessEnvironment(environment);
  process.start(QStringLiteral(ISTHMUS_PROGRAM), arguments);
  EXPECT_TRUE(process.waitForFinished(120'000));
  if (errors) *errors = process.readAllStandardError().toStdString();
  return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

TEST(Launch, TrainsTakesAPictureAndQuitsCleanly) {
  const test::TempFolder folder;
  folder.write("train-images-idx3-ubyte", test::idxFile({200, 8, 8}));
  const QString picture = QString::fromStdString((folder.path() / "window.png").string());
  ASSERT_EQ(runProgram({"--train", "2", "--seed", "7", "--size", "1280x800", "--screenshot", picture,
                        QString::fromStdString((folder.path() / "train-images-idx3-ubyte").string())}),
            0);
  EXPECT_EQ(QImage(picture).size(), QSize(1280, 800));
}

TEST(Launch, OpensAModelAndTheDataThatAreNamedTogether) {
  const test::TempFolder folder;
  const auto model = bundledModel();
  ASSERT_TRUE(model);
  const std::filesystem::path saved = folder.path() / "model.safetensors";
  ASSERT_TRUE(saveModel(saved, **model));
  const std::filesystem::path data = folder.write("train-images-idx3-ubyte", test::idxFile({50, 28, 28}));
  const QString picture = QString::fromStdString((folder.path() / "window.png").string());
  for (const QStringList& files :
       {QStringList{QString::fromStdString(saved.string())},
        QStringList{QString::fromStdString(saved.string()), QString::fromStdString(data.string())}}) {
    std::string errors;
    EXPECT_EQ(runProgram(QStringList{"--screenshot", picture} + files, &errors), 0) << errors;
    EXPECT_TRUE(QFile::remove(picture));
  }
}

TEST(Launch, AFileThatCannotBeReadEndsTheScreenshotWithASentence) {
  std::string errors;
  EXPECT_EQ(runProgram({"--screenshot", "/tmp/never.png", "/no/such/file"}, &errors), 2);
  EXPECT_NE(errors.find("/no/such/file"), std::string::npos) << errors;
}

TEST(Launch, OptionsOfTheDataStandBehindTheLastFile) {
  const auto options = parseLaunchOptions({"model.safetensors", "iris.csv:label=species,split=0.2"});
  ASSERT_TRUE(options);
  ASSERT_EQ(options->files.size(), 2U);
  EXPECT_EQ(options->files[1], "iris.csv");
  EXPECT_EQ(options->load.label, "species");
  EXPECT_EQ(options->load.testShare, 0.2);
  EXPECT_EQ(parseLaunchOptions({"iris.csv"})->load, LoadOptions());
}

TEST(Launch, WrongOptionsAreSaid) {
  std::string errors;
  EXPECT_EQ(runProgram({"--train", "soon"}, &errors), 2);
  EXPECT_NE(errors.find("--train"), std::string::npos) << errors;
  EXPECT_FALSE(parseLaunchOptions({"--size", "big"}));
  EXPECT_FALSE(parseLaunchOptions({"iris.csv:wings=2"}));
  EXPECT_FALSE(parseLaunchOptions({"--dataset", "digits", "file"}));
  const auto options =
      parseLaunchOptions({"--dataset", "mnist", "--train", "5", "--seed", "3", "--size", "1000x700"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->epochs, 5);
  EXPECT_EQ(options->seed, 3U);
  EXPECT_EQ(options->size, QSize(1000, 700));
}

}  // namespace
}  // namespace isthmus
