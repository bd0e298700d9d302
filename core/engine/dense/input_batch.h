#pragma once

#include "core/data/dataset.h"
#include "core/model/model_snapshot.h"

#include <cstdint>
#include <span>

namespace isthmus::dense {

/// In which form samples come to a network.
enum class InputForm {
  Bytes,   ///< to be divided by 255 and nothing else: they become floats on the way into the first product
  Numbers  ///< scaled floats, made for each batch: there is no second copy of the data set
};

/// Some samples of a data set as a model's input, borrowed.
class InputBatch {
 public:
  InputBatch(const Dataset& dataset, const InputScaling& scaling, std::span<const std::size_t> samples)
      : m_dataset(&dataset), m_scaling(&scaling), m_samples(samples) {}

  std::size_t size() const { return m_samples.size(); }
  InputBatch part(std::size_t begin, std::size_t count) const {
    return {*m_dataset, *m_scaling, m_samples.subspan(begin, count)};
  }
  /// A row's bytes; only in the form Bytes.
  const std::uint8_t* bytes(std::size_t row) const { return m_dataset->sample(m_samples[row]).data(); }
  /// A row's scaled numbers, in either form.
  void numbers(std::size_t row, std::span<float> to) const {
    scaleSample(*m_dataset, m_samples[row], *m_scaling, to);
  }

 private:
  const Dataset* m_dataset;
  const InputScaling* m_scaling;
  std::span<const std::size_t> m_samples;
};

/// The form of a data set's samples for a model with this scaling.
inline InputForm inputForm(const Dataset& dataset, const InputScaling& scaling) {
  const bool areIntensities = dataset.isPlainBytes() && dataset.kind == SampleKind::Image &&
                              (scaling.kind == Scaling::None || !appliesTo(scaling, dataset));
  return areIntensities ? InputForm::Bytes : InputForm::Numbers;
}

}  // namespace isthmus::dense
