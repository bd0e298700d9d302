// The ROC curve of one class of the data against the others, beside that of a probe.
#include "widgets/errors/anomaly_choice.h"

#include "core/anomaly/class_roc.h"
#include "tests/support/error_panel_fixture.h"
#include "widgets/text/number_text.h"

#include <QComboBox>
#include <QTabWidget>

#include <gtest/gtest.h>

#include <limits>

namespace isthmus {
namespace {

class AnomalyChoiceTest : public ErrorPanelTest {
 protected:
  /// The fixture's data, whose samples take turns in these classes.
  static DatasetPtr inClasses(std::vector<std::string> names) {
    auto set = std::make_shared<Dataset>(*makeDataset(kCount));
    for (std::size_t i = 0; i < kCount; ++i) set->labels[i] = static_cast<std::int32_t>(i % names.size());
    set->classNames = std::move(names);
    return set;
  }
  QComboBox& combo() { return *child<QComboBox>("anomalies"); }
  QTabWidget& tabs() { return *child<QTabWidget>("errorTabs"); }
  void showRoc() { tabs().setCurrentIndex(2); }
  void choose(int index) {
    combo().setCurrentIndex(index);
    Q_EMIT combo().activated(index);
  }
  double aucOf(std::size_t classIndex) const {
    const ClassErrors errors = splitByClass(encoding->of(Measure::Nll), dataset->labels, classIndex);
    return rocCurve(errors.outside, errors.within).auc;
  }
  QString auc() { return child<QLabel>("rocAuc")->text(); }
  bool hasCurve() { return !child<QLabel>("rocEmpty")->isVisible(); }
};

TEST_F(AnomalyChoiceTest, TheSecondOfTwoClassesIsHeldAgainstTheFirstWithoutAProbe) {
  dataset = inClasses({"0", "1"});
  load();
  showRoc();
  EXPECT_TRUE(combo().isVisible());
  EXPECT_EQ(combo().currentText(), "class 1");
  EXPECT_TRUE(hasCurve());
  EXPECT_EQ(auc(), aucText(aucOf(1)));
  EXPECT_EQ(tabs().tabText(2), "ROC, AUC " + aucText(aucOf(1)));

  std::size_t found = 0;
  for (std::size_t i = 1; i < kCount; i += 2)
    found += static_cast<double>(encoding->of(Measure::Nll)[i]) > panel.threshold() ? 1U : 0U;
  const std::size_t falseAlarms = countAbove(encoding->of(Measure::Nll), panel.threshold()) - found;
  EXPECT_EQ(child<QLabel>("rocTruePositives")->text(), shareText(static_cast<double>(found) / (kCount / 2)));
  EXPECT_EQ(child<QLabel>("rocFalsePositives")->text(),
            shareText(static_cast<double>(falseAlarms) / (kCount / 2)));
}

TEST_F(AnomalyChoiceTest, TheClassThatIsCalledSoIsTakenThoughItStandsFirst) {
  dataset = inClasses({"anomaly", "normal"});
  load();
  showRoc();
  EXPECT_EQ(combo().currentText(), "class anomaly");
  EXPECT_EQ(auc(), aucText(aucOf(0)));
  dataset = inClasses({"normal", "anomaly"});
  load();
  EXPECT_EQ(combo().currentText(), "class anomaly");
  EXPECT_EQ(auc(), aucText(aucOf(1)));
}

TEST_F(AnomalyChoiceTest, AnAreaBelowOneHalfIsNeverShownAlone) {
  dataset = inClasses({"anomaly", "normal"});
  auto turned = std::make_shared<Encoding>(*encoding);
  for (std::size_t i = 0; i < kCount; ++i) turned->measures[Measure::Nll][i] = i % 2 == 0 ? 100.0F : 150.0F;
  encoding = turned;
  load();
  showRoc();
  ASSERT_LT(aucOf(0), 0.5);
  EXPECT_EQ(tabs().tabText(2), "ROC, AUC 0.000 (reversed 1.000)");
  EXPECT_TRUE(child<QLabel>("rocReversed")->isVisible());
  EXPECT_TRUE(child<QLabel>("rocReversed")->text().contains("reversed 1.000"));
  choose(2);
  EXPECT_EQ(tabs().tabText(2), "ROC, AUC 1.000");
  EXPECT_FALSE(child<QLabel>("rocReversed")->isVisible());
}

TEST_F(AnomalyChoiceTest, OfManyClassesAPersonChoosesOneAndItStays) {
  load();
  showRoc();
  EXPECT_FALSE(hasCurve()) << "which of the ten is abnormal nobody has said";
  EXPECT_EQ(combo().count(), 11);
  choose(9);
  EXPECT_TRUE(hasCurve());
  EXPECT_EQ(auc(), aucText(aucOf(8)));
  encoding = makeEncoding(5, kCount, 90);  // training goes on
  load();
  QTest::qWait(400);
  EXPECT_EQ(auc(), aucText(aucOf(8)));
  dataset = inClasses({"Coat", "Bag", "Shirt"});  // other data that have the class
  load();
  EXPECT_EQ(combo().currentText(), "class Bag");
  EXPECT_EQ(auc(), aucText(aucOf(1)));
  dataset = inClasses({"cat", "cow", "dog"});  // and others that have not
  load();
  EXPECT_FALSE(hasCurve());
  EXPECT_EQ(combo().currentIndex(), 0);
  panel.setData({});  // nothing at all
  load();
  EXPECT_FALSE(hasCurve());
}

TEST_F(AnomalyChoiceTest, AProbeIsShownWhenItComesAndAClassCanBeChosenInstead) {
  dataset = inClasses({"0", "1"});
  load();
  showRoc();
  const EncodingPtr letters = makeEncoding(2, 5'000, 210);
  setProbe(QStringLiteral("letters"), letters);
  QTest::qWait(400);
  EXPECT_EQ(combo().currentText(), "probe letters");
  EXPECT_EQ(auc(), aucText(rocCurve(encoding->of(Measure::Nll), letters->of(Measure::Nll)).auc));
  choose(1);
  EXPECT_EQ(auc(), aucText(aucOf(0)));
  setProbe(QStringLiteral("letters"), makeEncoding(3, 5'000, 210));  // encoded anew while training
  QTest::qWait(400);
  EXPECT_EQ(combo().currentText(), "class 0");
  setProbe(QStringLiteral("clouds"), letters);
  QTest::qWait(400);
  EXPECT_EQ(combo().currentText(), "probe clouds") << "it was loaded to be looked at";
  clearProbe();
  QTest::qWait(400);
  EXPECT_EQ(combo().currentText(), "class 1");
}

TEST_F(AnomalyChoiceTest, IsHiddenWhereThereIsNothingToChooseFrom) {
  auto bare = std::make_shared<Dataset>(*dataset);
  bare->labels.clear();
  bare->classNames.clear();
  dataset = bare;
  load();
  showRoc();
  EXPECT_FALSE(combo().isVisible());
  EXPECT_FALSE(hasCurve());
}

TEST_F(AnomalyChoiceTest, SaysWhenTheClassHasNoSamplesAmongThoseShown) {
  dataset = inClasses({"0", "1", "2"});
  auto broken = std::make_shared<Encoding>(*encoding);
  for (std::size_t i = 0; i < kCount; i += 3)
    broken->measures[Measure::Nll][i] = std::numeric_limits<float>::quiet_NaN();
  encoding = broken;
  load();
  showRoc();
  choose(1);
  EXPECT_FALSE(hasCurve());
  EXPECT_TRUE(child<QLabel>("rocEmpty")->text().contains("none of this class"));
  EXPECT_EQ(tabs().tabText(2), "ROC");
  choose(2);
  EXPECT_TRUE(hasCurve());
}

}  // namespace
}  // namespace isthmus
