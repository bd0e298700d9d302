#include "app/rooms/pictures/fit_sample.h"

#include "app/loading/picture_fitting.h"
#include "core/base/number_text.h"
#include "core/data/images/picture_set.h"
#include "core/data/values/number_offsets.h"
#include "widgets/images/qt_image.h"

#include <QImage>
#include <QObject>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace isthmus {
namespace {

constexpr std::size_t kGroundSamples =
    200;  // enough for a mean; a look at all of a large set would take long

/// Grounds are of opposite kinds when one is in the darker half and the other clearly in the lighter one; of
/// a medium ground nothing is known.
bool areOpposite(double a, double b) {
  constexpr double kDark = 0.4;
  constexpr double kLight = 0.6;
  return (a < kDark && b > kLight) || (a > kLight && b < kDark);
}

bool hasColours(const Image& picture) {
  if (picture.shape.channels != 3) return false;
  for (std::size_t i = 0; i + 2 < picture.pixels.size(); i += 3)
    if (picture.pixels[i] != picture.pixels[i + 1] || picture.pixels[i] != picture.pixels[i + 2]) return true;
  return false;
}

QString sizeText(const ImageShape& shape) {
  return QStringLiteral("%1\u00a0x\u00a0%2")
      .arg(shape.width)
      .arg(shape.height);  // not broken at a line's end
}

}  // namespace

QString changesText(const FittedPicture& fitted) {
  const ImageShape& to = fitted.image.shape;
  QStringList changes;
  if (fitted.isInverted) changes << QObject::tr("inverted");
  if (fitted.from.height != to.height || fitted.from.width != to.width)
    changes << QObject::tr("resized from %1 to %2").arg(sizeText(fitted.from), sizeText(to));
  if (fitted.isMadeGrey) changes << QObject::tr("made grey");
  return changes.join(QStringLiteral(", "));
}

double borderLightness(const Image& picture) {
  const auto width = static_cast<std::size_t>(picture.shape.width);
  const auto height = static_cast<std::size_t>(picture.shape.height);
  const auto channels = static_cast<std::size_t>(picture.shape.channels);
  double sum = 0;
  double count = 0;
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      if (x != 0 && y != 0 && x != width - 1 && y != height - 1) continue;
      for (std::size_t c = 0; c < channels; ++c, ++count)
        sum += static_cast<double>(picture.pixels[(y * width + x) * channels + c]);
    }
  }
  return count > 0 ? sum / count : 0;
}

FittedPicture fitPicture(const Image& picture, const ImageShape& shape, double ground) {
  FittedPicture fitted;
  fitted.from = picture.shape;
  fitted.isInverted = areOpposite(borderLightness(picture), ground);
  fitted.isMadeGrey = shape.channels == 1 && hasColours(picture);
  QImage drawn = toQImage(picture).convertToFormat(QImage::Format_RGB32);
  if (fitted.isInverted) drawn.invertPixels();
  fitted.image = toImage(toBytes(fitInto(drawn, {shape.width, shape.height}), shape.channels));
  return fitted;
}

double groundOf(const Dataset& dataset) {
  const std::size_t count = std::min(dataset.count(), kGroundSamples);
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += borderLightness(dataset.image(i));
  return count > 0 ? sum / static_cast<double>(count) : 0;
}

Result<FittedSample> fitSample(const Dataset& single, SampleKind kind, const ImageShape& shape,
                               const Dataset* like) {
  if (single.kind != kind)
    return Error{ErrorCode::BadFormat,
                 kind == SampleKind::Image
                     ? "is a row of numbers; the model takes pictures"
                     : "is a picture; the model takes rows of " + withThousands(shape.size()) + " numbers",
                 single.name};
  if (kind == SampleKind::Vector) {
    if (single.shape.size() != shape.size())
      return Error{ErrorCode::BadFormat,
                   "has " + withThousands(single.shape.size()) +
                       (single.shape.size() == 1 ? " number" : " numbers") + "; the model takes " +
                       withThousands(shape.size()),
                   single.name};
    Dataset sample = single;
    if (like != nullptr && like->kind == kind && like->shape == single.shape && !single.isBytes()) {
      changeOffsets(sample.values, sample.offsets, like->offsets);  // as it is shown beside them
      sample.offsets = like->offsets;
    }
    return FittedSample{std::make_shared<const Dataset>(std::move(sample)), {}};
  }
  Image picture = single.image(0);
  if (single.original) {
    if (auto original = single.original(0)) picture = std::move(original).value();
  }
  const bool sameKind = like != nullptr && like->kind == SampleKind::Image && like->count() > 0;
  const FittedPicture fitted =
      fitPicture(picture, shape, sameKind ? groundOf(*like) : borderLightness(picture));
  Dataset dataset;
  dataset.name = single.name;
  dataset.source = single.source;
  dataset.shape = shape;
  dataset.trainCount = 1;
  dataset.sampleNames = single.sampleNames;
  for (const float intensity : fitted.image.pixels)
    dataset.pixels.push_back(static_cast<std::uint8_t>(std::lround(255 * std::clamp(intensity, 0.0F, 1.0F))));
  return FittedSample{std::make_shared<const Dataset>(std::move(dataset)), changesText(fitted)};
}

}  // namespace isthmus
