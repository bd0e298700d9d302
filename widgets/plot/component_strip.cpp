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
constexpr int kMost = 16;  // components
constexpr int kBlue = 4;   // of classColour()
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
  makePictures();
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
  if (component >= static_cast<int>(m_pictures.size()) || top + rowHeight() > height()) return {};
  return {left, top, kCell, kCell};
}

float ComponentStrip::entry(int component, std::size_t number) const {
  const std::size_t numbers = m_model->spec.shape.size();
  return m_model->weights[0].values[static_cast<std::size_t>(component) * numbers + number];
}

double ComponentStrip::largestEntry(int component) const {
  double largest = 1e-12;
  for (std::size_t i = 0; i < m_model->spec.shape.size(); ++i)
    largest = std::max(largest, std::abs(static_cast<double>(entry(component, i))));
  return largest;
}

/// At most as large as a cell: of a larger picture some pixels stand for all.
QImage ComponentStrip::pictureOf(int component) const {
  const ImageShape& shape = m_model->spec.shape;
  const Theme theme = themeOf(*this);
  const double largest = largestEntry(component);
  QImage image(std::min(shape.width, kCell), std::min(shape.height, kCell), QImage::Format_RGB32);
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const int row = y * shape.height / image.height();
      const int column = x * shape.width / image.width();
      double sum = 0;
      for (int c = 0; c < shape.channels; ++c) {
        const auto at = static_cast<std::size_t>((row * shape.width + column) * shape.channels + c);
        sum += static_cast<double>(entry(component, at));
      }
      image.setPixelColor(x, y, signedColour(sum / shape.channels / largest, theme));
    }
  }
  return image;
}

/// A bar for each number, or for each pixel of the cell the largest of its numbers.
QImage ComponentStrip::barsOf(int component) const {
  const Theme theme = themeOf(*this);
  const double largest = largestEntry(component);
  const std::size_t numbers = m_model->spec.shape.size();
  const std::size_t bars = std::min<std::size_t>(numbers, kCell);
  QImage image(kCell, kCell, QImage::Format_RGB32);
  image.fill(theme.plot);
  QPainter painter(&image);
  const double step = static_cast<double>(kCell) / static_cast<double>(bars);
  for (std::size_t bar = 0; bar < bars; ++bar) {
    float value = 0;
    for (std::size_t i = bar * numbers / bars; i < (bar + 1) * numbers / bars; ++i)
      if (std::abs(entry(component, i)) > std::abs(value)) value = entry(component, i);
    const double height = -static_cast<double>(value) / largest * kCell / 2;
    const double width = step > 3 ? step - 1 : step;
    painter.fillRect(QRectF(static_cast<double>(bar) * step, kCell / 2.0, width, height).normalized(),
                     classColour(value < 0 ? kBlue : kOrange, theme.dark));
  }
  return image;
}

/// Once for a model and a theme, and not with every paint.
void ComponentStrip::makePictures() {
  m_pictures.clear();
  if (!m_model) return;
  for (int k = 0; k < std::min(m_model->spec.latent, kMost); ++k)
    m_pictures.push_back(m_model->spec.samples == SampleKind::Image ? pictureOf(k) : barsOf(k));
}

void ComponentStrip::paintEvent(QPaintEvent* /*event*/) {
  if (!m_model) return;
  QPainter painter(this);
  painter.setFont(typeFont(TypeSize::Small));
  painter.setPen(themeOf(*this).mutedText);
  for (int k = 0; !cell(k).isEmpty(); ++k) {
    const QRect area = cell(k);
    painter.drawImage(area, m_pictures[static_cast<std::size_t>(k)]);
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
  if (changesLook(*event)) makePictures();
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
