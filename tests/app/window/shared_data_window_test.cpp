// Files of the shared data folder on their whole way: opened, learnt from, and their points on the screen.
#include "tests/app/window/window_fixture.h"
#include "tests/support/shared_folder.h"
#include "widgets/import/import_dialog.h"
#include "widgets/plane/latent_plane_view.h"

#include <QLabel>
#include <QListWidget>
#include <QMouseEvent>
#include <QToolTip>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <string>

namespace isthmus {
namespace {

namespace fs = std::filesystem;

class SharedDataWindowTest : public test::WindowTest {
 protected:
  /// Loads it as it is guessed, and trains a little.
  void openAndTrain(const fs::path& path) {
    drop({path});
    ASSERT_TRUE(eventually([&] { return m_window->findChild<ImportDialog*>() || workspace().dataset(); }));
    if (auto* dialog = m_window->findChild<ImportDialog*>()) QTest::keyClick(dialog, Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return workspace().dataset() != nullptr; }));
    ASSERT_NO_FATAL_FAILURE(trainToTheEnd(3));
    ASSERT_NE(workspace().scene()->layout->points, nullptr);
    ASSERT_TRUE(m_errors.isEmpty()) << m_errors.join('\n').toStdString();
  }
  const PlanePoints& points() { return *workspace().scene()->layout->points; }
  LatentPlaneView& plane() { return *m_window->findChild<LatentPlaneView*>(); }
  QPointF pixelOf(std::size_t sample) { return plane().pixelAt({points().x[sample], points().y[sample]}); }
  /// The sample whose neighbours are farthest, so that no other is under the mouse there.
  std::size_t loneliest() {
    std::size_t best = 0;
    double farthest = -1;
    for (std::size_t i = 0; i < points().x.size(); ++i) {
      double nearest = std::numeric_limits<double>::infinity();
      for (std::size_t k = 0; k < points().x.size(); ++k) {
        const QPointF way = pixelOf(i) - pixelOf(k);
        if (k != i) nearest = std::min(nearest, std::hypot(way.x(), way.y()));
      }
      if (nearest > farthest) best = i;
      farthest = std::max(farthest, nearest);
    }
    return best;
  }
};

TEST_F(SharedDataWindowTest, IrisScattersInThreeClasses) {
  const fs::path file = test::sharedFolder() / "data" / "tabular" / "iris.csv";
  if (!fs::exists(file)) GTEST_SKIP() << file << " is not on this computer";
  ASSERT_NO_FATAL_FAILURE(openAndTrain(file));
  ASSERT_EQ(points().x.size(), 150U);
  for (std::size_t i = 0; i < 150; ++i)
    EXPECT_TRUE(std::isfinite(points().x[i]) && std::isfinite(points().y[i])) << i;
  EXPECT_TRUE(eventually([&] { return find<QLabel>("shownCount")->text().startsWith("150 of 150 shown"); }));
  const auto* legend = find<QListWidget>("legendRows");
  ASSERT_EQ(legend->count(), 3);
  QStringList classes;
  for (int i = 0; i < 3; ++i) classes << legend->item(i)->text().section(' ', 0, 0);
  EXPECT_EQ(classes, (QStringList{"setosa", "versicolor", "virginica"}));
}

TEST_F(SharedDataWindowTest, AWordIsTheHoverTextOfItsPoint) {
  const fs::path folder = test::sharedFolder() / "data" / "glove_170";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is not on this computer";
  ASSERT_NO_FATAL_FAILURE(openAndTrain(folder));
  ASSERT_EQ(points().x.size(), 171U);
  plane().fit();
  for (int i = 0; i < 3; ++i) QApplication::processEvents();
  const std::size_t sample = loneliest();
  auto* canvas = find<QWidget>("planeCanvas");
  const QPoint at = canvas->mapFrom(&plane(), pixelOf(sample).toPoint());
  QMouseEvent move(QEvent::MouseMove, at, canvas->mapToGlobal(at), Qt::NoButton, {}, {});
  QApplication::sendEvent(canvas, &move);
  const std::string& word = workspace().dataset()->sampleNames[sample];
  EXPECT_FALSE(word.empty());
  EXPECT_TRUE(QToolTip::text().startsWith(QString::fromStdString(word) + QChar(' ')))
      << QToolTip::text().toStdString() << " where " << word << " is";
  QToolTip::hideText();
}

}  // namespace
}  // namespace isthmus
