#include "core/data/images/pixel_order.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace isthmus {
namespace {

constexpr double kSymmetryWeight = 0.25;            // digits that touch the edge reach 0.5 by chance
constexpr std::size_t kPicturesBetweenLooks = 256;  // at the stop token
constexpr double kEmptyBorder = 0.15;  // of the highest mean: Fashion-MNIST has 0.07, single classes 0.1

/// Pictures of one channel (the mean of several), as they lie.
class GreyRows {
 public:
  GreyRows(const RowSample& sample, const RowsLayout& layout)
      : m_sample(sample),
        m_channels(static_cast<std::size_t>(layout.shape.channels)),
        m_pixels(sample.width / m_channels),
        m_planes(layout.hasChannelsFirst) {}

  double at(std::size_t row, std::size_t pixel) const {
    double sum = 0;
    for (std::size_t channel = 0; channel < m_channels; ++channel) {
      const std::size_t place = m_planes ? channel * m_pixels + pixel : pixel * m_channels + channel;
      const float value = m_sample.values[row * m_sample.width + place];
      sum += std::isfinite(value) ? static_cast<double>(value) : 0;
    }
    return sum / static_cast<double>(m_channels);
  }
  std::size_t pixels() const { return m_pixels; }
  std::size_t rows() const { return m_sample.rows(); }

 private:
  const RowSample& m_sample;
  std::size_t m_channels;
  std::size_t m_pixels;
  bool m_planes;
};

double correlation(std::span<const double> a, std::span<const double> b) {
  double sumA = 0;
  double sumB = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sumA += a[i];
    sumB += b[i];
  }
  const double meanA = sumA / static_cast<double>(a.size());
  const double meanB = sumB / static_cast<double>(b.size());
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += (a[i] - meanA) * (a[i] - meanA);
    bb += (b[i] - meanB) * (b[i] - meanB);
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

/// How far what is drawn spreads along rows and columns, in squares of pixels; summed over pictures.
class Spread {
 public:
  explicit Spread(std::size_t width) : m_width(width) {}

  void add(std::span<const double> ink) {
    double sum = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double yy = 0;
    for (std::size_t i = 0; i < ink.size(); ++i) {
      const auto column = static_cast<double>(i % m_width);
      const auto row = static_cast<double>(i / m_width);
      sum += ink[i];
      x += ink[i] * column;
      y += ink[i] * row;
      xx += ink[i] * column * column;
      yy += ink[i] * row * row;
    }
    if (sum <= 0) return;
    m_across += xx / sum - x / sum * (x / sum);
    m_down += yy / sum - y / sum * (y / sum);
  }
  std::optional<double> logRatio() const {
    if (m_across <= 0 || m_down <= 0) return std::nullopt;
    return std::log(m_down / m_across) / 2;
  }

 private:
  std::size_t m_width;
  double m_across = 0;
  double m_down = 0;
};

/// The mean of all pictures.
class MeanPicture {
 public:
  MeanPicture(const GreyRows& pictures, const ImageShape& shape)
      : m_height(static_cast<std::size_t>(shape.height)),
        m_width(static_cast<std::size_t>(shape.width)),
        m_mean(pictures.pixels()) {
    for (std::size_t row = 0; row < pictures.rows(); ++row)
      for (std::size_t i = 0; i < m_mean.size(); ++i) m_mean[i] += pictures.at(row, i);
    for (double& value : m_mean) value /= static_cast<double>(pictures.rows());
    for (std::size_t column = 0; column < m_width; ++column)
      m_edge.insert(m_edge.end(), {m_mean[column], m_mean[(m_height - 1) * m_width + column]});
    for (std::size_t row = 0; row < m_height; ++row)
      m_edge.insert(m_edge.end(), {m_mean[row * m_width], m_mean[row * m_width + m_width - 1]});
    std::ranges::sort(m_edge);
  }

  /// What the middle one of the pixels round the edge has.
  double ground() const { return m_edge[m_edge.size() / 2]; }
  bool isGroundEmpty() const {
    double most = 0;
    for (const double value : m_mean) most = std::max(most, std::abs(value - ground()));
    double edge = 0;
    for (const double value : m_edge) edge += std::abs(value - ground());
    return edge / static_cast<double>(m_edge.size()) <= kEmptyBorder * most;
  }
  /// Its correlation with its mirror image, less that with its image upside down.
  double symmetry() const {
    std::vector<double> mirrored(m_mean.size());
    std::vector<double> upsideDown(m_mean.size());
    for (std::size_t row = 0; row < m_height; ++row)
      for (std::size_t column = 0; column < m_width; ++column) {
        mirrored[row * m_width + column] = m_mean[row * m_width + m_width - 1 - column];
        upsideDown[row * m_width + column] = m_mean[(m_height - 1 - row) * m_width + column];
      }
    return correlation(m_mean, mirrored) - correlation(m_mean, upsideDown);
  }

 private:
  std::size_t m_height;
  std::size_t m_width;
  std::vector<double> m_mean;
  std::vector<double> m_edge;  // sorted
};

template <typename Value>
void turn(std::span<const Value> from, const ImageShape& shape, std::span<Value> to) {
  const auto height = static_cast<std::size_t>(shape.height);
  const auto width = static_cast<std::size_t>(shape.width);
  const auto channels = static_cast<std::size_t>(shape.channels);
  for (std::size_t column = 0; column < width; ++column)
    for (std::size_t row = 0; row < height; ++row)
      for (std::size_t channel = 0; channel < channels; ++channel)
        to[(row * width + column) * channels + channel] = from[(column * height + row) * channels + channel];
}

template <typename Value>
void turnAll(std::vector<Value>& samples, const ImageShape& shape, const Task& task) {
  std::vector<Value> turned(shape.size());
  for (std::size_t first = 0; first < samples.size(); first += turned.size()) {
    if (first / turned.size() % kPicturesBetweenLooks == 0 && task.cancelled()) return;
    const auto sample = std::span(samples).subspan(first, turned.size());
    turn<Value>(sample, shape, turned);
    std::ranges::copy(turned, sample.begin());
  }
}

}  // namespace

std::optional<double> uprightness(const RowSample& sample, const RowsLayout& layout) {
  if (sample.rows() == 0 || layout.shape.size() != sample.width || sample.width == 0) return std::nullopt;
  const GreyRows pictures(sample, layout);
  const MeanPicture mean(pictures, layout.shape);
  if (!mean.isGroundEmpty()) return kSymmetryWeight * mean.symmetry();
  Spread spread(static_cast<std::size_t>(layout.shape.width));
  std::vector<double> ink(pictures.pixels());
  for (std::size_t row = 0; row < pictures.rows(); ++row) {
    for (std::size_t i = 0; i < ink.size(); ++i) ink[i] = std::abs(pictures.at(row, i) - mean.ground());
    spread.add(ink);
  }
  return spread.logRatio();
}

void turnColumnMajor(Dataset& dataset, const Task& task) {
  if (dataset.kind != SampleKind::Image || dataset.shape.size() == 0) return;
  turnAll(dataset.pixels, dataset.shape, task);
  turnAll(dataset.values, dataset.shape, task);
}

}  // namespace isthmus
