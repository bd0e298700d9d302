#include "widgets/errors/sample_gallery.h"

#include "widgets/images/qt_image.h"
#include "widgets/text/shortened_names.h"
#include "widgets/theme/data_colours.h"
#include "widgets/theme/theme.h"

#include <QContextMenuEvent>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

enum Role { kIndex = Qt::UserRole, kError, kImage };
constexpr int kDataColumn = 1;  // of the grid; captions stand left of both
constexpr int kProbeColumn = 3;
constexpr int kPad = 4;
constexpr int kGalleryGap = 2;

/// The absolute difference per pixel (mean over the channels) on the perceptually uniform ramp.
QImage errorImage(const Image& original, const Image& reconstruction) {
  const ImageShape shape = original.shape;
  const auto channels = static_cast<std::size_t>(shape.channels);
  QImage result(shape.width, shape.height, QImage::Format_RGB32);
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x) {
      const std::size_t at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(shape.width) +
                              static_cast<std::size_t>(x)) *
                             channels;
      double difference = 0;
      for (std::size_t c = at; c < at + channels; ++c)
        difference +=
            std::abs(static_cast<double>(original.pixels[c]) - static_cast<double>(reconstruction.pixels[c]));
      result.setPixel(x, y, rampColour(difference / static_cast<double>(channels)));
    }
  return result;
}

/// The same of rows of numbers: original, reconstruction, and how far they are apart, as a share of each
/// feature's range.
QImage barTriptych(const GalleryCell& cell, const Theme& theme) {
  constexpr int kSide = 144;  // twice the largest cell
  constexpr int kInset = 8;
  const std::size_t count = cell.scale->ranges.count();
  if (cell.original.pixels.size() != count || cell.reconstruction.pixels.size() != count) return {};
  ProfileScale apart = {{}, {std::vector<float>(count, 0), {}}};
  std::vector<float> difference;
  for (std::size_t i = 0; i < count; ++i) {
    difference.push_back(std::abs(cell.original.pixels[i] - cell.reconstruction.pixels[i]));
    apart.ranges.high.push_back(cell.scale->ranges.high[i] - cell.scale->ranges.low[i]);
  }
  QImage image(3 * kSide, kSide, QImage::Format_RGB32);
  image.fill(theme.plot);
  QPainter painter(&image);
  const auto draw = [&](int place, const ProfileScale& scale, std::span<const float> row) {
    VectorProfile(scale, QRectF(place * kSide + kInset, 0, kSide - 2 * kInset, kSide),
                  VectorProfile::Style::Columns)
        .draw(painter, theme, row);
  };
  draw(0, *cell.scale, cell.original.pixels);
  draw(1, *cell.scale, cell.reconstruction.pixels);
  draw(2, apart, difference);
  return image;
}

/// The three pictures side by side in their own pixels; null when the cell is not whole.
QImage triptych(const GalleryCell& cell, const Theme& theme) {
  if (cell.scale) return barTriptych(cell, theme);
  const ImageShape shape = cell.original.shape;
  if (shape.size() == 0 || cell.original.pixels.size() != shape.size() ||
      cell.reconstruction.shape != shape || cell.reconstruction.pixels.size() != shape.size())
    return {};
  QImage image(3 * shape.width, shape.height, QImage::Format_RGB32);
  QPainter painter(&image);
  painter.drawImage(0, 0, toQImage(cell.original));
  painter.drawImage(shape.width, 0, toQImage(cell.reconstruction));
  painter.drawImage(2 * shape.width, 0, errorImage(cell.original, cell.reconstruction));
  return image;
}

/// Paints a cell: three pictures in squares, under them the error in bold and the class.
class CellDelegate : public QStyledItemDelegate {
 public:
  explicit CellDelegate(QListWidget* strip) : QStyledItemDelegate(strip), m_strip(strip) {}

  /// What is written under the pictures, so that names that are alike are told apart.
  void setTexts(const QStringList& names, const QStringList& errors) {
    m_names.setNames(names);
    m_errors = errors;
  }

