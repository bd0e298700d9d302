#include "core/data/values/label_names.h"

#include <gtest/gtest.h>

namespace isthmus {
namespace {

TEST(LabelNames, AreReadAsWords) {
  for (const char* name : {"isFraud", "Is_Fraud", "is-fraud?", " IS FRAUD ", "is.fraud"})
    EXPECT_EQ(wordsOfName(name), "is fraud") << name;
  EXPECT_EQ(wordsOfName("TypeOfGlass"), "type of glass");
  EXPECT_EQ(wordsOfName("IDNumber"), "id number");
  EXPECT_EQ(wordsOfName("default.payment.next.month"), "default payment next month");
  EXPECT_EQ(wordsOfName(""), "");
}

TEST(LabelNames, SayHowPlainlyTheyMeanTheLabel) {
  for (const char* name : {"label", "Labels", "class_type", "class_label", "ClassName", "target", "survived",
                           "Diagnosis", "Outcome", "is_anomaly", "isFraud", "fraud", "Churn", "Exited",
                           "outlier", "is_outlier", "fraud_flag", "HeartDisease", "y_true"})
    EXPECT_EQ(labelSense(name), LabelSense::Plain) << name;
  for (const char* name : {"class", "Class", "CLASS", "species", "variety", "category", "classification",
                           "cell_type", "bulk_labels", "TypeOfGlass", "Activity"})
    EXPECT_EQ(labelSense(name), LabelSense::Class) << name;
  for (const char* name :
       {"quality", "income", "default", "default payment next month", "Type", "Loan_Status"})
    EXPECT_EQ(labelSense(name), LabelSense::Likely) << name;
  for (const char* name : {"y", "label_x", "x_label", "is_member", "has_cabin", "class_3", "cut_category"})
    EXPECT_EQ(labelSense(name), LabelSense::Perhaps) << name;
  for (const char* name : {"louvain", "leiden", "cluster", "kmeans", "leiden_r1", "cluster_id"})
    EXPECT_EQ(labelSense(name), LabelSense::Group) << name;
  for (const char* name : {"", "Pclass", "x", "subclass2", "island", "history", "glass", "yield", "age"})
    EXPECT_EQ(labelSense(name), LabelSense::None) << name;
}

TEST(LabelNames, TellTargetsIdsAndTimes) {
  for (const char* name : {"target", "price", "SalePrice", "quality", "y", "MEDV"})
    EXPECT_TRUE(isTargetName(name)) << name;
  EXPECT_FALSE(isTargetName("carat"));
  for (const char* name :
       {"id", "ID", "CustomerId", "customerid", "row_number", "RowNumber", "index", "instant", "sample_id",
        "record", "roll_no", "Unnamed: 0", "Sample code number", "key"})
    EXPECT_TRUE(isIdName(name)) << name;
  for (const char* name :
       {"malic_acid", "acid", "humid", "paid", "grid", "phosphoric", "numbering", "period"})
    EXPECT_FALSE(isIdName(name)) << name;
  for (const char* name : {"t", "Time", "year", "time_s", "step"}) EXPECT_TRUE(isTimeName(name)) << name;
  for (const char* name : {"tax", "MSZoning", "frame_width"}) EXPECT_FALSE(isTimeName(name)) << name;
}

}  // namespace
}  // namespace isthmus
