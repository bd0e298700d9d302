#include "tests/support/error_panel_fixture.h"
#include "widgets/errors/sample_gallery.h"

#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLayout>
#include <QListWidget>
#include <QSignalSpy>
#include <QTabWidget>

#include <cstdio>
#include <vector>

namespace isthmus {
namespace {

class ErrorPanelLookTest : public ErrorPanelTest {};

TEST_F(ErrorPanelLookTest, RefreshesSeventyThousandSamplesWithinAFrame) {
  dataset = makeDataset(70'000);
  encoding = makeEncoding(3, 70'000, 150);
  parts = makeParts(*dataset);
  QElapsedTimer timer;
  timer.start();
  load();  // another data set: at once
  const double milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
  child<QCustomPlot>("errorBars")->replot();
  const double drawn = static_cast<double>(timer.nsecsElapsed()) / 1e6 - milliseconds;
  auto* anomalies = child<QComboBox>("anomalies");
  anomalies->setCurrentIndex(4);
  timer.restart();
  Q_EMIT anomalies->activated(4);
  const double chosen = static_cast<double>(timer.nsecsElapsed()) / 1e6;
  std::printf("70,000 samples: refresh %.2f ms, replot %.2f ms, ROC curve of a class and counts %.2f ms\n",
              milliseconds, drawn, chosen);
  EXPECT_LT(milliseconds + chosen, 500);  // a guard against a wrong order of growth, whatever the build
}

/// ISTHMUS_GRABS=folder saves what the eye should look at.
TEST_F(ErrorPanelLookTest, DrawsEveryViewInBothThemes) {
  const QString folder = qEnvironmentVariable("ISTHMUS_GRABS");
  const auto grab = [&](const QString& name) {
    QApplication::processEvents();
    const QPixmap picture = panel.grab();
    EXPECT_FALSE(picture.isNull());
    if (!folder.isEmpty()) picture.save(QStringLiteral("%1/errors_%2.png").arg(folder, name));
  };
  for (const auto& [choice, theme] :
       {std::pair(ThemeChoice::Light, "light"), std::pair(ThemeChoice::Dark, "dark")}) {
    applyTheme(*qApp, choice);
    const QString suffix = QString::fromLatin1(theme);
    clearProbe();
    load();
    QTest::qWait(300);
    child<QTabWidget>("errorTabs")->setCurrentIndex(0);
    grab(QStringLiteral("plain_") + suffix);
    setProbe(QStringLiteral("Fashion-MNIST"), makeEncoding(2, 10'000, 330));
    QTest::qWait(300);
    grab(QStringLiteral("probe_") + suffix);
    child<QCheckBox>("histogramLog")->setChecked(true);
    child<QComboBox>("histogramStyle")->setCurrentIndex(1);
    grab(QStringLiteral("log_overlaid_") + suffix);
    child<QCheckBox>("histogramLog")->setChecked(false);
    child<QComboBox>("histogramStyle")->setCurrentIndex(0);
    QSignalSpy wanted(&panel, &ErrorPanel::galleryWanted);
    child<QTabWidget>("errorTabs")->setCurrentIndex(1);
    ASSERT_TRUE(wanted.count() > 0 || wanted.wait(2000));
    std::vector<GalleryCell> cells;
    for (const std::size_t index : wanted.last()[0].value<std::vector<std::size_t>>()) {
      Image reconstruction = dataset->image(index);
      for (std::size_t i = 0; i < 784; ++i)
        reconstruction.pixels[i] = 0.8F * reconstruction.pixels[(i + 29) % 784] + 0.05F;
      cells.push_back({index, dataset->image(index), reconstruction});
    }
    panel.setGalleryImages(cells);
    grab(QStringLiteral("gallery_") + suffix);
    child<QTabWidget>("errorTabs")->setCurrentIndex(2);
    grab(QStringLiteral("roc_") + suffix);
    child<QTabWidget>("errorTabs")->setCurrentIndex(0);
    panel.resize(panel.layout()->minimumSize());
    EXPECT_LE(panel.width(), 560);
    EXPECT_LE(panel.height(), 240);
    grab(QStringLiteral("least_") + suffix);
    panel.resize(860, 360);
    setRule({Kind::Fixed, 1e6});
    grab(QStringLiteral("large_") + suffix);
    setRule({});
    panel.resize(560, 240);
  }
}

TEST(SampleGalleryLook, TheProbeTakesWidthOnlyWhereThereIsOne) {
  SampleGallery gallery;
  const std::vector<SampleGallery::Entry> entries(9, {0, "1.0", "", "row 1"});
  gallery.resize(600, 150);
  gallery.setEntries(entries, entries);
  gallery.show();
  QApplication::processEvents();
  const auto* strip = gallery.findChild<QListWidget*>(QStringLiteral("galleryNearest"));
  EXPECT_GT(strip->width(), 450);
  gallery.setProbeEntries(entries, entries);
  QApplication::processEvents();
  EXPECT_LT(strip->width(), 300);
  gallery.setProbeEntries({}, {});
  QApplication::processEvents();
  EXPECT_GT(strip->width(), 450);
}

TEST_F(ErrorPanelLookTest, GivesUpTheCountsByClassWhereItIsNarrowAndKeepsEveryControl) {
  const auto controls = [&] {
    return std::vector<QWidget*>{child<QWidget>("ruleKind"), child<QWidget>("ruleParameter"),
                                 child<QWidget>("errorMeasure"), child<QWidget>("errorPart"),
                                 child<QWidget>("histogramStyle")};
  };
  load();
  QCoreApplication::processEvents();
  panel.layout()->setSizeConstraint(QLayout::SetNoConstraint);  // it is no window of its own
  panel.setMinimumSize(0, 0);
  EXPECT_TRUE(child<QWidget>("classCounts")->isVisible());
  panel.resize(panel.minimumSizeHint().width(), 400);
  QCoreApplication::processEvents();
  EXPECT_LT(panel.width(), 300);
  EXPECT_FALSE(child<QWidget>("classCounts")->isVisible());
  const auto* counts = child<QLabel>("aboveCounts");
  EXPECT_LE(counts->sizeHint().width(), panel.width()) << counts->text().toStdString();
  EXPECT_TRUE(QTest::qWaitFor([&] { return counts->height() >= counts->sizeHint().height(); }, 5'000));
  for (const QWidget* control : controls()) {
    EXPECT_TRUE(control->isVisible()) << qPrintable(control->objectName());
    EXPECT_LE(control->mapTo(&panel, control->rect().bottomRight()).x(), panel.width());
  }
  panel.resize(560, 240);
  QCoreApplication::processEvents();
  EXPECT_TRUE(child<QWidget>("classCounts")->isVisible());
  for (const QWidget* control : controls()) EXPECT_TRUE(control->isVisible());
}

}  // namespace
}  // namespace isthmus
