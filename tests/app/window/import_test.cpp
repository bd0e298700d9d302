// Files that leave a choice, from the drop over the dialog to the data set.
#include "tests/app/window/window_fixture.h"
#include "tests/support/npy_bytes.h"
#include "widgets/import/import_dialog.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

#include <gtest/gtest.h>

#include <sstream>
#include <utility>

namespace isthmus {
namespace {

/// Works on a table, the simplest file that leaves a choice.
class ImportTest : public test::WindowTest {
 protected:
  void SetUp() override {
    test::WindowTest::SetUp();
    std::ostringstream text;
    text << "length,width,kind\n";
    for (int i = 0; i < 60; ++i)
      text << i % 7 << ',' << i % 5 << ".5," << (i % 2 == 0 ? "odd" : "even") << '\n';
    const std::string table = text.str();
    m_table = m_folder.write("flowers.csv", std::vector<std::uint8_t>(table.begin(), table.end()));
    const auto plan = planLoading(std::vector{m_table});
    if (!plan || !plan->hasChoices()) GTEST_SKIP() << "no format here reads tables";
  }

  ImportDialog* dialog() {
    auto* found = m_window->findChild<ImportDialog*>();
    return found && found->isVisible() ? found : nullptr;
  }
  void openDialog() {
    drop({m_table});
    ASSERT_TRUE(eventually([&] { return dialog() != nullptr; }));
  }
  void pick(const char* name, const QVariant& data) {
    auto* combo = dialog()->findChild<QComboBox*>(QLatin1String(name));
    ASSERT_NE(combo, nullptr);
    combo->setFocus();  // as a person's click gives it
    combo->setCurrentIndex(combo->findData(data));
    Q_EMIT combo->activated(combo->currentIndex());
  }
  bool canLoad() { return dialog()->findChild<QPushButton*>(QStringLiteral("importLoad"))->isEnabled(); }

