#include "widgets/frame/message_bar.h"

#include "tests/support/widget_support.h"
#include "widgets/frame/message_text.h"

#include <QLabel>
#include <QScrollBar>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

using namespace std::chrono_literals;

class MessageBarTest : public testing::Test {
 protected:
  MessageBarTest() {
    auto* layout = new QVBoxLayout(&window);
    layout->addStretch();
    layout->addWidget(bar);
    window.resize(500, 300);
    window.show();
    QCoreApplication::processEvents();
  }

  QWidget window;
  MessageBar* bar = new MessageBar;  // owned by the window's layout
};

TEST_F(MessageBarTest, IsNotThereWhileThereIsNothingToSay) {
  EXPECT_FALSE(bar->isVisible());
  bar->showInfo("Saved model.safetensors");
  EXPECT_TRUE(bar->isVisible());
  EXPECT_EQ(child<MessageText>(*bar, "messageText").toPlainText(), "Saved model.safetensors");
}

TEST_F(MessageBarTest, HintsGoByThemselvesAndErrorsStay) {
  bar->setFadeTime(20ms);
  bar->showHint("Drag across the plane");
  EXPECT_TRUE(QTest::qWaitFor([this] { return !bar->isVisible(); }));
  bar->showError("labels.gz: too short");
  EXPECT_FALSE(QTest::qWaitFor([this] { return !bar->isVisible(); }, 100));
  EXPECT_EQ(bar->text(), "labels.gz: too short");
}

TEST_F(MessageBarTest, ASuccessTakesBackTheErrorsOfItsSubjectAlone) {
  bar->showError("plot.png: is a folder", MessageSubject::Export);
  bar->showError("labels.gz: too short", MessageSubject::Data);
  bar->showError("something else");
  bar->settle(MessageSubject::Data);
  EXPECT_EQ(bar->text(), "something else");
  EXPECT_EQ(child<QLabel>(*bar, "messagesWaiting").text(), "1 more");
  bar->settle(MessageSubject::Other);
  EXPECT_EQ(bar->text(), "something else") << "is about nothing in particular";
  bar->closeMessage();
  EXPECT_EQ(bar->text(), "plot.png: is a folder");
  bar->settle(MessageSubject::Export);
  EXPECT_FALSE(bar->isVisible());
}

TEST_F(MessageBarTest, AHintWaitsUntilTheErrorIsClosed) {
  bar->showError("first error");
  bar->showHint("a hint");
  EXPECT_EQ(bar->text(), "first error");
  bar->showError("second error");
  EXPECT_EQ(bar->text(), "second error");
  EXPECT_EQ(child<QLabel>(*bar, "messagesWaiting").text(), "2 more");
  auto& close = child<QToolButton>(*bar, "closeMessage");
  QTest::mouseClick(&close, Qt::LeftButton);
  EXPECT_EQ(bar->text(), "first error");
  QTest::mouseClick(&close, Qt::LeftButton);
  EXPECT_EQ(bar->text(), "a hint");
  QTest::mouseClick(&close, Qt::LeftButton);
  EXPECT_FALSE(bar->isVisible());
}

TEST_F(MessageBarTest, InformationDoesNotHideWhatCameAMomentBefore) {
  bar->setFadeTime(200ms);
  bar->showInfo("2 rows were left out");
  bar->showInfo("The model was made for other data");
  EXPECT_EQ(bar->text(), "2 rows were left out");
  EXPECT_TRUE(QTest::qWaitFor([this] { return bar->text() == "The model was made for other data"; }));
  EXPECT_TRUE(QTest::qWaitFor([this] { return !bar->isVisible(); }));
}

TEST_F(MessageBarTest, KeepsAFewMessagesAndNoneTwice) {
  for (int i = 0; i < 20; ++i) bar->showError(QStringLiteral("error %1").arg(i));
  bar->showError("error 19");
  int shown = 0;
  for (; bar->isVisible(); ++shown) bar->closeMessage();
  EXPECT_EQ(shown, 4);
}

TEST_F(MessageBarTest, EscapeClosesIt) {
  bar->showError("an error");
  auto& text = child<MessageText>(*bar, "messageText");
  text.setFocus();
  QTest::keyClick(&text, Qt::Key_Escape);
  EXPECT_FALSE(bar->isVisible());
}

TEST_F(MessageBarTest, TakesBackWhatNoLongerHoldsShownOrWaiting) {
  bar->showError("one.png: is damaged");
  bar->showError("two.png: is damaged");
  bar->withdraw("one.png: is damaged");
  EXPECT_EQ(bar->text(), "two.png: is damaged");
  bar->withdraw("never shown");
  EXPECT_TRUE(bar->isVisible());
  bar->withdraw("two.png: is damaged");
  EXPECT_FALSE(bar->isVisible());
}

TEST_F(MessageBarTest, ALongMessageWrapsAndIsShownWhole) {
  bar->showError("short");
  QCoreApplication::processEvents();
  const int oneLine = bar->height();
  bar->showError(QString(300, 'x') + "/train-images.gz: the file ends after 1,203 of 47,040,016 bytes");
  QCoreApplication::processEvents();
  QCoreApplication::processEvents();
  const auto& text = child<MessageText>(*bar, "messageText");
  EXPECT_GT(bar->height(), 2 * oneLine);
  EXPECT_EQ(text.verticalScrollBar()->maximum(), 0);
  EXPECT_EQ(text.horizontalScrollBar()->maximum(), 0);
  EXPECT_TRUE(window.rect().contains(bar->geometry()));
  EXPECT_TRUE(text.textInteractionFlags().testFlag(Qt::TextSelectableByMouse));
}

// The announcement itself needs a platform with a screen reader's bus, which the offscreen one has not.
TEST_F(MessageBarTest, IsNamedAfterItsMessageForScreenReaders) {
  bar->showError("labels.gz: too short");
  const QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(bar);
  ASSERT_NE(accessible, nullptr);
  EXPECT_EQ(accessible->text(QAccessible::Name), "labels.gz: too short");
  EXPECT_EQ(unnamedControls(*bar), QStringList());
}

}  // namespace
}  // namespace isthmus
