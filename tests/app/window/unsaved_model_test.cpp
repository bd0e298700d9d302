// No model that was trained here goes without a question: Save, Discard, Cancel.
#include "app/rooms/model/model_keeper.h"
#include "core/model/file/model_file.h"
#include "tests/app/window/played_training.h"
#include "widgets/frame/message_bar.h"

#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QTimer>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

using test::idxFile;
using Answer = UnsavedModelAnswer;

class UnsavedModelTest : public test::PlayedTrainingTest {
 protected:
  void SetUp() override {
    PlayedTrainingTest::SetUp();
    ASSERT_NO_FATAL_FAILURE(trainPlayed());
    trained = workspace().model();
  }
  /// The model in a file: opening it replaces the one in front.
  std::filesystem::path writeModel() {
    const auto file = m_folder.path() / "other.safetensors";
    EXPECT_TRUE(saveModel(file, *test::madeModel(2, 99)));
    return file;
  }
  void saveNow() {
    session().modelFiles().save(workspace().model(), m_folder.path() / "saved.safetensors");
    ASSERT_TRUE(eventually([&] { return !session().modelFiles().isBusy(); }));
    ASSERT_FALSE(workspace().hasUnsavedModel());
  }
  bool isRecent(const ModelSnapshotPtr& model) { return workspace().models().find(model) != nullptr; }

  ModelSnapshotPtr trained;
};

TEST_F(UnsavedModelTest, ResetAsksAndCancelKeepsTheModel) {
  m_answer = Answer::Cancel;
  click("reset");
  EXPECT_EQ(m_asked, 1);
  EXPECT_EQ(workspace().model(), trained);
  EXPECT_EQ(session().training().phase(), TrainingPhase::Finished);
  EXPECT_TRUE(m_question.detail.contains(QStringLiteral("Recent models"))) << m_question.detail.toStdString();
  m_answer = Answer::Discard;
  click("reset");
  EXPECT_EQ(m_asked, 2);
  EXPECT_EQ(workspace().model(), nullptr);
  EXPECT_TRUE(isRecent(trained));
}

TEST_F(UnsavedModelTest, SaveWritesTheModelAndThenGoesOn) {
  m_answer = Answer::Save;
  click("reset");
  ASSERT_TRUE(eventually([&] { return workspace().model() == nullptr; }));
  const auto saved = loadModel(m_saveAs.toStdString());
  ASSERT_TRUE(saved);
  EXPECT_EQ((*saved)->weights.front().values, trained->weights.front().values);
}

TEST_F(UnsavedModelTest, NoFileChosenIsCancel) {
  m_answer = Answer::Save;
  m_saveAs.clear();
  click("reset");
  EXPECT_EQ(m_asked, 1);
  QTest::qWait(20);
  EXPECT_EQ(workspace().model(), trained);
}

TEST_F(UnsavedModelTest, ASaveThatFailsKeepsTheModel) {
  m_answer = Answer::Save;
  m_saveAs = QStringLiteral("/no/such/folder/model.safetensors");
  click("reset");
  ASSERT_TRUE(eventually([&] { return !m_errors.isEmpty(); }));
  QTest::qWait(20);
  EXPECT_EQ(workspace().model(), trained);
}

TEST_F(UnsavedModelTest, ASavedModelGoesWithoutAQuestion) {
  ASSERT_NO_FATAL_FAILURE(saveNow());
  click("reset");
  EXPECT_EQ(m_asked, 0);
  EXPECT_EQ(workspace().model(), nullptr);
}

TEST_F(UnsavedModelTest, ASaveHoldsForTheWeightsHoweverOftenARunTellsThem) {
  ASSERT_NO_FATAL_FAILURE(saveNow());
  auto again = snapshot(4, TrainingPhase::Finished);  // the exact encoding that follows the end
  ASSERT_NO_FATAL_FAILURE(play(again));
  EXPECT_FALSE(workspace().hasUnsavedModel());
  ASSERT_NO_FATAL_FAILURE(play(snapshot(5, TrainingPhase::Finished)));
  EXPECT_TRUE(workspace().hasUnsavedModel()) << "it has learnt since";
}

