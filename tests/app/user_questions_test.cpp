#include "app/user_questions.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QTest>
#include <QTimer>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

/// What the dialog about a class answers after `hands` have been at its box; they must end it.
template <typename Hands>
std::optional<QString> classAsked(const QString& present, const Hands& hands) {
  QTimer::singleShot(0, qApp, [&] {
    auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
    ASSERT_TRUE(dialog);
    hands(*dialog, *dialog->findChild<QComboBox*>(QStringLiteral("className")));
    if (dialog->isVisible()) dialog->reject();
  });
  return desktopDialogs().className(nullptr, QStringLiteral("The class of 2 samples:"), {"zero", "one"},
                                    present);
}

TEST(UserQuestions, ProposesTheClassThatTheSamplesHave) {
  const auto answer = classAsked(QStringLiteral("one"), [](QDialog&, QComboBox& names) {
    EXPECT_EQ(names.currentText(), "one");
    QTest::keyClick(&names, Qt::Key_Return);
  });
  EXPECT_EQ(answer, QStringLiteral("one"));
}

TEST(UserQuestions, ProposesNoClassWhereSamplesDiffer) {
  const auto answer = classAsked({}, [](QDialog& dialog, QComboBox& names) {
    const QPushButton* ok = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
    EXPECT_EQ(names.currentText(), "");
    EXPECT_FALSE(ok->isEnabled());
    QTest::keyClick(&names, Qt::Key_Return);
    EXPECT_TRUE(dialog.isVisible());
    QTest::keyClicks(&names, QStringLiteral("new"));
    EXPECT_TRUE(ok->isEnabled());
    QTest::keyClick(&names, Qt::Key_Return);
  });
  EXPECT_EQ(answer, QStringLiteral("new"));
}

}  // namespace
}  // namespace isthmus
