// The form of the model: what it begins with for other data, what it says of wrong numbers and of a run.
#include "tests/app/window/played_training.h"

#include <QDoubleSpinBox>
#include <QLabel>
#include <QProgressBar>
#include <QSpinBox>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

class SettingsWindowTest : public test::PlayedTrainingTest {
 protected:
  void SetUp() override {
    PlayedTrainingTest::SetUp();
    m_window->activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(m_window.get()));
  }
  /// Typed over what stands there; then the focus goes on.
  template <typename Box>
  void type(const char* field, const QString& text) {
    auto* box = find<Box>(field);
    box->setFocus();
    box->selectAll();
    QTest::keyClicks(box, text);
    QTest::keyClick(box, Qt::Key_Tab);
  }
  void loadOther() {
    auto other = std::make_shared<Dataset>(*test::madeDataset(kCount));
    other->name = "other";
    Q_EMIT session().datasets().loaded(other, DatasetRole::Main);
  }
  double beta() { return find<QDoubleSpinBox>("setting_beta")->value(); }
  QString text(const char* label) { return find<QLabel>(label)->text(); }
};

TEST_F(SettingsWindowTest, OtherDataBeginWithWhatSuitsThemAndWhatWasSetIsOffered) {
  auto* offer = find<QWidget>("settingsOffer");
  EXPECT_FALSE(offer->isVisible());
  type<QDoubleSpinBox>("setting_beta", QStringLiteral("8"));
  ASSERT_EQ(beta(), 8);
  loadOther();
  EXPECT_EQ(beta(), 1);
  ASSERT_TRUE(offer->isVisible());
  EXPECT_TRUE(text("settingsOfferText").contains(QStringLiteral("beta 8")))
      << text("settingsOfferText").toStdString();
  EXPECT_TRUE(text("settingsOfferText").contains(QStringLiteral("for made")));
  click("useOffered");
  EXPECT_EQ(beta(), 8);
  EXPECT_FALSE(offer->isVisible());
  EXPECT_EQ(std::get<double>(workspace().config()->settings.at("beta")), 8) << "and so Train does";
  loadOther();
  click("dropOffer");
  EXPECT_EQ(beta(), 1);
  EXPECT_FALSE(offer->isVisible());
}

TEST_F(SettingsWindowTest, NothingIsOfferedThatNobodySet) {
  loadOther();
  EXPECT_FALSE(find<QWidget>("settingsOffer")->isVisible());
  ASSERT_NO_FATAL_FAILURE(trainPlayed());
  Q_EMIT session().datasets().loaded(test::madeDataset(50), DatasetRole::Main);
  EXPECT_TRUE(text("settingsOfferText").contains(QStringLiteral("5 epochs"))) << "the fixture set them";
  EXPECT_FALSE(text("settingsOfferText").contains(QStringLiteral("beta")));
}

TEST_F(SettingsWindowTest, AWrongNumberStaysIsSaidAtItsFieldAndByItsName) {
  type<QSpinBox>("epochs", QStringLiteral("0"));
  EXPECT_EQ(find<QSpinBox>("epochs")->cleanText(), "0") << "not replaced in silence";
  ASSERT_TRUE(find<QLabel>("epochs_error")->isVisibleTo(m_window.get()));
  EXPECT_EQ(text("epochs_error"), QStringLiteral("Epochs: a whole number from 1 to 100,000, not “0”."));
  EXPECT_EQ(text("network"), QStringLiteral("The form has a number that cannot be used: Epochs."));
  EXPECT_FALSE(find<QPushButton>("train")->isEnabled());
  type<QSpinBox>("epochs", QStringLiteral("8000.8"));
  EXPECT_EQ(find<QSpinBox>("epochs")->cleanText(), "8000.8");
  EXPECT_FALSE(workspace().config());
  type<QDoubleSpinBox>("learningRate", QStringLiteral("50"));
  EXPECT_EQ(text("learningRate_error"), QStringLiteral("Learning rate: a number from 1e-7 to 10, not “50”."));
  type<QDoubleSpinBox>("setting_beta", QStringLiteral("much"));
  EXPECT_TRUE(text("setting_beta_error").contains(QStringLiteral("not “much”")));
  EXPECT_EQ(text("network"),
            QStringLiteral("The form has numbers that cannot be used: Beta, Learning rate, Epochs."));
  type<QSpinBox>("epochs", QStringLiteral("8000"));
  type<QDoubleSpinBox>("learningRate", QStringLiteral("0.01"));
  type<QDoubleSpinBox>("setting_beta", QStringLiteral("2"));
  for (const char* note : {"epochs_error", "learningRate_error", "setting_beta_error"})
    EXPECT_FALSE(find<QLabel>(note)->isVisibleTo(m_window.get())) << note;
  ASSERT_TRUE(workspace().config());
  EXPECT_EQ(workspace().config()->epochs, 8000);
  EXPECT_TRUE(find<QPushButton>("train")->isEnabled());
}

TEST_F(SettingsWindowTest, PreparingIsSaidAtOnceAndCountsAgree) {
  click("train");
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(text("progressText"), QStringLiteral("Preparing the model…"));
  EXPECT_EQ(text("runText"), QStringLiteral("Preparing the model…"));
  EXPECT_EQ(find<QProgressBar>("progressBar")->maximum(), 0) << "busy";
  const auto later = snapshot(1);
  later->epoch = 52;
  later->epochs = 100;
  later->progress = 0.527;
  ASSERT_NO_FATAL_FAILURE(play(later));
  EXPECT_TRUE(text("progressText").startsWith(QStringLiteral("epoch 53 of 100")));
  EXPECT_TRUE(text("runText").startsWith(QStringLiteral("epoch 53 of 100")));
  EXPECT_GT(find<QProgressBar>("progressBar")->maximum(), 0);
}

}  // namespace
}  // namespace isthmus
