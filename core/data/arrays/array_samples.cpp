#include "core/data/arrays/array_samples.h"

#include "core/base/number_text.h"
#include "core/data/arrays/column_blocks.h"
#include "core/data/files/grow.h"
#include "core/data/values/number_offsets.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace isthmus {
namespace {

// Where samples do not lie together all of the array is read for a look at a few of them.
constexpr std::uint64_t kMostBytesForALook = 128ULL << 20;
constexpr int kMostTimesLonger = 20;  // one side of a picture than the other: beyond it they are no sides

bool isChannels(std::uint64_t count) {
  return count == 1 || count == 3;
}

std::uint64_t width(const ArrayInfo& array) {
  return array.elements() / array.shape.front();
}

SampleLayout vectors(const ArrayInfo& array) {
  return {SampleKind::Vector, {1, static_cast<int>(width(array)), 1}};
}

SampleLayout pictures(const ArrayInfo& array, const ImageShape& shape) {
  return {SampleKind::Image, shape, holdsBytes(array)};
}

SampleLayout rowsLayout(const ArrayInfo& array, const RowSample& rows) {
  const PictureGuess guess = guessPictures(rows, {});
  SampleLayout layout = guess.picture ? pictures(array, guess.picture->shape) : vectors(array);
  layout.hasChannelsFirst = guess.picture && guess.picture->hasChannelsFirst;
  layout.remark = guess.remark;
  layout.wasMeasured = guess.wasMeasured;
  return layout;
}

/// Three dimensions are pictures, unless they are fractions of another range whose neighbours are not alike.
SampleLayout greyLayout(const ArrayInfo& array, const RowSample& rows) {
  SampleLayout layout =
      pictures(array, {static_cast<int>(array.shape[1]), static_cast<int>(array.shape[2]), 1});
  const auto [shorter, longer] = std::minmax(layout.shape.height, layout.shape.width);
  const bool haveSides = longer / kMostTimesLonger <= shorter;
  if (haveSides && (rows.rows() == 0 || mayBePictures(rows, layout.shape))) return layout;
  SampleLayout flat = vectors(array);
  flat.wasMeasured = true;
  flat.remark = "The samples of " + array.name + " (" + array.text() + ") could be pictures, but " +
                (haveSides ? "their neighbours are not alike and their range is another"
                           : "one of their sides is more than " + std::to_string(kMostTimesLonger) +
                                 " times as long as the other") +
                ", so they are vectors of " + withThousands(width(array)) +
                " numbers; \"shape=" + shapeOptionText(layout.shape) +
                "\" makes pictures of them, and \"axis=\" takes other samples.";
  return flat;
}

SampleLayout fourDimensions(const ArrayInfo& array) {
  const auto at = [&](std::size_t i) { return static_cast<int>(array.shape[i]); };
  if (isChannels(array.shape[3])) return pictures(array, {at(1), at(2), at(3)});
  if (isChannels(array.shape[1])) {
    SampleLayout layout = pictures(array, {at(2), at(3), at(1)});
    layout.hasChannelsFirst = true;
    return layout;
  }
  SampleLayout layout = vectors(array);
  layout.remark = "The samples of " + array.name + " (" + array.text() +
                  ") have neither 1 nor 3 channels, so they were taken for vectors of " +
                  withThousands(width(array)) + " numbers.";
  return layout;
}

/// What an array of 2 to 4 dimensions holds when nobody says otherwise.
SampleLayout naturalLayout(const ArrayInfo& array, const RowSample& rows) {
  switch (array.shape.size()) {
    case 2:
      return rowsLayout(array, rows);
    case 3:
      return greyLayout(array, rows);
    default:
      return fourDimensions(array);
  }
}

/// For each place of a sample in the file where its number goes. Empty where nothing changes place.
std::vector<std::uint32_t> placesOf(const ArrayInfo& array, const SampleLayout& layout) {
  const bool interleave = layout.hasChannelsFirst && layout.shape.channels > 1;
  std::vector<std::uint64_t> sides(array.shape.begin() + 1, array.shape.end());
  // Pixels that run down the columns are turned later: until then their pictures lie on their side.
  const bool areRows = sides.size() == 1;
  if (!interleave && (!array.isFortranOrder || areRows)) return {};
  if (areRows)
    sides = {static_cast<std::uint64_t>(layout.shape.channels),
             static_cast<std::uint64_t>(layout.shape.height), static_cast<std::uint64_t>(layout.shape.width)};
  std::vector<std::uint32_t> places(layout.shape.size());
  std::vector<std::uint64_t> index(sides.size());
  for (std::uint32_t& to : places) {
    std::uint64_t place = 0;
    if (interleave) {
      place = (index[1] * sides[2] + index[2]) * sides[0] + index[0];
    } else {
      for (std::size_t i = 0; i < sides.size(); ++i) place = place * sides[i] + index[i];
    }
    to = static_cast<std::uint32_t>(place);
    // Counts on as the file does: the first index runs fastest in Fortran order, the last in C order.
    for (std::size_t k = 0; k < sides.size(); ++k) {
      const std::size_t i = array.isFortranOrder && !areRows ? k : sides.size() - 1 - k;
      if (++index[i] < sides[i]) break;
      index[i] = 0;
    }
  }
  return places;
}

template <typename Number>
void toValues(const ArrayInfo& array, std::span<const std::uint8_t> raw, std::span<Number> to) {
  toNumbers(array, raw, to);
}

void toValues(const ArrayInfo& array, std::span<const std::uint8_t> raw, std::span<std::uint8_t> to) {
  const bool isBool = array.type == ElementType::Bool;
  std::ranges::transform(raw, to.begin(), [isBool](std::uint8_t value) {
    return isBool && value != 0 ? std::uint8_t{255} : value;
  });
}

/// Appends samples to `to`; Value is the type that they are to have.
template <typename Value>
class Appender {
 public:
  Appender(ArrayStream& stream, const ArrayInfo& array, const SampleLayout& layout, std::uint64_t limit,
           std::vector<Value>& to, ReadProgress& progress)
      : m_stream(stream),
        m_array(array),
        m_order(array.sampleOrder()),
        m_size(layout.shape.size()),
        m_places(placesOf(array, layout)),
        m_offsets(layout.offsets),
        m_count(static_cast<std::size_t>(std::min(limit, array.shape.front()))),
        m_start(to.size()),
        m_to(to),
        m_progress(progress) {}

