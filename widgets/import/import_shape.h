#pragma once

#include "core/base/image.h"

#include <QString>

#include <optional>

namespace isthmus {

/// A shape for a person: width x height, and the channels where there are three; of no pixels "no picture".
QString shapeText(const ImageShape& shape);
/// The same the other way, as a person types it; nothing where it is no shape that pictures may have.
std::optional<ImageShape> shapeOfText(const QString& text);

}  // namespace isthmus