TEST_F(UnsavedModelTest, DataOfAnotherShapeAskAndThoseThatFitDoNot) {
  const DatasetPtr before = workspace().dataset();
  m_answer = Answer::Cancel;
  drop(writeSmallSet());
  ASSERT_TRUE(eventually([&] { return m_asked == 1 && !session().datasets().isLoading(); }));
  EXPECT_EQ(workspace().dataset(), before);
  EXPECT_EQ(workspace().model(), trained);
  EXPECT_TRUE(m_window->findChild<MessageBar*>()->text().contains(QStringLiteral("was not loaded")));
  drop({m_folder.write("fits-images-idx3-ubyte", idxFile({60, 6, 6}, 17))});
  ASSERT_TRUE(eventually([&] { return workspace().dataset() != before; }));
  EXPECT_EQ(m_asked, 1);
  EXPECT_EQ(workspace().model(), trained);
  m_answer = Answer::Discard;
  drop(writeSmallSet());
  ASSERT_TRUE(eventually([&] { return workspace().dataset()->count() == 300; }));
  EXPECT_EQ(m_asked, 2);
  EXPECT_EQ(workspace().model(), nullptr);
  EXPECT_TRUE(isRecent(trained));
}

TEST_F(UnsavedModelTest, TrainWithAnotherNetAsksAndGoingOnDoesNot) {
  click("train");  // the same settings: the run goes on
  EXPECT_EQ(m_asked, 0);
  ASSERT_NO_FATAL_FAILURE(play(snapshot(6, TrainingPhase::Finished)));
  auto* hidden = find<QLineEdit>("setting_hidden");
  hidden->selectAll();
  QTest::keyClicks(hidden, QStringLiteral("16, 8"));
  m_answer = Answer::Cancel;
  click("train");
  EXPECT_EQ(m_asked, 1);
  EXPECT_EQ(runs.size(), 1U);
  EXPECT_EQ(session().training().phase(), TrainingPhase::Finished);
  m_answer = Answer::Discard;
  click("train");
  EXPECT_EQ(runs.size(), 2U);
}

TEST_F(UnsavedModelTest, AnOpenedModelAsksAndOneOfTheSessionDoesNot) {
  const auto file = writeModel();
  m_answer = Answer::Cancel;
  drop({file});
  ASSERT_TRUE(eventually([&] { return m_asked == 1; }));
  EXPECT_EQ(workspace().model(), trained);
  m_answer = Answer::Discard;
  drop({file});
  ASSERT_TRUE(eventually([&] { return workspace().model() != trained; }));
  EXPECT_EQ(m_asked, 2);
  auto* recent = find<QMenu>("recentModels");
  Q_EMIT recent->aboutToShow();
  ASSERT_EQ(recent->actions().size(), 2);
  recent->actions().last()->trigger();
  EXPECT_EQ(workspace().model(), trained);
  Q_EMIT recent->aboutToShow();
  recent->actions().last()->trigger();
  EXPECT_NE(workspace().model(), trained);
  EXPECT_EQ(m_asked, 2) << "both stay in the list";
}

TEST_F(UnsavedModelTest, QuitAsksForEachModelThatWasNotDiscarded) {
  m_answer = Answer::Cancel;
  EXPECT_FALSE(m_window->close());
  EXPECT_EQ(m_asked, 1);
  m_answer = Answer::Discard;
  click("reset");
  EXPECT_TRUE(m_window->close());
  EXPECT_EQ(m_asked, 2) << "that one may go was said when it was reset";
}