  Result<void> run() {
    m_to.reserve(m_start + m_count * m_size);  // address space only, until it is written
    if (m_order.outer > 1 && m_order.inner == 1) return scatterSamples();
    if (m_order.outer > 1) return scatterRuns();
    if (!m_places.empty()) return scatterPlaces();
    if constexpr (sizeof(Value) == 1) {
      if (m_array.type == ElementType::UInt8) return readInPlace();
    }
    return readElements(m_stream, m_array, m_count * m_size, m_progress,
                        [&](std::span<const std::uint8_t> raw, std::uint64_t first) {
                          const std::size_t start = m_to.size();
                          m_to.resize(start + raw.size() / m_array.elementBytes);
                          convert(raw, first, std::span(m_to).subspan(start));
                        });
  }

 private:
  /// Elements of the file from number `first` on. Rows that are held less offsets have no places to change.
  void convert(std::span<const std::uint8_t> raw, std::uint64_t first, std::span<Value> to) {
    if constexpr (std::is_same_v<Value, float>) {
      if (!m_offsets.empty()) {
        m_wide.resize(to.size());
        toNumbers(m_array, raw, std::span<double>(m_wide));
        const std::uint64_t ofAll = m_order.outer == 1 ? m_size : m_order.inner;
        const std::uint64_t samples = m_order.outer == 1 ? 1 : m_array.shape.front();
        for (std::size_t i = 0; i < to.size(); ++i) {
          const std::uint64_t at = first + i;
          const std::uint64_t column = at / (samples * ofAll) * ofAll + at % ofAll;
          to[i] = lessOffset(m_wide[i], m_offsets[m_order.outer == 1 ? at % m_size : column]);
        }
        return;
      }
    }
    toValues(m_array, raw, to);
  }

