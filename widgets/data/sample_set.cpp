#include "widgets/data/sample_set.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace isthmus {
namespace {

SampleSet shared(std::vector<std::uint32_t> samples) {
  if (samples.empty()) return nullptr;
  return std::make_shared<const std::vector<std::uint32_t>>(std::move(samples));
}

}  // namespace

bool contains(const SampleSet& set, std::size_t sample) {
  return set && std::ranges::binary_search(*set, sample);
}

SampleSet toggled(const SampleSet& set, std::size_t sample) {
  auto samples = set ? *set : std::vector<std::uint32_t>();
  const auto at = std::ranges::lower_bound(samples, sample);
  if (at != samples.end() && *at == sample)
    samples.erase(at);
  else
    samples.insert(at, static_cast<std::uint32_t>(sample));
  return shared(std::move(samples));
}

SampleSet united(const SampleSet& set, std::vector<std::uint32_t> samples) {
  if (!std::ranges::is_sorted(samples)) std::ranges::sort(samples);
  if (!set) return shared(std::move(samples));
  std::vector<std::uint32_t> both;
  std::ranges::set_union(*set, samples, std::back_inserter(both));
  return shared(std::move(both));
}

}  // namespace isthmus
