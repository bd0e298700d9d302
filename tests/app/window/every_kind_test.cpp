// Every kind of model in the window, over pictures and over a table: what is said of one must hold for all.
#include "core/anomaly/error_measure.h"
#include "core/model/model_kind.h"
#include "tests/app/window/window_fixture.h"
#include "widgets/plane/latent_plane_view.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QToolButton>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <tuple>

namespace isthmus {
namespace {

class EveryKindTest : public test::WindowTest,
                      public testing::WithParamInterface<std::tuple<std::string, SampleKind>> {
 protected:
  static std::string kind() { return std::get<0>(GetParam()); }
  static bool arePictures() { return std::get<1>(GetParam()) == SampleKind::Image; }

  void openData() {
    if (arePictures()) return openSmallSet();
    std::string rows = "a,b,c,d,class\n";
    for (int i = 0; i < 120; ++i) {
      for (int k = 0; k < 4; ++k) rows += std::to_string((i * (k + 3) * 7) % 41 + 20 * (i % 2)) + ",";
      rows += i % 2 == 0 ? "even\n" : "odd\n";
    }
    const test::Bytes bytes(rows.begin(), rows.end());
    session().datasets().load(std::vector{m_folder.write("table.csv", bytes)}, DatasetRole::Main, {},
                              OpenChoices::TakeGuess);
    ASSERT_TRUE(eventually([&] { return workspace().dataset() != nullptr; }));
  }
  void chooseKind() {
    auto* kinds = find<QComboBox>("modelKind");
    const int at = kinds->findData(QString::fromStdString(kind()));
    ASSERT_GE(at, 0);
    kinds->setCurrentIndex(at);
  }
};

TEST_P(EveryKindTest, TrainsIsShownSavedAndOpenedAgain) {
  ASSERT_NO_FATAL_FAILURE(openData());
  ASSERT_NO_FATAL_FAILURE(chooseKind());
  QSignalSpy decoded(&session().decoding(), &DecodeController::pointDecoded);
  QSignalSpy examined(&session().decoding(), &DecodeController::examined);
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(2));
  const Capabilities can = capabilitiesOf(workspace().model()->spec);
  EXPECT_EQ(workspace().model()->spec.kind, kind());
  const auto* plane = m_window->findChild<LatentPlaneView*>();
  EXPECT_EQ(find<QToolButton>("showRings")->isEnabled(), can.hasPrior);
  EXPECT_EQ(find<QComboBox>("errorMeasure")->count(),
            static_cast<int>(measuresOf(errorTraits(workspace().model()->spec)).size()));

  workspace().pointAt(0.5, -0.25);
  EXPECT_TRUE(eventually([&] { return !decoded.isEmpty(); }));
  EXPECT_EQ(decoded.last().first().value<DecodedView>().priorPercentile.has_value(), can.hasPrior);
  session().pick(7);
  ASSERT_TRUE(eventually([&] {
    return !examined.isEmpty() && !examined.last().first().value<PickedView>().reconstruction.pixels.empty();
  }));
  const auto view = examined.last().first().value<PickedView>();
  EXPECT_EQ(view.kl.has_value(), can.hasPosterior);
  EXPECT_TRUE(std::isfinite(view.mse));
  EXPECT_FALSE(m_window->grab().isNull());
  EXPECT_FALSE(plane->visibleArea().isEmpty());

  const ModelSnapshotPtr trained = workspace().model();
  const auto file = m_folder.path() / "model.safetensors";
  session().modelFiles().save(trained, file);
  ASSERT_TRUE(eventually([&] { return !session().modelFiles().isBusy(); }));
  session().resetTraining();
  EXPECT_EQ(workspace().model(), nullptr);
  drop({file});
  ASSERT_TRUE(eventually([&] { return workspace().model() && session().isQuiet(); }));
  EXPECT_EQ(workspace().model()->spec, trained->spec);
  EXPECT_EQ(find<QComboBox>("modelKind")->currentData().toString().toStdString(), kind());
  EXPECT_EQ(m_errors, QStringList());
}

TEST_P(EveryKindTest, GivesWayToAnother) {
  ASSERT_NO_FATAL_FAILURE(openData());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));  // a VAE
  ASSERT_NO_FATAL_FAILURE(chooseKind());
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  auto* kinds = find<QComboBox>("modelKind");
  kinds->setCurrentIndex(kinds->findData(QStringLiteral("vae")));
  ASSERT_NO_FATAL_FAILURE(trainToTheEnd(1));
  EXPECT_EQ(workspace().model()->spec.kind, "vae");
  EXPECT_TRUE(find<QToolButton>("showRings")->isEnabled());
  EXPECT_EQ(m_errors, QStringList());
}

std::vector<std::string> everyKind() {
  std::vector<std::string> ids;
  for (const ModelKind& kind : modelKinds()) ids.emplace_back(kind.id);
  return ids;
}

INSTANTIATE_TEST_SUITE_P(Every, EveryKindTest,
                         testing::Combine(testing::ValuesIn(everyKind()),
                                          testing::Values(SampleKind::Image, SampleKind::Vector)),
                         [](const auto& tested) {
                           return std::get<0>(tested.param) + (std::get<1>(tested.param) == SampleKind::Image
                                                                   ? "OfPictures"
                                                                   : "OfATable");
                         });

}  // namespace
}  // namespace isthmus
