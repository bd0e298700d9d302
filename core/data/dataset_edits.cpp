#include "core/data/dataset_edits.h"

#include "core/base/memory_limit.h"
#include "core/base/number_text.h"
#include "core/base/random.h"
#include "core/data/split.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <numeric>
#include <string>
#include <utility>

namespace isthmus {
namespace {

std::string samplesText(std::size_t count) {
  return withThousands(count) + (count == 1 ? " sample" : " samples");
}

std::uint64_t bytesOf(const Dataset& dataset) {
  return dataset.pixels.size() + dataset.values.size() * sizeof(float);
}

std::vector<bool> flagsOf(const Dataset& dataset, std::span<const std::size_t> indices) {
  std::vector<bool> flags(dataset.count(), false);
  for (const std::size_t index : indices) {
    assert(index < flags.size());
    flags[index] = true;
  }
  return flags;
}

/// Classes without samples go; the others move up in their order.
void dropEmptyClasses(Dataset& dataset) {
  std::vector<std::int32_t> moved(dataset.classNames.size(), -1);
  for (const std::int32_t label : dataset.labels) moved[static_cast<std::size_t>(label)] = 0;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < moved.size(); ++i) {
    if (moved[i] < 0) continue;
    moved[i] = static_cast<std::int32_t>(names.size());
    names.push_back(std::move(dataset.classNames[i]));
  }
  for (std::int32_t& label : dataset.labels) label = moved[static_cast<std::size_t>(label)];
  dataset.classNames = std::move(names);
}

void markEdited(Dataset& dataset, std::string note) {
  dataset.notes.push_back(std::move(note));
  if (!dataset.name.ends_with(kEditedSuffix)) dataset.name += kEditedSuffix;
  if (dataset.hasLabels()) dropEmptyClasses(dataset);
}

Error cancelledError() {
  return {ErrorCode::Cancelled, "The edit was cancelled"};
}

/// The samples whose flag is `kept`.
Result<Dataset> keep(const Dataset& dataset, const std::vector<bool>& flags, bool kept, const Task& task) {
  std::vector<std::size_t> indices;
  std::size_t train = 0;
  std::size_t validation = 0;
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (flags[i] != kept) continue;
    indices.push_back(i);
    if (i < dataset.trainCount)
      ++train;
    else if (i < dataset.trainCount + dataset.validationCount)
      ++validation;
  }
  if (indices.empty())
    return Error{ErrorCode::BadSetting, "No sample would be left; a data set needs at least one"};
  const std::uint64_t width = dataset.shape.size() * (dataset.isBytes() ? 1 : sizeof(float));
  if (auto fits = checkDatasetFits(indices.size() * width, dataset.name); !fits) return fits.error();
  Dataset taken = takeSamples(dataset, indices, train, validation, task);
  if (task.cancelled()) return cancelledError();
  return taken;
}

}  // namespace

Result<Dataset> dropSamples(const Dataset& dataset, std::span<const std::size_t> indices, const Task& task) {
  auto left = keep(dataset, flagsOf(dataset, indices), false, task);
  if (!left) return left.error();
  Dataset result = std::move(left).value();
  const std::size_t dropped = dataset.count() - result.count();
  markEdited(result, samplesText(dropped) + (dropped == 1 ? " was removed." : " were removed."));
  return result;
}

Result<Dataset> subset(const Dataset& dataset, std::span<const std::size_t> indices, const Task& task) {
  auto taken = keep(dataset, flagsOf(dataset, indices), true, task);
  if (!taken) return taken.error();
  Dataset result = std::move(taken).value();
  markEdited(result, samplesText(result.count()) + " of " + withThousands(dataset.count()) + " were kept.");
  return result;
}

Result<Dataset> relabel(const Dataset& dataset, std::span<const std::size_t> indices,
                        std::string_view className, const Task& task) {
  if (className.empty()) return Error{ErrorCode::BadSetting, "A class needs a name"};
  if (auto fits = checkDatasetFits(bytesOf(dataset), dataset.name); !fits) return fits.error();
  std::vector<std::size_t> all(dataset.count());
  std::iota(all.begin(), all.end(), std::size_t{0});
  Dataset result = takeSamples(dataset, all, dataset.trainCount, dataset.validationCount, task);
  if (task.cancelled()) return cancelledError();
  result.original = dataset.original;  // every sample keeps its number
  if (!result.hasLabels()) {
    result.classNames = {std::string(kUnlabelled)};
    result.labels.assign(result.count(), 0);
  }
  const auto found = std::ranges::find(result.classNames, className);
  const auto label = static_cast<std::int32_t>(found - result.classNames.begin());
  if (found == result.classNames.end()) result.classNames.emplace_back(className);
  const std::vector<bool> flags = flagsOf(dataset, indices);
  for (std::size_t i = 0; i < flags.size(); ++i)
    if (flags[i]) result.labels[i] = label;
  const auto count = static_cast<std::size_t>(std::ranges::count(flags, true));
  markEdited(result, samplesText(count) + (count == 1 ? " was" : " were") + " labelled " +
                         std::string(className) + ".");
  return result;
}

namespace {

/// Whole numbers in the proportion of `sizes` that add up to `total`, which is at most their sum: rounded
/// down, and one more where most was lost.
std::vector<std::size_t> sharesOf(const std::vector<std::size_t>& sizes, std::size_t total) {
  const std::size_t all = std::accumulate(sizes.begin(), sizes.end(), std::size_t{0});
  std::vector<std::size_t> shares;
  std::vector<std::pair<double, std::size_t>> lost;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const double exact =
        all == 0 ? 0 : static_cast<double>(total) * static_cast<double>(sizes[i]) / static_cast<double>(all);
    shares.push_back(std::min(sizes[i], static_cast<std::size_t>(exact)));
    lost.emplace_back(static_cast<double>(shares.back()) - exact, i);
  }
  std::ranges::sort(lost);
  std::size_t left = total - std::accumulate(shares.begin(), shares.end(), std::size_t{0});
  for (const auto& [loss, i] : lost) {
    if (left == 0 || shares[i] == sizes[i]) continue;
    ++shares[i];
    --left;
  }
  return shares;
}

}  // namespace

std::vector<std::size_t> chooseSamples(const Dataset& dataset, const SubsetChoice& choice) {
  const std::vector<Part> parts = splitParts(dataset, 0, 0);
  const bool byClass = choice.draw == SubsetChoice::Draw::Random;
  std::map<std::pair<Part, std::int32_t>, std::vector<std::size_t>> strata;
  std::size_t candidates = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::int32_t label = dataset.hasLabels() ? dataset.labels[i] : 0;
    if (!choice.classes.empty() && std::ranges::find(choice.classes, label) == choice.classes.end()) continue;
    strata[{parts[i], byClass ? label : 0}].push_back(i);
    ++candidates;
  }
  std::vector<std::size_t> sizes;
  for (const auto& [key, members] : strata) sizes.push_back(members.size());
  const std::vector<std::size_t> shares =
      sharesOf(sizes, std::min(candidates, choice.count.value_or(candidates)));
  Random random(choice.seed);
  std::vector<std::size_t> chosen;
  std::size_t next = 0;
  for (auto& [key, members] : strata) {
    if (byClass) random.shuffle(std::span(members));
    chosen.insert(chosen.end(), members.begin(),
                  members.begin() + static_cast<std::ptrdiff_t>(shares[next++]));
  }
  std::ranges::sort(chosen);
  return chosen;
}

}  // namespace isthmus
