#include "widgets/plot/component_strip.h"

#include "widgets/text/number_text.h"
#include "widgets/theme/data_colours.h"
#include "widgets/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace isthmus {
namespace {

constexpr int kCell = 64;  // pixels a side
constexpr int kColumns = 2;
constexpr int kBlue = 4;  // of classColour()
constexpr int kOrange = 0;
constexpr std::size_t kNamed = 3;  // features in a tooltip

/// From the plot's background at 0 to blue at -1 and orange at 1.
QColor signedColour(double value, const Theme& theme) {
  const QColor end = classColour(value < 0 ? kBlue : kOrange, theme.dark);
  const double share = std::min(std::abs(value), 1.0);
  const auto mixed = [share](int from, int to) {
    return static_cast<int>(std::lround(from + share * (to - from)));
  };
  return {mixed(theme.plot.red(), end.red()), mixed(theme.plot.green(), end.green()),
          mixed(theme.plot.blue(), end.blue())};
}

}  // namespace

ComponentStrip::ComponentStrip(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("componentStrip"));
  setAccessibleName(tr("Principal components"));
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
}

void ComponentStrip::setModel(ModelSnapshotPtr model) {
  m_model = std::move(model);
  update();
}

QSize ComponentStrip::sizeHint() const {
  return {kColumns * (kCell + kGrid) - kGrid, 2 * rowHeight()};
}

int ComponentStrip::rowHeight() const {
  return kCell + QFontMetrics(typeFont(TypeSize::Small)).height();
}

QRect ComponentStrip::cell(int component) const {
  const int left = component % kColumns * (kCell + kGrid);
  const int top = component / kColumns * rowHeight();
  if (!m_model || component >= m_model->spec.latent || top + rowHeight() > height()) return {};
  return {left, top, kCell, kCell};
}

float ComponentStrip::entry(int component, std::size_t number) const {
  const std::size_t numbers = m_model->spec.shape.size();
  return m_model->weights[0].values[static_cast<std::size_t>(component) * numbers + number];
}

QImage ComponentStrip::pictureOf(int component) const {
  const ImageShape& shape = m_model->spec.shape;
  const auto channels = static_cast<std::size_t>(shape.channels);
  const Theme theme = themeOf(*this);
  double largest = 1e-12;
  for (std::size_t i = 0; i < shape.size(); ++i)
    largest = std::max(largest, std::abs(static_cast<double>(entry(component, i))));
  QImage image(shape.width, shape.height, QImage::Format_RGB32);
  for (int y = 0; y < shape.height; ++y) {
    for (int x = 0; x < shape.width; ++x) {
      double sum = 0;
      const std::size_t at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(shape.width) +
                              static_cast<std::size_t>(x)) *
                             channels;
      for (std::size_t c = 0; c < channels; ++c) sum += static_cast<double>(entry(component, at + c));
      image.setPixelColor(x, y, signedColour(sum / static_cast<double>(channels) / largest, theme));
    }
  }
  return image;
}

void ComponentStrip::drawBars(QPainter& painter, const QRect& area, int component) const {
  const Theme theme = themeOf(*this);
  const std::size_t numbers = m_model->spec.shape.size();
  double largest = 1e-12;
  for (std::size_t i = 0; i < numbers; ++i)
    largest = std::max(largest, std::abs(static_cast<double>(entry(component, i))));
  painter.fillRect(area, theme.plot);
  const double step = static_cast<double>(area.width()) / static_cast<double>(numbers);
  const double middle = area.center().y();
  for (std::size_t i = 0; i < numbers; ++i) {
    const double value = static_cast<double>(entry(component, i)) / largest;
    const double height = -value * area.height() / 2;
    painter.fillRect(
        QRectF(area.left() + static_cast<double>(i) * step, middle, std::max(step - 1, 0.5), height)
            .normalized(),
        classColour(value < 0 ? kBlue : kOrange, theme.dark));
  }
}

void ComponentStrip::paintEvent(QPaintEvent* /*event*/) {
  if (!m_model) return;
  QPainter painter(this);
  painter.setFont(typeFont(TypeSize::Small));
  painter.setPen(themeOf(*this).mutedText);
  for (int k = 0; !cell(k).isEmpty(); ++k) {
    const QRect area = cell(k);
    if (m_model->spec.samples == SampleKind::Image)
      painter.drawImage(area, pictureOf(k));
    else
      drawBars(painter, area, k);
    painter.drawText(QRect(area.left(), area.bottom(), area.width(), rowHeight() - kCell), Qt::AlignCenter,
                     QStringLiteral("z%1").arg(k + 1));
  }
}

QString ComponentStrip::explanationOf(int component) const {
  QString text = tr("Principal component %1: what changes in a sample along z%1. Blue falls, orange rises.")
                     .arg(component + 1);
  const auto& names = m_model->features;
  if (names.empty()) return text;
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, std::ranges::greater{},
                    [&](std::size_t i) { return std::abs(entry(component, i)); });
  QStringList largest;
  for (std::size_t i = 0; i < std::min(kNamed, order.size()); ++i)
    largest << QStringLiteral("%1 %2").arg(QString::fromStdString(names[order[i]]),
                                           valueText(static_cast<double>(entry(component, order[i])), 2));
  return text + QLatin1Char(' ') + tr("Most: %1.").arg(largest.join(QStringLiteral(", ")));
}

bool ComponentStrip::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip || !m_model) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  for (int k = 0; !cell(k).isEmpty(); ++k) {
    if (!cell(k).contains(help->pos())) continue;
    QToolTip::showText(help->globalPos(), explanationOf(k), this);
    return true;
  }
  QToolTip::hideText();
  return true;
}

}  // namespace isthmus
