#pragma once

#include "core/data/dataset.h"
#include "core/engine/closed/panels.h"
#include "core/engine/dense/input_batch.h"

#include <cstddef>
#include <span>
#include <vector>

namespace isthmus::closed {

/// Samples of a data set, scaled and less their mean, read portion by portion: the data set is never copied
/// as a whole. Numbers that are the same in all samples are left out (many pixels at the edges are): they
/// change no product.
class CentredSamples {
 public:
  /// Measures means and variances in one pass, of at least one sample. What the references are to must
  /// outlive it. Cancelled: see Crew.
  CentredSamples(const Dataset& dataset, const InputScaling& scaling, std::span<const std::size_t> samples,
                 const Crew& crew, Stretch stretch);

  std::size_t count() const { return m_batch.size(); }
  /// How many numbers of a sample vary.
  std::size_t width() const { return m_varying.size(); }
  /// Which they are, rising.
  std::span<const std::size_t> varying() const { return m_varying; }
  /// Of each number of a sample, those that do not vary among them.
  const std::vector<double>& mean() const { return m_mean; }
  /// Squared distances from the mean, summed over samples and numbers; not finite where a number is not, or
  /// where they are too large.
  double totalSquares() const { return m_totalSquares; }

  /// The samples from `first` on as the rows of `to`, which says how many: to.rows() x width().
  void read(std::size_t first, Panels& to, const Crew& crew) const;
  /// The samples from `first` on as the columns of `to`, which says how many: width() x to.cols().
  void readAsColumns(std::size_t first, Panels& to, const Crew& crew) const;
  /// How many samples to read at once: 8 MiB of doubles, but not less than 48.
  std::size_t portion() const;

 private:
  void measure(const Crew& crew, Stretch stretch);
  std::size_t numbers() const { return m_mean.size(); }
  /// Which numbers panel p of the samples has.
  std::span<const std::size_t> varyingOfPanel(std::size_t p) const;

  dense::InputBatch m_batch;
  std::vector<double> m_mean;
  std::vector<std::size_t> m_varying;
  double m_totalSquares = 0;
};

}  // namespace isthmus::closed
