#include "widgets/data/dataset_card.h"

#include "tests/support/widget_support.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

class DatasetCardTest : public testing::Test {
 protected:
  DatasetCardTest() {
    card.resize(240, 300);
    card.show();
  }
  void show(DatasetPtr dataset) {
    QSignalSpy done(&card, &DatasetCard::summarised);
    card.setDataset(std::move(dataset));
    ASSERT_TRUE(QTest::qWaitFor([&] { return !done.isEmpty(); }, 30'000));
  }
  QString text(const char* name) { return child<QLabel>(card, name).text(); }

  DatasetCard card;
};

TEST_F(DatasetCardTest, SaysWhatTheDataAre) {
  auto dataset = plainDataset(1200, 3);
  dataset->notes = {"2 rows lacked a value: they were left out.", "1 sample was removed."};
  ASSERT_NO_FATAL_FAILURE(show(dataset));
  EXPECT_EQ(text("cardSamples"), "1,200");
  EXPECT_EQ(text("cardParts"), "1,000 train, 200 test");
  EXPECT_EQ(text("cardShape"), "28 x 28, grey");
  EXPECT_EQ(text("cardType"), "uint8");
  EXPECT_EQ(text("cardRange"), "1 to 250");
  EXPECT_EQ(text("cardScaling"), "divided by 255");
  EXPECT_EQ(text("cardSource"), "/data/plain");
  EXPECT_TRUE(text("cardNotes").contains("2 rows lacked a value"));
  auto& classes = child<QTableWidget>(card, "cardClasses");
  ASSERT_EQ(classes.rowCount(), 3);
  EXPECT_EQ(classes.item(1, 0)->text(), "class 1");
  EXPECT_FALSE(classes.item(1, 0)->icon().isNull());
  EXPECT_EQ(classes.item(1, 1)->text(), "333");
  EXPECT_TRUE(classes.isColumnHidden(2));
  EXPECT_EQ(classes.item(1, 3)->text(), "67");
}

TEST_F(DatasetCardTest, ShowsTheNewestSetOnly) {
  QSignalSpy done(&card, &DatasetCard::summarised);
  card.setDataset(plainDataset(50'000, 3));
  ASSERT_NO_FATAL_FAILURE(show(plainDataset(10, 0)));
  EXPECT_EQ(text("cardSamples"), "10");
  EXPECT_FALSE(child<QTableWidget>(card, "cardClasses").isVisible());
  QTest::qWait(50);
  EXPECT_EQ(text("cardRange"), "1 to 10");
}

TEST_F(DatasetCardTest, DescribesVectors) {
  auto dataset = std::make_shared<Dataset>();
  dataset->kind = SampleKind::Vector;
  dataset->shape = {1, 2, 1};
  dataset->values = {-1.5F, 2, 3, 4};
  dataset->trainCount = 2;
  dataset->scaling = Scaling::Standardise;
  ASSERT_NO_FATAL_FAILURE(show(dataset));
  EXPECT_EQ(text("cardShape"), "vector of 2");
  EXPECT_EQ(text("cardType"), "float32");
  EXPECT_EQ(text("cardScaling"), "standardised");
  EXPECT_EQ(text("cardParts"), "2 train, no test");
}

}  // namespace
}  // namespace isthmus
