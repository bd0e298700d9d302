#include "tests/app/window/window_fixture.h"
#include "tests/support/picture_bytes.h"
#include "widgets/data/data_panel.h"
#include "widgets/data/thumbnail_wall.h"
#include "widgets/import/import_dialog.h"
#include "widgets/plane/latent_plane_view.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QSignalSpy>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <map>
#include <memory>
#include <new>
#include <thread>

namespace isthmus {
namespace {

using test::idxFile;
using test::WindowTest;

/// A window with the small set (300 of 8 x 8 in 10 classes) whose edits are driven by keys and the menu.
class DatasetEditsWindowTest : public WindowTest {
 protected:
  void answer(UserQuestions& questions) override {
    questions.className = [this](QWidget*, const QString&, const QStringList& classes,
                                 const QString& present) {
      m_classes = classes;
      m_present = present;
      return m_name;
    };
    questions.subset = [this](QWidget*, const Dataset&) { return m_subset; };
    questions.filesToOpen = [this](QWidget*, const QString&, const QString&, const QString&,
                                   const QString& button) {
      m_button = button;
      return m_files;
    };
    questions.folderToOpen = [this](QWidget*, const QString&, const QString&, const QString& button) {
      m_button = button;
      return m_chosenFolder;
    };
  }

  ThumbnailWall& wall() { return *find<ThumbnailWall>("thumbnailWall"); }
  void click(std::size_t sample, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mouseClick(wall().viewport(), Qt::LeftButton, modifiers,
                      wall().pictureRect(sample).center().toPoint());
  }
  QAction* action(const QString& beginning) {
    for (QAction* action : m_window->findChildren<QAction*>())
      if (action->text().remove('&').startsWith(beginning)) return action;
    ADD_FAILURE() << "no action " << beginning.toStdString();
    return nullptr;
  }
  /// Triggers it and waits until the data set on the screen is another.
  void edit(const QString& beginning) {
    const DatasetPtr before = workspace().dataset();
    action(beginning)->trigger();
    ASSERT_TRUE(eventually([&] { return workspace().dataset() != before && session().isQuiet(); }));
  }

  std::optional<QString> m_name;
  std::optional<SubsetChoice> m_subset;
  QStringList m_files;
  QString m_chosenFolder;
  QString m_button;  // of the dialog that asked for files or a folder last
  QStringList m_classes;
  QString m_present;
};

TEST_F(DatasetEditsWindowTest, AnEditForWhichMemoryRunsOutEndsWithAMessage) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  const DatasetPtr before = workspace().dataset();
  session().edit({QStringLiteral("fail"),
                  [](const Dataset&, const Task&) -> Result<Dataset> { throw std::bad_alloc(); }});
  ASSERT_TRUE(eventually([&] { return !session().edits().isWorking(); }));
  ASSERT_EQ(m_errors.size(), 1);
  EXPECT_TRUE(m_errors.front().contains(QStringLiteral("memory"))) << m_errors.front().toStdString();
  EXPECT_EQ(workspace().dataset(), before);
}

/// An edit that changes nothing and lasts until `ending` is there.
DatasetEdit editUntil(const std::shared_future<void>& ending) {
  return {QStringLiteral("wait"), [ending](const Dataset& dataset, const Task&) -> Result<Dataset> {
            ending.wait();
            return dataset;
          }};
}

TEST_F(DatasetEditsWindowTest, AnAdditionThatArrivesDuringAnEditIsNotDroppedSilently) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  std::promise<void> mayEnd;
  session().edit(editUntil(mayEnd.get_future().share()));
  session().datasets().load(writeSmallSet(), DatasetRole::Addition);
  const bool said = eventually([&] { return !m_errors.isEmpty(); });
  EXPECT_TRUE(session().edits().isWorking());
  EXPECT_TRUE(find<QPushButton>("cancelLoading")->isVisible()) << "the edit goes on";
  mayEnd.set_value();
  ASSERT_TRUE(said);
  EXPECT_TRUE(m_errors.front().contains(QStringLiteral("was not merged")));
  EXPECT_TRUE(eventually([&] { return !session().edits().isWorking(); }));
}

