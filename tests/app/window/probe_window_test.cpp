// The samples of a probe in the plane, its legend and the gallery.
#include "tests/app/window/played_training.h"
#include "widgets/plane/latent_plane_view.h"

#include <QCheckBox>
#include <QListWidget>
#include <QSignalSpy>
#include <QTabWidget>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

class ProbeWindowTest : public test::PlayedTrainingTest {
 protected:
  void SetUp() override {
    PlayedTrainingTest::SetUp();
    ASSERT_NO_FATAL_FAILURE(trainPlayed());
    auto probe = std::make_shared<Dataset>(*test::madeDataset(20));
    probe->name = "strangers";
    Q_EMIT session().datasets().loaded(probe, DatasetRole::Probe);
    ASSERT_TRUE(eventually([&] { return workspace().scene()->probePoints && session().isQuiet(); }));
    plane = m_window->findChild<LatentPlaneView*>();
  }
  QPoint pixelOf(std::size_t sample) {
    const PlanePoints& points = *workspace().scene()->probePoints;
    auto* canvas = find<QWidget>("planeCanvas");
    return canvas->mapFrom(plane, plane->pixelAt({points.x[sample], points.y[sample]}).toPoint());
  }

  LatentPlaneView* plane = nullptr;
};

TEST_F(ProbeWindowTest, ItsSamplesAreInThePlaneAndTheLegendCountsAndHidesThem) {
  EXPECT_EQ(workspace().scene()->probePoints->x.size(), 20U);
  auto* shown = find<QCheckBox>("legendProbe");
  ASSERT_TRUE(shown->isVisible());
  EXPECT_TRUE(shown->text().contains(QStringLiteral("20")));
  EXPECT_TRUE(shown->isChecked());
  QTest::mouseClick(shown, Qt::LeftButton, {}, QPoint(8, shown->height() / 2));
  EXPECT_FALSE(workspace().view().plane.probe);
  workspace().change([](ViewState& view) { view.plane.probe = true; });
  EXPECT_TRUE(shown->isChecked());
  session().removeProbe();
  ASSERT_TRUE(eventually([&] { return !shown->isVisible(); }));
  EXPECT_EQ(workspace().scene()->probePoints, nullptr);
}

TEST_F(ProbeWindowTest, OfALargeOneAnEvenChoiceIsDrawnAsTheLegendSays) {
  auto probe = std::make_shared<Dataset>(*test::madeDataset(2'500));
  probe->name = "many strangers";
  Q_EMIT session().datasets().loaded(probe, DatasetRole::Probe);
  const auto* shown = find<QCheckBox>("legendProbe");
  EXPECT_TRUE(eventually([&] { return shown->text() == QStringLiteral("◇ 2,000 of 2,500"); }))
      << shown->text().toStdString();
}

TEST_F(ProbeWindowTest, AClickOnOneLooksAtIt) {
  QSignalSpy looked(&session(), &ExplorerSession::singleProbeChanged);
  QTest::mouseClick(find<QWidget>("planeCanvas"), Qt::LeftButton, {}, pixelOf(7));
  ASSERT_TRUE(eventually([&] { return !looked.isEmpty(); }));
  const auto view = looked.last().first().value<PickedView>();
  EXPECT_TRUE(view.dropped.startsWith(QStringLiteral("strangers: row"))) << view.dropped.toStdString();
  EXPECT_FALSE(view.reconstruction.pixels.empty());
  EXPECT_EQ(workspace().view().picked, std::nullopt);
}

TEST_F(ProbeWindowTest, TheGalleryShowsThemWithTheirReconstructions) {
  QSignalSpy filled(&session().decoding(), &DecodeController::galleryFilled);
  auto* tabs = find<QTabWidget>("errorTabs");
  tabs->setCurrentIndex(static_cast<int>(ErrorTab::Gallery));
  auto* worst = find<QListWidget>("galleryProbeWorst");
  // The pictures of the data come first, those of the probe with them or later.
  const auto hasProbe = [](const QList<QVariant>& fill) {
    return std::ranges::count(fill.first().value<std::vector<GalleryCell>>(), true, &GalleryCell::isOfProbe) >
           0;
  };
  ASSERT_TRUE(eventually([&] { return worst->isVisible() && worst->count() > 0; }));
  ASSERT_TRUE(eventually([&] { return std::ranges::any_of(filled, hasProbe); }));
  QSignalSpy looked(&session(), &ExplorerSession::singleProbeChanged);
  QTest::mouseClick(worst->viewport(), Qt::LeftButton, {}, worst->visualItemRect(worst->item(0)).center());
  EXPECT_TRUE(eventually([&] { return !looked.isEmpty(); }));
  session().removeProbe();
  EXPECT_TRUE(eventually([&] { return !worst->isVisible(); }));
}

}  // namespace
}  // namespace isthmus