  int side() const {
    const int text = QFontMetrics(m_strip->font()).height();
    const int half =
        (m_strip->parentWidget()->height() - kGrid) / 2;  // the same in both strips, to the pixel
    return std::clamp(half - text - 2 * kPad - 2, 16, 72);
  }

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    const QFontMetrics metrics(m_strip->font());
    return {
        std::max(3 * side() + 2 * kGalleryGap, metrics.horizontalAdvance(QStringLiteral("0,000.0 class"))) +
            2 * kPad + 4,
        side() + metrics.height() + 2 * kPad};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Theme theme = themeOf(*m_strip);
    const bool current = option.state.testFlag(QStyle::State_HasFocus);
    const bool hover = option.state.testFlag(QStyle::State_MouseOver);
    const QRectF frame = QRectF(option.rect).adjusted(1, 1, -5, -1);
    painter->save();
    if (hover || current) {
      QColor tint = theme.accent;
      tint.setAlpha(hover ? 40 : 24);
      painter->setRenderHint(QPainter::Antialiasing);
      painter->setPen(current ? QPen(theme.accent, 1.5) : QPen(Qt::NoPen));
      painter->setBrush(tint);
      painter->drawRoundedRect(frame, 3, 3);
    }
    const QImage image = index.data(kImage).value<QImage>();
    for (int i = 0; i < 3; ++i) {
      const QRectF square(option.rect.x() + kPad + i * (side() + kGalleryGap), option.rect.y() + kPad, side(),
                          side());
      if (image.isNull()) {
        painter->fillRect(square, theme.grid);
        continue;
      }
      const int width = image.width() / 3;
      const QSizeF fitted = QSizeF(width, image.height()).scaled(square.size(), Qt::KeepAspectRatio);
      painter->setRenderHint(QPainter::SmoothPixmapTransform, width > fitted.width());
      const QRectF target(square.center() - QPointF(fitted.width() / 2, fitted.height() / 2), fitted);
      painter->drawImage(target, image, QRectF(i * width, 0, width, image.height()));
    }
    QRectF line = frame.adjusted(kPad - 1, side() + kPad, -kPad, 0);
    QFont bold = m_strip->font();
    bold.setBold(true);
    painter->setFont(bold);
    painter->setPen(theme.text);
    const QString error = index.data(kError).toString();
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, error);
    constexpr double kApart = 6;
    double widest = 0;  // one width for all names of the strip
    for (const QString& other : m_errors)
      widest = std::max(widest, QFontMetricsF(bold).horizontalAdvance(other));
    const double room = line.width() - widest - kApart;
    line.setLeft(line.left() + QFontMetricsF(bold).horizontalAdvance(error) + kApart);
    painter->setFont(m_strip->font());
    painter->setPen(theme.mutedText);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                      m_names.text(index.row(), m_strip->font(), room));
    painter->restore();
  }

 private:
  QListWidget* m_strip;
  FittedNames m_names;
  QStringList m_errors;
};

/// A list whose cells grow with its height.
class Strip : public QListWidget {
 public:
  using QListWidget::QListWidget;

 protected:
  void resizeEvent(QResizeEvent* event) override {
    QListWidget::resizeEvent(event);
    scheduleDelayedItemsLayout();
  }
  /// Copying is the gallery's: a list would copy the text of its items.
  void keyPressEvent(QKeyEvent* event) override {
    if (event->matches(QKeySequence::Copy))
      event->ignore();
    else
      QListWidget::keyPressEvent(event);
  }
};

}  // namespace

