#pragma once

#include "core/data/dataset_format.h"

#include <algorithm>
#include <array>

namespace isthmus::test {

inline constexpr std::array kEveryChoice = {LoadChoice::Samples,   LoadChoice::Label,  LoadChoice::Scaling,
                                            LoadChoice::Missing,   LoadChoice::Split,  LoadChoice::Size,
                                            LoadChoice::Colour,    LoadChoice::Shape,  LoadChoice::Header,
                                            LoadChoice::Delimiter, LoadChoice::DataSet};

/// As a table of flowers would be planned.
inline LoadPlan tablePlan() {
  LoadPlan plan;
  plan.format = "CSV";
  plan.name = "iris";
  plan.summary = "150 rows of 2 numbers, labelled";
  plan.options.label = "species";
  plan.options.scaling = Scaling::Standardise;
  plan.options.missing = MissingValues::Drop;
  plan.options.testShare = 0.2;
  plan.options.header = true;
  plan.options.delimiter = ',';
  plan.preview.choices = {LoadChoice::Label, LoadChoice::Scaling, LoadChoice::Missing,
                          LoadChoice::Split, LoadChoice::Header,  LoadChoice::Delimiter};
  plan.preview.fields = {{"length", "numbers", false, true, FieldUse::Feature},
                         {"width", "numbers", false, true, FieldUse::Feature},
                         {"island", "text, 3 different", false, true, FieldUse::Factor},
                         {"species", "text, 3 different", false, true, FieldUse::Label},
                         {"remark", "text, all different", false, false, FieldUse::LeftOut}};
  plan.preview.columns = {"length", "width", "island", "species", "remark"};
  plan.preview.rows = {{"5.1", "3.5", "Dream", "setosa", "first"}, {"4.9", "3.0", "Dream", "virginica", ""}};
  plan.preview.remarks = {"The column species holds 3 words: it is taken as the label."};
  return plan;
}

/// As a file of several arrays would be planned.
inline LoadPlan arraysPlan() {
  LoadPlan plan;
  plan.format = "NPZ";
  plan.name = "mnist";
  plan.summary = "60,000 samples of 784 numbers, labelled";
  plan.options.samples = "x_train";
  plan.options.label = "y_train";
  plan.options.shape = ImageShape{28, 28, 1};
  plan.preview.choices = {LoadChoice::Samples, LoadChoice::Label, LoadChoice::Shape, LoadChoice::Split};
  plan.preview.fields = {{"x_train", "60,000 x 784, uint8", true, false},
                         {"x_test", "10,000 x 784, uint8", true, false},
                         {"y_train", "60,000, int64", false, true},
                         {"centre", "2, float32", false, false}};
  plan.preview.pictures = std::vector<Image>(12, Image{{28, 28, 1}, std::vector<float>(784, 0.5F)});
  return plan;
}

/// As a folder of pictures would be planned.
inline LoadPlan picturesPlan() {
  LoadPlan plan;
  plan.format = "Images";
  plan.name = "cats";
  plan.summary = "400 pictures in 2 folders";
  plan.options.side = 64;
  plan.options.channels = 3;
  plan.preview.choices = {LoadChoice::Size, LoadChoice::Colour, LoadChoice::Split};
  plan.preview.pictures = std::vector<Image>(20, Image{{64, 64, 3}, std::vector<float>(64 * 64 * 3, 0.5F)});
  return plan;
}

}  // namespace isthmus::test