  std::filesystem::path m_table;
};

TEST_F(ImportTest, OnePressTakesTheGuess) {
  ASSERT_NO_FATAL_FAILURE(openDialog());
  EXPECT_EQ(dialog()->windowModality(), Qt::WindowModal);
  EXPECT_EQ(workspace().dataset(), nullptr);
  QTest::keyClick(dialog(), Qt::Key_Return);
  ASSERT_TRUE(eventually([&] { return workspace().dataset() != nullptr; }));
  EXPECT_EQ(workspace().dataset()->count(), 60U);
  EXPECT_TRUE(workspace().dataset()->hasLabels());
}

TEST_F(ImportTest, AnArrayForEachClassCanBeTakenAloneAndTogetherAgain) {
  for (const auto& [name, rows] :
       {std::pair("train0", 5), std::pair("train1", 6), std::pair("test0", 3), std::pair("test1", 4)}) {
    const std::vector<std::uint8_t> numbers(static_cast<std::size_t>(rows) * 3, name[4] == '1' ? 2 : 1);
    m_folder.write(std::string("digits/") + name + ".npy",
                   test::npy("|u1", "(" + std::to_string(rows) + ", 3)", numbers));
  }
  drop({m_folder.path() / "digits"});
  ASSERT_TRUE(eventually([&] { return dialog() != nullptr; }));
  auto* samples = dialog()->findChild<QComboBox*>(QStringLiteral("importSamples"));
  EXPECT_EQ(samples->currentText(), QStringLiteral("samples_train  (all classes, 11 x 3, uint8)"));
  pick("importSamples", "train1");
  ASSERT_TRUE(eventually([&] { return canLoad(); }));
  EXPECT_EQ(dialog()->findChild<QComboBox*>(QStringLiteral("importLabel"))->currentData(), QVariant("none"));
  pick("importSamples", "samples_train");
  ASSERT_TRUE(eventually([&] { return canLoad(); }));
  QTest::keyClick(dialog(), Qt::Key_Return);
  ASSERT_TRUE(eventually([&] { return workspace().dataset() != nullptr; }));
  EXPECT_EQ(workspace().dataset()->trainCount, 11U);
  EXPECT_EQ(workspace().dataset()->testCount(), 7U);
}

TEST_F(ImportTest, TheTableSaysWhatBecomesOfEachColumn) {
  ASSERT_NO_FATAL_FAILURE(openDialog());
  const QAbstractItemModel& table = *dialog()->findChild<QTableView*>(QStringLiteral("importTable"))->model();
  EXPECT_EQ(table.headerData(0, Qt::Horizontal).toString(), QStringLiteral("length\nfeature"));
  EXPECT_EQ(table.headerData(2, Qt::Horizontal).toString(), QStringLiteral("kind\nlabel"));
}

TEST_F(ImportTest, WhatIsChosenIsLoaded) {
  ASSERT_NO_FATAL_FAILURE(openDialog());
  pick("importLabel", "none");
  EXPECT_FALSE(canLoad());
  ASSERT_TRUE(eventually([&] { return canLoad(); }));
  dialog()->findChild<QLineEdit*>(QStringLiteral("importName"))->setText(QStringLiteral("my flowers"));
  QTest::keyClick(dialog(), Qt::Key_Return);
  ASSERT_TRUE(eventually([&] { return workspace().dataset() != nullptr; }));
  EXPECT_FALSE(workspace().dataset()->hasLabels());
  EXPECT_EQ(workspace().dataset()->name, "my flowers");
}

TEST_F(ImportTest, ColumnsAreChosenInTheirListAndLoadedSo) {
  ASSERT_NO_FATAL_FAILURE(openDialog());
  dialog()->findChild<QTabWidget*>(QStringLiteral("importTabs"))->setCurrentIndex(1);
  auto* list = dialog()->findChild<QTableView*>(QStringLiteral("importColumnList"));
  const auto* counts = dialog()->findChild<QLabel*>(QStringLiteral("importColumnCounts"));
  ASSERT_EQ(list->model()->rowCount(), 3);
  EXPECT_EQ(counts->text(), QStringLiteral("2 features, 1 label of 3 columns"));
  const auto give = [&](int row, Qt::Key use) {
    list->selectRow(row);
    QTest::keyClick(list, use);
    ASSERT_TRUE(eventually([&] { return canLoad(); }));
  };
  give(0, Qt::Key_C);
  give(2, Qt::Key_C);
  EXPECT_EQ(counts->text(), QStringLiteral("1 feature, 2 factors of 3 columns"));
  QTest::keyClick(dialog(), Qt::Key_Return);
  ASSERT_TRUE(eventually([&] { return workspace().dataset() != nullptr; }));
  const Dataset& loaded = *workspace().dataset();
  EXPECT_EQ(loaded.features, std::vector<std::string>{"width"});
  EXPECT_FALSE(loaded.hasLabels());
  ASSERT_EQ(loaded.factors.size(), 2U);
  EXPECT_EQ(loaded.factors[0].name, "length");
}

TEST_F(ImportTest, WhatColumnsCannotBecomeIsSaidAndTakenBack) {
  ASSERT_NO_FATAL_FAILURE(openDialog());
  dialog()->findChild<QTabWidget*>(QStringLiteral("importTabs"))->setCurrentIndex(1);
  auto* list = dialog()->findChild<QTableView*>(QStringLiteral("importColumnList"));
  list->selectRow(2);
  QTest::keyClick(list, Qt::Key_F);
  const auto* problem = dialog()->findChild<QLabel*>(QStringLiteral("importProblem"));
  ASSERT_TRUE(eventually([&] { return problem->isVisible(); }));
  EXPECT_TRUE(problem->text().contains(QStringLiteral("kind"))) << problem->text().toStdString();
  EXPECT_FALSE(canLoad());
  QTest::mouseClick(dialog()->findChild<QToolButton*>(QStringLiteral("importColumnUndo")), Qt::LeftButton);
  EXPECT_TRUE(eventually([&] { return canLoad(); }));
}

TEST_F(ImportTest, EscapeLeavesEverythingAsItWas) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  const DatasetPtr before = workspace().dataset();
  ASSERT_NO_FATAL_FAILURE(beginLongTraining());
  ASSERT_NO_FATAL_FAILURE(openDialog());
  const auto step = workspace().model()->step;
  EXPECT_TRUE(eventually([&] { return workspace().model()->step > step; })) << "training goes on meanwhile";
  QTest::keyClick(dialog(), Qt::Key_Escape);
  EXPECT_FALSE(eventually([&] { return dialog() == nullptr; }) && session().datasets().isLoading());
  EXPECT_EQ(workspace().dataset(), before);
  EXPECT_TRUE(session().training().isRunning());
  session().training().stop();
}

TEST_F(ImportTest, AFileThatChangesUnderTheDialogIsSaidInIt) {
  ASSERT_NO_FATAL_FAILURE(openDialog());
  std::filesystem::remove(m_table);
  pick("importLabel", "none");
  auto* problem = dialog()->findChild<QLabel*>(QStringLiteral("importProblem"));
  ASSERT_TRUE(eventually([&] { return problem->isVisible(); }));
  EXPECT_TRUE(problem->text().contains(QStringLiteral("flowers.csv"))) << problem->text().toStdString();
  EXPECT_FALSE(canLoad());
  EXPECT_NE(dialog(), nullptr);
}

TEST_F(ImportTest, OnlyTheNewestChoiceIsAnswered) {
  ASSERT_NO_FATAL_FAILURE(openDialog());
  QSignalSpy answers(&session().datasets(), &DatasetController::replanned);
  LoadOptions options;
  for (int i = 1; i <= 20; ++i) {
    options.testShare = i / 100.0;
    session().datasets().replan(options);
  }
  ASSERT_TRUE(eventually([&] { return !answers.isEmpty(); }));
  QTest::qWait(50);
  ASSERT_EQ(answers.size(), 1);
  EXPECT_EQ(answers.first().first().value<LoadPlan>().options.testShare, 0.2);
}

TEST_F(ImportTest, AnotherLoadingClosesTheDialog) {
  ASSERT_NO_FATAL_FAILURE(openDialog());
  session().datasets().load(writeSmallSet(), DatasetRole::Main);
  EXPECT_EQ(dialog(), nullptr);
  ASSERT_TRUE(eventually([&] { return workspace().dataset() != nullptr; }));
  EXPECT_EQ(workspace().dataset()->count(), 300U);
}

TEST_F(ImportTest, OptionsOrTakingTheGuessLeaveNothingToAsk) {
  QSignalSpy asked(&session().datasets(), &DatasetController::choiceNeeded);
  LoadOptions options;
  options.label = "none";
  m_window->openPaths({m_table}, DatasetRole::Main, options);
  ASSERT_TRUE(eventually([&] { return workspace().dataset() != nullptr; }));
  EXPECT_FALSE(workspace().dataset()->hasLabels());
  const DatasetPtr before = workspace().dataset();
  m_window->openPaths({m_table}, DatasetRole::Main, {}, OpenChoices::TakeGuess);
  ASSERT_TRUE(eventually([&] { return workspace().dataset() != before; }));
  EXPECT_TRUE(workspace().dataset()->hasLabels());
  EXPECT_TRUE(asked.isEmpty());
}

TEST_F(ImportTest, TheWindowCanBeClosedUnderTheDialog) {
  ASSERT_NO_FATAL_FAILURE(openDialog());
  pick("importLabel", "none");
  m_window.reset();
}

}  // namespace
}  // namespace isthmus
