// What F1 lists, and the ways from a term in the window to the glossary.
#include "app/help/glossary.h"
#include "app/help/help_window.h"
#include "app/help/keys.h"
#include "tests/app/window/window_fixture.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QSpinBox>
#include <QTabWidget>
#include <QTextBrowser>

#include <gtest/gtest.h>

#include <set>

namespace isthmus {
namespace {

class HelpTest : public test::WindowTest {
 protected:
  void SetUp() override {
    WindowTest::SetUp();
    m_window->activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(m_window.get()));
  }
  QTextBrowser* page(const char* name) { return find<QTextBrowser>(name); }
  QString inFront() { return find<QTabWidget>("helpTabs")->currentWidget()->objectName(); }
  /// The line that the glossary stands at.
  QString termInFront() { return page("helpGlossary")->textCursor().selectedText(); }
  QLabel* labelWith(const QString& text) {
    for (QLabel* label : m_window->findChildren<QLabel*>())
      if (QString(label->text()).remove('&') == text && label->isVisible()) return label;
    return nullptr;
  }
};

TEST_F(HelpTest, F1OpensBesideTheWindowAndListsEveryKeyOfAnAction) {
  QTest::keyClick(m_window.get(), Qt::Key_F1);
  const auto* help = find<QDialog>("helpWindow");
  ASSERT_TRUE(help->isVisible());
  EXPECT_FALSE(help->isModal());
  EXPECT_EQ(inFront(), "helpKeys");
  const QString text = page("helpKeys")->toPlainText();
  for (const QAction* action : m_window->findChildren<QAction*>()) {
    const bool isOfDialog =
        !action->associatedObjects().isEmpty() && action->parent() && action->parent()->inherits("QLineEdit");
    if (action->shortcut().isEmpty() || isOfDialog || action->shortcutContext() == Qt::WidgetShortcut)
      continue;
    EXPECT_TRUE(text.contains(action->shortcut().toString(QKeySequence::NativeText)))
        << qPrintable(action->text());
  }
  EXPECT_TRUE(text.contains(QStringLiteral("zoom")));
}

TEST_F(HelpTest, WhatIsTypedLeavesTheLinesThatHaveIt) {
  QTest::keyClick(m_window.get(), Qt::Key_F1);
  QTest::keyClicks(find<QLineEdit>("helpSearch"), "lasso");
  EXPECT_TRUE(page("helpKeys")->toPlainText().contains(QStringLiteral("lasso")));
  EXPECT_FALSE(page("helpKeys")->toPlainText().contains(QStringLiteral("zoom")));
  QTest::keyClicks(find<QLineEdit>("helpSearch"), "xyz");
  EXPECT_TRUE(page("helpKeys")->toPlainText().contains(QStringLiteral("Nothing here")));
}

TEST_F(HelpTest, AClickOnATermOpensTheGlossaryThere) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  QLabel* beta = labelWith(QStringLiteral("Beta"));
  ASSERT_NE(beta, nullptr);
  QEvent enter(QEvent::Enter);
  QApplication::sendEvent(beta, &enter);
  EXPECT_EQ(beta->cursor().shape(), Qt::WhatsThisCursor);
  QTest::mouseClick(beta, Qt::LeftButton);
  EXPECT_TRUE(find<QDialog>("helpWindow")->isVisible());
  EXPECT_EQ(inFront(), "helpGlossary");
  EXPECT_EQ(termInFront(), "Beta");
}

TEST_F(HelpTest, ShiftAndF1ExplainsTheFieldThatHasTheFocus) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  m_window->activateWindow();
  auto* field = find<QWidget>("setting_beta");
  field->setFocus();
  QCursor::setPos(m_window->mapToGlobal(QPoint(-50, -50)));
  QTest::keyClick(field, Qt::Key_F1, Qt::ShiftModifier);
  EXPECT_EQ(inFront(), "helpGlossary");
  EXPECT_EQ(termInFront(), "Beta");
}

TEST_F(HelpTest, ALabelWithoutATermIsLeftAlone) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  QLabel* epochs = labelWith(QStringLiteral("Colour by"));
  ASSERT_NE(epochs, nullptr);
  QTest::mouseClick(epochs, Qt::LeftButton);
  EXPECT_FALSE(find<QDialog>("helpWindow")->isVisible());
}

TEST(GlossaryTest, IsInTheOrderOfTheAlphabetAndNamesNothingTwice) {
  std::set<QString> names;
  QString before;
  for (const GlossaryTerm& term : glossary()) {
    EXPECT_LT(QString::compare(before, term.title, Qt::CaseInsensitive), 0) << qPrintable(term.title);
    before = term.title;
    EXPECT_TRUE(term.explanation.endsWith('.')) << qPrintable(term.title);
    const QStringList own = term.names + QStringList(term.title);
    for (const QString& name : own) EXPECT_TRUE(names.insert(name.toLower()).second) << qPrintable(name);
  }
}

TEST(GlossaryTest, FindsTheLongestTermOfWords) {
  const auto title = [](const char* words) {
    const GlossaryTerm* term = termIn(QString::fromLatin1(words));
    return term ? term->title : QString();
  };
  EXPECT_EQ(title("&KL warm-up"), "Warm-up");
  EXPECT_EQ(title("KL divergence by dimension, nats"), "KL divergence");
  EXPECT_EQ(title("excess BCE"), "Excess cross-entropy");
  EXPECT_EQ(title("Negative ELBO"), "ELBO");
  EXPECT_EQ(title("La&tent space"), "Latent space");
  EXPECT_EQ(title("anomalies found"), "True positive rate");
  EXPECT_EQ(title("Betatron"), "");
  EXPECT_EQ(title(""), "");
}

}  // namespace
}  // namespace isthmus