  Result<void> readInPlace() {
    while (m_to.size() < m_start + m_count * m_size) {
      const std::size_t from = m_to.size();
      const std::size_t bytes = std::min(kArrayChunkBytes, m_start + m_count * m_size - from);
      if (auto wanted = m_progress.advance(bytes); !wanted) return wanted;
      m_to.resize(from + bytes);
      if constexpr (sizeof(Value) == 1) {
        if (auto read = m_stream.read(std::span(m_to).subspan(from)); !read) return read;
      }
    }
    return {};
  }

  /// Samples that lie together, whose numbers change place within each.
  Result<void> scatterPlaces() {
    if (auto grown = grow(); !grown) return grown;
    std::vector<Value> values;
    std::size_t place = 0;
    Value* sample = m_to.data() + m_start;
    return readElements(m_stream, m_array, m_count * m_size, m_progress,
                        [&](std::span<const std::uint8_t> raw, std::uint64_t first) {
                          values.resize(raw.size() / m_array.elementBytes);
                          convert(raw, first, std::span<Value>(values));
                          for (const Value value : values) {
                            sample[m_places[place]] = value;
                            if (++place < m_size) continue;
                            place = 0;
                            sample += m_size;
                          }
                        });
  }

  /// The first number of every sample, then the second of every sample, and so on.
  Result<void> scatterSamples() {
    if (auto grown = grow(); !grown) return grown;
    std::vector<Value> values;
    ColumnBlocks<Value> blocks(static_cast<std::size_t>(m_array.shape.front()), m_count, m_size, m_places,
                               m_to.data() + m_start);
    return readElements(m_stream, m_array, m_array.elements(), m_progress,
                        [&](std::span<const std::uint8_t> raw, std::uint64_t first) {
                          values.resize(raw.size() / m_array.elementBytes);
                          convert(raw, first, std::span<Value>(values));
                          blocks.take(values);
                        });
  }

  /// Some numbers of every sample, then the next of every sample.
  Result<void> scatterRuns() {
    if (auto grown = grow(); !grown) return grown;
    std::vector<Value> values;
    std::size_t outer = 0;
    std::size_t sample = 0;
    std::size_t inner = 0;
    return readElements(m_stream, m_array, m_array.elements(), m_progress,
                        [&](std::span<const std::uint8_t> raw, std::uint64_t first) {
                          values.resize(raw.size() / m_array.elementBytes);
                          convert(raw, first, std::span<Value>(values));
                          for (const Value value : values) {
                            const std::size_t place = outer * m_order.inner + inner;
                            if (sample < m_count)
                              m_to[m_start + sample * m_size + (m_places.empty() ? place : m_places[place])] =
                                  value;
                            if (++inner < m_order.inner) continue;
                            inner = 0;
                            if (++sample < m_array.shape.front()) continue;
                            sample = 0;
                            ++outer;
                          }
                        });
  }

  Result<void> grow() {
    growTo(m_to, m_start + m_count * m_size, m_progress.task());
    return m_progress.check();
  }

  ArrayStream& m_stream;
  const ArrayInfo& m_array;
  SampleOrder m_order;
  std::size_t m_size;
  std::vector<std::uint32_t> m_places;
  std::span<const double> m_offsets;
  std::vector<double> m_wide;
  std::size_t m_count;
  std::size_t m_start;
  std::vector<Value>& m_to;
  ReadProgress& m_progress;
};

/// As many samples as `to` has room for, spread evenly over an array that is read whole: files are often
/// sorted by class.
Result<void> readSpread(ArrayStream& stream, const ArrayInfo& array, const SampleLayout& layout,
                        std::span<double> to, ReadProgress& progress) {
  const std::uint64_t columns = layout.shape.size();
  const std::uint64_t samples = array.shape.front();
  const std::uint64_t step = samples / (to.size() / columns);
  const std::vector<std::uint32_t> places = placesOf(array, layout);
  const SampleOrder order = array.sampleOrder();
  std::vector<double> values;
  return readElements(
      stream, array, array.elements(), progress, [&](std::span<const std::uint8_t> raw, std::uint64_t first) {
        values.resize(raw.size() / array.elementBytes);
        toNumbers(array, raw, std::span(values));
        for (std::size_t i = 0; i < values.size(); ++i) {
          const std::uint64_t sample = (first + i) / order.inner % samples;
          if (sample % step != 0 || (sample / step + 1) * columns > to.size()) continue;
          const std::uint64_t inside =
              (first + i) / (order.inner * samples) * order.inner + (first + i) % order.inner;
          const std::uint64_t place = places.empty() ? inside : places[static_cast<std::size_t>(inside)];
          to[static_cast<std::size_t>(sample / step * columns + place)] = values[i];
        }
      });
}

}  // namespace

