#pragma once

#include "core/data/dataset.h"
#include "widgets/theme/theme.h"

#include <QRectF>

#include <cstddef>

class QPainter;

namespace isthmus {

struct ProfileScale;

/// Draws one sample small: a picture as it is, a vector as bars. `scale` is that of vectors; while it is
/// null, their place is left empty.
void drawThumbnail(QPainter& painter, const QRectF& target, const Dataset& dataset, std::size_t sample,
                   const ProfileScale* scale, const Theme& theme);

}  // namespace isthmus
