#include "widgets/import/import_pictures.h"

#include "widgets/images/qt_image.h"
#include "widgets/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace isthmus {
namespace {

constexpr int kSmallestSide = 5 * kGrid;
constexpr int kLargestSide = 12 * kGrid;
constexpr int kGap = kGrid / 2;

}  // namespace

ImportPictures::ImportPictures(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("importPictures"));
  setAccessibleName(tr("The first pictures"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ImportPictures::setPictures(const std::vector<Image>& pictures) {
  m_pictures.clear();
  for (const Image& picture : pictures) m_pictures.push_back(toQImage(picture));
  update();
}

int ImportPictures::columnsAt(int side) const {
  return std::max((width() + kGap) / (side + kGap), 1);
}

int ImportPictures::side() const {
  const int count = static_cast<int>(m_pictures.size());
  for (int side = kLargestSide; side > kSmallestSide; --side) {
    const int rows = (count + columnsAt(side) - 1) / columnsAt(side);
    if (rows * (side + kGap) - kGap <= height()) return side;
  }
  return kSmallestSide;
}

int ImportPictures::shownCount() const {
  const int rows = (height() + kGap) / (side() + kGap);
  return std::min(rows * columnsAt(side()), static_cast<int>(m_pictures.size()));
}

QSize ImportPictures::sizeHint() const {
  return QSize(55 * kGrid, 24 * kGrid);
}

QSize ImportPictures::minimumSizeHint() const {
  return QSize(25 * kGrid, kSmallestSide);
}

void ImportPictures::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const int side = this->side();
  const int columns = columnsAt(side);
  for (int i = 0; i < shownCount(); ++i) {
    const QRect cell(i % columns * (side + kGap), i / columns * (side + kGap), side, side);
    const QImage& picture = m_pictures[static_cast<std::size_t>(i)];
    painter.fillRect(cell, themeOf(*this).plot);
    QRect place(QPoint(), picture.size().scaled(cell.size(), Qt::KeepAspectRatio));
    place.moveCenter(cell.center());
    // Small pictures keep their pixels as squares, large ones are smoothed.
    painter.setRenderHint(QPainter::SmoothPixmapTransform, picture.width() > place.width());
    painter.drawImage(place, picture);
  }
}

}  // namespace isthmus
