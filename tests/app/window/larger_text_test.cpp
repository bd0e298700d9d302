// Larger text: everywhere at once, remembered, and with room left for the plane.
#include "app/shell/view/window_look.h"
#include "tests/app/window/window_fixture.h"
#include "widgets/parts/panel_parts.h"
#include "widgets/plane/latent_plane_view.h"

#include <QAbstractSpinBox>
#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QScreen>
#include <QSettings>

#include <gtest/gtest.h>

#include <map>

namespace isthmus {
namespace {

class LargerTextTest : public test::WindowTest {
 protected:
  void SetUp() override {
    WindowTest::SetUp();
    m_window->activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(m_window.get()));
  }
  void TearDown() override {
    applyTextSize(*qApp, 100);
    WindowTest::TearDown();
  }

  void press(Qt::Key key) {
    QTest::keyClick(m_window.get(), key, Qt::ControlModifier);
    QCoreApplication::processEvents();
  }
  /// The point sizes of all widgets, each by its address: they stay the same widgets.
  std::map<const QWidget*, double> sizes() {
    std::map<const QWidget*, double> of;
    for (const QWidget* widget : m_window->findChildren<QWidget*>()) of[widget] = widget->font().pointSizeF();
    return of;
  }
  double shareOfPlane() {
    const QSize plane = m_window->findChild<LatentPlaneView*>()->size();
    return static_cast<double>(plane.width()) * plane.height() / (m_window->width() * m_window->height());
  }
  void chooseSize(int percent) {
    for (QAction* action : find<QMenu>("textSizes")->actions())
      if (action->data() == percent) action->trigger();
    QCoreApplication::processEvents();
    QCoreApplication::processEvents();
  }
};

TEST_F(LargerTextTest, ControlAndPlusEnlargesTheTextOfEveryWidgetAndZeroBringsItBack) {
  const auto before = sizes();
  press(Qt::Key_Plus);
  press(Qt::Key_Equal);
  EXPECT_NEAR(textScale(), 1.5, 1e-9);
  for (const auto& [widget, size] : before)
    EXPECT_NEAR(widget->font().pointSizeF(), 1.5 * size, 0.02)
        << widget->metaObject()->className() << ' ' << qPrintable(widget->objectName());
  press(Qt::Key_Minus);
  EXPECT_NEAR(textScale(), 1.25, 1e-9);
  press(Qt::Key_0);
  for (const auto& [widget, size] : before) EXPECT_NEAR(widget->font().pointSizeF(), size, 0.02);
}

TEST_F(LargerTextTest, EndsAtTheLargestAndTheSmallestSize) {
  press(Qt::Key_Minus);
  EXPECT_NEAR(textScale(), 1, 1e-9);
  for (int i = 0; i < 7; ++i) press(Qt::Key_Plus);
  EXPECT_NEAR(textScale(), 2.5, 1e-9);
}

TEST_F(LargerTextTest, IsRememberedForTheNextWindow) {
  chooseSize(150);
  applyTextSize(*qApp, 100);
  MainWindow next;
  EXPECT_NEAR(textScale(), 1.5, 1e-9);
  const auto* label = next.findChild<SectionHeading*>();
  ASSERT_NE(label, nullptr);
  EXPECT_NEAR(label->font().pointSizeF(), typeFont(TypeSize::Small).pointSizeF(), 1e-9);
}

TEST_F(LargerTextTest, LeavesThePlaneNearlyHalfOfTheWindow) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  session().pick(3);
  for (const int percent : {150, 200, 250}) {
    chooseSize(percent);
    EXPECT_EQ(m_window->size(), QSize(1280, 800)) << percent;
    EXPECT_GE(shareOfPlane(), 0.45) << percent;
  }
  chooseSize(100);
  EXPECT_EQ(m_window->size(), QSize(1280, 800));
}

/// A projector, or a screen of 1920 x 1080 at a scale of 150 %.
TEST_F(LargerTextTest, LeavesThePlaneNearlyHalfOfALowWindow) {
  m_window->fitInto({1280, 720});
  QCoreApplication::processEvents();
  EXPECT_GE(shareOfPlane(), 0.45);
  m_window->fitInto({1280, 800});
  QCoreApplication::processEvents();
  EXPECT_TRUE(m_window->findChild<QDockWidget*>(QStringLiteral("errorDock"))->isVisible());
  EXPECT_TRUE(m_window->findChild<QDockWidget*>(QStringLiteral("pictureDock"))->isVisible());
}

TEST_F(LargerTextTest, TheWindowStillFitsASmallScreen) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  session().pick(3);
  for (const int percent : kTextSizes) {
    chooseSize(percent);
    for (const QSize screen : {QSize(1024, 768), QSize(1280, 720), QSize(853, 480)}) {
      m_window->fitInto(screen);
      QCoreApplication::processEvents();
      const QSize least = m_window->minimumSizeHint();
      EXPECT_LE(least.width(), screen.width()) << percent;
      EXPECT_LE(least.height(), screen.height()) << percent;
      EXPECT_EQ(m_window->size(), screen) << percent;
    }
  }
}

TEST_F(LargerTextTest, AFirstStartIsNoLargerThanTheScreen) {
  for (const int percent : {100, 125, 150}) {
    QSettings().clear();
    QSettings().setValue(QStringLiteral("window/text"), percent);
    MainWindow first;
    first.show();
    QCoreApplication::processEvents();
    const QSize room = first.screen()->availableSize();
    EXPECT_LE(first.width(), room.width()) << percent;
    EXPECT_LE(first.height(), room.height()) << percent;
  }
}

TEST_F(LargerTextTest, NoLineOfTextIsCutInItsHeight) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  session().pick(3);
  for (const int percent : {150, 250}) {
    chooseSize(percent);
    for (QDockWidget* dock : m_window->findChildren<QDockWidget*>()) {
      dock->raise();
      QTest::qWait(1);
      for (const QWidget* widget : dock->findChildren<QWidget*>()) {
        const bool isText = qobject_cast<const QLabel*>(widget) || qobject_cast<const QComboBox*>(widget) ||
                            qobject_cast<const QAbstractSpinBox*>(widget);
        const auto* label = qobject_cast<const QLabel*>(widget);
        if (!isText || !widget->isVisible() || (label && label->text().isEmpty())) continue;
        EXPECT_GE(widget->height(), widget->fontMetrics().height())
            << percent << ' ' << widget->metaObject()->className() << ' ' << qPrintable(widget->objectName());
      }
    }
  }
}

}  // namespace
}  // namespace isthmus
