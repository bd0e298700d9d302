#include "widgets/model/model_panel.h"

#include "core/model/kinds/vae.h"
#include "tests/support/widget_support.h"
#include "widgets/model/code_use_strip.h"
#include "widgets/model/setting_fields.h"
#include "widgets/parts/real_spin_box.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace isthmus {
namespace {

LayerWidths widthsIn(const char* text) {
  return parseLayerWidths(text, *findKind("vae")->setting("hidden"));
}

using testing::ElementsAre;

class ModelPanelTest : public testing::Test {
 protected:
  ModelPanelTest() {
    panel.resize(250, 480);
    panel.setData({SampleKind::Image, {28, 28, 1}});
    panel.show();
    QCoreApplication::processEvents();
  }
  QString text(const char* name) { return child<QLabel>(panel, name).text(); }
  void type(const char* field, const QString& words) {
    auto& edit = child<QLineEdit>(panel, field);
    edit.setFocus();
    edit.selectAll();
    QTest::keyClicks(&edit, words);
  }
  TrainingSnapshot snapshot(TrainingPhase phase) {
    TrainingSnapshot result;
    result.phase = phase;
    result.epoch = 7;
    result.epochs = 50;
    result.progress = 7.6 / 50;
    result.imagesPerSecond = 31021;
    result.secondsLeft = 199.3;
    auto model = std::make_shared<ModelSnapshot>();
    model->step = 4800;
    result.model = model;
    return result;
  }