SampleGallery::SampleGallery(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("sampleGallery"));
  m_data.nearest = makeStrip("galleryNearest", tr("Samples nearest the threshold"));
  m_data.worst = makeStrip("galleryWorst", tr("Samples with the largest error"));
  m_probe.nearest = makeStrip("galleryProbeNearest", tr("Samples of the probe nearest the threshold"));
  m_probe.worst = makeStrip("galleryProbeWorst", tr("Samples of the probe with the largest error"));
  for (QListWidget* strip : {m_data.nearest, m_data.worst}) chooseFrom(strip, &SampleGallery::sampleChosen);
  for (QListWidget* strip : {m_probe.nearest, m_probe.worst}) chooseFrom(strip, &SampleGallery::probeChosen);
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(kGrid / 2, kGrid / 2, 0, 0);
  grid->setHorizontalSpacing(kGrid);
  grid->setVerticalSpacing(kGrid / 2);
  const auto caption = [&](int row, int column, const QString& text) {
    auto* label = new QLabel(text, this);
    setTypeSize(*label, TypeSize::Small);
    label->setWordWrap(true);
    m_captions.push_back(label);
    label->setToolTip(
        tr("Original, reconstruction, and their difference per pixel (dark: none, yellow: black against "
           "white). Click on a sample to look at it; its menu copies and saves pictures."));
    grid->addWidget(label, row, column);
    return label;
  };
  caption(0, 0, tr("Nearest the threshold"));
  caption(1, 0, tr("Largest errors"));
  m_probeParts = {caption(0, 2, tr("Probe, near the threshold")), caption(1, 2, tr("Probe, largest errors")),
                  m_probe.nearest, m_probe.worst};
  grid->addWidget(m_data.nearest, 0, kDataColumn);
  grid->addWidget(m_data.worst, 1, kDataColumn);
  grid->addWidget(m_probe.nearest, 0, kProbeColumn);
  grid->addWidget(m_probe.worst, 1, kProbeColumn);
  for (QWidget* part : m_probeParts) part->hide();
  fitToText();
  grid->setColumnStretch(kDataColumn, 1);
  grid->setRowStretch(0, 1);
  grid->setRowStretch(1, 1);
}

void SampleGallery::fitToText() {
  const int width =
      QFontMetrics(typeFont(TypeSize::Small)).horizontalAdvance(QStringLiteral("threshold")) + 6;
  for (QLabel* caption : m_captions) caption->setFixedWidth(width);
}

void SampleGallery::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) fitToText();
}

void SampleGallery::chooseFrom(QListWidget* strip, void (SampleGallery::*chosen)(std::size_t)) {
  const auto choose = [this, chosen](const QListWidgetItem* item) {
    Q_EMIT(this->*chosen)(item->data(kIndex).toULongLong());
  };
  connect(strip, &QListWidget::itemClicked, this, choose);
  connect(strip, &QListWidget::itemActivated, this, choose);  // Return
}

QListWidget* SampleGallery::makeStrip(const char* objectName, const QString& accessibleName) {
  auto* strip = new Strip(this);
  strip->setObjectName(QString::fromLatin1(objectName));
  strip->setAccessibleName(accessibleName);
  setTypeSize(*strip, TypeSize::Small);
  strip->setFrameShape(QFrame::NoFrame);
  strip->setFlow(QListView::LeftToRight);
  strip->setWrapping(false);
  strip->setUniformItemSizes(true);
  strip->setMouseTracking(true);
  strip->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  strip->setHorizontalScrollBarPolicy(
      Qt::ScrollBarAlwaysOff);  // wheel, keys and dragging do it; height is dear
  strip->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  strip->setItemDelegate(new CellDelegate(strip));
  strip->setMinimumHeight(48);
  return strip;
}

void SampleGallery::setEntries(const std::vector<Entry>& nearest, const std::vector<Entry>& worst) {
  setEntries(m_data, nearest, worst);
}

void SampleGallery::setProbeEntries(const std::vector<Entry>& nearest, const std::vector<Entry>& worst) {
  setEntries(m_probe, nearest, worst);
  const bool isThere = !nearest.empty() || !worst.empty();
  for (QWidget* part : m_probeParts) part->setVisible(isThere);
  // An empty column that stretches would take half of the width from the data's pictures.
  static_cast<QGridLayout*>(layout())->setColumnStretch(kProbeColumn, isThere ? 1 : 0);
}

void SampleGallery::setEntries(Side& side, const std::vector<Entry>& nearest,
                               const std::vector<Entry>& worst) {
  fill(side, side.nearest, nearest);
  fill(side, side.worst, worst);
  std::erase_if(side.images, [&](const auto& image) {
    const auto listed = [&](const Entry& entry) { return entry.index == image.first; };
    return std::ranges::none_of(nearest, listed) && std::ranges::none_of(worst, listed);
  });
}

