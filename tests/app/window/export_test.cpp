// What a person takes out of the window: tables, plots and pictures, as files and on the clipboard.
#include "tests/app/cli/cli_run.h"
#include "tests/app/window/window_fixture.h"
#include "widgets/data/thumbnail_wall.h"
#include "widgets/errors/error_panel.h"
#include "widgets/frame/message_bar.h"
#include "widgets/plane/latent_plane_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QImage>
#include <QMenu>
#include <QSvgRenderer>

#include <fstream>
#include <sstream>

namespace isthmus {
namespace {

class ExportTest : public test::WindowTest {
 protected:
  void answer(UserQuestions& questions) override {
    questions.fileToSave = [this](QWidget*, const QString&, const QString& proposal, const QString&) {
      m_proposed = proposal;
      return m_target;
    };
  }
  QAction* action(const QString& text) {
    for (QAction* action : m_window->findChildren<QAction*>())
      if (action->text().remove(QLatin1Char('&')) == text) return action;
    ADD_FAILURE() << "there is no action " << text.toStdString();
    return nullptr;
  }
  QString said() { return m_window->findChild<MessageBar*>()->text(); }
  std::string content(const char* name) {
    std::ifstream in(m_folder.path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// Triggers an action whose dialog is answered by this name, and waits until the bar tells of the file.
  void save(const QString& text, const char* name) {
    m_target = QString::fromStdString((m_folder.path() / name).string());
    action(text)->trigger();
    ASSERT_TRUE(eventually([&] { return said().contains(m_target); })) << said().toStdString();
  }
  void openAndTrain() {
    ASSERT_NO_FATAL_FAILURE(openSmallSet());
    ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  }
  static std::size_t linesOf(const std::string& csv) {
    return static_cast<std::size_t>(std::ranges::count(csv, '\n'));
  }

  QString m_target;
  QString m_proposed;
};

TEST_F(ExportTest, TheCodesAreThoseThatTheCommandLineWrites) {
  ASSERT_NO_FATAL_FAILURE(openAndTrain());
  ASSERT_NO_FATAL_FAILURE(save("Codes of all samples…", "codes.csv"));
  EXPECT_TRUE(m_proposed.endsWith("-codes.csv")) << m_proposed.toStdString();
  EXPECT_TRUE(said().startsWith("300 codes were written to ")) << said().toStdString();
  const std::string csv = content("codes.csv");
  EXPECT_TRUE(csv.starts_with("row,name,label,part,z1,z2\n1,,0,")) << csv.substr(0, 80);
  EXPECT_EQ(linesOf(csv), 301U);

  const QString model = QString::fromStdString((m_folder.path() / "m.safetensors").string());
  session().modelFiles().save(workspace().model(), model.toStdString());
  ASSERT_TRUE(eventually([&] { return !session().modelFiles().isBusy(); }));
  const QString data = QString::fromStdString((m_folder.path() / "train-images-idx3-ubyte").string());
  const QString labels = QString::fromStdString((m_folder.path() / "train-labels-idx1-ubyte").string());
  const QString out = QString::fromStdString((m_folder.path() / "cli.csv").string());
  const auto encoded = test::run({"encode", "--model", model, "--data", data, labels, "--out", out});
  ASSERT_EQ(encoded.code, 0) << encoded.err;
  std::istringstream ours(csv);
  std::istringstream theirs(content("cli.csv"));
  std::string a;
  std::string b;
  std::getline(ours, a);
  std::getline(theirs, b);
  EXPECT_EQ(a, b);
  const auto codes = [](const std::string& line) {  // parts of a run, before them, are the window's alone
    const std::size_t second = line.rfind(',');
    const std::size_t first = line.rfind(',', second - 1);
    return std::pair(std::stod(line.substr(first + 1)), std::stod(line.substr(second + 1)));
  };
  while (std::getline(ours, a) && std::getline(theirs, b)) {
    EXPECT_NEAR(codes(a).first, codes(b).first, 1e-5);
    EXPECT_NEAR(codes(a).second, codes(b).second, 1e-5);
  }
}

TEST_F(ExportTest, TheErrorsComeByEveryMeasureWithThoseOfTheProbe) {
  ASSERT_NO_FATAL_FAILURE(openAndTrain());
  drop({m_folder.write("other-images-idx3-ubyte", test::idxFile({40, 8, 8}, 5))}, Qt::AltModifier);
  ASSERT_TRUE(eventually([&] { return workspace().probe() != nullptr && session().isQuiet(); }));
  EXPECT_EQ(workspace().probe()->trainCount, 40U) << "nothing of a probe is kept apart";
  ASSERT_NO_FATAL_FAILURE(save("Errors of all samples…", "errors.csv"));
  const std::string csv = content("errors.csv");
  EXPECT_TRUE(csv.starts_with("row,name,label,part,nll,xce,mse,elbo,above,set\n")) << csv.substr(0, 80);
  EXPECT_EQ(linesOf(csv), 341U);
  EXPECT_NE(csv.find(",probe\n"), std::string::npos);
  EXPECT_EQ(csv.find("nan"), std::string::npos);
}

TEST_F(ExportTest, TheSelectedSamplesAreWrittenWithTheirRows) {
  ASSERT_NO_FATAL_FAILURE(openAndTrain());
  session().pick(7);
  ASSERT_NO_FATAL_FAILURE(save("Save selected samples as a table…", "some.csv"));
  const std::string csv = content("some.csv");
  EXPECT_EQ(linesOf(csv), 2U);
  EXPECT_TRUE(csv.starts_with("row,name,label,part,z1,z2,nll,xce,mse,elbo\n")) << csv;
}

TEST_F(ExportTest, TheLossesAndPlotsAreWritten) {
  ASSERT_NO_FATAL_FAILURE(openAndTrain());
  ASSERT_NO_FATAL_FAILURE(save("Loss curves as numbers…", "loss.csv"));
  EXPECT_TRUE(content("loss.csv").starts_with("epoch,series,total,reconstruction,kl\n"));
  for (const char* plot : {"latent plane", "loss curves", "histogram of errors"}) {
    ASSERT_NO_FATAL_FAILURE(save(QStringLiteral("Save the %1…").arg(QLatin1String(plot)), "p.png"));
    EXPECT_GT(QImage(m_target).width(), 400) << plot;
    m_window->findChild<MessageBar*>()->closeMessage();
    ASSERT_NO_FATAL_FAILURE(save(QStringLiteral("Save the %1…").arg(QLatin1String(plot)), "p.svg"));
    EXPECT_TRUE(QSvgRenderer(m_target).isValid()) << plot;
    EXPECT_NE(content("p.svg").find("<text"), std::string::npos) << "axes have numbers that stay text";
    m_window->findChild<MessageBar*>()->closeMessage();
  }
}

TEST_F(ExportTest, PlotAndPictureAreCopied) {
  ASSERT_NO_FATAL_FAILURE(openAndTrain());
  QGuiApplication::clipboard()->clear();
  action("Copy the latent plane")->trigger();
  const QImage plane = QGuiApplication::clipboard()->image();
  EXPECT_GT(plane.width(), 400);
  EXPECT_EQ(said(), "The latent plane is on the clipboard.");
  ASSERT_TRUE(eventually([&] { return action("Copy the picture under the pointer") != nullptr; }));
  workspace().pointAt(0.5, 0.5);
  ASSERT_TRUE(eventually([&] {
    action("Copy the picture under the pointer")->trigger();
    return QGuiApplication::clipboard()->image().size() == QSize(280, 280);
  }));
}

TEST_F(ExportTest, PicturesOfSelectedSamplesAreSavedAndCopiedAsASheet) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  workspace().change([](ViewState& view) { view.selection = united(nullptr, {1, 4, 6, 9}); });
  ASSERT_NO_FATAL_FAILURE(save("Save the pictures of selected samples…", "sheet.png"));
  EXPECT_TRUE(m_proposed.endsWith("-samples.png")) << m_proposed.toStdString();
  const QImage sheet(m_target);
  const ImageShape shape = workspace().dataset()->shape;
  EXPECT_EQ(sheet.width() % (2 * shape.width + 2), 0) << "two in a row, enlarged by a whole number";
  QGuiApplication::clipboard()->clear();
  auto* wall = m_window->findChild<ThumbnailWall*>();
  ASSERT_NE(wall, nullptr);
  QTest::keyClick(wall, Qt::Key_C, Qt::ControlModifier);
  ASSERT_TRUE(eventually([&] { return QGuiApplication::clipboard()->image().size() == sheet.size(); }));
  EXPECT_TRUE(eventually([&] {
    return said() == QStringLiteral("Pictures of 4 samples are on the clipboard.");
  })) << said().toStdString();
}

TEST_F(ExportTest, WhatThereIsNothingOfIsSaidAndABadEndingIsOneError) {
  action("Codes of all samples…")->trigger();
  EXPECT_TRUE(said().startsWith("There are no codes yet")) << said().toStdString();
  m_window->findChild<MessageBar*>()->closeMessage();
  ASSERT_NO_FATAL_FAILURE(openAndTrain());
  m_target = QString::fromStdString((m_folder.path() / "codes.xlsx").string());
  action("Codes of all samples…")->trigger();
  ASSERT_TRUE(eventually([&] { return said().contains(".csv or .npy"); })) << said().toStdString();
  EXPECT_FALSE(std::filesystem::exists(m_folder.path() / "codes.xlsx"));
  m_target.clear();  // cancelled: nothing happens
  action("Save the latent plane…")->trigger();
}

TEST_F(ExportTest, AMenuGreysOutWhatThereIsNothingOf) {
  auto* menu = m_window->findChild<QMenu*>("exportMenu");
  ASSERT_NE(menu, nullptr);
  Q_EMIT menu->aboutToShow();
  EXPECT_FALSE(action("Codes of all samples…")->isEnabled());
  EXPECT_FALSE(action("Save the ROC curve…")->isEnabled());
  Q_EMIT menu->aboutToHide();
  EXPECT_TRUE(action("Codes of all samples…")->isEnabled()) << "for its key, which says what is missing";
  ASSERT_NO_FATAL_FAILURE(openAndTrain());
  Q_EMIT menu->aboutToShow();
  EXPECT_TRUE(action("Codes of all samples…")->isEnabled());
  EXPECT_TRUE(action("Save the latent plane…")->isEnabled());
}

}  // namespace
}  // namespace isthmus
