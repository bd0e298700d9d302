// One picture or one row, dropped while a model is there: it is looked at, the data stay.
#include "app/rooms/data/recent_data.h"
#include "tests/app/window/window_fixture.h"
#include "widgets/frame/drop_overlay.h"
#include "widgets/import/import_dialog.h"
#include "widgets/plane/dropped_point.h"

#include <QAction>
#include <QImage>
#include <QLabel>
#include <QSignalSpy>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace isthmus {
namespace {

class SingleSampleTest : public test::WindowTest {
 protected:
  void SetUp() override {
    test::WindowTest::SetUp();
    QObject::connect(&session(), &ExplorerSession::singleProbeChanged,
                     [this](const PickedView& view, const DroppedPoint& place) {
                       m_view = view;
                       m_place = place;
                     });
  }
  void answer(UserQuestions& questions) override {
    questions.filesToOpen = [this](QWidget*, const QString&, const QString&, const QString&, const QString&) {
      return m_files;
    };
  }

  std::filesystem::path writePicture(const std::string& name, QSize size) {
    QImage picture(size, QImage::Format_Grayscale8);
    picture.fill(0);
    for (int y = size.height() / 4; y < size.height() / 2; ++y)
      for (int x = size.width() / 4; x < size.width() / 2; ++x) picture.setPixel(x, y, qRgb(255, 255, 255));
    const auto path = m_folder.path() / name;
    EXPECT_TRUE(picture.save(QString::fromStdString(path.string())));
    return path;
  }
  std::filesystem::path writeText(const std::string& name, const std::string& text) {
    return m_folder.write(name, std::vector<std::uint8_t>(text.begin(), text.end()));
  }
  /// A table of two kinds of rows, loaded by its guess, and a model of it.
  void openTableAndTrain() {
    std::ostringstream text;
    text << "length,width,height,kind\n";
    for (int i = 0; i < 80; ++i)
      text << i % 7 << ".5," << (i % 2 == 0 ? 30 : 4) + i % 3 << ".25," << i % 5 << ".75,"
           << (i % 2 == 0 ? "wide" : "thin") << '\n';
    drop({writeText("shapes.csv", text.str())});
    ASSERT_TRUE(eventually([&] { return m_window->findChild<ImportDialog*>() != nullptr; }));
    QTest::keyClick(m_window->findChild<ImportDialog*>(), Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return workspace().dataset() != nullptr; }));
    ASSERT_EQ(workspace().dataset()->kind, SampleKind::Vector);
    ASSERT_NO_FATAL_FAILURE(trainToTheEnd(2));
  }
  void openPicturesAndTrain() {
    ASSERT_NO_FATAL_FAILURE(openSmallSet());
    ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  }
  bool arrives() {
    return eventually([&] { return m_view.has_value() || !m_errors.isEmpty(); }) && m_view.has_value();
  }
  /// It is where the model puts it, with what the model makes of it.
  void expectLookedAt(const QString& name, const ImageShape& shape) {
    EXPECT_EQ(m_view->dropped, name);
    EXPECT_EQ(m_place->name, name);
    EXPECT_EQ(m_view->original.shape, shape);
    EXPECT_EQ(m_view->reconstruction.shape, shape);
    EXPECT_GE(m_view->errorPercentile, 0);  // not NaN either
    EXPECT_LE(m_view->errorPercentile, 1);
    EXPECT_TRUE(std::isfinite(m_view->negativeElbo.value()));
    const PlaneCovariance& ellipse = m_place->posterior.value();
    EXPECT_GT(ellipse.xx, 0);
    EXPECT_GT(ellipse.yy, 0);
    EXPECT_GT(ellipse.xx * ellipse.yy - ellipse.xy * ellipse.xy, 0);
    EXPECT_TRUE(std::isfinite(m_place->inPlane.x()) && std::isfinite(m_place->inPlane.y()));
    EXPECT_FALSE(find<QLabel>("pickedPercentile")->text().isEmpty());
  }

  QStringList m_files;
  std::optional<PickedView> m_view;
  std::optional<DroppedPoint> m_place;
};

TEST_F(SingleSampleTest, APictureIsFittedAndLookedAtAndTheDataStay) {
  ASSERT_NO_FATAL_FAILURE(openPicturesAndTrain());
  const DatasetPtr before = workspace().dataset();
  const ModelSnapshotPtr model = workspace().model();
  drop({writePicture("cat.png", {20, 30})});
  ASSERT_TRUE(arrives()) << m_errors.join('\n').toStdString();
  expectLookedAt(QStringLiteral("cat"), {8, 8, 1});
  EXPECT_EQ(find<QLabel>("pickedChanges")->text().simplified(), "resized from 20 x 30 to 8 x 8");
  EXPECT_TRUE(find<QLabel>("pickedChanges")->isVisible());
  EXPECT_EQ(workspace().dataset(), before);
  EXPECT_EQ(workspace().model(), model);
  EXPECT_EQ(workspace().probe(), nullptr);
  EXPECT_TRUE(m_errors.isEmpty()) << m_errors.join('\n').toStdString();
  EXPECT_EQ(RecentList().all().size(), 1U) << "a picture is no data set that one loads again";
}

