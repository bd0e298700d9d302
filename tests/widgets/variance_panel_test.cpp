#include "widgets/plot/variance_panel.h"

#include "core/model/model_kind.h"
#include "widgets/plot/component_strip.h"
#include "widgets/plot/qcp.h"

#include <QLabel>

#include <gtest/gtest.h>

#include <memory>

namespace isthmus {
namespace {

/// Principal components of pictures of 2 x 2, or of vectors: the first lies along the first number.
ModelSnapshotPtr principal(SampleKind samples) {
  auto model = std::make_shared<ModelSnapshot>();
  const ImageShape shape = samples == SampleKind::Image ? ImageShape{2, 2, 1} : ImageShape{1, 4, 1};
  model->spec = planModel(*findKind("pca"), {}, {samples, shape})->spec;
  model->weights = weightLayout(model->spec);
  model->weights[0].values = {1, 0, 0, 0, 0, -1, 0, 0};
  model->statistics = {{std::string(kExplainedVariance), {3}, {6, 2, 1}},
                       {std::string(kTotalVariance), {1}, {10}}};
  if (samples == SampleKind::Vector) model->features = {"length", "width", "depth", "mass"};
  return model;
}

TEST(VariancePanel, ShowsPrincipalComponentsAlone) {
  EXPECT_FALSE(VariancePanel::shows(nullptr));
  EXPECT_FALSE(VariancePanel::shows(std::make_shared<ModelSnapshot>()));
  EXPECT_TRUE(VariancePanel::shows(principal(SampleKind::Image)));
}

TEST(VariancePanel, SaysAndDrawsWhatTheComponentsExplain) {
  VariancePanel panel;
  panel.resize(400, 240);
  panel.setModel(principal(SampleKind::Vector), {});
  panel.show();
  const QString text = panel.findChild<QLabel*>(QStringLiteral("varianceText"))->text();
  EXPECT_TRUE(text.contains(QStringLiteral("The 2 components explain 80")));
  EXPECT_TRUE(text.contains(QStringLiteral("the first 3: 90")));
  EXPECT_FALSE(text.contains(QStringLiteral("Loss:"))) << "of a model from a file nobody knows it";
  auto* plot = panel.findChild<QCustomPlot*>(QStringLiteral("variancePlot"));
  auto* bars = qobject_cast<QCPBars*>(plot->plottable(0));
  ASSERT_NE(bars, nullptr);
  ASSERT_EQ(bars->dataCount(), 3);
  EXPECT_NEAR(bars->data()->at(0)->value, 60, 1e-9);
  EXPECT_NEAR(plot->graph(0)->data()->at(2)->value, 90, 1e-4);
}

TEST(VariancePanel, SaysTheLossOfSamplesThatWereSeenAndThatWereNot) {
  VariancePanel panel;
  LossHistory losses;
  losses.epochs.push_back({.epoch = 1, .train = {.total = 1.25}, .heldOut = {.total = 1.5}});
  const auto text = [&] {
    panel.setModel(principal(SampleKind::Vector), losses);
    return panel.findChild<QLabel*>(QStringLiteral("varianceText"))->text();
  };
  EXPECT_TRUE(text().endsWith(QStringLiteral("Loss: 1.25 nats per training sample.")));
  losses.hasHeldOut = true;
  EXPECT_TRUE(text().endsWith(QStringLiteral("1.25 nats per training sample, 1.50 per test sample.")));
  losses.heldOutPart = Part::Validation;
  EXPECT_TRUE(text().endsWith(QStringLiteral("1.50 per validation sample.")));
}

TEST(ComponentStrip, DrawsOrangeAboveAndBlueBelow) {
  ComponentStrip strip;
  strip.resize(strip.sizeHint());
  strip.setModel(principal(SampleKind::Image));
  const QImage image = strip.grab().toImage();
  const QColor positive = image.pixelColor(10, 10);  // the first number of the first component
  EXPECT_GT(positive.red(), positive.blue() + 60);
  const QColor negative = image.pixelColor(64 + 8 + 54, 10);  // the second of the second
  EXPECT_GT(negative.blue(), negative.red() + 60);
}

}  // namespace
}  // namespace isthmus
