#include "tests/bench/rows/bench_data.h"

#include "core/data/builtin/digits.h"
#include "core/data/library/known_datasets.h"

#include <algorithm>
#include <stdexcept>

namespace isthmus::bench {

DatasetPtr wholeSet() {
  constexpr std::size_t kTrain = 60'000;
  constexpr std::size_t kTest = 10'000;
  const auto known = knownDatasets();
  const auto fashion = std::ranges::find(known, "fashion-mnist", &KnownDataset::id);
  const auto loaded = fashion != known.end() ? loadKnownDataset(*fashion, {}, {}) : makeDigits(kTrain, kTest);
  if (!loaded) throw std::runtime_error(loaded.error().text());
  return *loaded;
}

DatasetPtr trainingSet() {
  const DatasetPtr whole = wholeSet();
  auto part = std::make_shared<Dataset>();
  part->name = whole->name + " (training part)";
  part->source = whole->source;
  part->shape = whole->shape;
  part->trainCount = whole->trainCount;
  const auto size = static_cast<std::ptrdiff_t>(whole->trainCount * whole->shape.size());
  part->pixels.assign(whole->pixels.begin(), whole->pixels.begin() + size);
  part->labels.assign(whole->labels.begin(),
                      whole->labels.begin() + static_cast<std::ptrdiff_t>(whole->trainCount));
  part->classNames = whole->classNames;
  return part;
}

DatasetPtr repeated(const Dataset& dataset, std::size_t count) {
  auto more = std::make_shared<Dataset>();
  more->name = dataset.name;
  more->source = dataset.source;
  more->shape = dataset.shape;
  more->classNames = dataset.classNames;
  more->trainCount = count;
  more->pixels.reserve(count * dataset.shape.size());
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t from = i % dataset.count();
    const auto sample = dataset.sample(from);
    more->pixels.insert(more->pixels.end(), sample.begin(), sample.end());
    if (dataset.hasLabels()) more->labels.push_back(dataset.labels[from]);
  }
  return more;
}

}  // namespace isthmus::bench
