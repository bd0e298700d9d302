// How the pictures of the panel share its room.
#include "widgets/parts/panel_parts.h"
#include "widgets/pictures/picture_panel.h"
#include "widgets/pictures/picture_view.h"

#include <QBoxLayout>
#include <QEvent>

#include <algorithm>
#include <utility>

namespace isthmus {
namespace {

constexpr int kLargestThird = 4 * 28 + 4;
constexpr int kNearestWidth = 8 * kGrid;  // at least, beside the large picture

}  // namespace

void PicturePanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fitPictures();
}

void PicturePanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) fitPictures();
}

void PicturePanel::setRebuilt(bool isRebuilt) {
  if (std::exchange(m_isRebuilt, isRebuilt) != isRebuilt) arrangePicked();
}

void PicturePanel::arrangePicked() {
  const bool three = m_isRebuilt && !m_scale;
  for (QWidget* part : m_onlyOfPictures) part->setVisible(three);
  for (const int column : {1, 2}) m_thirds->setColumnStretch(column, three ? 1 : 0);
  m_table->setVisible(m_isRebuilt);
  m_originalCaption->setText(m_scale && m_isRebuilt ? tr("bars: original, marks: rebuilt") : tr("original"));
  fitPictures();
}

void PicturePanel::fitPictures() {
  // The large picture takes what the rest leaves, up to a square; below its minimum the panel scrolls. The
  // nearest sample stands where it leaves more. The three of the picked sample take what is left then.
  const int inside = width() - 2 * kGrid;
  setThirds(kSmallSide);
  const int freeBeside = placeNearest(NearestPlace::Beside);
  const int freeBelow = placeNearest(NearestPlace::Below);
  const int beside = std::min(kLargeSide + freeBeside, inside - textLength(kNearestWidth) - kGrid);
  const int below = std::min(kLargeSide + freeBelow, inside);
  const bool hasRoomBeside = inside >= kLargeSide + kGrid + kSmallSide;
  const bool isBelow = below > beside || !hasRoomBeside;
  const int side = std::max(isBelow ? below : m_large->snugSide(beside), kLargeSide);
  if (!isBelow) {
    placeNearest(NearestPlace::Beside);
    m_large->setFixedWidth(side);
  }
  m_large->setPreferredHeight(side);
  const int grown = m_decoded->isHidden() ? 0 : side - kLargeSide;
  const int spare = (isBelow ? freeBelow : freeBeside) - grown;
  const int widest = m_isRebuilt ? std::min((inside - kGrid) / 3, kLargestThird) : inside;
  setThirds(std::clamp(kSmallSide + spare, kSmallSide, std::max(kSmallSide, widest)));
}

void PicturePanel::setThirds(int side) {
  for (PictureView* view : {m_original, m_reconstruction, m_difference}) view->setFixedHeight(side);
}

/// Lays out the decoded part with the large picture at its smallest; returns the height that is free then,
/// negative if the panel scrolls.
int PicturePanel::placeNearest(NearestPlace place) {
  const bool below = place == NearestPlace::Below;
  m_pair->setDirection(below ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  m_pair->setSpacing(below ? kGrid / 2 : kGrid);
  m_nearest->setDirection(below ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
  m_nearest->setSpacing(below ? kGrid : kGrid / 4);
  m_large->setMinimumWidth(kLargeSide);
  m_large->setMaximumWidth(QWIDGETSIZE_MAX);
  m_large->setPreferredHeight(kLargeSide);
  m_nearest->activate();
  for (const QWidget* section : {m_decoded, m_picked})
    section->layout()->activate();  // tells the layout above
  return height() - m_content->layout()->totalHeightForWidth(width());
}

}  // namespace isthmus
