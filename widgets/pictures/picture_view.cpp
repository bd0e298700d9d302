#include "widgets/pictures/picture_view.h"

#include "widgets/images/qt_image.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr int kCopiedSide = 280;  // a copy of 28 x 28 pixels would be a speck on a slide
constexpr double kFrame = 2;
constexpr std::size_t kSpoken = 16;  // numbers of a vector that a screen reader is told
constexpr int kPixelArt = 64;        // up to this side single pixels matter more than the last bit of size

Image toImage(const QImage& picture) {
  Image image{{picture.height(), picture.width(), 3}, {}};
  for (int y = 0; y < picture.height(); ++y)
    for (int x = 0; x < picture.width(); ++x) {
      const QRgb colour = picture.pixel(x, y);
      for (const int part : {qRed(colour), qGreen(colour), qBlue(colour)})
        image.pixels.push_back(static_cast<float>(part) / 255.0F);
    }
  return image;
}

}  // namespace

PictureView::PictureView(const QString& title, QSize minimum, Press press, QWidget* parent)
    : QWidget(parent), m_minimum(minimum), m_preferredHeight(minimum.height()), m_press(press) {
  setAccessibleName(title);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
  if (press == Press::Activates) setCursor(Qt::PointingHandCursor);
  setImage(std::nullopt);
}

void PictureView::setImage(std::optional<Image> image) {
  m_image = std::move(image);
  m_screen = m_image ? toQImage(*m_image) : QImage();
  m_other.clear();
  const QString text = description();
  if (text != accessibleDescription()) setAccessibleDescription(text);
  update();
}

QString PictureView::description() const {
  if (!m_image) return tr("No picture yet");
  if (!m_scale) return tr("Picture of %1 x %2 pixels").arg(m_screen.height()).arg(m_screen.width());
  QStringList parts;
  const std::size_t count = std::min({m_image->pixels.size(), m_scale->ranges.count(), kSpoken});
  for (std::size_t i = 0; i < count; ++i)
    parts << QStringLiteral("%1 %2").arg(featureName(*m_scale, i),
                                         dataValueText(static_cast<double>(m_image->pixels[i])));
  return parts.join(QStringLiteral(", "));
}

void PictureView::setProfileScale(ProfileScalePtr scale) {
  m_scale = std::move(scale);
  setImage(std::nullopt);
}

void PictureView::setOther(std::vector<float> row) {
  m_other = std::move(row);
  update();
}

VectorProfile PictureView::profile(const QRectF& room) const {
  return VectorProfile(*m_scale, room, typeFont(TypeSize::Small));
}

/// Of the picture in a view of this size, in screen pixels.
QSizeF PictureView::sizeOnScreen(const QSizeF& room) const {
  const QSizeF inside = (room - QSizeF(2 * kFrame, 2 * kFrame)) * devicePixelRatioF();
  const double fit = std::min(inside.width() / m_screen.width(), inside.height() / m_screen.height());
  const bool squares = fit >= 1 && std::max(m_screen.width(), m_screen.height()) <= kPixelArt;
  const double zoom = squares ? std::floor(fit) : fit;
  return {std::round(m_screen.width() * zoom), std::round(m_screen.height() * zoom)};
}

QRectF PictureView::pictureRect() const {
  if (m_screen.isNull()) return {};
  if (m_scale) return QRectF(rect()).adjusted(kFrame, kFrame, -kFrame, -kFrame);
  const double scale = devicePixelRatioF();
  const QSizeF onScreen = sizeOnScreen(size());
  const QPointF corner(std::round((width() * scale - onScreen.width()) / 2),
                       std::round((height() * scale - onScreen.height()) / 2));
  return QRectF(corner / scale, onScreen / scale);
}

int PictureView::snugSide(int room) const {
  if (m_screen.isNull() || m_scale) return room;
  const QSizeF onScreen = sizeOnScreen(QSizeF(room, room)) / devicePixelRatioF();
  return static_cast<int>(std::ceil(std::max(onScreen.width(), onScreen.height()) + 2 * kFrame));
}

/// Large enough for a slide; of bars as they are seen.
QImage PictureView::copied() const {
  if (!m_scale) {
    const int zoom = std::max(1, kCopiedSide / std::max(m_screen.width(), m_screen.height()));
    return m_screen.scaled(m_screen.size() * zoom);
  }
  const QSize size = pictureRect().size().toSize();
  QImage image(size * 2, QImage::Format_RGB32);
  image.setDevicePixelRatio(2);
  image.fill(palette().color(QPalette::Window));
  QPainter painter(&image);
  profile(QRectF(QPointF(), size)).draw(painter, themeOf(*this), m_image->pixels, m_other);
  return image;
}

void PictureView::copyImage() const {
  if (!m_screen.isNull()) QGuiApplication::clipboard()->setImage(copied());
}

QSize PictureView::sizeHint() const {
  return {m_minimum.width(), m_preferredHeight};
}

void PictureView::setPreferredHeight(int height) {
  m_preferredHeight = std::max(height, m_minimum.height());
  updateGeometry();
}

void PictureView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Theme theme = themeOf(*this);
  if (m_screen.isNull()) {
    painter.fillRect(rect().adjusted(int(kFrame), int(kFrame), -int(kFrame), -int(kFrame)), theme.plot);
  } else if (m_scale) {
    profile(pictureRect()).draw(painter, theme, m_image->pixels, m_other);
  } else {
    const QRectF target = pictureRect();
    const QSize onScreen = (target.size() * devicePixelRatioF()).toSize();
    if (onScreen.width() % m_screen.width() == 0)
      painter.drawImage(target, m_screen);
    else
      painter.drawImage(target, m_screen.scaled(onScreen, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
  }
  if (!hasFocus()) return;
  const QRectF framed =
      m_screen.isNull() ? QRectF(rect()).adjusted(kFrame, kFrame, -kFrame, -kFrame) : pictureRect();
  painter.setPen(QPen(theme.accent, kFrame, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
  painter.drawRect(framed.adjusted(-kFrame / 2, -kFrame / 2, kFrame / 2, kFrame / 2));
}

bool PictureView::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip || !m_scale || !m_image) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const auto feature = profile(pictureRect()).featureAt(help->pos());
  const bool known = feature && m_image->pixels.size() == m_scale->ranges.count();
  QToolTip::showText(help->globalPos(),
                     known ? featureText(*m_scale, *feature, m_image->pixels, m_other) : QString(), this);
  return true;
}

void PictureView::keyPressEvent(QKeyEvent* event) {
  const bool enter =
      event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
  if (event->matches(QKeySequence::Copy))
    copyImage();
  else if (enter && m_press == Press::Activates && m_image)
    Q_EMIT activated();
  else
    QWidget::keyPressEvent(event);
}

void PictureView::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && m_press == Press::Activates && m_image) Q_EMIT activated();
}

void PictureView::contextMenuEvent(QContextMenuEvent* event) {
  if (!m_image) return;
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("pictureMenu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  QAction* copy = menu->addAction(tr("&Copy image"), this, &PictureView::copyImage);
  copy->setShortcut(QKeySequence::Copy);
  menu->addAction(tr("&Save image…"), this, [this] {
    if (m_image) Q_EMIT saveRequested(m_scale ? toImage(copied()) : *m_image);
  });
  menu->popup(event->globalPos());
}

void PictureView::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  update();
}

void PictureView::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  update();
}

}  // namespace isthmus
