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
  history->changes = {{0.5, 10, "beta", 1, 0.5}, {0.75, 15, kLearningRateKey, 0.001, 0.01}};
  EXPECT_EQ(csvOf(lossTable(history)),
            "epoch,series,total,reconstruction,kl,beta,learning_rate\n0.5,batches,30,28,2,1,0.001\n"
            "1,train,20,17,3,0.5,0.01\n1,validation,21,17.5,3.5,0.5,0.01\n")
      << "a step that ended where a value changed was made with the one before";
  history->changes.clear();
  history->terms.pop_back();
  EXPECT_TRUE(csvOf(lossTable(history)).starts_with("epoch,series,total,reconstruction\n"));
}

}  // namespace
}  // namespace isthmus
