#pragma once

#include "tests/bench/report.h"

#include <string>
#include <vector>

namespace isthmus::bench {

// One function a group of the catalogue, run in a process of its own (isthmus-bench-rows). Each returns its
// rows, of which those that were not asked for are passed over. They throw std::exception when a measurement
// cannot be made.

std::vector<Measured> measureTraining();
std::vector<Measured> measureRoofline();
std::vector<Measured> measureConvolution();
std::vector<Measured> measureBusy();
std::vector<Measured> measureQuality();
std::vector<Measured> measureMemory();
std::vector<Measured> measureMillion();
std::vector<Measured> measureEncoding();
std::vector<Measured> measureLoading();

std::vector<Measured> measureDrag();
std::vector<Measured> measureLattice();
std::vector<Measured> measureBlocked();
std::vector<Measured> measureLive();
std::vector<Measured> measureScoring();

std::vector<Measured> measurePoints70k();
std::vector<Measured> measurePoints1M();
std::vector<Measured> measurePoints10M();
std::vector<Measured> measurePick();
std::vector<Measured> measureLasso();

/// How cost grows with samples, points and lattices: a table in Markdown.
std::string growthTable();

}  // namespace isthmus::bench