  ModelPanel panel;
  QPushButton& train = child<QPushButton>(panel, "train");
  QPushButton& step = child<QPushButton>(panel, "step");
  QPushButton& stop = child<QPushButton>(panel, "stop");
  QPushButton& reset = child<QPushButton>(panel, "reset");
};

TEST(HiddenLayers, AreReadAsAPersonWritesThem) {
  EXPECT_THAT(widthsIn("256, 128").widths, ElementsAre(256, 128));
  EXPECT_THAT(widthsIn(" 512-256-128 ").widths, ElementsAre(512, 256, 128));
  EXPECT_THAT(widthsIn("64 32").widths, ElementsAre(64, 32));
  EXPECT_THAT(widthsIn("400").widths, ElementsAre(400));
  EXPECT_THAT(widthsIn("400, ").widths, ElementsAre(400));  // half-way through typing
}

TEST(HiddenLayers, SayWhatIsWrongWithThem) {
  EXPECT_TRUE(widthsIn("").error.contains("at least one layer"));
  EXPECT_TRUE(widthsIn("256, big").error.contains("big"));
  EXPECT_TRUE(widthsIn("256, 0").error.contains("not 0"));
  EXPECT_TRUE(widthsIn("9000").error.contains("not 9,000"));
  EXPECT_TRUE(widthsIn("-5").error.contains("whole number"));
  EXPECT_TRUE(widthsIn("2.5").error.contains("2.5"));
  EXPECT_TRUE(widthsIn("99999999999999999999").error.contains("whole number"));
  EXPECT_TRUE(widthsIn("1 1 1 1 1 1 1 1 1").error.contains("At most 8"));
}

TEST_F(ModelPanelTest, BeginsWithTheReferenceVae) {
  ASSERT_TRUE(panel.config().has_value());
  EXPECT_EQ(*panel.config(), TrainerConfig{.settings = vaeSettings({256, 128}, 2)});
  EXPECT_EQ(text("network"), "784-256-128-2, 469,268 weights");
}

TEST_F(ModelPanelTest, GivesBackEveryFieldThatItWasGiven) {
  const TrainerConfig config{.settings = vaeSettings({64}, 16, 0.25),
                             .learningRate = 3.7e-5,
                             .batchSize = 4096,
                             .epochs = 1200,
                             .validationShare = 0.125,
                             .seed = std::numeric_limits<std::uint64_t>::max(),
                             .arithmetic = Arithmetic::Reference};
  panel.setConfig(config);
  ASSERT_TRUE(panel.config().has_value());
  EXPECT_EQ(panel.config()->settings, config.settings);
  EXPECT_DOUBLE_EQ(panel.config()->learningRate, config.learningRate);
  EXPECT_EQ(panel.config()->batchSize, config.batchSize);
  EXPECT_EQ(panel.config()->epochs, config.epochs);
  EXPECT_DOUBLE_EQ(panel.config()->validationShare, config.validationShare);
  EXPECT_EQ(panel.config()->seed, config.seed);
  EXPECT_EQ(panel.config()->arithmetic, config.arithmetic);
}

TEST_F(ModelPanelTest, SaysWrongHiddenLayersBelowTheFieldAndWillNotTrainThem) {
  auto& note = child<QLabel>(panel, "setting_hidden_error");
  EXPECT_FALSE(note.isVisible());
  type("setting_hidden", "256, x");
  EXPECT_TRUE(note.isVisible());
  EXPECT_TRUE(note.text().contains("“x”"));
  EXPECT_FALSE(train.isEnabled());
  EXPECT_FALSE(step.isEnabled());
  EXPECT_FALSE(panel.config().has_value());
  EXPECT_TRUE(train.toolTip().contains("cannot be used"));
  type("setting_hidden", "32");
  EXPECT_FALSE(note.isVisible());
  EXPECT_TRUE(train.isEnabled());
  EXPECT_EQ(text("network"), "784-32-2, 51,220 weights");
}

TEST_F(ModelPanelTest, RefusesANetworkThatIsTooLargeForAnyMachine) {
  type("setting_hidden", "8192 8192 8192 8192");
  EXPECT_FALSE(train.isEnabled());
  EXPECT_FALSE(text("network").startsWith("784"));
  EXPECT_TRUE(text("network").endsWith("."));
}

TEST_F(ModelPanelTest, SaysAWrongSeed) {
  type("seed", "seven");
  EXPECT_TRUE(child<QLabel>(panel, "seedError").isVisible());
  EXPECT_FALSE(train.isEnabled());
  QTest::mouseClick(&child<QToolButton>(panel, "rollSeed"), Qt::LeftButton);
  EXPECT_FALSE(child<QLabel>(panel, "seedError").isVisible());
  EXPECT_TRUE(train.isEnabled());
}

TEST_F(ModelPanelTest, NeedsDataToTrain) {
  panel.setData({});
  EXPECT_FALSE(train.isEnabled());
  EXPECT_TRUE(train.toolTip().contains("Load a data set"));
  panel.setData({SampleKind::Image, {8, 8, 3}});
  EXPECT_TRUE(train.isEnabled());
  EXPECT_TRUE(text("network").startsWith("192-256-128-2"));
}

TEST_F(ModelPanelTest, EachPhaseOffersWhatMakesSenseInIt) {
  struct Row {
    std::optional<TrainingPhase> phase;
    const char* primary;
    bool canStep, canStop, canReset;
  };
  for (const Row& row : {Row{std::nullopt, "Train", true, false, false},
                         Row{TrainingPhase::Running, "Pause", false, true, false},
                         Row{TrainingPhase::Paused, "Resume", true, true, true},
                         Row{TrainingPhase::Finished, "Train", true, false, true},
                         Row{TrainingPhase::Stopped, "Train", true, false, true},
                         Row{TrainingPhase::Diverged, "Train", true, false, true}}) {
    panel.setPhase(row.phase);
    EXPECT_EQ(train.text(), row.primary);
    EXPECT_TRUE(train.isEnabled());
    EXPECT_EQ(step.isEnabled(), row.canStep) << row.primary;
    EXPECT_EQ(stop.isEnabled(), row.canStop) << row.primary;
    EXPECT_EQ(reset.isEnabled(), row.canReset) << row.primary;
  }
}

TEST_F(ModelPanelTest, TheButtonsAskForWhatTheySay) {
  std::optional<TrainerConfig> trained;
  std::optional<TrainerConfig> stepped;
  QObject::connect(&panel, &ModelPanel::trainRequested, &panel, [&](const TrainerConfig& c) { trained = c; });
  QObject::connect(&panel, &ModelPanel::stepRequested, &panel, [&](const TrainerConfig& c) { stepped = c; });
  QSignalSpy paused(&panel, &ModelPanel::pauseRequested);
  QSignalSpy resumed(&panel, &ModelPanel::resumeRequested);
  QSignalSpy stopped(&panel, &ModelPanel::stopRequested);
  QSignalSpy forgotten(&panel, &ModelPanel::resetRequested);
  type("setting_hidden", "48");
  QTest::mouseClick(&train, Qt::LeftButton);
  ASSERT_TRUE(trained.has_value());
  EXPECT_THAT(std::get<std::vector<int>>(trained->settings.at("hidden")), ElementsAre(48));
  panel.setPhase(TrainingPhase::Running);
  QTest::mouseClick(&train, Qt::LeftButton);
  EXPECT_EQ(paused.count(), 1);
  panel.setPhase(TrainingPhase::Paused);
  QTest::mouseClick(&train, Qt::LeftButton);
  EXPECT_EQ(resumed.count(), 1);
  QTest::mouseClick(&step, Qt::LeftButton);
  EXPECT_TRUE(stepped.has_value());
  QTest::mouseClick(&stop, Qt::LeftButton);
  EXPECT_EQ(stopped.count(), 1);
  QTest::mouseClick(&reset, Qt::LeftButton);
  EXPECT_EQ(forgotten.count(), 1);
}

TEST_F(ModelPanelTest, OnlyBetaAndLearningRateChangeDuringARun) {
  QSignalSpy beta(&panel, &ModelPanel::liveSettingChanged);
  QSignalSpy rate(&panel, &ModelPanel::learningRateChanged);
  auto& betaField = child<RealSpinBox>(panel, "setting_beta");
  auto& rateField = child<RealSpinBox>(panel, "learningRate");
  QTest::keyClick(&betaField, Qt::Key_Up);
  EXPECT_EQ(beta.count(), 0);  // there is no run that could take it in

  panel.setPhase(TrainingPhase::Running);
  EXPECT_TRUE(child<QLabel>(panel, "liveNote").isVisible());
  EXPECT_TRUE(child<QLabel>(panel, "liveNote").text().contains("next step"));
  QTest::keyClick(&betaField, Qt::Key_Up);
  ASSERT_EQ(beta.count(), 1);
  EXPECT_EQ(beta.first().first().toString(), "beta");
  EXPECT_DOUBLE_EQ(beta.first().at(1).toDouble(), 5);
  rateField.selectAll();
  QTest::keyClicks(&rateField, "2e-4");
  EXPECT_EQ(rate.count(), 0);  // not before it is all typed
  QTest::keyClick(&rateField, Qt::Key_Return);
  ASSERT_EQ(rate.count(), 1);
  EXPECT_DOUBLE_EQ(rate.first().first().toDouble(), 2e-4);

  for (const char* name :
       {"setting_hidden", "setting_latent", "batchSize", "epochs", "validationShare", "seed"}) {
    const auto& field = child<QWidget>(panel, name);
    EXPECT_FALSE(field.isEnabled()) << name;
    EXPECT_TRUE(field.toolTip().contains("Locked")) << name;
  }
  panel.setPhase(TrainingPhase::Stopped);
  EXPECT_TRUE(child<QWidget>(panel, "setting_hidden").isEnabled());
  EXPECT_FALSE(child<QWidget>(panel, "setting_hidden").toolTip().contains("Locked"));
}

TEST_F(ModelPanelTest, SaysHowFarARunIs) {
  panel.setPhase(TrainingPhase::Running);
  panel.setProgress(snapshot(TrainingPhase::Running));
  EXPECT_EQ(text("progressText"), "epoch 8 of 50 · 3 min 20 s left");
  EXPECT_EQ(text("speedText"), "31,021 samples/s · step 4,800");
  const auto& bar = child<QProgressBar>(panel, "progressBar");
  EXPECT_NEAR(double(bar.value()) / bar.maximum(), 7.6 / 50, 0.001);

  panel.setProgress(snapshot(TrainingPhase::Paused));
  EXPECT_EQ(text("progressText"), "Paused in epoch 8 of 50");
  auto whole = snapshot(TrainingPhase::Paused);
  whole.progress = 7.0 / 50;
  panel.setProgress(whole);
  EXPECT_EQ(text("progressText"), "Paused after 7 of 50 epochs");

  auto diverged = snapshot(TrainingPhase::Diverged);
  diverged.message = "The loss is no longer a number.";
  panel.setProgress(diverged);
  EXPECT_EQ(text("progressText"), "The loss is no longer a number.");

  panel.setPhase(std::nullopt);
  EXPECT_EQ(bar.value(), 0);
}

TEST_F(ModelPanelTest, TheWheelScrollsTheFormAndLeavesTheNumbersAlone) {
  auto& epochs = child<QSpinBox>(panel, "epochs");
  train.setFocus();
  const QPointF centre = QRectF(epochs.rect()).center();
  QWheelEvent wheel(centre, epochs.mapToGlobal(centre), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(&epochs, &wheel);
  EXPECT_EQ(epochs.value(), 50);
}

TEST_F(ModelPanelTest, FollowsAChangeOfTheme) {
  type("setting_hidden", "x");
  const auto& note = child<QLabel>(panel, "setting_hidden_error");
  applyTheme(*qApp, ThemeChoice::Dark);
  QCoreApplication::processEvents();
  const Theme dark = themeOf(panel);
  EXPECT_TRUE(dark.dark);
  EXPECT_EQ(note.palette().color(QPalette::WindowText), dark.warning);
  EXPECT_EQ(train.palette().color(QPalette::Active, QPalette::Button), dark.accent);
  applyTheme(*qApp, ThemeChoice::Light);
  QCoreApplication::processEvents();
  EXPECT_EQ(note.palette().color(QPalette::WindowText), themeOf(panel).warning);
  EXPECT_EQ(train.palette().color(QPalette::Active, QPalette::Button), themeOf(panel).accent);
  EXPECT_NE(dark.accent, themeOf(panel).accent);
}

TEST_F(ModelPanelTest, EveryControlHasANameAndEveryFieldAnExplanation) {
  EXPECT_EQ(unnamedControls(panel), QStringList());
  for (const char* name : {"setting_hidden", "setting_latent", "setting_beta", "setting_warmup",
                           "learningRate", "batchSize", "epochs", "validationShare", "seed", "arithmetic"})
    EXPECT_GT(child<QWidget>(panel, name).toolTip().size(), 30) << name;
}

TEST_F(ModelPanelTest, TabGoesThroughTheFormAsOneReads) {
  QStringList order;
  child<QWidget>(panel, "setting_hidden").setFocus();
  for (int i = 0; i < 12; ++i) {
    order << panel.focusWidget()->objectName();
    QTest::keyClick(panel.focusWidget(), Qt::Key_Tab);
  }
  EXPECT_EQ(order.mid(0, 12), QStringList({"setting_hidden", "setting_latent", "setting_beta",
                                           "setting_warmup", "learningRate", "batchSize", "epochs",
                                           "validationShare", "seed", "rollSeed", "arithmetic", "train"}));
}

TEST_F(ModelPanelTest, TheFormIsWholeWhereThereIsRoomAndElseScrolls) {
  auto& scroll = child<QScrollArea>(panel, "formScroll");
  const auto isWhole = [&scroll] { return scroll.verticalScrollBar()->maximum() == 0; };
  panel.resize(250, 600);
  EXPECT_TRUE(QTest::qWaitFor(isWhole));
  type("setting_hidden", "256, x");  // the note below the field needs room, too
  EXPECT_TRUE(QTest::qWaitFor([&] { return scroll.height() > 220 && isWhole(); }));
  panel.resize(250, 240);
  QCoreApplication::processEvents();
  EXPECT_GT(scroll.verticalScrollBar()->maximum(), 0);
  EXPECT_TRUE(panel.rect().contains(QRect(reset.mapTo(&panel, QPoint()), reset.size())));
}

TEST_F(ModelPanelTest, FitsTheLeftColumn) {
  type("setting_hidden", "256, x");
  EXPECT_LE(panel.minimumSizeHint().width(), 250);
  EXPECT_LE(panel.minimumSizeHint().height(), 260);
  EXPECT_LE(child<QWidget>(panel, "setting_hidden").parentWidget()->minimumSizeHint().width(), 250 - 16 - 16);
}

TEST(RealSpinBox, WritesNumbersShortAndTakesThemInManyWays) {
  RealSpinBox box(RealSpinBox::Steps::Ladder);
  box.setRange(1e-7, 10);
  box.setSuffix(" per step");
  box.setValue(1e-3);
  EXPECT_EQ(box.text(), "0.001 per step");
  box.setValue(1e-5);
  EXPECT_EQ(box.text(), "1e-5 per step");
  for (const auto& [typed, value] :
       {std::pair("1e-3", 1e-3), std::pair("0,25", 0.25), std::pair("2.5E-6", 2.5e-6)}) {
    box.selectAll();
    QTest::keyClicks(&box, typed);
    QTest::keyClick(&box, Qt::Key_Return);
    EXPECT_DOUBLE_EQ(box.value(), value) << typed;
  }
  box.selectAll();
  QTest::keyClicks(&box, "50");
  QTest::keyClick(&box, Qt::Key_Return);
  EXPECT_LE(box.value(), 10);
}

TEST(RealSpinBox, ClimbsTheLadderOfOneTwoFive) {
  RealSpinBox box(RealSpinBox::Steps::Ladder);
  box.setRange(0, 1000);
  box.setValue(0.3);
  std::vector<double> up;
  for (int i = 0; i < 4; ++i) {
    box.stepBy(1);
    up.push_back(box.value());
  }
  EXPECT_THAT(up, testing::Pointwise(testing::DoubleEq(), {0.5, 1.0, 2.0, 5.0}));
  box.stepBy(-5);
  EXPECT_DOUBLE_EQ(box.value(), 0.1);
  box.stepBy(-20);
  EXPECT_EQ(box.value(), 0);
  box.stepBy(1);
  EXPECT_DOUBLE_EQ(box.value(), 1e-3);
}

TEST_F(ModelPanelTest, ShowsTheKlDivergenceOfEachDimensionAndWhatIsToBeSaidOfIt) {
  auto& strip = child<CodeUseStrip>(panel, "codeUse");
  auto& notice = child<QLabel>(panel, "collapseNotice");
  EXPECT_FALSE(strip.isVisible());
  panel.setCodeUse(CodeUse{{2.34, 0.001, 1}, {1, 0.0004, 0.5}}, "z2 is not in use.");
  EXPECT_TRUE(strip.isVisible());
  EXPECT_TRUE(notice.isVisible());
  EXPECT_EQ(notice.text(), "z2 is not in use.");
  EXPECT_EQ(strip.accessibleDescription(), "z1 2.34 nats, z2 0.00 nats, z3 1.00 nats");
  QCoreApplication::processEvents();
  const QImage image = strip.grab().toImage();
  const Theme theme = themeOf(strip);
  const auto count = [&](const QColor& colour, int from, int to) {
    int pixels = 0;
    for (int x = from; x < to; ++x)
      for (int y = 0; y < image.height(); ++y) pixels += image.pixelColor(x, y) == colour ? 1 : 0;
    return pixels;
  };
  const int third = image.width() / 3;
  EXPECT_GT(count(theme.accent, 0, third - 3), 2 * count(theme.accent, 2 * third + 1, image.width()));
  EXPECT_EQ(count(theme.accent, third + 1, 2 * third - 3), 0) << "what is not in use has another colour";
  EXPECT_GT(count(theme.warning, third + 1, 2 * third - 3), 20);
  panel.setCodeUse(std::nullopt, {});
  EXPECT_FALSE(strip.isVisible());
  EXPECT_FALSE(notice.isVisible());
}

TEST_F(ModelPanelTest, SaysWhenTheWarmUpIsLongerThanTheRun) {
  panel.setConfig({.settings = vaeSettings({16}, 2, 1, 40), .epochs = 50});
  EXPECT_FALSE(text("network").contains("warm-up"));
  panel.setConfig({.settings = vaeSettings({16}, 2, 1, 40), .epochs = 10});
  EXPECT_TRUE(text("network").contains("only reaches 25")) << text("network").toStdString();
}

}  // namespace
}  // namespace isthmus