TEST_F(UnsavedModelTest, QuitAsksForOneThatIsNotInFront) {
  m_answer = Answer::Discard;
  click("reset");
  session().showModel(trained, {});  // wanted after all
  const auto other = writeModel();
  session().modelFiles().open(other);
  m_answer = Answer::Discard;
  ASSERT_TRUE(eventually([&] { return workspace().model() != trained; }));
  session().showModel(trained, {});
  session().showModel(workspace().models().all().back().model, {});
  ASSERT_NE(workspace().model(), trained);
  const int before = m_asked;
  m_answer = Answer::Cancel;
  EXPECT_FALSE(m_window->close());
  EXPECT_EQ(m_asked, before + 1);
}

TEST_F(UnsavedModelTest, QuitWaitsUntilTheModelIsWritten) {
  m_answer = Answer::Save;
  m_window->close();
  ASSERT_TRUE(eventually([&] { return !m_window->isVisible(); }));
  EXPECT_EQ(m_asked, 1);
  EXPECT_TRUE(loadModel(m_saveAs.toStdString()));
}

TEST_F(UnsavedModelTest, MidRunItIsAskedOnceAndNotBeforeThereIsAModel) {
  find<QLineEdit>("setting_hidden")->setText(QStringLiteral("16"));
  m_answer = Answer::Discard;
  click("train");
  ASSERT_EQ(runs.size(), 2U);
  ASSERT_NO_FATAL_FAILURE(play(snapshot(9)));
  ASSERT_TRUE(session().training().isRunning());
  m_asked = 0;
  m_answer = Answer::Cancel;
  EXPECT_FALSE(m_window->close());
  EXPECT_EQ(m_asked, 1);
  EXPECT_TRUE(session().training().isRunning());
  EXPECT_TRUE(m_question.detail.contains(QStringLiteral("still being trained")));
  drop({m_folder.write("fits-images-idx3-ubyte", idxFile({60, 6, 6}, 17))});
  ASSERT_TRUE(eventually([&] { return m_asked == 2; }));
  EXPECT_TRUE(m_question.discard.contains(QStringLiteral("End training"))) << "the model stays";
  EXPECT_TRUE(session().training().isRunning());
  m_answer = Answer::Save;
  m_window->close();
  ASSERT_TRUE(eventually([&] { return !m_window->isVisible(); }));
  EXPECT_EQ(m_asked, 3);
}

TEST_F(UnsavedModelTest, WhatComesMeanwhileIsAskedAboutAfterwards) {
  bool isInside = false;
  UserQuestions questions;
  questions.unsavedModel = [&](QWidget*, const UnsavedModelQuestion&) {
    EXPECT_FALSE(isInside) << "one question over another";
    isInside = true;
    if (m_asked++ == 0) Q_EMIT session().datasets().loaded(test::madeDataset(7), DatasetRole::Main);
    if (m_asked == 1) session().resetTraining();
    isInside = false;
    return Answer::Cancel;
  };
  new ModelKeeper(session(), questions, m_window.get());  // takes the place of the window's
  session().resetTraining();
  EXPECT_EQ(m_asked, 2);
  EXPECT_EQ(workspace().dataset()->count(), 7U) << "it fits, so nothing was asked";
  EXPECT_EQ(workspace().model(), trained);
}

TEST(UnsavedModelDialog, AnswersWithTheButtonPressed) {
  const auto press = [](const QString& text) {
    QTimer::singleShot(0, qApp, [text] {
      auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      ASSERT_TRUE(box);
      for (QAbstractButton* button : box->buttons())
        if (button->text().remove(u'&') == text) return button->click();
      box->reject();
    });
    return desktopDialogs().unsavedModel(nullptr, {QStringLiteral("Title"), QStringLiteral("Text."),
                                                   QStringLiteral("Detail."), QStringLiteral("&Discard")});
  };
  EXPECT_EQ(press(QStringLiteral("Save…")), Answer::Save);
  EXPECT_EQ(press(QStringLiteral("Discard")), Answer::Discard);
  EXPECT_EQ(press(QStringLiteral("Escape")), Answer::Cancel);
}

}  // namespace
}  // namespace isthmus
