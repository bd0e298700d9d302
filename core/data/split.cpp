#include "core/data/split.h"

#include "core/base/random.h"
#include "core/data/files/file_rows.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>
#include <span>
#include <utility>

namespace isthmus {

namespace {

constexpr std::size_t kBytesPerLook = std::size_t{4} << 20U;  // moved between looks at the task
constexpr std::size_t kRowsPerLook = std::size_t{1} << 16U;   // likewise: each may be a cache miss

/// As Random::shuffle(); false when the task was cancelled.
bool shuffle(std::vector<std::size_t>& values, Random& random, const Task& task) {
  for (std::size_t i = values.size(); i > 1; --i) {
    if (i % kRowsPerLook == 0 && task.cancelled()) return false;
    std::swap(values[i - 1], values[random.below(i)]);
  }
  return true;
}

/// A share of the training samples of each class, in no order; never all of a class that has two or more, and
/// never all of them. Gives up when the task is cancelled.
std::vector<std::size_t> drawStratified(const Dataset& dataset, double share, std::uint64_t seed,
                                        const Task& task = {}) {
  std::vector<std::size_t> drawn;
  if (share <= 0) return drawn;
  std::map<std::int32_t, std::vector<std::size_t>> byClass;
  for (std::size_t i = 0; i < dataset.trainCount; ++i) {
    if (i % kRowsPerLook == 0 && task.cancelled()) return drawn;
    byClass[dataset.hasLabels() ? dataset.labels[i] : 0].push_back(i);
  }
  Random random(seed);
  for (auto& [label, members] : byClass) {
    if (!shuffle(members, random, task)) return drawn;
    const auto most = static_cast<std::ptrdiff_t>(std::max<std::size_t>(members.size() - 1, 1));
    const std::ptrdiff_t count = std::min(std::lround(share * static_cast<double>(members.size())), most);
    drawn.insert(drawn.end(), members.begin(), members.begin() + count);
  }
  if (!drawn.empty() && drawn.size() == dataset.trainCount) drawn.pop_back();  // every class has one sample
  return drawn;
}

/// Moves rows of `width` numbers, the row order[i] to place i, one cycle after the other.
template <typename Number>
void reorderRows(std::vector<Number>& rows, std::size_t width, std::span<const std::size_t> order,
                 const Task& task) {
  if (rows.empty()) return;
  const std::size_t rowsPerLook = std::min(kBytesPerLook / (width * sizeof(Number)) + 1, kRowsPerLook);
  std::size_t moved = 0;
  const auto at = [&](std::size_t row) { return rows.begin() + static_cast<std::ptrdiff_t>(row * width); };
  std::vector<bool> done(order.size(), false);
  std::vector<Number> first(width);
  for (std::size_t start = 0; start < order.size(); ++start) {
    if (start % kRowsPerLook == 0 && task.cancelled()) return;
    if (done[start] || order[start] == start) continue;
    std::move(at(start), at(start + 1), first.begin());
    std::size_t to = start;
    for (; order[to] != start; to = order[to]) {
      if (++moved % rowsPerLook == 0 && task.cancelled()) return;
      std::move(at(order[to]), at(order[to] + 1), at(to));
      done[to] = true;
    }
    std::move(first.begin(), first.end(), at(to));
    done[to] = true;
  }
}

void reorder(Dataset& dataset, const std::vector<std::size_t>& order, const Task& task) {
  reorderRows(dataset.pixels, dataset.shape.size(), order, task);
  reorderRows(dataset.values, dataset.shape.size(), order, task);
  reorderRows(dataset.labels, 1, order, task);
  reorderRows(dataset.sampleNames, 1, order, task);
  reorderRows(dataset.rows, 1, order, task);
  reorderRows(dataset.fileOf, 1, order, task);
  for (Factor& factor : dataset.factors) reorderRows(factor.values, 1, order, task);
  if (dataset.original)
    dataset.original = [original = std::move(dataset.original), order](std::size_t index) {
      return original(order[index]);
    };
}

}  // namespace

std::string_view partName(Part part) {
  switch (part) {
    case Part::Train:
      return "train";
    case Part::Validation:
      return "validation";
    case Part::Test:
      return "test";
  }
  return "";
}

std::vector<Part> splitParts(const Dataset& dataset, double validationShare, std::uint64_t seed) {
  std::vector<Part> parts(dataset.count(), Part::Test);
  const auto trainEnd = parts.begin() + static_cast<std::ptrdiff_t>(dataset.trainCount);
  std::fill(parts.begin(), trainEnd, Part::Train);
  std::fill_n(trainEnd, dataset.validationCount, Part::Validation);
  for (const std::size_t sample : drawStratified(dataset, validationShare, seed))
    parts[sample] = Part::Validation;
  return parts;
}

double suggestedValidationShare(const Dataset& dataset) {
  return dataset.testCount() + dataset.validationCount > 0 ? 0 : 0.1;
}

void splitOffTest(Dataset& dataset, double testShare, std::uint64_t seed, const Task& task) {
  assert(dataset.testCount() == 0);
  std::vector<bool> isTest(dataset.count(), false);
  const std::vector<std::size_t> drawn = drawStratified(dataset, testShare, seed, task);
  if (task.cancelled() || drawn.empty()) return;
  for (const std::size_t sample : drawn) isTest[sample] = true;
  std::vector<std::size_t> order;  // the sample that comes to each place
  order.reserve(dataset.count());
  for (const bool test : {false, true}) {
    for (std::size_t i = 0; i < isTest.size(); ++i) {
      if (i % kRowsPerLook == 0 && task.cancelled()) return;
      if (isTest[i] == test) order.push_back(i);
    }
  }
  nameRows(dataset);  // which their places no longer tell
  reorder(dataset, order, task);
  dataset.trainCount -= drawn.size();
}

}  // namespace isthmus
