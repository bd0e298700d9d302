#include "core/data/images/picture_guess.h"

#include "core/base/number_text.h"
#include "core/data/images/picture_white.h"
#include "core/data/images/pixel_names.h"
#include "core/data/images/pixel_order.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kFewRows = 4;    // fewer do not tell how columns go together
constexpr std::size_t kFewPairs = 16;  // of pixels that vary: fewer tell nothing
constexpr double kAboutOne = 1.5;      // resizing leaves -1..1 a little
constexpr std::size_t kRandomPairs = 20'000;
constexpr std::size_t kMostPixelsTried = 16'384;  // in shapes that are no squares
constexpr int kShortestSide = 8;                  // of those
constexpr int kMostTimesTheOther = 3;             // one of their sides than the other

/// Numbers in comparable units: each column (of few rows: each row) with mean 0 and deviation 1; what is
/// missing is 0, what never changes is not used.
class Standardised {
 public:
  explicit Standardised(const RowSample& sample)
      : m_width(sample.width), m_rows(sample.rows()), m_values(sample.values), m_varies(m_width, true) {
    const bool byColumn = m_rows >= kFewRows;
    if (byColumn) {
      for (std::size_t column = 0; column < m_width; ++column)
        m_varies[column] = standardise(column, m_width, m_rows);
    } else {
      for (std::size_t row = 0; row < m_rows; ++row) standardise(row * m_width, 1, m_width);
    }
  }

  bool varies(std::size_t column) const { return m_varies[column]; }
  double product(std::size_t a, std::size_t b) const {
    double sum = 0;
    for (std::size_t row = 0; row < m_rows; ++row)
      sum +=
          static_cast<double>(m_values[row * m_width + a]) * static_cast<double>(m_values[row * m_width + b]);
    return sum / static_cast<double>(m_rows);
  }
  std::size_t width() const { return m_width; }

 private:
  bool standardise(std::size_t first, std::size_t step, std::size_t count) {
    double sum = 0;
    double squares = 0;
    double there = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const double value = static_cast<double>(m_values[first + i * step]);
      if (!std::isfinite(value)) continue;
      sum += value;
      squares += value * value;
      ++there;
    }
    const double mean = there > 0 ? sum / there : 0;
    const double variance = there > 0 ? squares / there - mean * mean : 0;
    const bool varies = variance > 1e-9 * std::max(1e-30, squares / std::max(there, 1.0));
    const double factor = varies ? 1 / std::sqrt(variance) : 0;
    for (std::size_t i = 0; i < count; ++i) {
      float& value = m_values[first + i * step];
      value = std::isfinite(value) ? static_cast<float>((static_cast<double>(value) - mean) * factor) : 0.0F;
    }
    return varies;
  }

  std::size_t m_width;
  std::size_t m_rows;
  std::vector<float> m_values;
  std::vector<bool> m_varies;
};

/// The mean correlation of pairs of columns.
class MeanCorrelation {
 public:
  explicit MeanCorrelation(const Standardised& values) : m_values(values) {}
  void add(std::size_t a, std::size_t b) {
    if (a == b || !m_values.varies(a) || !m_values.varies(b)) return;
    m_sum += m_values.product(a, b);
    ++m_pairs;
  }
  std::optional<double> mean() const {
    return m_pairs < kFewPairs ? std::nullopt : std::optional(m_sum / static_cast<double>(m_pairs));
  }

 private:
  const Standardised& m_values;
  double m_sum = 0;
  std::size_t m_pairs = 0;
};

std::optional<double> likenessOf(const Standardised& values, const RowsLayout& layout) {
  const auto height = static_cast<std::size_t>(layout.shape.height);
  const auto width = static_cast<std::size_t>(layout.shape.width);
  const auto channels = static_cast<std::size_t>(layout.shape.channels);
  const std::size_t toNext = layout.hasChannelsFirst ? 1 : channels;
  MeanCorrelation across(values);
  MeanCorrelation down(values);
  MeanCorrelation half(values);
  for (std::size_t channel = 0; channel < channels; ++channel) {
    const std::size_t first = channel * (layout.hasChannelsFirst ? height * width : 1);
    for (std::size_t place = 0; place < height * width; ++place) {
      const std::size_t at = first + place * toNext;
      if (place % width + 1 < width) across.add(at, at + toNext);
      if (place + width < height * width) down.add(at, at + width * toNext);
      if (place + width / 2 < height * width) half.add(at, at + width / 2 * toNext);
    }
  }
  MeanCorrelation random(values);
  std::uint64_t state = 1;  // the same pairs each time
  const auto next = [&] {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>((state >> 33) % values.width());
  };
  for (std::size_t i = 0; i < std::min(kRandomPairs, 4 * values.width()); ++i) {
    const std::size_t a = next();
    random.add(a, next());
  }
  if (!across.mean() || !down.mean() || !half.mean() || !random.mean()) return std::nullopt;
  return std::min(*across.mean(), *down.mean()) - std::max(*half.mean(), *random.mean());
}

