#include "widgets/images/picture_sheet.h"

#include "core/base/number_text.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr int kSheetGap = 2;                  // pixels of the pictures, enlarged with them
constexpr int kLegibleSide = 112;             // pixels that the shorter side of a picture is to have ...
constexpr double kLargeSheet = 4'000'000;     // ... while the sheet has no more than so many
constexpr double kLargestSheet = 64'000'000;  // 8,000 x 8,000

/// Columns of places of that size that make a sheet about as wide as high.
int columnsFor(std::size_t count, QSize place) {
  const double square = std::sqrt(static_cast<double>(count) * place.height() / place.width());
  return std::clamp(static_cast<int>(std::lround(square)), 1, static_cast<int>(count));
}

}  // namespace

Result<QImage> pictureSheet(std::size_t count, const std::function<QImage(std::size_t place)>& picture) {
  const QImage first = count > 0 ? picture(0) : QImage();
  if (first.isNull()) return Error{ErrorCode::NotFound, "there is no picture to put on a sheet"};
  const QSize place = first.size() + QSize(kSheetGap, kSheetGap);
  const double pixels = static_cast<double>(count) * place.width() * place.height();
  if (pixels > kLargestSheet)
    return Error{ErrorCode::TooLarge,
                 withThousands(count) + " pictures of " + std::to_string(first.width()) + " x " +
                     std::to_string(first.height()) + " are too many for one sheet; at most " +
                     withThousands(static_cast<std::uint64_t>(
                         kLargestSheet / (static_cast<double>(place.width()) * place.height()))) +
                     " fit"};
  int zoom = std::max(1, kLegibleSide / std::min(first.width(), first.height()));
  while (zoom > 1 && pixels * zoom * zoom > kLargeSheet) --zoom;
  const int columns = columnsFor(count, place);
  const auto rows =
      static_cast<int>((count + static_cast<std::size_t>(columns) - 1) / static_cast<std::size_t>(columns));
  const QSize size((columns * place.width() - kSheetGap) * zoom, (rows * place.height() - kSheetGap) * zoom);
  QImage sheet(size, QImage::Format_RGB32);
  if (sheet.isNull()) return Error{ErrorCode::TooLarge, "there is not enough memory for the sheet"};
  sheet.fill(Qt::white);
  QPainter painter(&sheet);
  painter.scale(zoom, zoom);  // without smoothing: each pixel becomes a square
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = static_cast<int>(i);
    const QImage one = i == 0 ? first : picture(i);
    if (!one.isNull()) painter.drawImage(at % columns * place.width(), at / columns * place.height(), one);
  }
  return sheet;
}

}  // namespace isthmus
