#include "widgets/import/import_dialog.h"

#include "tests/support/widget_support.h"
#include "tests/widgets/import/import_plans.h"
#include "widgets/frame/message_text.h"
#include "widgets/import/import_fields.h"
#include "widgets/import/import_pictures.h"
#include "widgets/import/import_table.h"
#include "widgets/parts/real_spin_box.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

#include <map>

namespace isthmus {
namespace {

using test::arraysPlan;
using test::picturesPlan;
using test::tablePlan;

/// A dialog on the screen, and what it asked for.
struct Shown {
  explicit Shown(const LoadPlan& plan, const LoadOptions& given = {}) : dialog(plan, given) {
    QObject::connect(&dialog, &ImportDialog::optionsChanged,
                     [this](const LoadOptions& options) { asked.push_back(options); });
    dialog.resize(840, 500);
    dialog.open();
    QCoreApplication::processEvents();
  }
  template <typename T>
  T& the(const char* name) {
    return child<T>(dialog, name);
  }
  bool canLoad() { return the<QPushButton>("importLoad").isEnabled(); }
  QString problem() {
    const auto& label = the<QLabel>("importProblem");
    return label.isVisible() ? label.text() : QString();
  }
  /// Picks an item by its data, as a person does.
  void pick(const char* combo, const QVariant& data) {
    auto& box = the<QComboBox>(combo);
    const int index = box.findData(data);
    ASSERT_GE(index, 0) << combo;
    box.setFocus();
    box.setCurrentIndex(index);
    Q_EMIT box.activated(index);
  }

