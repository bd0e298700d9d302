#include "widgets/library/library_panel.h"

#include "tests/support/widget_support.h"
#include "widgets/library/library_row.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

LibraryItem itemOf(LibrarySection section, const QString& key, const QString& title, LibraryState state) {
  LibraryItem item;
  item.section = section;
  item.key = key;
  item.title = title;
  item.detail = "70,000 samples · 28 x 28";
  item.explanation = "In /data/" + key;
  item.state = state;
  return item;
}

LibraryItem published(const QString& key, const QString& title, LibraryState state) {
  LibraryItem item = itemOf(LibrarySection::Catalogue, key, title, state);
  item.detail += " · CC BY-SA 3.0";
  item.total = 11'600'000;
  return item;
}

class LibraryPanelTest : public ::testing::Test {
 protected:
  LibraryPanelTest() {
    panel.resize(640, 600);
    panel.show();
    qRegisterMetaType<LibrarySection>();
  }

  void fill() {
    panel.setItems({published("mnist", "MNIST", LibraryState::Absent),
                    itemOf(LibrarySection::BuiltIn, "digits", "Digits", LibraryState::Ready),
                    itemOf(LibrarySection::Found, "fashion", "Fashion-MNIST", LibraryState::Ready),
                    itemOf(LibrarySection::Recent, "0", "iris.csv", LibraryState::Ready),
                    itemOf(LibrarySection::Recent, "1", "gone.npy", LibraryState::Missing)});
  }
  LibraryRow* row(const QString& title) {
    for (LibraryRow* candidate : panel.findChildren<LibraryRow*>())
      if (candidate->item().title == title) return candidate;
    ADD_FAILURE() << "no row " << title.toStdString();
    return nullptr;
  }
  QPushButton& button(const QString& title) { return child<QPushButton>(*row(title), "libraryButton"); }
  QString text(const QString& title, const char* name) {
    const auto& label = child<QLabel>(*row(title), name);
    return label.isHidden() ? QString() : label.text();
  }
  /// What a person sees, from the top: titles of rows, texts of the others.
  QStringList shown() {
    QStringList texts;
    for (int i = 0; i < list.count(); ++i) {
      if (list.item(i)->isHidden()) continue;
      QWidget* widget = list.itemWidget(list.item(i));
      if (const auto* found = qobject_cast<LibraryRow*>(widget)) texts << found->item().title;
      if (const auto* label = qobject_cast<QLabel*>(widget)) texts << label->text();
    }
    return texts;
  }
  QString current() {
    auto* found =
        list.currentItem() ? qobject_cast<LibraryRow*>(list.itemWidget(list.currentItem())) : nullptr;
    return found ? found->item().title : QString();
  }

  LibraryPanel panel;
  QListWidget& list = child<QListWidget>(panel, "libraryList");
  QLineEdit& search = child<QLineEdit>(panel, "librarySearch");
};

TEST_F(LibraryPanelTest, SortsDataSetsIntoItsSections) {
  fill();
  EXPECT_EQ(shown(), QStringList({"Built in", "Digits", "On this computer", "Fashion-MNIST", "Recent",
                                  "iris.csv", "gone.npy", "To download", "MNIST"}));
  EXPECT_EQ(current(), "Digits");
}

TEST_F(LibraryPanelTest, SaysWhatWillAppearWhereThereIsNothing) {
  panel.setItems({itemOf(LibrarySection::BuiltIn, "digits", "Digits", LibraryState::Ready)});
  const QString all = shown().join('|');
  EXPECT_TRUE(all.contains("No known data set was found")) << all.toStdString();
  EXPECT_TRUE(all.contains("Files that you open or drop on the window will appear here."));
  EXPECT_TRUE(all.contains("All data sets of the catalogue are on this computer."));
}

TEST_F(LibraryPanelTest, LoadsByButtonByDoubleClickAndByEnter) {
  fill();
  QSignalSpy load(&panel, &LibraryPanel::loadRequested);
  QTest::mouseClick(&button("Fashion-MNIST"), Qt::LeftButton);
  ASSERT_EQ(load.count(), 1);
  EXPECT_EQ(load[0][0].value<LibrarySection>(), LibrarySection::Found);
  EXPECT_EQ(load[0][1].toString(), "fashion");
  const QPoint at = row("iris.csv")->geometry().center() - QPoint(200, 0);
  QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, at);
  QTest::mouseDClick(list.viewport(), Qt::LeftButton, {}, at);
  ASSERT_EQ(load.count(), 2);
  EXPECT_EQ(load[1][1].toString(), "0");
  list.setFocus();
  QTest::keyClick(&list, Qt::Key_Up);
  EXPECT_EQ(current(), "Fashion-MNIST");
  QTest::keyClick(&list, Qt::Key_Return);
  ASSERT_EQ(load.count(), 3);
  EXPECT_EQ(load[2][1].toString(), "fashion");
}