struct Range {
  double lowest = std::numeric_limits<double>::infinity();
  double highest = -std::numeric_limits<double>::infinity();
  bool isWhole = true;

  bool isOfPictures() const {
    if (!(highest > lowest)) return false;
    if (isWhole && lowest >= 0) return highest <= 65'535;
    if (highest <= kAboutOne) return lowest >= -kAboutOne && highest > 0;
    return lowest >= 0 && highest <= 255;
  }
  /// 0 where they are no whole numbers from 0.
  float white() const {
    const bool isTold = isWhole && lowest >= 0 && highest > 0 && highest <= 65'535;
    return isTold ? whiteFor(static_cast<std::uint32_t>(highest)) : 0;
  }
  std::string text() const {
    return (isWhole ? "whole numbers from " : "numbers from ") + numberText(static_cast<float>(lowest)) +
           " to " + numberText(static_cast<float>(highest));
  }
};

Range rangeOf(const RowSample& sample) {
  Range range;
  for (const float value : sample.values) {
    if (!std::isfinite(value)) continue;
    range.lowest = std::min(range.lowest, static_cast<double>(value));
    range.highest = std::max(range.highest, static_cast<double>(value));
    range.isWhole = range.isWhole && value == std::trunc(value);
  }
  return range;
}

/// Square pictures that rows of so many numbers may be.
std::vector<RowsLayout> candidates(std::size_t width) {
  if (const int side = squareSide(width); side > 0) return {{{side, side, 1}}};
  if (const int side = width % 3 == 0 ? squareSide(width / 3) : 0; side > 0)
    return {{{side, side, 3}}, {{side, side, 3}, true}};
  return {};
}

std::string pictureRemark(std::size_t width, const Range& range, const RowsLayout& layout,
                          std::string_view why) {
  std::string text = "Rows of " + withThousands(width) + " " + range.text() + " were taken for pictures of " +
                     pictureSizeText(layout.shape) + ", " + std::string(why);
  if (const float white = range.white(); white > 0 && white != 255)
    text += "; " + withThousands(static_cast<std::uint64_t>(white)) + " is white";
  if (layout.shape.channels == 3)
    text += layout.hasChannelsFirst ? " (all of red comes first, then green, then blue)"
                                    : " (the colours of a pixel side by side)";
  return text + "; \"shape=vector\" makes vectors of them.";
}

std::string vectorRemark(std::size_t width, const RowsLayout& layout, std::string_view why) {
  return "Rows of " + withThousands(width) + " numbers could be pictures of " +
         pictureSizeText(layout.shape) + ", but " + std::string(why) +
         ", so they are vectors; \"shape=" + shapeOptionText(layout.shape) + "\" makes pictures of them.";
}

/// The layout of those whose neighbours are most alike, and how much; the first where nothing varies.
std::pair<RowsLayout, std::optional<double>> mostAlike(const Standardised& values,
                                                       std::span<const RowsLayout> layouts) {
  RowsLayout best = layouts.front();
  std::optional<double> alike;
  for (const RowsLayout& layout : layouts) {
    const auto found = likenessOf(values, layout);
    if (!found || (alike && *found <= *alike)) continue;
    best = layout;
    alike = found;
  }
  return {best, alike};
}

/// Shapes in grey that are no squares and that so many numbers could be.
std::vector<RowsLayout> oblongs(std::size_t width) {
  std::vector<RowsLayout> layouts;
  if (width > kMostPixelsTried) return layouts;
  const auto count = static_cast<int>(width);
  for (int height = kShortestSide; height * kShortestSide <= count; ++height) {
    const int across = count / height;
    const bool fits = height * across == count && height != across;
    if (fits && std::max(height, across) <= kMostTimesTheOther * std::min(height, across))
      layouts.push_back({{height, across, 1}});
  }
  return layouts;
}