  ImportDialog dialog;
  std::vector<LoadOptions> asked;
};

TEST(ImportDialog, HasExactlyTheControlsThatThePlanNames) {
  const std::map<LoadChoice, std::vector<const char*>> controls = {
      {LoadChoice::Samples, {"importSamples"}},     {LoadChoice::Label, {"importLabel"}},
      {LoadChoice::Factors, {"importFactors"}},     {LoadChoice::Scaling, {"importScaling"}},
      {LoadChoice::Missing, {"importMissing"}},     {LoadChoice::Split, {"importTestShare", "importSeed"}},
      {LoadChoice::Size, {"importSize"}},           {LoadChoice::Colour, {"importColour"}},
      {LoadChoice::Shape, {"importShape"}},         {LoadChoice::Header, {"importHeader"}},
      {LoadChoice::Delimiter, {"importDelimiter"}}, {LoadChoice::Skip, {"importSkip"}},
      {LoadChoice::Comment, {"importComment"}},     {LoadChoice::Quote, {"importQuote"}},
      {LoadChoice::Thousands, {"importThousands"}}, {LoadChoice::Transpose, {"importTranspose"}},
      {LoadChoice::Axis, {"importAxis"}},           {LoadChoice::Order, {"importOrder"}},
      {LoadChoice::DataSet, {"importDataSet"}}};
  for (const LoadChoice only : test::kEveryChoice) {
    LoadPlan plan = tablePlan();
    plan.preview.choices = {only};
    Shown shown(plan);
    shown.dialog.setUnfolded(true);
    for (const auto& [choice, names] : controls)
      for (const char* name : names)
        EXPECT_EQ(shown.the<QWidget>(name).isVisible(), choice == only) << name << static_cast<int>(only);
  }
}

TEST(ImportDialog, OffersTheDataSetsOfAFolderAndAsksForAnotherAlone) {
  LoadPlan plan = tablePlan();
  plan.dataSets = {{"iris.csv", "150 rows of 2 numbers"}, {"wine.csv", "178 rows of 13 numbers"}};
  plan.options.set = "iris.csv";
  plan.preview.choices.push_back(LoadChoice::DataSet);
  Shown shown(plan);
  auto& sets = shown.the<QComboBox>("importDataSet");
  ASSERT_EQ(sets.count(), 2);
  EXPECT_EQ(sets.currentData(), "iris.csv");
  EXPECT_TRUE(sets.itemText(1).contains(QStringLiteral("178 rows")));
  shown.pick("importLabel", QStringLiteral("island"));
  shown.pick("importDataSet", QStringLiteral("wine.csv"));
  ASSERT_EQ(shown.asked.size(), 2U);
  LoadOptions wine;
  wine.set = "wine.csv";
  EXPECT_EQ(shown.asked.back(), wine) << "the label was that of the flowers";
}

TEST(ImportDialog, ShowsWhatThePlanSays) {
  Shown shown(tablePlan());
  EXPECT_EQ(shown.dialog.windowTitle(), "Load iris");
  EXPECT_EQ(shown.the<QLineEdit>("importName").text(), "iris");
  EXPECT_EQ(shown.the<QLabel>("importSummary").text(), "150 rows of 2 numbers, labelled");
  EXPECT_TRUE(shown.the<MessageText>("importRemarks").toPlainText().contains("species"));
  EXPECT_EQ(shown.the<QComboBox>("importLabel").currentData(), "species");
  EXPECT_EQ(shown.the<QComboBox>("importScaling").currentText(), "standardise");
  EXPECT_EQ(shown.the<QComboBox>("importMissing").currentText(), "leave the rows out");
  EXPECT_EQ(shown.the<RealSpinBox>("importTestShare").text(), "20 %");
  EXPECT_EQ(shown.the<QLineEdit>("importSeed").text(), "7");
  EXPECT_EQ(shown.the<QComboBox>("importHeader").currentText(), "names the columns");
  EXPECT_EQ(shown.the<QComboBox>("importDelimiter").currentData(), ",");
  const QAbstractItemModel& rows = *shown.the<ImportTable>("importTable").model();
  EXPECT_EQ(rows.rowCount(), 2);
  EXPECT_EQ(rows.headerData(3, Qt::Horizontal).toString(), "species\nlabel");
  EXPECT_EQ(rows.headerData(4, Qt::Horizontal).toString(), "remark\nleft out");
  EXPECT_EQ(rows.index(1, 3).data().toString(), "virginica");
  EXPECT_TRUE(shown.canLoad());
  EXPECT_TRUE(shown.asked.empty());
}

TEST(ImportDialog, ShowsTableArraysOrPicturesAsThereAre) {
  Shown table(tablePlan());
  EXPECT_TRUE(table.the<ImportTable>("importTable").isVisible());
  EXPECT_FALSE(table.the<ImportFields>("importFields").isVisible());
  EXPECT_FALSE(table.the<ImportPictures>("importPictures").isVisible());
  Shown arrays(arraysPlan());
  EXPECT_FALSE(arrays.the<ImportTable>("importTable").isVisible());
  EXPECT_TRUE(arrays.the<ImportFields>("importFields").isVisible());
  EXPECT_TRUE(arrays.the<ImportPictures>("importPictures").isVisible());
  EXPECT_EQ(arrays.the<ImportPictures>("importPictures").shownCount(), 12);
  Shown pictures(picturesPlan());
  EXPECT_FALSE(pictures.the<ImportFields>("importFields").isVisible());
  LoadPlan labelled = test::picturesPlan();
  labelled.preview.fields = {{.name = "label", .description = "begins each line", .canBeLabels = true}};
  Shown oneLabel(labelled);
  EXPECT_FALSE(oneLabel.the<ImportFields>("importFields").isVisible()) << "no samples to choose from";
  EXPECT_EQ(pictures.the<ImportPictures>("importPictures").shownCount(), 20);
}

TEST(ImportDialog, WhatThePlanLeavesOpenIsNotClaimed) {
  LoadPlan plan = tablePlan();
  plan.options.missing.reset();
  plan.preview.choices.push_back(LoadChoice::Shape);
  Shown shown(plan);
  EXPECT_EQ(shown.the<QComboBox>("importMissing").currentIndex(), -1);
  EXPECT_EQ(shown.the<QComboBox>("importMissing").placeholderText(), "as fits the data");
  EXPECT_EQ(shown.the<QComboBox>("importShape").currentText(), "no picture");
}

TEST(ImportDialog, AsksForWhatWasGivenAndChangedAndForNothingElse) {
  LoadOptions given;
  given.seed = 3;
  Shown shown(tablePlan(), given);
  shown.pick("importLabel", "island");
  shown.pick("importScaling", static_cast<int>(Scaling::None));
  shown.the<RealSpinBox>("importTestShare").setValue(35);
  ASSERT_EQ(shown.asked.size(), 3U);
  LoadOptions expected;
  expected.seed = 3;
  expected.label = "island";
  EXPECT_EQ(shown.asked[0], expected);
  expected.scaling = Scaling::None;
  EXPECT_EQ(shown.asked[1], expected);
  expected.testShare = 0.35;
  EXPECT_EQ(shown.asked[2], expected);
}

TEST(ImportDialog, EveryControlHasItsOption) {
  LoadPlan plan = picturesPlan();
  plan.preview.choices.assign(test::kEveryChoice.begin(), test::kEveryChoice.end());
  plan.preview.fields = arraysPlan().preview.fields;
  plan.options.testShare = 0.2;
  Shown shown(plan);
  shown.pick("importHeader", false);
  EXPECT_EQ(shown.asked.back().header, false);
  shown.pick("importDelimiter", "\t");
  EXPECT_EQ(shown.asked.back().delimiter, '\t');
  shown.pick("importSamples", "x_test");
  EXPECT_EQ(shown.asked.back().samples, "x_test");
  shown.pick("importLabel", "none");
  EXPECT_EQ(shown.asked.back().label, LoadOptions::kNoLabel);
  shown.pick("importMissing", static_cast<int>(MissingValues::Median));
  EXPECT_EQ(shown.asked.back().missing, MissingValues::Median);
  shown.pick("importSize", 128);
  EXPECT_EQ(shown.asked.back().side, 128);
  shown.pick("importColour", 1);
  EXPECT_EQ(shown.asked.back().channels, 1);
  auto& seed = shown.the<QLineEdit>("importSeed");
  seed.selectAll();
  QTest::keyClicks(&seed, "42");
  EXPECT_EQ(shown.asked.back().seed, 42U);
  auto& shape = *shown.the<QComboBox>("importShape").lineEdit();
  shape.selectAll();
  QTest::keyClicks(&shape, "14 x 56");
  EXPECT_EQ(shown.asked.back().shape, (ImageShape{56, 14, 1}));
  shape.selectAll();
  QTest::keyClicks(&shape, "no picture");
  EXPECT_EQ(shown.asked.back().shape, ImageShape{});
}

TEST(ImportDialog, NamesAreForgottenWhenTheTableIsReadAnotherWay) {
  Shown shown(tablePlan());
  shown.pick("importLabel", "island");
  shown.pick("importDelimiter", ";");
  EXPECT_EQ(shown.asked.back().label, std::nullopt);
  shown.pick("importLabel", "none");
  shown.pick("importHeader", false);
  EXPECT_EQ(shown.asked.back().label, LoadOptions::kNoLabel);
}

TEST(ImportDialog, EnterAcceptsAndEscapeCancels) {
  {
    Shown shown(tablePlan());
    const QSignalSpy accepted(&shown.dialog, &QDialog::accepted);
    QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &shown.dialog,
                    Qt::Key_Return);
    EXPECT_EQ(accepted.count(), 1);
  }
  for (const char* control : {"importName", "importLabel", "importTestShare", "importSeed", "importTable"}) {
    Shown shown(tablePlan());
    const QSignalSpy accepted(&shown.dialog, &QDialog::accepted);
    shown.the<QWidget>(control).setFocus();
    QTest::keyClick(&shown.the<QWidget>(control), Qt::Key_Return);
    EXPECT_EQ(accepted.count(), 1) << control;
  }
  for (const char* control : {"importName", "importLabel", "importTestShare", "importTable"}) {
    Shown shown(tablePlan());
    const QSignalSpy rejected(&shown.dialog, &QDialog::rejected);
    QTest::keyClick(&shown.the<QWidget>(control), Qt::Key_Escape);
    EXPECT_EQ(rejected.count(), 1) << control;
    EXPECT_TRUE(shown.asked.empty());
  }
}

TEST(ImportDialog, NothingCanBeLoadedUntilTheAnswerIsThere) {
  Shown shown(tablePlan());
  const QSignalSpy accepted(&shown.dialog, &QDialog::accepted);
  shown.pick("importLabel", "island");
  EXPECT_FALSE(shown.canLoad());
  QTest::keyClick(&shown.the<QComboBox>("importLabel"), Qt::Key_Return);
  EXPECT_EQ(accepted.count(), 0);
  EXPECT_TRUE(shown.dialog.isVisible());
  EXPECT_TRUE(QTest::qWaitFor([&] { return !shown.the<QLabel>("importWaiting").text().isEmpty(); }));
  LoadPlan answer = tablePlan();
  answer.options.label = "island";
  shown.dialog.setPlan(answer);
  EXPECT_TRUE(shown.canLoad());
  EXPECT_EQ(shown.the<QLabel>("importWaiting").text(), "");
  EXPECT_EQ(shown.dialog.plan().options.label, "island");
  EXPECT_TRUE(shown.the<QComboBox>("importLabel").hasFocus());
}

TEST(ImportDialog, OptionsThatCannotWorkAreSaidAndCanBeChangedAgain) {
  Shown shown(tablePlan());
  shown.pick("importLabel", "length");
  shown.dialog.setProblem("iris.csv: the column length is all that would be left");
  EXPECT_EQ(shown.problem(), "iris.csv: the column length is all that would be left");
  EXPECT_FALSE(shown.canLoad());
  EXPECT_TRUE(shown.dialog.isVisible());
  EXPECT_EQ(shown.the<QComboBox>("importLabel").currentData(), "length");
  shown.pick("importLabel", "species");
  shown.dialog.setPlan(tablePlan());
  EXPECT_EQ(shown.problem(), "");
  EXPECT_TRUE(shown.canLoad());
}

TEST(ImportDialog, WhatCannotBeAnOptionIsSaidWhereItIsTyped) {
  LoadPlan plan = arraysPlan();
  plan.options.testShare = 0.2;
  Shown shown(plan);
  auto& seed = shown.the<QLineEdit>("importSeed");
  seed.selectAll();
  QTest::keyClicks(&seed, "x");
  EXPECT_TRUE(shown.problem().contains("whole number"));
  EXPECT_FALSE(shown.canLoad());
  shown.dialog.setPlan(plan);  // the answer to something asked before
  EXPECT_FALSE(shown.canLoad());
  EXPECT_EQ(seed.text(), "x");
  seed.selectAll();
  QTest::keyClicks(&seed, "5");
  shown.dialog.setPlan(plan);
  EXPECT_TRUE(shown.canLoad());
  auto& shape = *shown.the<QComboBox>("importShape").lineEdit();
  shape.selectAll();
  QTest::keyClicks(&shape, "28 x");
  EXPECT_TRUE(shown.problem().contains("28 x 28")) << shown.problem().toStdString();
}

TEST(ImportDialog, WithoutATestPartNothingNeedsASeed) {
  Shown shown(tablePlan());
  EXPECT_TRUE(shown.the<QLineEdit>("importSeed").isEnabled());
  shown.the<RealSpinBox>("importTestShare").setValue(0);
  EXPECT_FALSE(shown.the<QLineEdit>("importSeed").isEnabled());
  EXPECT_EQ(shown.asked.back().testShare, 0.0);
}

TEST(ImportDialog, TypingIsNotDisturbedByAnswers) {
  LoadPlan plan = tablePlan();
  Shown shown(plan);
  auto& share = shown.the<RealSpinBox>("importTestShare");
  share.setFocus();
  share.selectAll();
  QTest::keyClicks(&share, "3");
  ASSERT_EQ(shown.asked.back().testShare, 0.03);
  plan.options.testShare = 0.03;
  shown.dialog.setPlan(plan);
  QTest::keyClicks(&share, "5");
  EXPECT_EQ(shown.asked.back().testShare, 0.35);
  EXPECT_TRUE(share.hasFocus());
}

TEST(ImportDialog, TheTableStaysWhereItWasScrolledTo) {
  LoadPlan plan = tablePlan();
  for (int i = 0; i < 60; ++i) plan.preview.rows.push_back(plan.preview.rows.front());
  Shown shown(plan);
  auto& bar = *shown.the<ImportTable>("importTable").verticalScrollBar();
  ASSERT_GT(bar.maximum(), 40);
  bar.setValue(40);
  shown.dialog.setPlan(plan);
  QCoreApplication::processEvents();
  EXPECT_EQ(bar.value(), 40);
}

TEST(ImportDialog, TheNameThatAPersonGivesStays) {
  Shown shown(tablePlan());
  auto& name = shown.the<QLineEdit>("importName");
  name.selectAll();
  QTest::keyClicks(&name, "flowers");
  shown.dialog.setPlan(tablePlan());
  EXPECT_EQ(shown.dialog.plan().name, "flowers");
  name.selectAll();
  QTest::keyClick(&name, Qt::Key_Delete);
  EXPECT_EQ(shown.dialog.plan().name, "iris");
}

TEST(ImportDialog, ArraysAreChosenInTheirList) {
  Shown shown(arraysPlan());
  auto& fields = shown.the<ImportFields>("importFields");
  const auto mark = [&](int row, int column) { return fields.model()->index(row, column); };
  QTest::mouseClick(fields.viewport(), Qt::LeftButton, {}, fields.visualRect(mark(1, 2)).center());
  ASSERT_EQ(shown.asked.size(), 1U);
  EXPECT_EQ(shown.asked.back().samples, "x_test");
  EXPECT_EQ(shown.the<QComboBox>("importSamples").currentData(), "x_test");
  shown.dialog.setPlan(arraysPlan());
  fields.setCurrentIndex(mark(2, 3));
  QTest::keyClick(&fields, Qt::Key_Space);  // on the present labels: takes them away
  EXPECT_EQ(shown.asked.back().label, LoadOptions::kNoLabel);
  const std::size_t before = shown.asked.size();
  QTest::mouseClick(fields.viewport(), Qt::LeftButton, {}, fields.visualRect(mark(3, 2)).center());
  EXPECT_EQ(shown.asked.size(), before) << "an array that can be neither";
}

TEST(ImportDialog, TheKeyboardGoesFromTopToBottom) {
  Shown shown(tablePlan());
  shown.the<QLineEdit>("importName").setFocus();
  QStringList way;
  for (int i = 0; i < 12; ++i) {
    way << QApplication::focusWidget()->objectName();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    if (QApplication::focusWidget()->objectName() == "importName") break;
  }
  EXPECT_EQ(way, (QStringList{"importName", "importTable", "importRemarks", "importLabel", "importHeader",
                              "importDelimiter", "importMissing", "importScaling", "importTestShare",
                              "importSeed", "importLoad", "importCancel"}));
}

TEST(ImportDialog, SpeaksToScreenReaders) {
  for (const LoadPlan& plan : {tablePlan(), arraysPlan(), picturesPlan()}) {
    Shown shown(plan);
    EXPECT_EQ(unnamedControls(shown.dialog), QStringList());
  }
}

TEST(ImportDialog, SaysOnItsButtonWhatWillBeDone) {
  Shown shown(tablePlan());
  EXPECT_EQ(shown.the<QPushButton>("importLoad").text(), "&Load");
  shown.dialog.setPurpose("Merge iris into the data", "Mer&ge");
  shown.dialog.setPlan(tablePlan());
  EXPECT_EQ(shown.the<QPushButton>("importLoad").text(), "Mer&ge");
  EXPECT_EQ(shown.dialog.windowTitle(), "Merge iris into the data");
}

TEST(ImportDialog, FitsASmallScreen) {
  LoadPlan plan = arraysPlan();
  plan.preview.choices.assign(test::kEveryChoice.begin(), test::kEveryChoice.end());
  plan.preview.columns = tablePlan().preview.columns;
  plan.preview.rows = tablePlan().preview.rows;
  for (int i = 0; i < 9; ++i)
    plan.preview.remarks.emplace_back("A remark that says what was guessed and why.");
  plan.summary = std::string(120, 'x') + " " + std::string(120, 'y');
  Shown shown(plan);
  shown.dialog.setProblem("A problem in one sentence.");
  QCoreApplication::processEvents();
  const QSize least = shown.dialog.minimumSizeHint();
  EXPECT_LE(least.width(), 1280 / 1.5);
  EXPECT_LE(least.height(), 800 / 1.5 - 40);  // the window's title, a desktop's bar
}

TEST(ImportDialog, ArraysBesideTheLabelAreCheckedOneByOne) {
  LoadPlan plan = test::arraysPlan();
  plan.preview.choices.push_back(LoadChoice::Factors);
  plan.preview.fields[2].use = FieldUse::Label;
  plan.preview.fields.push_back({"angle", "60,000, float32", false, true, FieldUse::Factor});
  plan.preview.fields.push_back({"writer", "60,000, int64", false, true, FieldUse::LeftOut});
  Shown shown(plan);
  auto& button = shown.the<QToolButton>("importFactors");
  EXPECT_EQ(button.text(), "angle");
  const QList<QAction*> arrays = button.menu()->actions();
  ASSERT_EQ(arrays.size(), 2) << "neither samples nor the label";
  EXPECT_EQ(arrays[0]->text(), "angle  (60,000, float32)");
  arrays[1]->trigger();
  EXPECT_EQ(shown.asked.back().factors, (std::vector<std::string>{"angle", "writer"}));
  arrays[0]->trigger();
  arrays[1]->trigger();
  EXPECT_EQ(shown.asked.back().factors, std::vector<std::string>{"none"});
}

}  // namespace
}  // namespace isthmus