TEST_F(LibraryPanelTest, AsksForADownloadOnlyWhenToldTo) {
  fill();
  QSignalSpy download(&panel, &LibraryPanel::downloadRequested);
  EXPECT_EQ(button("MNIST").text(), "Download 11.6 MB");
  EXPECT_TRUE(text("MNIST", "libraryDetail").contains("CC BY-SA 3.0")) << "the licence is seen before";
  EXPECT_EQ(download.count(), 0);
  QTest::mouseClick(&button("MNIST"), Qt::LeftButton);
  ASSERT_EQ(download.count(), 1);
  EXPECT_EQ(download[0][0].toString(), "mnist");
}

TEST_F(LibraryPanelTest, ShowsHowFarADownloadIsAndCancelsIt) {
  fill();
  LibraryItem item = published("mnist", "MNIST", LibraryState::Fetching);
  item.received = 2'900'000;
  item.bytesPerSecond = 1'450'000;
  panel.setItem(item);
  EXPECT_EQ(text("MNIST", "libraryProgress"), "2.9 MB of 11.6 MB · 1.4 MB/s · 6 s left");
  const auto& bar = child<QProgressBar>(*row("MNIST"), "libraryBar");
  EXPECT_TRUE(bar.isVisible());
  EXPECT_NEAR(double(bar.value()) / bar.maximum(), 0.25, 0.001);
  QSignalSpy cancel(&panel, &LibraryPanel::cancelRequested);
  row("MNIST")->activate();
  EXPECT_EQ(cancel.count(), 0) << "Enter does not cancel";
  QTest::mouseClick(&button("MNIST"), Qt::LeftButton);
  EXPECT_EQ(cancel.count(), 1);
  item.state = LibraryState::Checking;
  panel.setItem(item);
  EXPECT_EQ(bar.maximum(), 0);
  EXPECT_TRUE(text("MNIST", "libraryProgress").startsWith("Checking"));
}

TEST_F(LibraryPanelTest, SaysWhyADownloadFailedAndTriesAgain) {
  fill();
  LibraryItem item = published("mnist", "MNIST", LibraryState::Failed);
  item.message = "example.org no longer has the file (404).";
  panel.setItem(item);
  EXPECT_EQ(text("MNIST", "libraryMessage"), item.message);
  EXPECT_EQ(button("MNIST").text(), "Retry");
  EXPECT_TRUE(child<QToolButton>(*row("MNIST"), "libraryRemove").isHidden());
  QSignalSpy download(&panel, &LibraryPanel::downloadRequested);
  QTest::mouseClick(&button("MNIST"), Qt::LeftButton);
  EXPECT_EQ(download.count(), 1);
  item.state = LibraryState::Offline;
  item.message = QString("Without a network get the files elsewhere. ").repeated(8);
  item.received = 1000;
  const int before = row("MNIST")->height();
  panel.setItem(item);
  QTest::qWait(1);  // the list lays its rows out
  EXPECT_GT(row("MNIST")->height(), before);
  const auto& message = child<QLabel>(*row("MNIST"), "libraryMessage");
  EXPECT_GE(message.height(), message.heightForWidth(message.width())) << "the whole hint can be read";
}

TEST_F(LibraryPanelTest, TakesUpOrRemovesAPartThatIsHere) {
  LibraryItem item = published("mnist", "MNIST", LibraryState::Partial);
  item.received = 5'800'000;
  panel.setItems({item});
  EXPECT_EQ(button("MNIST").text(), "Resume");
  EXPECT_EQ(text("MNIST", "libraryProgress"), "5.8 MB of 11.6 MB are here");
  QSignalSpy remove(&panel, &LibraryPanel::removeRequested);
  QTest::mouseClick(&child<QToolButton>(*row("MNIST"), "libraryRemove"), Qt::LeftButton);
  ASSERT_TRUE(QTest::qWaitFor([&] { return remove.count() == 1; }));
  EXPECT_EQ(remove[0][0].value<LibrarySection>(), LibrarySection::Catalogue);
}

