// What the message bar says, and when it stops saying so.
#include "app/shell/launcher.h"
#include "tests/app/window/window_fixture.h"
#include "widgets/frame/message_bar.h"

#include <gtest/gtest.h>

namespace isthmus {
namespace {

using test::Bytes;
using test::idxFile;
using WindowMessagesTest = test::WindowTest;

TEST_F(WindowMessagesTest, ABrokenFileIsSaidInTheMessageBarAndNothingIsLost) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  const DatasetPtr before = workspace().dataset();
  auto bytes = idxFile({300, 8, 8});
  bytes.resize(bytes.size() / 2);
  drop({m_folder.write("broken-images-idx3-ubyte", bytes)});
  const auto* messages = m_window->findChild<MessageBar*>();
  ASSERT_TRUE(
      eventually([&] { return messages->text().contains(QStringLiteral("broken-images-idx3-ubyte")); }));
  EXPECT_EQ(workspace().dataset(), before);
}

TEST_F(WindowMessagesTest, AnErrorOfLoadingGoesWhenADataSetIsLoaded) {
  drop({m_folder.write("train-images-idx3-ubyte", Bytes{0, 0, 8, 3, 0})});
  ASSERT_TRUE(eventually([&] { return !m_errors.isEmpty(); }));
  auto* bar = m_window->findChild<MessageBar*>();
  EXPECT_EQ(bar->text(), m_errors.last());
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  EXPECT_EQ(bar->text(), QString());
}

TEST_F(WindowMessagesTest, AnErrorOfAModelFileGoesWhenAModelIsSavedAndNotWhenDataAreLoaded) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  drop({m_folder.write("bad.safetensors", idxFile({4, 4, 4}))});
  auto* bar = m_window->findChild<MessageBar*>();
  const auto isSaid = [&] { return bar->text().contains(QStringLiteral("bad.safetensors")); };
  ASSERT_TRUE(eventually(isSaid));
  drop(writeSmallSet());
  ASSERT_TRUE(eventually([&] { return !session().datasets().isLoading() && session().isQuiet(); }));
  EXPECT_TRUE(isSaid()) << bar->text().toStdString();
  QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier);
  ASSERT_TRUE(eventually([&] { return bar->text().contains(QStringLiteral("was saved")); }));
  bar->closeMessage();
  EXPECT_EQ(bar->text(), QString());
}

TEST_F(WindowMessagesTest, WhatLoadingLeftOutIsSaid) {
  const std::string rows = "a,b\n1,2\n,4\n3,6\n5,6\n9,9\n9,9\n7,8\n";
  m_window->openPaths({m_folder.write("t.csv", Bytes(rows.begin(), rows.end()))}, DatasetRole::Main, {},
                      OpenChoices::TakeGuess);
  ASSERT_TRUE(eventually([&] { return workspace().dataset() != nullptr; }));
  const QString said = m_window->findChild<MessageBar*>()->text();
  EXPECT_TRUE(
      said.startsWith(QStringLiteral("t: 7 rows: 6 used, 1 left out because a feature lacks a value")))
      << said.toStdString();
}

TEST_F(WindowMessagesTest, ThatAModelIsOfOtherDataIsNotSaidAnyMoreOnceTrainingBegins) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  drop({m_folder.write("wide-images-idx3-ubyte", idxFile({60, 8, 9}))});
  auto* bar = m_window->findChild<MessageBar*>();
  const auto isSaid = [&] { return bar->text().contains(QStringLiteral("Press Train")); };
  ASSERT_TRUE(eventually(isSaid));
  m_window->train(100'000, 7);
  EXPECT_FALSE(isSaid()) << bar->text().toStdString();
  bar->closeMessage();
  EXPECT_FALSE(isSaid()) << "nor does it wait behind another";
}

TEST_F(WindowMessagesTest, AFileOfTheCommandLineThatCannotBeReadIsStillSaidWhenOtherDataAreShown) {
  LaunchOptions options;
  options.files = {m_folder.write("wrong.docx", Bytes{1, 2, 3})};
  const Launcher launcher(*m_window, options);
  ASSERT_TRUE(eventually([&] { return workspace().dataset() && session().isQuiet(); }));
  EXPECT_EQ(workspace().dataset()->name, "Handwritten-style digits") << "the window does not stay empty";
  auto* bar = m_window->findChild<MessageBar*>();
  EXPECT_TRUE(bar->text().contains(QStringLiteral("wrong.docx"))) << qPrintable(bar->text());
  drop(writeSmallSet());
  ASSERT_TRUE(eventually([&] { return workspace().dataset()->count() == 300; }));
  EXPECT_FALSE(bar->text().contains(QStringLiteral("wrong.docx"))) << "the person chose other data";
}

}  // namespace
}  // namespace isthmus
