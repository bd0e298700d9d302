#pragma once

#include "tests/widgets/plane/plane_test_data.h"
#include "widgets/plane/latent_plane_view.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QMouseEvent>
#include <QTest>
#include <QWheelEvent>

#include <gtest/gtest.h>

#include <memory>

namespace isthmus {

/// A latent plane on the screen, and hands that use it.
class LatentPlaneViewTest : public testing::Test {
 protected:
  static constexpr std::size_t kCount = 1000;

  void SetUp() override {
    view.resize(700, 500);
    view.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&view));
    canvas = view.findChild<QWidget*>("planeCanvas");
    ASSERT_TRUE(canvas);
  }

  /// 1,000 points, some 0.06 apart in x and 0.3 in y.
  void fill() {
    dataset = planeDataset(kCount, 4);
    points = planeGrid(kCount, 0.06);
    for (float& y : points->y) y *= 5;
    view.setDataset(dataset);
    view.setLatent(2);
    view.setPoints(points);
    settle();
  }
  void settle() {
    for (int i = 0; i < 3; ++i) QApplication::processEvents();
    view.grab();
  }
  QPoint onCanvas(QPointF inPlane) const { return canvas->mapFrom(&view, view.pixelAt(inPlane).toPoint()); }
  QPointF inPlane(QPoint pixelOnCanvas) const { return view.planeAt(canvas->mapTo(&view, pixelOnCanvas)); }
  QPointF placeOf(std::size_t sample) const { return {points->x[sample], points->y[sample]}; }
  QPoint emptySpot() const { return onCanvas({-2.5, 2.6}); }
  void moveTo(QPoint to, Qt::MouseButtons buttons) {
    QMouseEvent event(QEvent::MouseMove, to, canvas->mapToGlobal(to), Qt::NoButton, buttons, Qt::NoModifier);
    QApplication::sendEvent(canvas, &event);
  }
  void drag(Qt::MouseButton button, QPoint from, QPoint to) {
    QTest::mousePress(canvas, button, {}, from);
    moveTo((from + to) / 2, button);
    moveTo(to, button);
    QTest::mouseRelease(canvas, button, {}, to);
  }
  void wheel(QPoint at, int notches) {
    QWheelEvent event(at, canvas->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(canvas, &event);
  }
  void choose(const char* comboName, const QString& text) {
    auto* combo = view.findChild<QComboBox*>(comboName);
    const int index = combo->findText(text);
    ASSERT_GE(index, 0) << text.toStdString();
    combo->setCurrentIndex(index);
    Q_EMIT combo->activated(index);
  }
  QAbstractButton* button(const char* name) const { return view.findChild<QAbstractButton*>(name); }
  QString shown() const { return view.findChild<QLabel*>("shownCount")->text(); }
  /// The colour at a pixel of the view in what it looked like when grabbed, at every scale of the screen.
  static QColor colourAt(const QImage& grabbed, QPointF pixel) {
    return grabbed.pixelColor((pixel * grabbed.devicePixelRatio()).toPoint());
  }
  static void expectNear(QPointF a, QPointF b, double tolerance) {
    EXPECT_NEAR(a.x(), b.x(), tolerance);
    EXPECT_NEAR(a.y(), b.y(), tolerance);
  }

  LatentPlaneView view;
  QWidget* canvas = nullptr;
  DatasetPtr dataset;
  std::shared_ptr<PlanePoints> points;
};

}  // namespace isthmus
