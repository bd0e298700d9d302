#include "app/rooms/pictures/sample_views.h"

#include "core/data/dataset_summary.h"
#include "core/data/files/file_rows.h"
#include "widgets/text/sample_text.h"
#include "widgets/text/view_text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

namespace isthmus {

Image imageOf(std::span<const float> values, const ImageShape& shape) {
  return {shape, {values.begin(), values.end()}};
}

Image sampleOf(const Dataset& dataset, std::size_t index) {
  if (dataset.kind == SampleKind::Vector) return {dataset.shape, rowOf(dataset, index)};
  return dataset.image(index);
}

double percentileOf(const std::vector<float>& errors, float error) {
  if (!std::isfinite(error)) return std::numeric_limits<double>::quiet_NaN();
  const auto measured = std::ranges::count_if(errors, [](float other) { return std::isfinite(other); });
  const auto smaller = std::ranges::count_if(errors, [error](float other) { return other < error; });
  return static_cast<double>(smaller) / static_cast<double>(measured);
}

PickedView pickedView(const Dataset& dataset, std::size_t sample) {
  const std::string_view label = dataset.className(sample);
  PickedView view;
  view.index = sample;
  view.label = viewText(label);
  view.name = sampleName(dataset, sample);
  view.row = fileRow(dataset, sample);
  view.original = sampleOf(dataset, sample);
  return view;
}

PickedView pickedView(const Dataset& dataset, const ModelSpec& model, const Encoding& encoding,
                      std::size_t sample, std::span<const float> reconstruction) {
  PickedView view = pickedView(dataset, sample);
  view.reconstruction = imageOf(reconstruction, dataset.shape);
  view.likelihood = model.likelihood;
  view.nll = static_cast<double>(encoding.of(Measure::Nll)[sample]);
  view.mse = static_cast<double>(encoding.of(Measure::Mse)[sample]);
  if (!encoding.hasPosterior()) return view;
  view.kl = static_cast<double>(encoding.of(Measure::Kl)[sample]);
  view.negativeElbo = static_cast<double>(encoding.of(Measure::SampledNll)[sample]) + view.kl.value();
  return view;
}

}  // namespace isthmus
