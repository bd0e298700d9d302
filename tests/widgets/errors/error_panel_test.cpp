#include "widgets/errors/error_panel.h"

#include "core/anomaly/error_summary.h"
#include "tests/support/error_panel_fixture.h"
#include "widgets/text/number_text.h"

#include <QComboBox>
#include <QContextMenuEvent>
#include <QDoubleSpinBox>
#include <QListWidget>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableWidget>

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

namespace isthmus {
namespace {

TEST_F(ErrorPanelTest, SaysWhatWillAppearUntilThereIsAModel) {
  auto* hint = child<QLabel>("errorsEmpty");
  EXPECT_TRUE(hint->isVisible());
  EXPECT_EQ(
      hint->text(),
      QStringLiteral("The reconstruction errors of all samples appear here once a model has measured them."));
  load();
  EXPECT_FALSE(hint->isVisible());
  panel.setData({});
  EXPECT_TRUE(hint->isVisible());
}

TEST_F(ErrorPanelTest, SetsTheThresholdFromTheTrainingErrorsAndCountsAllSamples) {
  QSignalSpy changed(&panel, &ErrorPanel::thresholdChanged);
  load();
  const double expected = thresholdFor({}, train());
  EXPECT_DOUBLE_EQ(panel.threshold(), expected);
  const std::size_t above = countAbove(encoding->of(Measure::Nll), expected);
  ASSERT_GT(above, 0U);
  EXPECT_TRUE(plain("aboveCounts").startsWith(QStringLiteral("Above threshold: %1 of 12,000").arg(above)))
      << qPrintable(plain("aboveCounts"));
  ASSERT_FALSE(changed.isEmpty());
  EXPECT_DOUBLE_EQ(changed.last()[0].toDouble(), expected);
  const auto marked = changed.last()[1].value<Above>();
  ASSERT_EQ(marked->size(), above);
  for (const std::uint32_t index : *marked) EXPECT_GT(encoding->of(Measure::Nll)[index], expected);
}

TEST_F(ErrorPanelTest, OffersTheMeasuresOfTheDataAndKeepsWhatAPersonChose) {
  load();
  auto* combo = child<QComboBox>("errorMeasure");
  EXPECT_EQ(combo->count(), 4);
  const auto shown = [&] { return static_cast<ErrorMeasure>(combo->currentData().toInt()); };
  EXPECT_EQ(shown(), usualMeasure(expectedTraits(SampleKind::Image)));
  auto vectors = std::make_shared<Dataset>(*dataset);
  vectors->kind = SampleKind::Vector;
  const DatasetPtr pictures = std::exchange(dataset, vectors);
  load();
  EXPECT_EQ(combo->count(), 3) << "the excess over the picture's own entropy is none of vectors";
  EXPECT_EQ(shown(), ErrorMeasure::NegativeLogLikelihood);
  combo->setCurrentIndex(combo->findText(QStringLiteral("MSE")));
  dataset = pictures;
  load();
  EXPECT_EQ(shown(), ErrorMeasure::Mse);
}

TEST_F(ErrorPanelTest, TheExcessIsTheCrossEntropyLessThePicturesOwn) {
  auto grey = std::make_shared<Encoding>(*encoding);
  grey->measures[Measure::InputEntropy].assign(kCount, 20);
  encoding = grey;
  load();
  std::vector<float> errors = train();
  for (float& error : errors) error = std::max(error - 20, 0.0F);
  EXPECT_EQ(child<QComboBox>("errorMeasure")->currentText(), QStringLiteral("Excess BCE"));
  EXPECT_NEAR(panel.threshold(), thresholdFor({}, errors), 1e-3);
}

TEST_F(ErrorPanelTest, EveryRuleMovesThresholdAndCounts) {
  load();
  auto* kind = child<QComboBox>("ruleKind");
  auto* parameter = child<QDoubleSpinBox>("ruleParameter");
  kind->setCurrentIndex(kind->findText(QStringLiteral("Quantile")));
  EXPECT_EQ(parameter->value(), 0.99);
  EXPECT_DOUBLE_EQ(panel.threshold(), thresholdFor({Kind::Quantile, 0.99}, train()));
  parameter->setValue(0.9);
  EXPECT_DOUBLE_EQ(panel.threshold(), thresholdFor({Kind::Quantile, 0.9}, train()));
  EXPECT_TRUE(
      plain("aboveCounts").contains(countText(countAbove(encoding->of(Measure::Nll), panel.threshold()))));
  kind->setCurrentIndex(kind->findText(QStringLiteral("Median + k MAD")));
  EXPECT_DOUBLE_EQ(panel.threshold(), thresholdFor({Kind::MedianPlusMad, 3}, train()));
  const double before = panel.threshold();
  kind->setCurrentIndex(kind->findText(QStringLiteral("Fixed value")));
  EXPECT_DOUBLE_EQ(panel.threshold(), before) << "choosing a fixed value keeps the line where it is";
  parameter->setValue(200);
  EXPECT_DOUBLE_EQ(panel.threshold(), 200);
  kind->setCurrentIndex(kind->findText(QStringLiteral("Mean + k sd")));
  EXPECT_DOUBLE_EQ(panel.threshold(), thresholdFor({}, train()));
}

TEST_F(ErrorPanelTest, DraggingTheLineMakesTheRuleFixedAndTellsEveryMove) {
  load();
  QApplication::processEvents();
  const double before = panel.threshold();
  QSignalSpy changed(&panel, &ErrorPanel::thresholdChanged);
  drag(-60);
  EXPECT_EQ(panel.view().rule.kind, Kind::Fixed);
  EXPECT_LT(panel.threshold(), before - 10);
  EXPECT_EQ(panel.view().rule.parameter, panel.threshold());
  EXPECT_EQ(child<QComboBox>("ruleKind")->currentText(), QStringLiteral("Fixed value"));
  ASSERT_GE(changed.count(), 2);
  EXPECT_EQ(changed.last()[1].value<Above>()->size(),
            countAbove(encoding->of(Measure::Nll), panel.threshold()));
  EXPECT_NEAR(child<QDoubleSpinBox>("ruleParameter")->value(), panel.threshold(), 0.5);
}

TEST_F(ErrorPanelTest, DataThatArriveWhileTheLineIsHeldWaitUntilItIsDropped) {
  load();
  QApplication::processEvents();
  auto* plot = child<QCustomPlot>("errorBars");
  const QPoint from = onPlot(child<ErrorHistogram>("errorHistogram")->thresholdPosition());
  QTest::mousePress(plot, Qt::LeftButton, {}, from);
  QTest::mouseMove(plot, from - QPoint(30, 0));
  const QString before = plain("aboveCounts");
  encoding = makeEncoding(5, kCount, 100);
  load();
  QTest::qWait(400);
  EXPECT_EQ(plain("aboveCounts"), before);
  QTest::mouseRelease(plot, Qt::LeftButton, {}, from - QPoint(30, 0));
  EXPECT_NE(plain("aboveCounts"), before);
  EXPECT_TRUE(
      plain("aboveCounts").contains(countText(countAbove(encoding->of(Measure::Nll), panel.threshold()))));
}

TEST_F(ErrorPanelTest, TheCursorSaysThatTheLineCanBeDragged) {
  load();
  QApplication::processEvents();
  auto* plot = child<QCustomPlot>("errorBars");
  const QPoint line = onPlot(child<ErrorHistogram>("errorHistogram")->thresholdPosition());
  QTest::mouseMove(plot, line + QPoint(2, 0));
  EXPECT_EQ(plot->cursor().shape(), Qt::SplitHCursor);
  QTest::mouseMove(plot, line - QPoint(50, 0));
  EXPECT_EQ(plot->cursor().shape(), Qt::ArrowCursor);
}

TEST_F(ErrorPanelTest, TheBarsOfStackedAndOverlaidClassesHoldTheSameCounts) {
  load();
  auto* plot = child<QCustomPlot>("errorBars");
  const auto selection = selectErrors(*dataset, encoding->of(Measure::Nll), *parts, {});
  const auto bins = errorBins(selection.errors, {}, panel.threshold());
  const Histogram histogram = makeHistogram(selection.errors, selection.labels, 10, bins);
  std::size_t bars = 0;
  for (int i = 0; i < plot->plottableCount(); ++i) {
    const auto* classBars = qobject_cast<QCPBars*>(plot->plottable(i));
    if (classBars == nullptr) continue;
    ASSERT_EQ(static_cast<std::size_t>(classBars->dataCount()), bins.count);
    for (std::size_t bin = 0; bin < bins.count; ++bin)
      EXPECT_EQ(classBars->data()->at(static_cast<int>(bin))->value, histogram.counts[bars][bin]);
    EXPECT_TRUE(classBars->visible());
    ++bars;
  }
  EXPECT_EQ(bars, 10U);
  child<QComboBox>("histogramStyle")->setCurrentIndex(1);
  for (int i = 0; i < plot->plottableCount(); ++i)
    if (const auto* classBars = qobject_cast<QCPBars*>(plot->plottable(i))) {
      EXPECT_FALSE(classBars->visible());
    }
}

TEST_F(ErrorPanelTest, APressBesideTheLineMovesNothing) {
  load();
  QApplication::processEvents();
  const double before = panel.threshold();
  auto* plot = child<QCustomPlot>("errorBars");
  const QPoint from = onPlot(child<ErrorHistogram>("errorHistogram")->thresholdPosition()) - QPoint(60, 0);
  QTest::mousePress(plot, Qt::LeftButton, {}, from);
  QTest::mouseMove(plot, from - QPoint(40, 0));
  QTest::mouseRelease(plot, Qt::LeftButton, {}, from - QPoint(40, 0));
  EXPECT_EQ(panel.threshold(), before);
  EXPECT_EQ(panel.view().rule.kind, Kind::MeanPlusSd);
}

TEST_F(ErrorPanelTest, TheKeyboardMovesTheLine) {
  load();
  auto* histogram = child<ErrorHistogram>("errorHistogram");
  const double before = panel.threshold();
  QTest::keyClick(histogram, Qt::Key_Right, Qt::ShiftModifier);
  const double after = panel.threshold();
  EXPECT_GT(after, before);
  EXPECT_EQ(panel.view().rule.kind, Kind::Fixed);
  QTest::keyClick(histogram, Qt::Key_Left);
  EXPECT_LT(panel.threshold(), after);
  EXPECT_GT(panel.threshold(), before);
}

TEST_F(ErrorPanelTest, CountsPerClassAddUpToTheHeadline) {
  load();
  auto* table = child<QTableWidget>("classTable");
  ASSERT_EQ(table->rowCount(), 10);
  EXPECT_EQ(table->item(9, 0)->text(), QStringLiteral("Ankle boot"));
  int sum = 0;
  for (int row = 0; row < 10; ++row) sum += table->item(row, 1)->text().remove(QLatin1Char(',')).toInt();
  EXPECT_EQ(static_cast<std::size_t>(sum), countAbove(encoding->of(Measure::Nll), panel.threshold()));
}

TEST_F(ErrorPanelTest, ShowsOnePartButKeepsTheThresholdOfTheTrainingPart) {
  load();
  const double before = panel.threshold();
  auto* part = child<QComboBox>("errorPart");
  ASSERT_EQ(part->count(), 3) << "all, train and test: there is no validation part";
  part->setCurrentIndex(part->findText(QStringLiteral("Test")));
  EXPECT_DOUBLE_EQ(panel.threshold(), before);
  EXPECT_TRUE(plain("aboveCounts").contains(QStringLiteral("of 2,000"))) << qPrintable(plain("aboveCounts"));
}

TEST_F(ErrorPanelTest, AnotherMeasureIsAnnouncedAndAFixedLineKeepsItsShare) {
  load();
  setRule({Kind::Fixed, 200});
  const std::size_t above = countAbove(encoding->of(Measure::Nll), 200);
  auto* combo = child<QComboBox>("errorMeasure");
  combo->setCurrentIndex(combo->findText(QStringLiteral("MSE")));
  EXPECT_EQ(panel.view().measure, ErrorMeasure::Mse);
  EXPECT_LT(panel.threshold(), 1);
  EXPECT_NEAR(static_cast<double>(countAbove(encoding->of(Measure::Mse), panel.threshold())),
              static_cast<double>(above), 3);
}

TEST_F(ErrorPanelTest, AProbeShowsItsCountsAndTheAucOfTheRocCurve) {
  const EncodingPtr letters = makeEncoding(2, 10'000, 210);
  load();
  setProbe(QStringLiteral("Fashion-MNIST"), letters);
  QTest::qWait(400);  // the panel had just been refreshed
  const RocCurve roc = rocCurve(encoding->of(Measure::Nll), letters->of(Measure::Nll));
  EXPECT_GT(roc.auc, 0.7);
  EXPECT_LT(roc.auc, 1);
  EXPECT_EQ(child<QLabel>("rocAuc")->text(), QString::number(roc.auc, 'f', 3));
  const std::size_t above = countAbove(letters->of(Measure::Nll), panel.threshold());
  EXPECT_TRUE(
      plain("probeCounts").startsWith(QStringLiteral("Fashion-MNIST: %1 of 10,000").arg(countText(above))))
      << qPrintable(plain("probeCounts"));
  EXPECT_EQ(child<QLabel>("rocTruePositives")->text(), shareText(static_cast<double>(above) / 10'000));
  auto* tabs = child<QTabWidget>("errorTabs");
  EXPECT_EQ(tabs->tabText(2), QStringLiteral("ROC, AUC %1").arg(QString::number(roc.auc, 'f', 3)));
  clearProbe();
  QTest::qWait(400);
  EXPECT_EQ(tabs->tabText(2), QStringLiteral("ROC"));
  EXPECT_FALSE(child<QLabel>("probeCounts")->isVisible());
}

TEST_F(ErrorPanelTest, TheGalleryAsksForTheNearestAndTheWorstOnlyWhenItIsOnShow) {
  QSignalSpy wanted(&panel, &ErrorPanel::galleryWanted);
  load();
  QTest::qWait(50);
  EXPECT_TRUE(wanted.isEmpty());
  child<QTabWidget>("errorTabs")->setCurrentIndex(1);
  ASSERT_TRUE(wanted.count() > 0 || wanted.wait(2000));
  const auto selection = selectErrors(*dataset, encoding->of(Measure::Nll), *parts, {});
  std::set<std::size_t> expected;
  expected.merge([&] {
    const auto nearest = nearestSamples(selection, panel.threshold(), 12);
    return std::set<std::size_t>(nearest.begin(), nearest.end());
  }());
  for (const std::size_t index : worstSamples(selection, 12)) expected.insert(index);
  const auto asked = wanted.last()[0].value<std::vector<std::size_t>>();
  EXPECT_EQ(std::set<std::size_t>(asked.begin(), asked.end()), expected);

  QSignalSpy chosen(&panel, &ErrorPanel::sampleChosen);
  auto* worst = child<QListWidget>("galleryWorst");
  ASSERT_EQ(worst->count(), 12);
  QTest::mouseClick(worst->viewport(), Qt::LeftButton, {}, worst->visualItemRect(worst->item(0)).center());
  ASSERT_EQ(chosen.count(), 1);
  EXPECT_EQ(chosen[0][0].value<std::size_t>(), worstSamples(selection, 1)[0]);
  worst->setCurrentRow(1);
  QTest::keyClick(worst, Qt::Key_Return);
  ASSERT_EQ(chosen.count(), 2);
  EXPECT_EQ(chosen[1][0].value<std::size_t>(), worstSamples(selection, 2)[1]);
}

TEST_F(ErrorPanelTest, TheGalleryOffersItsPictures) {
  QSignalSpy wanted(&panel, &ErrorPanel::galleryWanted);
  load();
  child<QTabWidget>("errorTabs")->setCurrentIndex(1);
  ASSERT_TRUE(wanted.count() > 0 || wanted.wait(2000));
  GalleryPictures offered;
  int menus = 0;
  QObject::connect(&panel, &ErrorPanel::galleryMenuWanted, &panel,
                   [&](const GalleryPictures& pictures, QPoint) {
                     offered = pictures;
                     ++menus;
                   });
  auto* worst = child<QListWidget>("galleryWorst");
  const auto askMenu = [&](QContextMenuEvent::Reason reason) {
    const QPoint at = worst->visualItemRect(worst->item(0)).center();
    QContextMenuEvent event(reason, at, worst->viewport()->mapToGlobal(at));
    QCoreApplication::sendEvent(worst->viewport(), &event);
  };
  askMenu(QContextMenuEvent::Mouse);
  EXPECT_EQ(menus, 0) << "no picture has come yet";
  const std::size_t first = worst->item(0)->data(Qt::UserRole).toULongLong();
  const Image picture{{2, 2, 1}, {0, 0.5F, 1, 0}};
  panel.setGalleryImages({{first, picture, picture, {}}});
  askMenu(QContextMenuEvent::Mouse);
  ASSERT_EQ(menus, 1);
  EXPECT_EQ(offered.sample.size(), QSize(6, 2)) << "original, reconstruction and difference";
  EXPECT_EQ(offered.strip.size(), 1U);
  EXPECT_EQ(offered.stripName, "samples with the largest error");
  worst->setFocus();
  worst->setCurrentRow(0);
  askMenu(QContextMenuEvent::Keyboard);
  EXPECT_EQ(menus, 2);
  QSignalSpy copied(&panel, &ErrorPanel::galleryCopyWanted);
  QTest::keyClick(worst, Qt::Key_C, Qt::ControlModifier);
  ASSERT_EQ(copied.count(), 1);
  EXPECT_EQ(copied[0][0].value<QImage>().size(), QSize(6, 2));
}

TEST_F(ErrorPanelTest, ABurstOfDataEndsWithTheNewestOnShow) {
  for (std::uint64_t i = 1; i <= 8; ++i) {
    encoding = makeEncoding(i, kCount, 300 - 20 * static_cast<double>(i));
    load();
  }
  QSignalSpy changed(&panel, &ErrorPanel::thresholdChanged);
  ASSERT_TRUE(changed.wait(2000));
  EXPECT_DOUBLE_EQ(panel.threshold(), thresholdFor({}, train()));
  QTest::qWait(300);
  EXPECT_EQ(changed.count(), 1) << "seven calls within a quarter of a second are one refresh";
}

TEST_F(ErrorPanelTest, ErrorsThatAreNotFiniteAreCountedAndSaid) {
  auto broken = std::make_shared<Encoding>(*encoding);
  broken->measures[Measure::Nll][3] = std::numeric_limits<float>::quiet_NaN();
  broken->measures[Measure::Nll][4] = std::numeric_limits<float>::infinity();
  encoding = broken;
  load();
  EXPECT_EQ(plain("nonFiniteCounts"), QStringLiteral("2 not measured"));
  EXPECT_TRUE(plain("aboveCounts").contains(QStringLiteral("of 11,998")));
  auto dead = std::make_shared<Encoding>(*encoding);
  std::ranges::fill(dead->column(Measure::Nll), std::numeric_limits<float>::quiet_NaN());
  QSignalSpy changed(&panel, &ErrorPanel::thresholdChanged);
  encoding = dead;
  load();
  ASSERT_TRUE(changed.wait(2000));
  EXPECT_TRUE(child<QLabel>("errorsEmpty")->text().contains(QStringLiteral("None of the 12,000 errors")));
  EXPECT_TRUE(changed.last()[1].value<Above>()->empty());
}

TEST_F(ErrorPanelTest, DataWithoutLabelsHaveOneLine) {
  auto plainSet = std::make_shared<Dataset>(*dataset);
  plainSet->labels.clear();
  plainSet->classNames.clear();
  const DatasetPtr labelled = std::exchange(dataset, plainSet);
  load();
  auto* table = child<QTableWidget>("classTable");
  ASSERT_EQ(table->rowCount(), 1);
  EXPECT_EQ(table->item(0, 0)->text(), QStringLiteral("samples"));
  EXPECT_FALSE(panel.grab().isNull());
  dataset = labelled;
  load();
  EXPECT_EQ(table->rowCount(), 10);
  EXPECT_FALSE(panel.grab().isNull());
}

TEST_F(ErrorPanelTest, AThresholdFarOutsideIsStillShownAndCanBeFetchedBack) {
  load();
  setRule({Kind::Fixed, 1e6});
  EXPECT_TRUE(plain("aboveCounts").startsWith(QStringLiteral("Above threshold: 0 of")));
  EXPECT_FALSE(panel.grab().isNull());
  QTest::keyClick(child<ErrorHistogram>("errorHistogram"), Qt::Key_Left);
  EXPECT_LT(panel.threshold(), 1000);
}

TEST_F(ErrorPanelTest, EveryControlHasANameForThoseWhoCannotSeeIt) {
  load();
  EXPECT_EQ(unnamedControls(panel), QStringList());
}

/// So many that what is shown is found off this thread.
class LargeErrorPanelTest : public ErrorPanelTest {
 protected:
  static constexpr std::size_t kMany = 60'000;

  LargeErrorPanelTest() { makeMany(kMany); }
  void makeMany(std::size_t count) {
    auto many = std::make_shared<Dataset>(*dataset);
    many->shape = {1, 1, 1};
    many->pixels.assign(count, 0);
    many->labels.clear();
    for (std::size_t i = 0; i < count; ++i) many->labels.push_back(static_cast<std::int32_t>(i % 10));
    many->trainCount = count * 5 / 6;
    dataset = many;
    encoding = makeEncoding(1, count, 150);
    parts = makeParts(*dataset);
  }
  bool settled() {
    return QTest::qWaitFor([this] { return !panel.isBusy(); }, 10'000);
  }
};

TEST_F(LargeErrorPanelTest, ShowsWhatItFindsAsSoonAsItIsFound) {
  load();
  EXPECT_TRUE(panel.isBusy());
  EXPECT_TRUE(std::isnan(panel.threshold()));  // nothing of data that are not there any more
  ASSERT_TRUE(settled());
  EXPECT_EQ(panel.threshold(), thresholdFor({}, train()));
  setRule({Kind::Quantile, 0.9});
  ASSERT_TRUE(settled());
  EXPECT_NEAR(panel.threshold(), thresholdFor({Kind::Quantile, 0.9}, train()), 1e-9);
}

TEST_F(LargeErrorPanelTest, ALineThatIsHeldStaysWhereItIs) {
  load();
  ASSERT_TRUE(settled());
  auto* plot = child<QCustomPlot>("errorBars");
  const QPoint from = onPlot(child<ErrorHistogram>("errorHistogram")->thresholdPosition());
  encoding = makeEncoding(2, kMany, 300);
  ErrorsView all = panel.view();
  all.part = Part::Train;
  panel.setView(all);  // asks, and what it asked for is found while the line is held
  QTest::mousePress(plot, Qt::LeftButton, {}, from);
  QTest::mouseMove(plot, from + QPoint(-10, 0));
  QTest::mouseMove(plot, from + QPoint(-20, 0));
  const double held = panel.threshold();
  QTest::qWait(300);
  EXPECT_EQ(panel.threshold(), held);
  QTest::mouseRelease(plot, Qt::LeftButton, {}, from + QPoint(-20, 0));
  ASSERT_TRUE(settled());
  EXPECT_NEAR(panel.threshold(), held, 1e-9);
  EXPECT_EQ(panel.view().part, Part::Train);
  EXPECT_NE(plain("aboveCounts").indexOf(QStringLiteral("50,000")), -1) << plain("aboveCounts").toStdString();
}

/// Also when the answer comes later than the gallery's own pause.
TEST_F(LargeErrorPanelTest, TheGalleryFollowsWhatIsFound) {
  makeMany(1'500'000);
  load();
  ASSERT_TRUE(settled());
  std::vector<std::size_t> shown;
  QObject::connect(&panel, &ErrorPanel::galleryWanted, &panel,
                   [&](const std::vector<std::size_t>& indices) { shown = indices; });
  child<QTabWidget>("errorTabs")->setCurrentIndex(static_cast<int>(ErrorTab::Gallery));
  ASSERT_TRUE(QTest::qWaitFor([&] { return !shown.empty(); }, 10'000));
  const std::vector<std::size_t> before = shown;
  ErrorsView view = panel.view();
  view.rule = {Kind::Quantile, 0.5};
  panel.setView(view);
  ASSERT_TRUE(settled());
  EXPECT_TRUE(QTest::qWaitFor([&] { return shown != before; }, 10'000));
}

TEST_F(LargeErrorPanelTest, AnotherMeasureComesWithItsOwnThreshold) {
  load();
  ASSERT_TRUE(settled());
  setRule({Kind::Fixed, panel.threshold()});
  ASSERT_TRUE(settled());
  const double share =
      static_cast<double>(countAbove(train(), panel.threshold())) / static_cast<double>(dataset->trainCount);
  ErrorsView mse = panel.view();
  mse.measure = ErrorMeasure::Mse;
  const double before = panel.threshold();
  panel.setView(mse);
  load();
  EXPECT_TRUE(panel.isBusy());
  EXPECT_EQ(panel.threshold(), before);  // of the errors that are still on the screen
  ASSERT_TRUE(settled());
  EXPECT_LT(panel.threshold(), 1);
  const std::vector<float> errors(
      encoding->of(Measure::Mse).begin(),
      encoding->of(Measure::Mse).begin() + static_cast<std::ptrdiff_t>(dataset->trainCount));
  EXPECT_NEAR(static_cast<double>(countAbove(errors, panel.threshold())) / static_cast<double>(errors.size()),
              share, 1e-3);
}

}  // namespace
}  // namespace isthmus
