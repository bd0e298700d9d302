#include "core/data/split.h"

#include "core/base/random.h"

#include <cmath>
#include <map>
#include <span>

namespace isthmus {

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
  std::map<std::int32_t, std::vector<std::size_t>> byClass;
  for (std::size_t i = 0; i < dataset.trainCount; ++i) {
    parts[i] = Part::Train;
    byClass[dataset.hasLabels() ? dataset.labels[i] : 0].push_back(i);
  }
  if (validationShare <= 0) return parts;
  Random random(seed);
  for (auto& [label, members] : byClass) {
    random.shuffle(std::span(members));
    const auto held =
        static_cast<std::size_t>(std::lround(validationShare * static_cast<double>(members.size())));
    for (std::size_t i = 0; i < held; ++i) parts[members[i]] = Part::Validation;
  }
  return parts;
}

double suggestedValidationShare(const Dataset& dataset) {
  return dataset.testCount() > 0 ? 0 : 0.1;
}

}  // namespace isthmus
