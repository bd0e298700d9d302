#include "widgets/theme/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QImage>
#include <QStyle>
#include <QStyleOptionComboBox>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

TEST(OwnStyle, AnEmptyCheckBoxHasAFrameOnLightAndDark) {
  for (const ThemeChoice theme : {ThemeChoice::Dark, ThemeChoice::Light}) {
    applyTheme(*qApp, theme);
    QCheckBox box(QStringLiteral("Log counts"));
    box.resize(box.sizeHint());
    const QImage image = box.grab().toImage();
    const int side = box.style()->pixelMetric(QStyle::PM_IndicatorWidth);
    const int frame = image.pixelColor(0, image.height() / 2).lightness();
    const int inside = image.pixelColor(side / 2, image.height() / 2).lightness();
    const int window = box.palette().color(QPalette::Window).lightness();
    EXPECT_GT(std::abs(frame - inside), 60);
    EXPECT_GT(std::abs(frame - window), 60);
  }
}

TEST(OwnStyle, TextTooLongForAComboBoxEndsInAnEllipsis) {
  const QString whole = QStringLiteral("petal_width  (numbers 0.1 to 2.5, 22 different)");
  QComboBox cut;
  cut.addItem(whole);
  QComboBox expected;
  for (QComboBox* box : {&cut, &expected}) box->resize(140, box->sizeHint().height());
  QStyleOptionComboBox option;
  option.initFrom(&cut);
  const int room =
      cut.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &cut).width();
  expected.addItem(cut.fontMetrics().elidedText(whole, Qt::ElideRight, room - 2));
  ASSERT_TRUE(expected.currentText().endsWith(QChar(0x2026)));
  EXPECT_EQ(cut.grab().toImage(), expected.grab().toImage());
}

}  // namespace
}  // namespace isthmus
