#pragma once

#include "core/data/dataset_format.h"

#include <QImage>
#include <QSize>

namespace isthmus {

/// How large a picture becomes that is fitted into `room`, before bars are added: a difference of up to 5 %
/// in the aspect ratio is stretched.
QSize sizeWithin(QSize from, QSize room);

/// An RGB32 or Grayscale8 picture brought to the size of `room` by smooth scaling, centred between bars of
/// the mean colour of its border where the aspect ratios differ; RGB32 unless it has that size already. Null
/// where memory runs out. Training pictures and probes are both fitted by it. Any thread may call it.
QImage fitInto(const QImage& image, QSize room);

/// An RGB32 or Grayscale8 picture with `channels` 1 (Rec. 601 luminance) or 3 (RGB).
ByteImage toBytes(const QImage& image, int channels);

}  // namespace isthmus
