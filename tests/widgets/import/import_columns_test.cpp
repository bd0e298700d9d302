#include "widgets/import/import_columns.h"

#include "tests/support/widget_support.h"
#include "tests/widgets/import/import_plans.h"
#include "widgets/import/import_dialog.h"
#include "widgets/import/import_table.h"
#include "widgets/theme/theme.h"

#include <QComboBox>
#include <QContextMenuEvent>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

#include <set>

namespace isthmus {
namespace {

using test::openTablePlan;
using test::wideTablePlan;
using Names = std::vector<std::string>;

/// Carries the options out as a reader of tables would, as far as these tests need it.
LoadPlan answerTo(const LoadPlan& guess, const LoadOptions& options) {
  LoadPlan plan = guess;
  const auto setOf = [](const std::optional<Names>& names) {
    return names ? std::set<std::string>(names->begin(), names->end()) : std::set<std::string>();
  };
  const std::set<std::string> columns = setOf(options.columns);
  const std::set<std::string> dropped = setOf(options.dropped);
  const std::set<std::string> factors = setOf(options.factors);
  for (LoadField& field : plan.preview.fields) {
    if (options.label && field.use == FieldUse::Label && *options.label != field.name)
      field.use = FieldUse::Factor;
    if (options.columns && field.use == FieldUse::Feature && !columns.contains(field.name))
      field.use = FieldUse::LeftOut;
    if (columns.contains(field.name)) field.use = FieldUse::Feature;
    if (dropped.contains(field.name)) field.use = FieldUse::LeftOut;
    if (factors.contains(field.name)) field.use = FieldUse::Factor;
    if (options.names == field.name) field.use = FieldUse::Name;
    if (options.label == field.name) field.use = FieldUse::Label;
  }
  if (options.label) plan.options.label = options.label;
  return plan;
}

class ImportColumnsTest : public testing::Test {
 protected:
  void open(const LoadPlan& plan, QSize size = {840, 500}, bool answers = true) {
    guess = plan;
    dialog = std::make_unique<ImportDialog>(plan);
    QObject::connect(dialog.get(), &ImportDialog::optionsChanged,
                     [this, answers](const LoadOptions& options) {
                       asked.push_back(options);
                       if (answers) dialog->setPlan(answerTo(guess, options));
                     });
    dialog->resize(size);
    dialog->open();
    QCoreApplication::processEvents();
    the<QTabWidget>("importTabs").setCurrentIndex(1);
    list = &the<QTableView>("importColumnList");
    list->setFocus();
    QCoreApplication::processEvents();
  }
  template <typename T>
  T& the(const char* name) {
    return child<T>(*dialog, name);
  }
  void click(int row, Qt::KeyboardModifiers modifiers = {}, int column = 0) {
    QTest::mouseClick(list->viewport(), Qt::LeftButton, modifiers,
                      list->visualRect(list->model()->index(row, column)).center());
  }
  void key(Qt::Key which, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(list, which, modifiers); }
  QString use(int row) { return list->model()->index(row, 2).data().toString(); }
  QString counts() { return the<QLabel>("importColumnCounts").text(); }
  bool canLoad() { return the<QPushButton>("importLoad").isEnabled(); }
  QMenu* menu() { return dialog->findChild<QMenu*>("columnUseMenu"); }
  /// Takes an entry of the menu that is open: its place among the uses.
  void takeFromMenu(int entry) {
    QMenu* open = menu();
    ASSERT_NE(open, nullptr);
    QAction* action = open->actions()[entry + 2];  // below the heading and its line
    QTest::mouseClick(open, Qt::LeftButton, {}, open->actionGeometry(action).center());
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }

  LoadPlan guess;
  std::unique_ptr<ImportDialog> dialog;
  QTableView* list = nullptr;
  std::vector<LoadOptions> asked;
};

TEST_F(ImportColumnsTest, ListsEveryColumnWithWhatItHoldsAndBecomes) {
  open(openTablePlan());
  ASSERT_EQ(list->model()->rowCount(), 5);
  EXPECT_EQ(list->model()->index(2, 0).data().toString(), "island");
  EXPECT_EQ(list->model()->index(2, 1).data().toString(), "text, 3 different");
  EXPECT_EQ(use(0), "feature");
  EXPECT_EQ(use(2), "factor");
  EXPECT_EQ(use(3), "label");
  EXPECT_EQ(use(4), "left out");
  EXPECT_EQ(counts(), "2 features, 1 label, 1 factor, 1 left out of 5 columns");
  EXPECT_TRUE(asked.empty());
}

TEST_F(ImportColumnsTest, IsThereOnlyWhereColumnsCanBeChosen) {
  open(openTablePlan());
  EXPECT_TRUE(the<QTabWidget>("importTabs").tabBar()->isVisible());
  dialog->setPlan(test::tablePlan());
  EXPECT_FALSE(the<QTabWidget>("importTabs").tabBar()->isVisible());
  EXPECT_TRUE(the<ImportTable>("importTable").isVisible());
  dialog->setPlan(test::picturesPlan());
  EXPECT_FALSE(the<QTabWidget>("importTabs").isVisible());
}

TEST_F(ImportColumnsTest, AKeyGivesAllSelectedColumnsOneUse) {
  open(openTablePlan());
  click(0);
  click(1, Qt::ShiftModifier);
  click(4, Qt::ControlModifier);
  EXPECT_EQ(the<QLabel>("importColumnsSelected").text(), "3 selected:");
  key(Qt::Key_O);
  LoadOptions expected;
  expected.dropped = Names{"length", "width"};
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked.back(), expected);
  EXPECT_EQ(counts(), "1 label, 1 factor, 3 left out of 5 columns");
  EXPECT_EQ(list->selectionModel()->selectedRows().size(), 3) << "ready for the next key";
  key(Qt::Key_F);
  expected.dropped.reset();
  expected.columns = Names{"length", "width", "remark"};
  expected.factors = Names{"island"};
  EXPECT_EQ(loadOptionsText(asked.back()), loadOptionsText(expected));
}

TEST_F(ImportColumnsTest, AllColumnsAreSelectedByControlAndA) {
  open(openTablePlan());
  click(0);
  key(Qt::Key_A, Qt::ControlModifier);
  key(Qt::Key_C);
  EXPECT_EQ(asked.back().factors, (Names{"length", "width", "species", "remark"}));
  EXPECT_EQ(asked.back().label, LoadOptions::kNoLabel);
}

TEST_F(ImportColumnsTest, ButtonsDoWhatTheKeysDo) {
  open(openTablePlan());
  EXPECT_FALSE(the<QToolButton>("importMakeFactor").isEnabled()) << "nothing is selected";
  click(1);
  QTest::mouseClick(&the<QToolButton>("importMakeFactor"), Qt::LeftButton);
  EXPECT_EQ(asked.back().factors, Names{"width"});
  QTest::mouseClick(&the<QToolButton>("importMakeName"), Qt::LeftButton);
  EXPECT_EQ(asked.back().names, "width");
  click(0, Qt::ControlModifier);
  EXPECT_FALSE(the<QToolButton>("importMakeLabel").isEnabled()) << "two cannot be the label";
  EXPECT_FALSE(the<QToolButton>("importMakeName").isEnabled());
  QTest::mouseClick(&the<QToolButton>("importLeaveOut"), Qt::LeftButton);
  EXPECT_EQ(asked.back().dropped, (Names{"length", "width"}));
}

TEST_F(ImportColumnsTest, AClickOnWhatAColumnBecomesOffersTheMenu) {
  open(openTablePlan());
  click(1, {}, 2);
  ASSERT_NE(menu(), nullptr);
  EXPECT_EQ(menu()->actions()[0]->text(), "width");
  EXPECT_TRUE(menu()->actions()[2]->isChecked());
  takeFromMenu(4);
  EXPECT_EQ(asked.back().dropped, Names{"width"});
  EXPECT_EQ(use(1), "left out");
}

TEST_F(ImportColumnsTest, TheContextMenuIsForAllThatAreSelected) {
  open(openTablePlan());
  click(0);
  click(1, Qt::ShiftModifier);
  const QPoint at = list->visualRect(list->model()->index(1, 0)).center();
  QContextMenuEvent event(QContextMenuEvent::Mouse, at, list->viewport()->mapToGlobal(at));
  QCoreApplication::sendEvent(list->viewport(), &event);
  ASSERT_NE(menu(), nullptr);
  EXPECT_EQ(menu()->actions()[0]->text(), "2 columns");
  EXPECT_FALSE(menu()->actions()[3]->isEnabled()) << "two cannot be the label";
  takeFromMenu(2);
  EXPECT_EQ(asked.back().factors, (Names{"length", "width"}));
}

TEST_F(ImportColumnsTest, SpaceOpensTheMenuAndItsKeysWork) {
  open(openTablePlan());
  click(0);
  key(Qt::Key_Space);
  ASSERT_NE(menu(), nullptr);
  QTest::keyClick(menu(), Qt::Key_Escape);
  EXPECT_TRUE(asked.empty());
  EXPECT_TRUE(dialog->isVisible());
}

TEST_F(ImportColumnsTest, AnotherLabelFreesTheFirstAndThatIsSaid) {
  open(openTablePlan());
  click(2);
  key(Qt::Key_L);
  EXPECT_EQ(asked.back().label, "island");
  EXPECT_EQ(use(2), "label");
  EXPECT_EQ(use(3), "factor");
  EXPECT_EQ(counts(), "2 features, 1 label, 1 factor, 1 left out of 5 columns. species is now: factor");
  EXPECT_EQ(the<QComboBox>("importLabel").currentData(), "island");
}

TEST_F(ImportColumnsTest, ALabelChosenInTheFormIsSeenInTheList) {
  open(openTablePlan());
  click(0);
  key(Qt::Key_O);
  auto& label = the<QComboBox>("importLabel");
  label.setCurrentIndex(label.findData("island"));
  Q_EMIT label.activated(label.currentIndex());
  LoadOptions expected;
  expected.label = "island";
  expected.dropped = Names{"length"};
  EXPECT_EQ(asked.back(), expected);
  EXPECT_EQ(use(2), "label");
  QTest::mouseClick(&the<QToolButton>("importColumnUndo"), Qt::LeftButton);
  expected.label.reset();
  EXPECT_EQ(asked.back(), expected);
}

TEST_F(ImportColumnsTest, ChangesCanBeTakenBackAndTheGuessComesBack) {
  open(openTablePlan());
  EXPECT_FALSE(the<QToolButton>("importColumnUndo").isEnabled());
  EXPECT_FALSE(the<QToolButton>("importColumnGuess").isEnabled());
  click(0);
  key(Qt::Key_O);
  click(1);
  key(Qt::Key_C);
  key(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(use(1), "feature");
  EXPECT_EQ(use(0), "left out");
  QTest::mouseClick(&the<QToolButton>("importColumnGuess"), Qt::LeftButton);
  EXPECT_EQ(asked.back(), LoadOptions());
  EXPECT_EQ(use(0), "feature");
  EXPECT_EQ(counts(), "2 features, 1 label, 1 factor, 1 left out of 5 columns");
  EXPECT_FALSE(the<QToolButton>("importColumnGuess").isEnabled());
}

TEST_F(ImportColumnsTest, OptionsOfOtherKindsStayAsked) {
  open(openTablePlan());
  auto& scaling = the<QComboBox>("importScaling");
  scaling.setCurrentIndex(0);
  Q_EMIT scaling.activated(0);
  click(0);
  key(Qt::Key_O);
  EXPECT_EQ(asked.back().scaling, Scaling::None);
  EXPECT_EQ(asked.back().label, std::nullopt);
}

TEST_F(ImportColumnsTest, ThoseWhoseNameHoldsATextAreFound) {
  open(wideTablePlan(300));
  QTest::keyClick(dialog.get(), Qt::Key_F, Qt::ControlModifier);
  auto& filter = the<QLineEdit>("importColumnFilter");
  ASSERT_TRUE(filter.hasFocus());
  QTest::keyClicks(&filter, "M29");
  ASSERT_EQ(list->model()->rowCount(), 10) << "m29 and m290 to m298";
  EXPECT_EQ(list->model()->index(1, 0).data().toString(), "m290");
  const QSignalSpy accepted(dialog.get(), &QDialog::accepted);
  QTest::keyClick(&filter, Qt::Key_Return);
  EXPECT_EQ(accepted.count(), 0) << "Enter goes on to what was found";
  EXPECT_TRUE(list->hasFocus());
  key(Qt::Key_A, Qt::ControlModifier);
  key(Qt::Key_O);
  EXPECT_EQ(asked.back().dropped->size(), 10U);
  EXPECT_EQ(list->selectionModel()->selectedRows().size(), 10);
  filter.setFocus();
  QTest::keyClick(&filter, Qt::Key_Escape);
  EXPECT_TRUE(dialog->isVisible());
  EXPECT_EQ(list->model()->rowCount(), 300);
  EXPECT_EQ(list->selectionModel()->selectedRows().size(), 10) << "they stay selected";
}

TEST_F(ImportColumnsTest, NothingCanBeLoadedUntilTheAnswerIsThereButTheListShowsTheChoice) {
  open(openTablePlan(), {840, 500}, false);
  click(0);
  key(Qt::Key_O);
  EXPECT_FALSE(canLoad());
  EXPECT_EQ(use(0), "left out");
  EXPECT_EQ(the<ImportTable>("importTable").model()->headerData(0, Qt::Horizontal).toString(),
            "length\nleft out");
  dialog->setProblem("iris.csv has no column of numbers left");
  EXPECT_EQ(the<QLabel>("importProblem").text(), "iris.csv has no column of numbers left");
  EXPECT_EQ(use(0), "left out");
  QTest::mouseClick(&the<QToolButton>("importColumnUndo"), Qt::LeftButton);
  EXPECT_EQ(asked.back(), LoadOptions());
  dialog->setPlan(openTablePlan());
  EXPECT_TRUE(canLoad());
}

TEST_F(ImportColumnsTest, AHeadOfTheFirstRowsOffersTheSameMenu) {
  open(openTablePlan());
  the<QTabWidget>("importTabs").setCurrentIndex(0);
  auto& table = the<ImportTable>("importTable");
  QHeaderView* head = table.horizontalHeader();
  QTest::mouseClick(head->viewport(), Qt::LeftButton, {},
                    {head->sectionViewportPosition(2) + 5, head->height() / 2});
  ASSERT_NE(menu(), nullptr);
  EXPECT_EQ(menu()->actions()[0]->text(), "island");
  takeFromMenu(1);
  EXPECT_EQ(asked.back().label, "island");
  EXPECT_EQ(table.model()->headerData(2, Qt::Horizontal).toString(), "island\nlabel");
}

TEST_F(ImportColumnsTest, AHeadOfATableWithoutThatChoiceOffersNothing) {
  open(test::tablePlan());
  QHeaderView* head = the<ImportTable>("importTable").horizontalHeader();
  QTest::mouseClick(head->viewport(), Qt::LeftButton, {},
                    {head->sectionViewportPosition(2) + 5, head->height() / 2});
  EXPECT_EQ(menu(), nullptr);
}

TEST_F(ImportColumnsTest, ColumnsThatAreNotListedAreCountedAndLeftOutTogether) {
  LoadPlan plan = wideTablePlan(2000);
  plan.preview.unlisted[static_cast<std::size_t>(FieldUse::Feature)] = 129'072;
  open(plan);
  EXPECT_EQ(counts(), "131,071 features, 1 label of 131,072 columns");
  ASSERT_EQ(list->model()->rowCount(), 2001);
  EXPECT_EQ(list->model()->index(2000, 0).data().toString(), "129,072 more columns");
  list->scrollToBottom();
  click(2000);
  key(Qt::Key_C);
  EXPECT_TRUE(asked.empty());
  EXPECT_TRUE(counts().contains("not listed")) << counts().toStdString();
  key(Qt::Key_O);
  ASSERT_FALSE(asked.empty());
  EXPECT_EQ(asked.back().columns->size(), 1999U);
}

TEST_F(ImportColumnsTest, AllOfTheColumnsThatArePossiblyListedChangeAtOnce) {
  open(wideTablePlan(2'000));  // of wider tables a plan lists so many and counts the others
  ASSERT_EQ(list->model()->rowCount(), 2'000);
  QElapsedTimer timer;
  timer.start();
  click(0);
  key(Qt::Key_A, Qt::ControlModifier);
  key(Qt::Key_O);
  EXPECT_EQ(counts(), "2,000 left out of 2,000 columns");
  QTest::keyClicks(&the<QLineEdit>("importColumnFilter"), "m77");
  EXPECT_EQ(list->model()->rowCount(), 11);
  EXPECT_LT(timer.elapsed(), 20'000);
  RecordProperty("milliseconds", static_cast<int>(timer.elapsed()));
}

TEST_F(ImportColumnsTest, TheKeyboardReachesAllOfIt) {
  open(openTablePlan());
  click(0);
  dialog->setUnfolded(true);
  the<QLineEdit>("importName").setFocus();
  QStringList way;
  for (int i = 0; i < 40; ++i) {
    way << QApplication::focusWidget()->objectName();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    if (QApplication::focusWidget()->objectName() == "importName") break;
  }
  for (const char* name : {"importColumnFilter", "importColumnList", "importMakeFeature", "importLeaveOut",
                           "importAdvancedFold", "importSkip", "importComment", "importTranspose"})
    EXPECT_TRUE(way.contains(name)) << name << " of " << way.join(" ").toStdString();
  EXPECT_LT(way.indexOf("importColumnFilter"), way.indexOf("importColumnList"));
}

TEST_F(ImportColumnsTest, SpeaksToScreenReaders) {
  open(openTablePlan());
  dialog->setUnfolded(true);
  EXPECT_EQ(unnamedControls(*dialog), QStringList());
  EXPECT_EQ(list->model()->index(3, 0).data(Qt::AccessibleTextRole).toString(),
            "species, label, text, 3 different");
}

TEST_F(ImportColumnsTest, FitsASmallScreen) {
  LoadPlan plan = wideTablePlan(300);
  for (int i = 0; i < 6; ++i)
    plan.preview.remarks.emplace_back("A remark that says what was guessed and why.");
  open(plan);
  dialog->setUnfolded(true);
  dialog->setProblem("A problem in one sentence.");
  QCoreApplication::processEvents();
  EXPECT_LE(dialog->minimumSizeHint().width(), 1280 / 1.5);
  EXPECT_LE(dialog->minimumSizeHint().height(), 800 / 1.5 - 40);
}

/// Pictures to look at, where a folder for them is named.
TEST_F(ImportColumnsTest, CanBePhotographed) {
  const QString folder = qEnvironmentVariable("ISTHMUS_SCREENSHOTS");
  if (folder.isEmpty()) GTEST_SKIP() << "ISTHMUS_SCREENSHOTS names no folder";
  const auto photograph = [&](const QString& name) {
    QCoreApplication::processEvents();
    EXPECT_TRUE(dialog->grab().save(QStringLiteral("%1/%2.png").arg(folder, name)));
  };
  for (const bool dark : {false, true}) {
    applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
    const QString theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
    open(openTablePlan());
    click(0);
    click(1, Qt::ControlModifier);
    photograph("columns-5-" + theme);
    the<QTabWidget>("importTabs").setCurrentIndex(0);
    photograph("rows-5-" + theme);
    LoadPlan plan = wideTablePlan(300);
    plan.preview.remarks.emplace_back(
        "Column “site” was taken as the label, as the last one with few different texts.");
    open(plan);
    dialog->setUnfolded(true);
    click(1);
    click(4, Qt::ShiftModifier);
    key(Qt::Key_O);
    photograph("columns-300-" + theme);
    open(plan, {1100, 700});
    click(6);
    key(Qt::Key_Space);
    photograph("columns-300-large-" + theme);
    menu()->grab().save(QStringLiteral("%1/menu-%2.png").arg(folder, theme));
    menu()->close();
  }
  applyTheme(*qApp, ThemeChoice::Light);
}

TEST_F(ImportColumnsTest, HeadsOfTheFirstRowsLeaveTheMiddleOfLongNamesOut) {
  LoadPlan plan = wideTablePlan(6);
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string name = "measurement_" + std::to_string(i) + std::string(60, 'x') + "_of_channel";
    plan.preview.fields[i].name = name;
    plan.preview.columns[i] = name;
  }
  open(plan);
  const auto& table = the<ImportTable>("importTable");
  const auto headOf = [&](int column) {
    return table.model()->headerData(column, Qt::Horizontal).toString().section(u'\n', 0, 0);
  };
  EXPECT_LE(table.fontMetrics().horizontalAdvance(headOf(0)), table.columnWidth(0));
  EXPECT_TRUE(headOf(0).startsWith("m")) << headOf(0).toStdString();
  EXPECT_NE(headOf(0), headOf(1));
  EXPECT_EQ(headOf(2), "m2");
}

}  // namespace
}  // namespace isthmus