void SampleGallery::fill(const Side& side, QListWidget* strip, const std::vector<Entry>& entries) {
  while (strip->count() > static_cast<int>(entries.size())) delete strip->takeItem(strip->count() - 1);
  while (strip->count() < static_cast<int>(entries.size())) strip->addItem(new QListWidgetItem);
  QStringList names;
  QStringList errors;
  for (const Entry& entry : entries) {
    names << (entry.className.isEmpty() ? entry.title : entry.className);
    errors << entry.error;
  }
  static_cast<CellDelegate*>(strip->itemDelegate())->setTexts(names, errors);
  for (int i = 0; i < strip->count(); ++i) {
    const Entry& entry = entries[static_cast<std::size_t>(i)];
    QListWidgetItem* item = strip->item(i);
    item->setData(kIndex, static_cast<qulonglong>(entry.index));
    item->setData(kError, entry.error);
    const auto image = side.images.find(entry.index);
    item->setData(kImage, image == side.images.end() ? QImage() : image->second);
    const QString sentence = entry.className.isEmpty()
                                 ? tr("%1, error %2").arg(entry.title, entry.error)
                                 : tr("%1, %2, error %3").arg(entry.title, entry.className, entry.error);
    item->setData(Qt::AccessibleTextRole, sentence);
    item->setToolTip(sentence);
  }
}

void SampleGallery::setImages(const std::vector<GalleryCell>& cells) {
  for (const GalleryCell& cell : cells)
    (cell.isOfProbe ? m_probe : m_data).images[cell.index] = triptych(cell, themeOf(*this));
  showImages(m_data);
  showImages(m_probe);
}

void SampleGallery::showImages(Side& side) {
  for (QListWidget* strip : {side.nearest, side.worst})
    for (int i = 0; i < strip->count(); ++i) {
      const auto image = side.images.find(strip->item(i)->data(kIndex).toULongLong());
      if (image != side.images.end()) strip->item(i)->setData(kImage, image->second);
    }
  // Only what is listed is kept.
  std::erase_if(side.images, [&](const auto& image) {
    for (const QListWidget* strip : {side.nearest, side.worst})
      for (int i = 0; i < strip->count(); ++i)
        if (strip->item(i)->data(kIndex).toULongLong() == image.first) return false;
    return true;
  });
}

GalleryPictures SampleGallery::picturesOf(const QListWidget& strip, const QListWidgetItem* item) const {
  GalleryPictures pictures;
  if (item) pictures.sample = item->data(kImage).value<QImage>();
  for (int i = 0; i < strip.count(); ++i) {
    const QImage image = strip.item(i)->data(kImage).value<QImage>();
    if (!image.isNull()) pictures.strip.push_back(image);
  }
  // "Samples nearest the threshold": as screen readers call it, here within a sentence.
  pictures.stripName = strip.accessibleName();
  if (!pictures.stripName.isEmpty()) pictures.stripName[0] = pictures.stripName[0].toLower();
  return pictures;
}

std::array<QListWidget*, 4> SampleGallery::strips() const {
  return {m_data.nearest, m_data.worst, m_probe.nearest, m_probe.worst};
}

void SampleGallery::contextMenuEvent(QContextMenuEvent* event) {
  for (QListWidget* strip : strips()) {
    if (!strip->isVisible()) continue;
    const bool isMouse = event->reason() == QContextMenuEvent::Mouse;
    const QPoint inside = strip->viewport()->mapFromGlobal(event->globalPos());
    if (isMouse ? !strip->viewport()->rect().contains(inside) : !strip->hasFocus()) continue;
    const QListWidgetItem* item = isMouse ? strip->itemAt(inside) : strip->currentItem();
    const GalleryPictures pictures = picturesOf(*strip, item);
    const QPoint at = isMouse || !item ? event->globalPos()
                                       : strip->viewport()->mapToGlobal(strip->visualItemRect(item).center());
    if (!pictures.strip.empty()) Q_EMIT menuWanted(pictures, at);
    event->accept();
    return;
  }
  QWidget::contextMenuEvent(event);
}

void SampleGallery::keyPressEvent(QKeyEvent* event) {
  for (const QListWidget* strip : strips()) {
    if (!event->matches(QKeySequence::Copy) || !strip->hasFocus()) continue;
    const QImage image = picturesOf(*strip, strip->currentItem()).sample;
    if (!image.isNull()) Q_EMIT copyWanted(image);
    return;
  }
  QWidget::keyPressEvent(event);
}

}  // namespace isthmus