TEST_F(LibraryPanelTest, GreysRecentFilesThatAreGoneAndForgetsThem) {
  fill();
  EXPECT_FALSE(button("gone.npy").isEnabled());
  EXPECT_EQ(text("gone.npy", "libraryMessage"), "Its files are no longer there.");
  QSignalSpy load(&panel, &LibraryPanel::loadRequested);
  row("gone.npy")->activate();
  EXPECT_EQ(load.count(), 0);
  QSignalSpy remove(&panel, &LibraryPanel::removeRequested);
  QTest::mouseClick(&child<QToolButton>(*row("gone.npy"), "libraryRemove"), Qt::LeftButton);
  ASSERT_TRUE(QTest::qWaitFor([&] { return remove.count() == 1; }));
  EXPECT_EQ(remove[0][1].toString(), "1");
}

TEST_F(LibraryPanelTest, FindsDataSetsByAllWordsOfASearch) {
  fill();
  QTest::keyClicks(&search, "mnist 70,000");
  EXPECT_EQ(shown(), QStringList({"On this computer", "Fashion-MNIST", "To download", "MNIST"}));
  EXPECT_EQ(current(), "Fashion-MNIST");
  search.setText("/data/0");
  EXPECT_EQ(shown(), QStringList({"Recent", "iris.csv"}));
  QSignalSpy load(&panel, &LibraryPanel::loadRequested);
  QTest::keyClick(&search, Qt::Key_Return);
  ASSERT_EQ(load.count(), 1);
  EXPECT_EQ(load[0][1].toString(), "0");
  search.setText("elephants");
  EXPECT_TRUE(child<QLabel>(panel, "libraryNothing").isVisible());
  QTest::keyClick(&search, Qt::Key_Return);
  EXPECT_EQ(load.count(), 1);
  QTest::keyClick(&search, Qt::Key_Escape);
  EXPECT_EQ(search.text(), "");
  EXPECT_EQ(shown().size(), 9);
  EXPECT_FALSE(child<QLabel>(panel, "libraryNothing").isVisible());
}

TEST_F(LibraryPanelTest, GoesFromTheSearchIntoTheList) {
  fill();
  panel.beginSearch();
  QTest::keyClick(&search, Qt::Key_Down);
  EXPECT_EQ(current(), "Fashion-MNIST") << "headings are passed over";
  QTest::keyClick(&list, Qt::Key_Up);
  EXPECT_EQ(current(), "Digits");
}

TEST_F(LibraryPanelTest, KeepsWhatIsSelectedWhenTheListChanges) {
  fill();
  QTest::keyClick(&list, Qt::Key_End);
  EXPECT_EQ(current(), "MNIST");
  fill();
  EXPECT_EQ(current(), "MNIST");
}

TEST_F(LibraryPanelTest, EnterPressesTheButtonThatHasTheKeyboard) {
  fill();
  QSignalSpy load(&panel, &LibraryPanel::loadRequested);
  QSignalSpy download(&panel, &LibraryPanel::downloadRequested);
  button("MNIST").setFocus();
  QTest::keyClick(&button("MNIST"), Qt::Key_Return);
  EXPECT_EQ(download.count(), 1);
  EXPECT_EQ(load.count(), 0);
  EXPECT_EQ(current(), "MNIST");
}

TEST_F(LibraryPanelTest, OpensFilesThatAreInNoList) {
  QSignalSpy open(&panel, &LibraryPanel::openRequested);
  QTest::mouseClick(&child<QPushButton>(panel, "libraryOpen"), Qt::LeftButton);
  EXPECT_EQ(open.count(), 1);
}

TEST_F(LibraryPanelTest, EveryControlHasAName) {
  fill();
  EXPECT_EQ(unnamedControls(panel), QStringList());
}

TEST_F(LibraryPanelTest, KeepsButtonsInViewWhenItIsMadeNarrow) {
  fill();
  panel.resize(800, 600);
  QCoreApplication::processEvents();
  panel.resize(panel.minimumWidth(), 600);
  QTest::qWait(50);  // the list lays itself out a little later
  const int right = list.viewport()->mapToGlobal(list.viewport()->rect().topRight()).x();
  for (LibraryRow* row : panel.findChildren<LibraryRow*>()) {
    auto& button = child<QPushButton>(*row, "libraryButton");
    EXPECT_LE(button.mapToGlobal(button.rect().topRight()).x(), right) << row->item().title.toStdString();
  }
}

TEST_F(LibraryPanelTest, FitsASmallScreen) {
  fill();
  EXPECT_LE(panel.minimumSizeHint().width(), 480);
  EXPECT_LE(panel.minimumSizeHint().height(), 300);
}

}  // namespace
}  // namespace isthmus