/// Rows whose number makes no square.
PictureGuess guessOblong(const RowSample& sample, const Range& range, NamesTell told) {
  const std::vector<RowsLayout> layouts = oblongs(sample.width);
  const bool areNamed = told == NamesTell::Pixels || told == NamesTell::Maybe;
  if (told == NamesTell::Others || !range.isOfPictures()) return {};
  const auto [best, alike] = layouts.empty() ? std::pair<RowsLayout, std::optional<double>>()
                                             : mostAlike(Standardised(sample), layouts);
  PictureGuess guess{.wasMeasured = !layouts.empty()};
  if (alike && *alike >= kPictureLikeness) {
    if (!areNamed) {
      guess.remark = vectorRemark(sample.width, best, "they are no squares and nothing names them so");
      return guess;
    }
    guess.picture = best;
    guess.remark = pictureRemark(sample.width, range, best,
                                 "for their columns' names say pixels and neighbouring ones are alike then");
  } else if (told == NamesTell::Pixels) {
    guess.remark = "The " + withThousands(sample.width) +
                   " columns are called pixels, but make no square, so rows are vectors; "
                   "\"shape=HEIGHTxWIDTH\" makes pictures of them.";
  }
  return guess;
}

/// Where names leave the order open: whether the pictures stand upright only column by column.
bool isRatherColumnMajor(const RowSample& sample, const NamedPixels& named) {
  if (!named.mayBeColumnMajor) return false;
  return uprightness(sample, named.layout).value_or(0) < -kTellsOrder;
}

}  // namespace

std::size_t RowSample::rowsFor(std::size_t width) {
  return std::clamp<std::size_t>(kMaxNumbers / std::max<std::size_t>(width, 1), 1, kMaxRows);
}

std::optional<double> likeness(const RowSample& sample, const RowsLayout& layout) {
  if (sample.rows() == 0 || layout.shape.size() != sample.width) return std::nullopt;
  return likenessOf(Standardised(sample), layout);
}

PictureGuess guessPictures(const RowSample& sample, std::span<const std::string> names) {
  if (sample.rows() == 0) return {};
  PictureGuess guess;
  const Range range = rangeOf(sample);
  const auto be = [&](const RowsLayout& layout, std::string_view why) {
    guess.picture = layout;
    guess.remark = pictureRemark(sample.width, range, layout, why);
    return guess;
  };
  if (const auto named = pixelsByName(names); named && range.highest > range.lowest) {
    guess.wasMeasured = true;
    guess.isColumnMajor = named->isColumnMajor || isRatherColumnMajor(sample, *named);
    RowsLayout layout = named->layout;
    if (guess.isColumnMajor && !named->isColumnMajor) std::swap(layout.shape.height, layout.shape.width);
    return be(layout, guess.isColumnMajor ? "column by column, as their columns' names say"
                                          : "as their columns' names say");
  }
  const std::vector<RowsLayout> layouts = candidates(sample.width);
  if (layouts.empty()) return guessOblong(sample, range, namesTell(names));
  guess.wasMeasured = true;
  const auto likeliest = mostAlike(Standardised(sample), layouts);
  const RowsLayout& best = likeliest.first;
  const std::optional<double>& alike = likeliest.second;
  const NamesTell told = namesTell(names);
  const bool areAlike = alike && *alike >= kPictureLikeness;
  const bool areRather = alike && *alike >= kPictureLikeness / 2;
  const auto notBe = [&](std::string_view why) {
    guess.remark = vectorRemark(sample.width, best, why);
    return guess;
  };
  if (told == NamesTell::Pixels && range.highest > range.lowest)
    return be(best, "as their columns' names say");
  if (!range.isOfPictures())
    return areAlike ? notBe("their range, " + range.text() + ", is not that of pictures") : guess;
  if (told == NamesTell::Maybe && areRather) return be(best, "as their columns' names say");
  if (told == NamesTell::Others)
    return areAlike ? notBe("their columns have names that are not those of pixels") : guess;
  if (areAlike) return be(best, "for neighbouring ones are alike");
  return notBe("neighbouring ones are not alike");
}

bool mayBePictures(const RowSample& sample, const ImageShape& shape) {
  const Range range = rangeOf(sample);
  if (!(range.highest > range.lowest) || range.isOfPictures()) return true;
  const auto alike = likeness(sample, {shape});
  return !alike || *alike >= kPictureLikeness;
}

bool hasPlanes(const RowSample& sample, const ImageShape& shape) {
  if (shape.channels == 1) return false;
  return likeness(sample, {shape, true}).value_or(0) > likeness(sample, {shape}).value_or(0);
}

std::string pictureSizeText(const ImageShape& shape) {
  return withThousands(static_cast<std::uint64_t>(shape.width)) + " x " +
         withThousands(static_cast<std::uint64_t>(shape.height)) + (shape.channels == 3 ? " in colour" : "");
}

std::string shapeOptionText(const ImageShape& shape) {
  return std::to_string(shape.height) + "x" + std::to_string(shape.width) +
         (shape.channels == 1 ? "" : "x" + std::to_string(shape.channels));
}

}  // namespace isthmus