/// An edit that shows 40 % and goes on until it is cancelled.
DatasetEdit endlessEdit(const std::shared_ptr<std::atomic<bool>>& ended) {
  return {QStringLiteral("wait"), [ended](const Dataset&, const Task& task) -> Result<Dataset> {
            while (!task.cancelled()) {
              task.report(0.4);
              std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            ended->store(true);
            return Error{ErrorCode::Cancelled, "The edit was cancelled"};
          }};
}

TEST_F(DatasetEditsWindowTest, ALongEditShowsHowFarItIsAndEndsWhenItIsCancelled) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  const DatasetPtr before = workspace().dataset();
  const auto ended = std::make_shared<std::atomic<bool>>(false);
  session().edit(endlessEdit(ended));
  ASSERT_TRUE(eventually([&] {
    const auto* bar = find<QProgressBar>("loadingBar");
    return bar->isVisible() && bar->maximum() > 0 && bar->value() * 10 == bar->maximum() * 4;
  }));
  WindowTest::click("cancelLoading");
  EXPECT_FALSE(session().edits().isWorking());
  EXPECT_TRUE(eventually([&] { return ended->load(); })) << "it went on in secret";
  EXPECT_FALSE(find<QProgressBar>("loadingBar")->isVisible());
  EXPECT_EQ(workspace().dataset(), before);
  EXPECT_FALSE(workspace().history().canUndo());
  click(1);  // and the next one need not wait
  ASSERT_NO_FATAL_FAILURE(edit("Remove selected"));
  EXPECT_EQ(workspace().dataset()->count(), 299U);
  EXPECT_TRUE(m_errors.isEmpty()) << m_errors.join('\n').toStdString();
}

TEST_F(DatasetEditsWindowTest, ClosingTheWindowEndsAnEdit) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  const auto ended = std::make_shared<std::atomic<bool>>(false);
  session().edit(endlessEdit(ended));
  ASSERT_TRUE(eventually([&] { return find<QProgressBar>("loadingBar")->isVisible(); }))
      << "it has not begun";
  m_window.reset();  // would wait for ever
  EXPECT_TRUE(ended->load());
}

TEST_F(DatasetEditsWindowTest, NoTrainingBeginsThatAnEditUnderWayWouldEnd) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  std::promise<void> mayEnd;
  session().edit(editUntil(mayEnd.get_future().share()));
  QSignalSpy said(&session(), &ExplorerSession::info);
  m_window->train(1, 7);
  EXPECT_FALSE(session().training().phase());
  EXPECT_EQ(said.size(), 1);
  mayEnd.set_value();
  EXPECT_TRUE(eventually([&] { return !session().edits().isWorking(); }));
}

TEST_F(DatasetEditsWindowTest, SelectedSamplesAreRemovedAndComeBack) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  const DatasetPtr original = workspace().dataset();
  EXPECT_FALSE(action("Undo")->isEnabled());
  EXPECT_FALSE(action("Remove selected")->isEnabled());
  click(2);
  click(5, Qt::ShiftModifier);
  EXPECT_TRUE(action("Remove selected")->isEnabled());
  ASSERT_NO_FATAL_FAILURE(edit("Remove selected"));
  EXPECT_EQ(workspace().dataset()->count(), 296U);
  EXPECT_EQ(action("Undo")->text(), "&Undo remove 4 samples");
  EXPECT_FALSE(action("Remove selected")->isEnabled());
  ASSERT_NO_FATAL_FAILURE(edit("Undo"));
  EXPECT_EQ(workspace().dataset(), original);
  EXPECT_EQ(action("Redo")->text(), "&Redo remove 4 samples");
  ASSERT_NO_FATAL_FAILURE(edit("Redo"));
  EXPECT_EQ(workspace().dataset()->count(), 296U);
}

