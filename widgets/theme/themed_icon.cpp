#include "widgets/theme/themed_icon.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

#include <memory>

namespace isthmus {
namespace {

constexpr double kDisabledOpacity = 0.4;

/// Draws the vector picture at whatever size is asked for, so that no scale of the screen blurs it.
class SvgIconEngine : public QIconEngine {
 public:
  explicit SvgIconEngine(std::shared_ptr<QSvgRenderer> renderer) : m_renderer(std::move(renderer)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State /*state*/) override {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (mode == QIcon::Disabled) painter->setOpacity(painter->opacity() * kDisabledOpacity);
    const QSizeF fitted = m_renderer->viewBoxF().size().scaled(rect.size(), Qt::KeepAspectRatio);
    QRectF target(QPointF(), fitted);
    target.moveCenter(QRectF(rect).center());
    m_renderer->render(painter, target);
    painter->restore();
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap result(size);
    result.fill(Qt::transparent);
    QPainter painter(&result);
    paint(&painter, QRect(QPoint(), size), mode, state);
    return result;
  }

  QIconEngine* clone() const override { return new SvgIconEngine(m_renderer); }  // owned by the icon

 private:
  std::shared_ptr<QSvgRenderer> m_renderer;  // shared by clones; drawn on the GUI thread alone
};

}  // namespace

QIcon themedIcon(const QString& name, const Theme& theme) {
  QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
  if (!file.open(QIODevice::ReadOnly)) return {};
  return themedIconFromSvg(file.readAll(), theme);
}

QIcon themedIconFromSvg(const QByteArray& svg, const Theme& theme) {
  QByteArray coloured = svg;
  const QByteArray colour = theme.text.name().toLatin1();
  coloured.replace("#4a4a4a", colour).replace("#4A4A4A", colour);
  if (!coloured.contains("<svg")) return {};  // QSvgRenderer would complain on the console
  auto renderer = std::make_shared<QSvgRenderer>(coloured);
  if (!renderer->isValid() || renderer->viewBoxF().isEmpty()) return {};
  return QIcon(new SvgIconEngine(std::move(renderer)));  // the icon owns its engine
}

}  // namespace isthmus
