#include "tests/bench/catalogue.h"

#include <algorithm>

namespace isthmus::bench {
namespace {

std::vector<Group> trainGroups() {
  const char* eager = "against the eager LibTorch loop";
  const char* python = "against the same loop in python3-torch";
  return {
      {"train",
       {{"train.vae", std::string("reference VAE, batch 100, ") + eager, "images/s", {.ratioAtLeast = 3}},
        {"train.vae.python", std::string("the same ") + python, "images/s", {.ratioAtLeast = 3}},
        {"train.vae.float32", std::string("in float32 alone, ") + eager, "images/s", {.ratioAtLeast = 1.8}},
        {"train.vae.float32.python",
         std::string("in float32 alone, ") + python,
         "images/s",
         {.ratioAtLeast = 1.8}},
        {"train.batch512",
         std::string("reference VAE, batch 512, ") + eager,
         "images/s",
         {.ratioAtLeast = 2}},
        {"train.batch512.python", std::string("the same ") + python, "images/s", {.ratioAtLeast = 2}}}},
      {"roofline",
       {{"train.roofline",
         "a float32 step on one thread against a large sgemm",
         "GFLOP/s",
         {.ratioAtLeast = 0.6}}}},
      {"conv", {{"train.conv", "a small convolutional VAE", "images/s", {.ratioAtLeast = 1.2}}}},
      {"busy",
       {{"train.busy",
         "slow-down of training while two other processes spin",
         "times",
         {.valueAtMost = 2.5}}}},
      {"quality",
       {{"train.quality",
         "test negative ELBO after 10 epochs against the reference path, 3 seeds",
         "nats",
         {.ratioWithin = 0.005}}}},
      {"memory",
       {{"train.memory",
         "peak memory above the data set's size, 60,000 x 784",
         "MiB",
         {.valueAtMost = 250}}}},
      {"encode",
       {{"encode.all", "re-encoding 70,000 samples against a training epoch", "s", {.ratioAtMost = 0.25}}}},
  };
}

std::vector<Group> windowGroups() {
  return {
      {"drag",
       {{"decode.drag", "mouse event to painted picture, p95 of 500, idle", "ms", {.valueAtMost = 8}},
        {"decode.drag.training", "the same while training", "ms", {.valueAtMost = 16}}}},
      {"lattice", {{"decode.lattice", "20 x 20 lattice, request to shown, idle", "ms", {.valueAtMost = 25}}}},
      {"points70k",
       {{"points.70k",
         "redraw while panning, 900 x 900, 10 classes, p95, against QCPGraph",
         "ms",
         {.valueAtMost = 8, .ratioAtLeast = 20},
         Ratio::PeerToValue}}},
      {"points1M",
       {{"points.1M",
         "the same with 1,000,000 points",
         "ms",
         {.valueAtMost = 33, .ratioAtLeast = 20},
         Ratio::PeerToValue}}},
      {"points10M", {{"points.10M", "the same with 10,000,000 points", "ms", {.valueAtMost = 50}}}},
      {"pick",
       {{"points.pick", "nearest of 1,000,000 points under the pointer, p95", "ms", {.valueAtMost = 1}}}},
      {"lasso", {{"points.lasso", "lasso of 30 corners over 1,000,000 points", "ms", {.valueAtMost = 100}}}},
      {"blocked",
       {{"gui.blocked", "longest stretch that the event loop is not served", "ms", {.valueAtMost = 30}}}},
      {"live", {{"gui.live", "share of an epoch that live display costs", "%", {.valueAtMost = 15}}}},
      {"start",
       {{"start.cold",
         "exec to usable window with the bundled model, against python3 -c 'import torch'",
         "s",
         {.ratioAtMost = 1, .condition = "painted before LibTorch is loaded"}},
        {"start.warm",
         "the same with files in the page cache",
         "s",
         {.ratioAtMost = 1, .condition = "painted before LibTorch is loaded"}}}},
      {"load",
       {{"load.idx",
         "reading Fashion-MNIST's four .gz against zlib inflating them",
         "s",
         {.ratioAtMost = 1.3}},
        {"load.csv",
         "planning and loading a CSV of 784 columns of floats, against pandas or numpy",
         "MB/s",
         {.condition = "at least 200 MB/s"}}}},
      {"million",
       {{"load.memory", "peak memory of loading 1,000,000 x 784 bytes (IDX)", "MiB", {.valueAtMost = 1229}}}},
      {"score",
       {{"score.hist",
         "errors of 70,000 samples and histogram shown against a training epoch",
         "s",
         {.ratioAtMost = 0.5}}}},
  };
}

}  // namespace

const std::vector<Group>& catalogue() {
  static const std::vector<Group> groups = [] {
    auto all = trainGroups();
    std::ranges::move(windowGroups(), std::back_inserter(all));
    return all;
  }();
  return groups;
}

bool isWanted(const std::string& row, const std::vector<std::string>& names) {
  return names.empty() ||
         std::ranges::any_of(names, [&row](const std::string& name) { return row.starts_with(name); });
}

std::vector<Group> wantedGroups(const std::vector<std::string>& names) {
  std::vector<Group> groups;
  for (Group group : catalogue()) {
    std::erase_if(group.rows, [&](const RowSpec& row) { return !isWanted(row.name, names); });
    if (!group.rows.empty()) groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace isthmus::bench