TEST_F(SingleSampleTest, TheOverlaySaysThatItWillBeLookedAt) {
  const auto planOf = [this](const std::filesystem::path& path) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QString::fromStdString(path.string()))});
    QSignalSpy planned(&session().datasets(), &DatasetController::planned);
    QDragEnterEvent enter(m_window->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &enter);
    EXPECT_TRUE(eventually([&] { return !planned.isEmpty(); }));
    const auto* overlay = m_window->findChild<DropOverlay*>();
    const QString said = overlay->title() + QLatin1Char('|') + overlay->detail();
    QDragLeaveEvent leave;
    QApplication::sendEvent(m_window.get(), &leave);
    return said;
  };
  const auto picture = writePicture("cat.png", {20, 30});
  EXPECT_TRUE(planOf(picture).contains(QStringLiteral("Only a model can look at it")));
  ASSERT_NO_FATAL_FAILURE(openPicturesAndTrain());
  const QString said = planOf(picture);
  EXPECT_TRUE(said.startsWith(QStringLiteral("Look at cat with the model|"))) << said.toStdString();
  EXPECT_TRUE(said.contains(QStringLiteral("the data stay"))) << said.toStdString();
}

TEST_F(SingleSampleTest, EscapeTakesItAway) {
  ASSERT_NO_FATAL_FAILURE(openPicturesAndTrain());
  drop({writePicture("cat.png", {20, 30})});
  ASSERT_TRUE(arrives());
  QSignalSpy removed(&session(), &ExplorerSession::singleProbeRemoved);
  QTest::keyClick(find<QWidget>("planeCanvas"), Qt::Key_Escape);
  EXPECT_EQ(removed.size(), 1);
  m_view.reset();
  workspace().change(
      [](ViewState& view) { view.errors.measure = ErrorMeasure::Mse; });  // would show it again
  EXPECT_TRUE(eventually([&] { return session().isQuiet(); }));
  QTest::qWait(50);
  EXPECT_FALSE(m_view.has_value());
  EXPECT_EQ(workspace().dataset()->count(), 300U);
}

TEST_F(SingleSampleTest, ARowOfATableIsLookedAtAndTheDataStay) {
  ASSERT_NO_FATAL_FAILURE(openTableAndTrain());
  const DatasetPtr before = workspace().dataset();
  drop({writeText("one.csv", "length,width,height\n3.5,31.25,2.75\n")});
  ASSERT_TRUE(arrives()) << m_errors.join('\n').toStdString();
  expectLookedAt(QStringLiteral("one"), {1, 3, 1});
  EXPECT_EQ(workspace().dataset(), before);
  EXPECT_EQ(workspace().probe(), nullptr);
}

TEST_F(SingleSampleTest, AltDropFitsOnePictureAsWell) {
  ASSERT_NO_FATAL_FAILURE(openPicturesAndTrain());
  drop({writePicture("cat.png", {20, 30})}, Qt::AltModifier);
  ASSERT_TRUE(arrives()) << m_errors.join('\n').toStdString();
  expectLookedAt(QStringLiteral("cat"), {8, 8, 1});
  EXPECT_EQ(workspace().probe(), nullptr);
}

TEST_F(SingleSampleTest, OpenAsProbeFitsOnePictureAsWell) {
  ASSERT_NO_FATAL_FAILURE(openPicturesAndTrain());
  m_files = {QString::fromStdString(writePicture("cat.png", {20, 30}).string())};
  for (QAction* action : m_window->findChildren<QAction*>())
    if (action->text().contains(QStringLiteral("&probe…"))) action->trigger();
  ASSERT_TRUE(arrives()) << m_errors.join('\n').toStdString();
  expectLookedAt(QStringLiteral("cat"), {8, 8, 1});
}

TEST_F(SingleSampleTest, ARowOfAnotherLengthIsRefusedWithASentence) {
  ASSERT_NO_FATAL_FAILURE(openTableAndTrain());
  const DatasetPtr before = workspace().dataset();
  drop({writeText("one.csv", "length,width\n3.5,31.25\n")});
  EXPECT_FALSE(arrives());
  ASSERT_EQ(m_errors.size(), 1);
  EXPECT_TRUE(m_errors.front().contains(QStringLiteral("has 2 numbers; the model takes 3")))
      << m_errors.front().toStdString();
  EXPECT_EQ(workspace().dataset(), before);
}

}  // namespace
}  // namespace isthmus
