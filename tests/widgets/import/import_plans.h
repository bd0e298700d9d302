#pragma once

#include "core/data/dataset_format.h"

#include <algorithm>
#include <array>
#include <string>

namespace isthmus::test {

inline constexpr std::array kEveryChoice = {
    LoadChoice::Samples, LoadChoice::Label,     LoadChoice::Scaling,   LoadChoice::Missing,
    LoadChoice::Split,   LoadChoice::Size,      LoadChoice::Colour,    LoadChoice::Shape,
    LoadChoice::Header,  LoadChoice::Delimiter, LoadChoice::Columns,   LoadChoice::Skip,
    LoadChoice::Comment, LoadChoice::Quote,     LoadChoice::Thousands, LoadChoice::Transpose,
    LoadChoice::Axis,    LoadChoice::Order,     LoadChoice::Factors,   LoadChoice::DataSet};

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

/// As a table of flowers whose columns can be chosen.
inline LoadPlan openTablePlan() {
  LoadPlan plan = tablePlan();
  for (const LoadChoice choice : {LoadChoice::Columns, LoadChoice::Skip, LoadChoice::Comment,
                                  LoadChoice::Quote, LoadChoice::Thousands, LoadChoice::Transpose})
    plan.preview.choices.push_back(choice);
  return plan;
}

/// A table of measurements "m0", "m1", ... and a last column "site" that is the label.
inline LoadPlan wideTablePlan(std::size_t columns) {
  LoadPlan plan = openTablePlan();
  plan.name = "wide";
  plan.options.label = "site";
  plan.preview.fields.clear();
  plan.preview.columns.clear();
  plan.preview.rows.assign(2, {});
  for (std::size_t i = 0; i + 1 < columns; ++i)
    plan.preview.fields.push_back(
        {"m" + std::to_string(i), "numbers 0.1 to 7.9, 61 different", false, true, FieldUse::Feature});
  plan.preview.fields.push_back({"site", "text, 3 different", false, true, FieldUse::Label});
  for (std::size_t i = 0; i < std::min<std::size_t>(columns, 100); ++i) {
    plan.preview.columns.push_back(plan.preview.fields[i].name);
    for (auto& row : plan.preview.rows) row.push_back(std::to_string(i % 7) + ".5");
  }
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