TEST_F(DatasetEditsWindowTest, SamplesAreLabelledAnewAndTheClassIsShown) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  click(3);
  m_name = QStringLiteral(" odd ");
  ASSERT_NO_FATAL_FAILURE(edit("Label selected"));
  EXPECT_EQ(m_classes.size(), 10);
  EXPECT_EQ(m_present.toStdString(), "3");
  EXPECT_EQ(workspace().dataset()->className(3), "odd");
  EXPECT_GE(find<QComboBox>("classFilter")->findText("odd (1)"), 0);
  const DatasetPtr before = workspace().dataset();
  click(4);
  m_name = std::nullopt;
  action("Label selected")->trigger();
  QTest::qWait(20);
  EXPECT_EQ(workspace().dataset(), before);
}

TEST_F(DatasetEditsWindowTest, TheModelStaysAndEncodesWhatIsLeft) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  const ModelSnapshotPtr model = workspace().model();
  click(0);
  click(9, Qt::ShiftModifier);
  ASSERT_NO_FATAL_FAILURE(edit("Keep only"));
  EXPECT_EQ(workspace().model(), model);
  EXPECT_EQ(workspace().dataset()->count(), 10U);
  session().pick(9);
  EXPECT_EQ(workspace().view().picked, 9U);
  session().pick(10);
  EXPECT_EQ(workspace().view().picked, 9U);
}

TEST_F(DatasetEditsWindowTest, TrainingStartsAnewFromTheEditedSet) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  m_subset = SubsetChoice{.count = 50};
  ASSERT_NO_FATAL_FAILURE(edit("Take a subset"));
  EXPECT_EQ(workspace().dataset()->count(), 50U);
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  EXPECT_EQ(workspace().model()->epoch, 1);
  EXPECT_TRUE(workspace().model()->data.ends_with(" (edited)")) << workspace().model()->data;
  EXPECT_TRUE(m_errors.isEmpty()) << m_errors.join('\n').toStdString();
}

TEST_F(DatasetEditsWindowTest, ARunUnderWayIsAskedAboutBeforeAnEditEndsIt) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(beginLongTraining());
  click(0);
  const DatasetPtr before = workspace().dataset();
  m_answer = UnsavedModelAnswer::Cancel;
  action("Remove selected")->trigger();
  QTest::qWait(50);
  EXPECT_EQ(m_asked, 1);
  EXPECT_EQ(workspace().dataset(), before);
  EXPECT_TRUE(session().training().isRunning());
  m_answer = UnsavedModelAnswer::Discard;
  ASSERT_NO_FATAL_FAILURE(edit("Remove selected"));
  EXPECT_FALSE(session().training().phase().has_value());
}

TEST_F(DatasetEditsWindowTest, AnotherSetIsMergedOrRefusedWithASentence) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  m_files = {QString::fromStdString(m_folder.write("more-images-idx3-ubyte", idxFile({20, 8, 8})).string())};
  ASSERT_NO_FATAL_FAILURE(edit("Merge another set"));
  EXPECT_EQ(m_button, "&Merge");
  EXPECT_EQ(workspace().dataset()->count(), 320U);
  EXPECT_TRUE(action("Undo")->text().startsWith("&Undo merge "));
  const DatasetPtr before = workspace().dataset();
  m_files = {QString::fromStdString(m_folder.write("wide-images-idx3-ubyte", idxFile({20, 8, 9})).string())};
  action("Merge another set")->trigger();
  ASSERT_TRUE(eventually([&] { return !m_errors.isEmpty(); }));
  EXPECT_TRUE(m_errors.back().contains("pictures of 9 x 8, not pictures of 8 x 8"));
  EXPECT_EQ(workspace().dataset(), before);
}

