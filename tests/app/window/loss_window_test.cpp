// The loss curves in the window: their room, and the marks of what was changed while training.
#include "tests/app/window/window_fixture.h"

#include <QDoubleSpinBox>
#include <QMenu>
#include <QMouseEvent>
#include <QToolTip>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

class LossWindowTest : public test::WindowTest {
 protected:
  void SetUp() override {
    WindowTest::SetUp();
    ASSERT_NO_FATAL_FAILURE(openSmallSet());
  }
  std::vector<SettingChange> changes() {
    const LossHistoryPtr losses = workspace().losses();
    return losses ? losses->changes : std::vector<SettingChange>();
  }
  /// What the curves say somewhere between their ends, with the mouse moved along them.
  QString saidAlongTheCurves() {
    QToolTip::hideText();
    EXPECT_TRUE(eventually([] { return !QToolTip::isVisible(); }));
    auto* curves = find<QWidget>("lossCurves");
    for (int x = 40; x < curves->width(); x += 2) {
      const QPoint at(x, curves->height() / 3);
      QMouseEvent event(QEvent::MouseMove, at, curves->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                        Qt::NoModifier);
      QApplication::sendEvent(curves, &event);
      if (!QToolTip::text().isEmpty()) return QToolTip::text();
    }
    return {};
  }
};

TEST_F(LossWindowTest, TheCurvesHaveMostOfTheirPanelOnASmallScreen) {
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(2));
  const QWidget* panel = find<QWidget>("lossPlot");
  const QWidget* curves = find<QWidget>("lossCurves");
  EXPECT_EQ(curves->width(), panel->width());
  EXPECT_GT(curves->width(), 350);
  EXPECT_GT(curves->height(), 0.7 * panel->height());
}

TEST_F(LossWindowTest, WhatIsChangedWhileItTrainsIsMarkedAndStaysWithTheModel) {
  ASSERT_NO_FATAL_FAILURE(beginLongTraining());
  auto* beta = find<QDoubleSpinBox>("setting_beta");
  beta->setFocus();
  beta->selectAll();
  QTest::keyClicks(beta, QStringLiteral("0.5"));
  QTest::keyClick(beta, Qt::Key_Return);
  ASSERT_TRUE(eventually([&] { return !changes().empty(); }));
  click("stop");
  ASSERT_TRUE(eventually([&] { return session().isQuiet(); }));
  ASSERT_EQ(changes().size(), 1U);
  const SettingChange change = changes().front();
  EXPECT_EQ(change.key, "beta");
  EXPECT_EQ(change.before, 1);
  EXPECT_EQ(change.after, 0.5);
  EXPECT_GT(change.step, 5);
  EXPECT_GT(change.epoch, 0);
  EXPECT_TRUE(saidAlongTheCurves().contains(QStringLiteral("beta 1 → 0.5")));

  m_answer = UnsavedModelAnswer::Discard;
  click("reset");
  ASSERT_EQ(workspace().model(), nullptr);
  EXPECT_TRUE(changes().empty());
  auto* recent = find<QMenu>("recentModels");
  Q_EMIT recent->aboutToShow();
  recent->actions().first()->trigger();
  ASSERT_TRUE(eventually([&] { return workspace().model() && session().isQuiet(); }));
  EXPECT_EQ(changes(), std::vector<SettingChange>{change}) << "fetched back with its marks";
  EXPECT_TRUE(saidAlongTheCurves().contains(QStringLiteral("beta 1 → 0.5")));
}

TEST_F(LossWindowTest, WhatIsChangedBeforeItTrainsIsNoMark) {
  find<QDoubleSpinBox>("setting_beta")->setValue(2);
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));  // goes on with the same settings
  EXPECT_TRUE(changes().empty());
}

}  // namespace
}  // namespace isthmus