bool holdsBytes(const ArrayInfo& array) {
  return array.type == ElementType::UInt8 || array.type == ElementType::Bool;
}

Result<SampleLayout> sampleLayout(const ArrayInfo& array, const LoadOptions& options, const RowSample& rows) {
  if (options.shape && options.shape->size() == 0) return vectors(array);
  SampleLayout natural = naturalLayout(array, rows);
  const bool isColumnMajor = options.order == PixelOrder::ColumnMajor;
  natural.isColumnMajor = isColumnMajor && natural.kind == SampleKind::Image;
  // Of rows of numbers the shape is what comes out; the sides of other arrays are what goes in.
  if (natural.isColumnMajor && array.shape.size() > 2) std::swap(natural.shape.height, natural.shape.width);
  if (!options.shape) return natural;
  if (natural.kind == SampleKind::Image && natural.shape == *options.shape) {
    natural.remark.clear();
    return natural;
  }
  if (options.shape->size() != width(array))
    return Error{ErrorCode::BadSetting, "cannot make pictures of the shape " +
                                            shapeOptionText(*options.shape) +
                                            " (height x width) of the array " + array.name + " (" +
                                            array.text() + "): a sample has " + withThousands(width(array)) +
                                            " numbers, not " + withThousands(options.shape->size())};
  SampleLayout layout = pictures(array, *options.shape);
  layout.hasChannelsFirst = array.shape.size() == 2 && hasPlanes(rows, *options.shape);
  layout.isColumnMajor = isColumnMajor;
  return layout;
}

RowLook lookAtRows(ArrayFile& file, std::size_t index, const ArrayInfo& array, const Task& task) {
  RowLook look{{static_cast<std::size_t>(width(array)), {}}};
  const std::size_t columns = look.rows.width;
  const std::uint64_t limit = std::min<std::uint64_t>(RowSample::rowsFor(columns), array.shape.front());
  const bool areTogether = array.sampleOrder().outer == 1;
  const std::uint64_t bytes = areTogether ? limit * columns * array.elementBytes : array.bytes();
  if (array.isText() || bytes > kMostBytesForALook) return look;
  auto stream = file.open(index);
  if (!stream) return look;
  const SampleLayout asNumbers{SampleKind::Vector, {1, static_cast<int>(columns), 1}};
  const Task quiet{.stop = task.stop};
  ReadProgress progress(quiet, bytes);
  std::vector<double> numbers;
  if (areTogether) {
    if (!Appender(**stream, array, asNumbers, limit, numbers, progress).run()) return look;
  } else {
    numbers.resize(static_cast<std::size_t>(limit * columns));
    if (!readSpread(**stream, array, asNumbers, numbers, progress)) return look;
  }
  std::vector<NumberRange> ranges(columns);
  for (std::size_t i = 0; i < numbers.size(); ++i) ranges[i % columns].add(numbers[i]);
  look.offsets = numberOffsets(ranges);
  look.rows.values.assign(numbers.begin(), numbers.end());
  return look;
}

Result<void> appendSamples(ArrayStream& stream, const ArrayInfo& array, const SampleLayout& layout,
                           std::uint64_t limit, Dataset& dataset, ReadProgress& progress) {
  if (layout.isBytes) return Appender(stream, array, layout, limit, dataset.pixels, progress).run();
  return Appender(stream, array, layout, limit, dataset.values, progress).run();
}

}  // namespace isthmus
