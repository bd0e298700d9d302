#include "app/shell/user_questions.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLineEdit>
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
    QTest::keyClick(names.lineEdit(), Qt::Key_Return);
  });
  EXPECT_EQ(answer, QStringLiteral("one"));
}

TEST(UserQuestions, ProposesNoClassWhereSamplesDiffer) {
  const auto answer = classAsked({}, [](QDialog& dialog, QComboBox& names) {
    const QPushButton* ok = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
    EXPECT_EQ(names.currentText(), "");
    EXPECT_FALSE(ok->isEnabled());
    QTest::keyClick(names.lineEdit(), Qt::Key_Return);
    EXPECT_TRUE(dialog.isVisible());
    QTest::keyClicks(names.lineEdit(), QStringLiteral("new"));
    EXPECT_TRUE(ok->isEnabled());
    QTest::keyClick(names.lineEdit(), Qt::Key_Return);
  });
  EXPECT_EQ(answer, QStringLiteral("new"));
}

/// The text of the accepting button of the file dialog that comes up next; it is then given up.
template <typename Ask>
QString buttonOf(const Ask& ask) {
  QString text;
  QTimer::singleShot(0, qApp, [&] {
    auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
    ASSERT_TRUE(dialog);
    const auto* buttons = dialog->findChild<QDialogButtonBox*>();
    ASSERT_TRUE(buttons);
    for (const QAbstractButton* button : buttons->buttons())
      if (buttons->buttonRole(const_cast<QAbstractButton*>(button)) == QDialogButtonBox::AcceptRole)
        text = button->text();
    dialog->reject();
  });
  ask();
  return text;
}

TEST(UserQuestions, TheFileDialogsButtonSaysWhatIsDoneWithTheFiles) {
  const UserQuestions ask = desktopDialogs();
  const QString title = QStringLiteral("Choose");
  const QString filter = QStringLiteral("All files (*)");
  EXPECT_EQ(buttonOf([&] { ask.filesToOpen(nullptr, title, {}, filter, QStringLiteral("&Merge")); }),
            "&Merge");
  EXPECT_EQ(buttonOf([&] { ask.folderToOpen(nullptr, title, {}, QStringLiteral("&Merge")); }), "&Merge");
  EXPECT_EQ(buttonOf([&] { ask.filesToOpen(nullptr, title, {}, filter, {}); }), "&Open");
}

}  // namespace
}  // namespace isthmus