TEST_F(DatasetEditsWindowTest, AFolderIsMergedOrBecomesTheProbe) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  for (const char* name : {"cat/1.pgm", "cat/2.pgm", "dog/1.pgm"})
    m_folder.write(std::filesystem::path("pictures") / name, test::pgm(8, 8, 200));
  m_chosenFolder = QString::fromStdString((m_folder.path() / "pictures").string());
  const auto accept = [&](const QString& button) {
    ASSERT_TRUE(eventually([&] { return m_window->findChild<ImportDialog*>() != nullptr; }));
    auto* dialog = m_window->findChild<ImportDialog*>();
    EXPECT_EQ(dialog->findChild<QPushButton*>(QStringLiteral("importLoad"))->text().remove(u'&'), button);
    dialog->accept();
  };
  action("Merge a folder")->trigger();
  EXPECT_EQ(m_button, "&Merge");
  ASSERT_NO_FATAL_FAILURE(accept(QStringLiteral("Merge")));
  ASSERT_TRUE(eventually([&] { return workspace().dataset()->count() == 303U; }))
      << m_errors.join(u'\n').toStdString();
  EXPECT_EQ(workspace().dataset()->classNames.back(), "dog");
  ASSERT_TRUE(eventually([&] { return m_window->findChild<ImportDialog*>() == nullptr; }));
  action("Open folder as probe")->trigger();
  EXPECT_EQ(m_button, "Load as &probe");
  ASSERT_NO_FATAL_FAILURE(accept(QStringLiteral("Load as probe")));
  ASSERT_TRUE(eventually([&] { return workspace().probe() != nullptr; }));
  EXPECT_EQ(workspace().probe()->count(), 3U);
}

TEST_F(DatasetEditsWindowTest, NothingIsLeftToUndoAfterOtherDataCame) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  click(0);
  ASSERT_NO_FATAL_FAILURE(edit("Remove selected"));
  const DatasetPtr before = workspace().dataset();
  drop({m_folder.write("third-images-idx3-ubyte", idxFile({60, 8, 8}, 17))});
  ASSERT_TRUE(eventually([&] { return workspace().dataset() != before; }));
  EXPECT_FALSE(workspace().history().canUndo());
  EXPECT_FALSE(action("Undo")->isEnabled());
}

TEST_F(DatasetEditsWindowTest, WallAndPlaneShareTheSelectionAndThePick) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  auto* plane = m_window->findChild<LatentPlaneView*>();
  click(2);
  EXPECT_EQ(workspace().view().picked, 2U);
  click(4, Qt::ShiftModifier);
  ASSERT_TRUE(eventually([&] { return find<QLabel>("shownCount")->text().contains("3 selected"); }));
  QTest::keyClick(plane->findChild<QWidget*>("planeCanvas"), Qt::Key_Escape);
  EXPECT_TRUE(wall().selected() == nullptr);
  Q_EMIT plane->selectionChanged(
      std::make_shared<const std::vector<std::uint32_t>>(std::vector<std::uint32_t>{7, 8}));
  EXPECT_THAT(samplesInHand(workspace().view()), testing::ElementsAre(7, 8));
  session().pick(290);  // as a click on its point does
  EXPECT_EQ(wall().chosen(), 290U);
  EXPECT_TRUE(QRectF(wall().viewport()->rect()).contains(wall().pictureRect(290)));
}

TEST_F(DatasetEditsWindowTest, APickOnTheWallBringsItsPointIntoView) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  auto* plane = m_window->findChild<LatentPlaneView*>();
  auto* canvas = plane->findChild<QWidget*>("planeCanvas");
  std::map<std::size_t, QPointF> places;
  const PlanePoints& points = *workspace().scene()->layout->points;
  for (const std::size_t sample : {0U, 1U, 2U, 3U}) places[sample] = {points.x[sample], points.y[sample]};
  for (int i = 0; i < 60; ++i) QTest::keyClick(canvas, Qt::Key_Plus);
  for (const std::size_t sample : {0U, 1U, 2U, 3U}) {
    click(sample);
    ASSERT_EQ(workspace().view().picked, sample);
    EXPECT_TRUE(plane->visibleArea().adjusted(-1e-9, -1e-9, 1e-9, 1e-9).contains(places[sample]));
  }
}

}  // namespace
}  // namespace isthmus
