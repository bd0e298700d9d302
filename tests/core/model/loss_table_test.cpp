#include "core/engine/training/loss_table.h"

#include <gtest/gtest.h>

namespace isthmus {
namespace {

TEST(LossTable, HoldsEveryCurveUnderItsName) {
  auto history = std::make_shared<LossHistory>();
  history->terms = {{TermType::Reconstruction, "reconstruction"}, {TermType::Kl, "kl"}};
  history->train = {{0.5, {30, {28, 2}}}};
  history->epochs = {{1, {20, {17, 3}}, {21, {17.5, 3.5}}, 0.1, 1000}};
  history->heldOutPart = Part::Validation;
  EXPECT_EQ(csvOf(lossTable(history)),
            "epoch,series,total,reconstruction,kl\n0.5,batches,30,28,2\n1,train,20,17,3\n");
  history->hasHeldOut = true;
  EXPECT_EQ(csvOf(lossTable(history)),
            "epoch,series,total,reconstruction,kl\n0.5,batches,30,28,2\n1,train,20,17,3\n"
            "1,validation,21,17.5,3.5\n");
  history->terms.pop_back();
  EXPECT_TRUE(csvOf(lossTable(history)).starts_with("epoch,series,total,reconstruction\n"));
}

}  // namespace
}  // namespace isthmus
