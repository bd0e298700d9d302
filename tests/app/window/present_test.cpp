// The full screen and the present layout, and that both leave no trace.
#include "app/shell/page_frame.h"
#include "tests/app/window/window_fixture.h"
#include "widgets/plane/latent_plane_view.h"
#include "widgets/plane/plane_canvas.h"

#include <QAction>
#include <QDockWidget>

#include <gtest/gtest.h>

#include <map>

namespace isthmus {
namespace {

class PresentTest : public test::WindowTest {
 protected:
  void SetUp() override {
    WindowTest::SetUp();
    m_window->activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(m_window.get()));
  }
  void press(Qt::Key key) {
    QTest::keyClick(find<PlaneCanvas>("planeCanvas"), key);
    QCoreApplication::processEvents();
  }
  std::map<QString, QRect> docks() {
    std::map<QString, QRect> places;
    for (const QDockWidget* dock : m_window->findChildren<QDockWidget*>())
      if (dock->isVisible()) places[dock->objectName()] = dock->geometry();
    return places;
  }
  QByteArray savedLayout() { return QSettings().value(QStringLiteral("pages/explore/layout")).toByteArray(); }
  PageFrame* frame() { return find<PageFrame>("page-explore"); }
};

TEST_F(PresentTest, F5ShowsPlaneAndPicturesAloneAndBringsThePanelsBackExactly) {
  find<QDockWidget>("lossDock")->close();
  frame()->resizeDocks({find<QDockWidget>("dataDock")}, {310}, Qt::Horizontal);
  QCoreApplication::processEvents();
  const auto before = docks();
  const QSize plane = m_window->findChild<LatentPlaneView*>()->size();
  press(Qt::Key_F5);
  EXPECT_EQ(docks().size(), 1U);
  EXPECT_TRUE(find<QDockWidget>("pictureDock")->isVisible());
  EXPECT_GT(find<QDockWidget>("pictureDock")->width(), before.at(QStringLiteral("pictureDock")).width());
  EXPECT_GT(m_window->findChild<LatentPlaneView*>()->height(), plane.height());
  press(Qt::Key_F5);
  EXPECT_EQ(docks(), before);
}

TEST_F(PresentTest, TextThatGrowsMeanwhileKeepsTheViewPresented) {
  press(Qt::Key_F5);
  QTest::keyClick(find<PlaneCanvas>("planeCanvas"), Qt::Key_Plus, Qt::ControlModifier);
  QTest::keyClick(find<PlaneCanvas>("planeCanvas"), Qt::Key_Plus, Qt::ControlModifier);
  QCoreApplication::processEvents();
  EXPECT_EQ(docks().size(), 1U);
  press(Qt::Key_F5);
  EXPECT_GT(docks().size(), 1U);
  applyTextSize(*qApp, 100);
}

TEST_F(PresentTest, AWindowClosedWhilePresentingRemembersThePanelsFromBefore) {
  find<QDockWidget>("errorDock")->close();
  QCoreApplication::processEvents();
  frame()->saveLayout();
  const QByteArray before = savedLayout();
  press(Qt::Key_F5);
  m_window->close();
  EXPECT_EQ(savedLayout(), before);
}

TEST_F(PresentTest, ResetLayoutEndsIt) {
  press(Qt::Key_F5);
  m_window->resetLayout();
  EXPECT_FALSE(find<QAction>("present")->isChecked());
  EXPECT_EQ(docks().size(), 5U);
}

TEST_F(PresentTest, F11TakesTheScreenAndEscapeLeavesItAfterWhatWasPicked) {
  ASSERT_NO_FATAL_FAILURE(openSmallSet());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  press(Qt::Key_F11);
  EXPECT_TRUE(m_window->isFullScreen());
  session().pick(3);
  press(Qt::Key_Escape);
  EXPECT_TRUE(m_window->isFullScreen()) << "it dropped the pick";
  EXPECT_FALSE(workspace().view().picked);
  press(Qt::Key_Escape);
  EXPECT_FALSE(m_window->isFullScreen());
  EXPECT_FALSE(find<QAction>("fullScreen")->isChecked());
  press(Qt::Key_F11);
  EXPECT_TRUE(m_window->isFullScreen());
  press(Qt::Key_F11);
  EXPECT_FALSE(m_window->isFullScreen());
}

TEST_F(PresentTest, AWindowClosedOnTheFullScreenOpensAsItWasBefore) {
  const QByteArray before = m_window->saveGeometry();
  press(Qt::Key_F11);
  m_window->close();
  EXPECT_EQ(QSettings().value(QStringLiteral("window/geometry")).toByteArray(), before);
}

}  // namespace
}  // namespace isthmus
