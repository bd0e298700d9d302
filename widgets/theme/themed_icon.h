#pragma once

#include "widgets/theme/theme.h"

#include <QByteArray>
#include <QIcon>
#include <QString>

namespace isthmus {

/// The icon `:/icons/<name>.svg` with its grey (#4a4a4a) turned into the theme's text colour, drawn anew at
/// every size and scale; dimmed where its control is disabled. An empty icon when there is no such picture.
/// Ask again on QEvent::PaletteChange.
QIcon themedIcon(const QString& name, const Theme& theme);

/// The same from the bytes of an SVG; an empty icon when they are not one.
QIcon themedIconFromSvg(const QByteArray& svg, const Theme& theme);

}  // namespace isthmus
