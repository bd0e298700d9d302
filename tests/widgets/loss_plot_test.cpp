#include "widgets/plot/loss_plot.h"

#include "tests/support/widget_support.h"
#include "widgets/plot/qcp.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QMouseEvent>
#include <QRect>
#include <QTest>
#include <QToolTip>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <limits>

namespace isthmus {
namespace {

LossValues lossAt(double epoch, double gap) {
  LossValues loss;
  loss.terms[1] = 5.6 - 3.5 * std::exp(-epoch);
  loss.terms[0] = 140 + gap + 400 * std::exp(-20 * epoch) + 30 / (1 + epoch);
  loss.total = loss.terms[0] + loss.terms[1];
  return loss;
}

/// A run of `epochs` epochs with `perEpoch` points in each.
LossHistory historyOf(int epochs, int perEpoch) {
  LossHistory history;
  history.terms = {{TermType::Reconstruction, "reconstruction"}, {TermType::Kl, "kl"}};
  history.hasHeldOut = true;
  history.heldOutPart = Part::Validation;
  for (int i = 1; i <= epochs * perEpoch; ++i) {
    const double epoch = static_cast<double>(i) / perEpoch;
    history.train.push_back({epoch, lossAt(epoch, 2 * std::sin(37.0 * i))});
  }
  for (int epoch = 1; epoch <= epochs; ++epoch)
    history.epochs.push_back({epoch, lossAt(epoch, 0), lossAt(epoch, 3), 2.5, 24'000});
  return history;
}

QString textOf(QWidget& widget, const char* name) {
  return child<QLabel>(widget, name).text();
}

TEST(LossPlot, SaysWhatWillAppearUntilThereIsALoss) {
  LossPlot plot;
  plot.show();
  auto* hint = plot.findChild<QLabel*>(QStringLiteral("lossEmpty"));
  EXPECT_EQ(hint->text(), QStringLiteral("The loss curves appear here while the model trains."));
  EXPECT_TRUE(hint->isVisible());
  plot.setHistory(historyOf(1, 10));
  EXPECT_FALSE(hint->isVisible());
  plot.setHistory({});
  EXPECT_TRUE(hint->isVisible());
}

TEST(LossPlot, ReadsTheNewestValuesWhenNothingIsPointedAt) {
  LossPlot plot;
  const LossHistory history = historyOf(4, 20);
  plot.setHistory(history);
  EXPECT_EQ(textOf(plot, "lossTrain_total"), QString::number(history.train.back().loss.total, 'f', 1));
  EXPECT_EQ(textOf(plot, "lossTrain_kl"), QString::number(history.train.back().loss.terms[1], 'f', 2));
  EXPECT_EQ(textOf(plot, "lossHeldOut_reconstruction"),
            QString::number(history.epochs.back().heldOut.terms[0], 'f', 1));
}

TEST(LossPlot, OfOneTermHasTheWholeHeightAndOneColumnOfTheKey) {
  LossPlot plot;
  plot.resize(720, 220);
  plot.show();
  auto* curves = plot.findChild<QCustomPlot*>(QStringLiteral("lossCurves"));
  plot.setHistory(historyOf(4, 20));
  curves->replot();
  const int halved = curves->axisRect(0)->height();
  LossHistory one = historyOf(4, 20);
  one.terms.pop_back();
  plot.setHistory(one);
  curves->replot();
  EXPECT_GT(curves->axisRect(0)->height(), halved + 30);
  EXPECT_EQ(plot.findChild<QLabel*>(QStringLiteral("lossTrain_kl")), nullptr);
  EXPECT_EQ(plot.findChild<QLabel*>(QStringLiteral("lossTrain_total")), nullptr) << "the term is the total";
  EXPECT_NE(plot.findChild<QLabel*>(QStringLiteral("lossTrain_reconstruction")), nullptr);
  plot.setHistory(historyOf(4, 20));
  curves->replot();
  EXPECT_NEAR(curves->axisRect(0)->height(), halved, 2);
}

TEST(LossPlot, SaysWhyAClosedFormHasNoCurve) {
  LossPlot plot;
  LossHistory solved = historyOf(1, 2);
  solved.isClosedForm = true;
  plot.setHistory(solved);
  EXPECT_TRUE(
      plot.findChild<QLabel*>(QStringLiteral("lossEmpty"))->text().contains(QStringLiteral("closed form")));
  EXPECT_EQ(plot.figure().plot, nullptr);
}

TEST(LossPlot, ReadsTheValuesUnderThePointer) {
  LossPlot plot;
  plot.resize(720, 220);
  plot.show();
  const LossHistory history = historyOf(4, 20);
  plot.setHistory(history);
  auto* curves = plot.findChild<QCustomPlot*>(QStringLiteral("lossCurves"));
  curves->replot();
  const QRect rect = curves->axisRect(0)->rect();
  const double x = curves->axisRect(0)->axis(QCPAxis::atBottom)->coordToPixel(2.0);
  QTest::mouseMove(curves, QPoint(qRound(x), rect.center().y()));
  const double pixel = 4.0 / rect.width();
  EXPECT_NEAR(textOf(plot, "lossTrain_total").toDouble(), history.train[39].loss.total, 4 + 30 * pixel);
  EXPECT_NE(textOf(plot, "lossTrain_total"), QString::number(history.train.back().loss.total, 'f', 1));
  EXPECT_TRUE(textOf(plot, "lossWhen").startsWith(QStringLiteral("at epoch 2.0")) ||
              textOf(plot, "lossWhen").startsWith(QStringLiteral("at epoch 1.9")))
      << qPrintable(textOf(plot, "lossWhen"));
  QEvent leave(QEvent::Leave);
  QApplication::sendEvent(curves, &leave);
  EXPECT_EQ(textOf(plot, "lossTrain_total"), QString::number(history.train.back().loss.total, 'f', 1));
}

TEST(LossPlot, HasMostOfASmallPanel) {
  LossPlot plot;
  plot.resize(390, 216);  // what it has in a window of 1280 x 800
  plot.show();
  plot.setHistory(historyOf(12, 20));
  QApplication::processEvents();
  const auto& curves = child<QCustomPlot>(plot, "lossCurves");
  EXPECT_EQ(curves.width(), plot.width());
  EXPECT_GT(curves.height(), 150);
  EXPECT_GT(curves.axisRect(0)->width(), 300);
  EXPECT_GT(curves.axisRect(0)->height(), 50);
}

TEST(LossPlot, MarksWhatWasChangedWhileItTrained) {
  LossPlot plot;
  plot.resize(390, 216);
  plot.show();
  LossHistory history = historyOf(12, 20);
  history.changes = {{2.5, 50, "beta", 1, 0.5}, {9, 180, kLearningRateKey, 0.001, 0.0003}};
  plot.setHistory(history);
  auto& curves = child<QCustomPlot>(plot, "lossCurves");
  curves.replot();
  QStringList labels;
  for (int i = 0; i < curves.itemCount(); ++i)
    if (const auto* label = qobject_cast<QCPItemText*>(curves.item(i)); label && label->visible())
      labels << label->text();
  EXPECT_EQ(labels, (QStringList{QStringLiteral("β 0.5"), QStringLiteral("lr 0.0003")}));
  const auto said = [&](double epoch) {
    const QRect rect = curves.axisRect(0)->rect();
    const double x = curves.axisRect(0)->axis(QCPAxis::atBottom)->coordToPixel(epoch);
    const QPoint at(qRound(x), rect.center().y());
    QMouseEvent event(QEvent::MouseMove, at, curves.mapToGlobal(at), Qt::NoButton, {}, {});
    QApplication::sendEvent(&curves, &event);
    return QToolTip::text();
  };
  EXPECT_EQ(said(9), QStringLiteral("epoch 9.00, step 180: learning rate 0.001 → 0.0003"));
  EXPECT_TRUE(plot.accessibleDescription().contains(QStringLiteral("beta 1 → 0.5")));
  history.changes.push_back({9.01, 181, "beta", 0.5, 0.2});
  plot.setHistory(history);
  EXPECT_TRUE(said(9).contains(QStringLiteral("beta 0.5 → 0.2")));
  EXPECT_TRUE(said(9).contains(QStringLiteral("learning rate"))) << "both are said where labels would touch";
  const int items = curves.itemCount();
  plot.setHistory(historyOf(12, 20));
  EXPECT_EQ(curves.itemCount(), items - 9) << "the lines go with the run";
}

TEST(LossPlot, TheKeyboardReadsEveryMoment) {
  LossPlot plot;
  plot.setHistory(historyOf(4, 20));
  QTest::keyClick(&plot, Qt::Key_Home);
  EXPECT_EQ(textOf(plot, "lossWhen"), QStringLiteral("at epoch 0.00"));
  QTest::keyClick(&plot, Qt::Key_Right, Qt::ShiftModifier);
  EXPECT_EQ(textOf(plot, "lossWhen"), QStringLiteral("at epoch 0.40"));
  QTest::keyClick(&plot, Qt::Key_Escape);
  EXPECT_EQ(textOf(plot, "lossWhen"), QStringLiteral("now, epoch 4.00"));
}

TEST(LossPlot, HidesTheHeldOutLineWhenNothingIsHeldOut) {
  LossPlot plot;
  plot.show();
  LossHistory history = historyOf(2, 20);
  history.hasHeldOut = false;
  plot.setHistory(history);
  EXPECT_FALSE(plot.findChild<QLabel*>(QStringLiteral("lossHeldOut_total"))->isVisible());
  EXPECT_TRUE(plot.findChild<QLabel*>(QStringLiteral("lossTrain_total"))->isVisible());
}

/// Large text on a small screen: no number is out of sight.
TEST(LossPlot, HasALineForEachTermWhereColumnsHaveNoRoom) {
  LossPlot plot;
  plot.setHistory(historyOf(2, 20));
  plot.show();
  const auto at = [&](const char* name) {
    auto* label = plot.findChild<QLabel*>(QString::fromLatin1(name));
    return QRect(label->mapTo(&plot, QPoint()), label->size());
  };
  plot.resize(720, 220);
  QCoreApplication::processEvents();
  EXPECT_EQ(at("lossTrain_total").top(), at("lossTrain_kl").top());
  EXPECT_LT(at("lossTrain_total").right(), at("lossTrain_kl").left());
  plot.resize(plot.minimumSizeHint().width(), 400);
  QCoreApplication::processEvents();
  EXPECT_LT(plot.width(), 340);
  EXPECT_EQ(at("lossTrain_total").right(), at("lossTrain_kl").right());
  EXPECT_LT(at("lossTrain_total").bottom(), at("lossTrain_kl").bottom());
  EXPECT_LE(at("lossHeldOut_total").right(), plot.width());
  plot.resize(720, 220);
  QCoreApplication::processEvents();
  EXPECT_EQ(at("lossTrain_total").top(), at("lossTrain_kl").top());
}

TEST(LossPlot, SurvivesALossThatIsNotFinite) {
  LossPlot plot;
  plot.resize(720, 220);
  LossHistory history = historyOf(1, 20);
  history.train.push_back(
      {1.05, {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 3}});
  plot.setHistory(history);
  EXPECT_FALSE(plot.grab().isNull());
  EXPECT_EQ(textOf(plot, "lossTrain_total"), QStringLiteral("not finite"));
}

TEST(LossPlot, TakesALongHistoryFastEnoughForTenTimesASecond) {
  LossPlot plot;
  plot.resize(720, 220);
  plot.show();
  const LossHistory history = historyOf(50, 200);
  plot.setHistory(history);
  auto* curves = plot.findChild<QCustomPlot*>(QStringLiteral("lossCurves"));
  QElapsedTimer timer;
  timer.start();
  for (int i = 0; i < 10; ++i) plot.setHistory(history);
  const double set = static_cast<double>(timer.nsecsElapsed()) / 1e7;
  timer.restart();
  for (int i = 0; i < 5; ++i) curves->replot();
  const double draw = static_cast<double>(timer.nsecsElapsed()) / 5e6;
  std::printf("10,000 points: setHistory %.2f ms, replot %.2f ms\n", set, draw);
  EXPECT_LT(set, 50);
  EXPECT_LT(draw, 300);
}

/// ISTHMUS_GRABS=folder saves what the eye should look at.
TEST(LossPlot, LongRunsHaveNoDotsAndTheirEpochsDoNotTouch) {
  LossPlot plot;
  plot.resize(400, 220);
  plot.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&plot));
  auto& curves = child<QCustomPlot>(plot, "lossCurves");
  const auto hasDots = [&](int graph) { return !curves.graph(graph)->scatterStyle().isNone(); };
  plot.setHistory(historyOf(20, 3));
  EXPECT_TRUE(hasDots(1));
  for (const int epochs : {20, 450, 500, 12'000}) {
    plot.setHistory(historyOf(epochs, 1));
    curves.replot();
    QCPAxis* axis = curves.axisRect(1)->axis(QCPAxis::atBottom);
    const QVector<double> ticks = axis->tickVector();
    const QFontMetrics metrics(axis->tickLabelFont());
    ASSERT_GE(ticks.size(), 2) << epochs;
    for (qsizetype i = 1; i < ticks.size(); ++i) {
      const double apart = axis->coordToPixel(ticks[i]) - axis->coordToPixel(ticks[i - 1]);
      EXPECT_GT(apart, metrics.horizontalAdvance(axis->tickVectorLabels()[i]) + 4) << epochs;
    }
  }
  EXPECT_FALSE(hasDots(1));
}

TEST(LossPlot, DrawsInBothThemes) {
  const QString folder = qEnvironmentVariable("ISTHMUS_GRABS");
  for (const auto& [choice, name] :
       {std::pair(ThemeChoice::Light, "light"), std::pair(ThemeChoice::Dark, "dark")}) {
    applyTheme(*qApp, choice);
    LossPlot plot;
    plot.resize(720, 220);
    plot.setHistory(historyOf(8, 60));
    const QPixmap picture = plot.grab();
    EXPECT_FALSE(picture.isNull());
    if (!folder.isEmpty())
      picture.save(QStringLiteral("%1/loss_%2.png").arg(folder, QString::fromLatin1(name)));
  }
  applyTheme(*qApp, ThemeChoice::Light);
}

}  // namespace
}  // namespace isthmus
