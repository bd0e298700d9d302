#include "widgets/data/builtin_dialog.h"

#include <QDoubleSpinBox>
#include <QPushButton>
#include <QTest>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

TEST(BuiltinDialog, OffersTheUsualNumbersOfEverySetAndReadsBackWhatItWrites) {
  for (const BuiltinSet& set : builtinSets()) {
    const BuiltinDialog dialog(set);
    const auto values = readParameters(set, dialog.parameters());
    ASSERT_TRUE(values) << set.id << ": " << values.error().text();
    EXPECT_EQ(*values, usualValues(set)) << set.id;
  }
}

TEST(BuiltinDialog, TakesWhatAPersonChooses) {
  const BuiltinSet& roll = *findBuiltinSet("swiss-roll");
  BuiltinDialog dialog(roll);
  dialog.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&dialog));
  dialog.findChild<QDoubleSpinBox*>(QStringLiteral("dimensions"))->setValue(12);
  dialog.findChild<QDoubleSpinBox*>(QStringLiteral("noise"))->setValue(0.25);
  QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("makeBuiltin")), Qt::LeftButton);
  EXPECT_EQ(dialog.result(), QDialog::Accepted);
  EXPECT_EQ(*readParameters(roll, dialog.parameters()), (std::vector<double>{5'000, 1, 12, 0.25}));
}

TEST(BuiltinDialog, MakesTheSetWhenEnterIsPressedInAField) {
  BuiltinDialog dialog(*findBuiltinSet("swiss-roll"));
  dialog.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&dialog));
  auto* field = dialog.findChild<QDoubleSpinBox*>(QStringLiteral("noise"));
  field->setFocus();
  EXPECT_TRUE(dialog.findChild<QPushButton*>(QStringLiteral("makeBuiltin"))->isDefault());
  QTest::keyClick(field, Qt::Key_Return);
  EXPECT_EQ(dialog.result(), QDialog::Accepted);
  EXPECT_FALSE(dialog.isVisible());
}

}  // namespace
}  // namespace isthmus
