#include "widgets/model/code_use_strip.h"

#include "widgets/parts/panel_parts.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace isthmus {
namespace {

constexpr int kBarHeight = 3 * kGrid;
constexpr int kNamedInDescription = 16;  // dimensions

QString klText(double nats) {
  return valueText(nats, 2);
}

}  // namespace

CodeUseStrip::CodeUseStrip(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("codeUse"));
  setAccessibleName(tr("KL divergence by latent dimension"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void CodeUseStrip::setUse(const std::optional<CodeUse>& use) {
  if (use == m_use) return;
  m_use = use;
  QStringList values;
  for (std::size_t d = 0; use && d < std::min<std::size_t>(use->latent(), kNamedInDescription); ++d)
    values << tr("z%1 %2 nats").arg(d + 1).arg(klText(use->kl[d]));
  setAccessibleDescription(values.join(QStringLiteral(", ")));
  update();
}

QSize CodeUseStrip::sizeHint() const {
  return {20 * kGrid, kBarHeight + QFontMetrics(typeFont(TypeSize::Small)).height()};
}

QRectF CodeUseStrip::cell(std::size_t dimension) const {
  const double each = static_cast<double>(width()) / static_cast<double>(m_use->latent());
  return {static_cast<double>(dimension) * each, 0, each, static_cast<double>(height())};
}

void CodeUseStrip::paintEvent(QPaintEvent* /*event*/) {
  if (!m_use) return;
  const Theme theme = themeOf(*this);
  QPainter painter(this);
  const QFont font = typeFont(TypeSize::Small);
  painter.setFont(font);
  const QFontMetricsF metrics(font);
  // Bars of a code that is all but off must not look like those of one in full use.
  const double largest = std::max(*std::ranges::max_element(m_use->kl), 0.5);
  for (std::size_t d = 0; d < m_use->latent(); ++d) {
    const QRectF area = cell(d);
    const double gap = area.width() > 6 ? 2 : area.width() > 3 ? 1 : 0;
    const QRectF track(area.left(), 0, area.width() - gap, kBarHeight);
    const double height = std::max(std::clamp(m_use->kl[d] / largest, 0.0, 1.0) * kBarHeight, 2.0);
    const bool isActive = m_use->isActive(d);
    painter.fillRect(track, theme.plot);
    painter.fillRect(QRectF(track.left(), kBarHeight - height, track.width(), height),
                     isActive ? theme.accent : theme.warning);
    const QRectF words(area.left(), kBarHeight, area.width() - gap, area.height() - kBarHeight);
    const QString name = QStringLiteral("z%1").arg(d + 1);
    const QString whole = QStringLiteral("%1 %2").arg(name, klText(m_use->kl[d]));
    painter.setPen(isActive ? theme.mutedText : theme.warning);
    if (metrics.horizontalAdvance(whole) <= words.width())
      painter.drawText(words, Qt::AlignCenter, whole);
    else if (metrics.horizontalAdvance(name) <= words.width())
      painter.drawText(words, Qt::AlignCenter, name);
  }
}

QString CodeUseStrip::explanationOf(std::size_t dimension) const {
  const QString text = tr("z%1: KL divergence %2 nats a sample, how much this dimension tells of it.")
                           .arg(dimension + 1)
                           .arg(klText(m_use->kl[dimension]));
  if (m_use->isActive(dimension)) return text;
  return text + QLatin1Char(' ') +
         tr("It is not in use: its mean varies by %1 over the samples (variance; above %2 counts as in use).")
             .arg(valueText(m_use->variance[dimension], 4), valueText(CodeUse::kLeastVariance, 2));
}

bool CodeUseStrip::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip || !m_use) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  for (std::size_t d = 0; d < m_use->latent(); ++d) {
    if (!cell(d).contains(help->pos())) continue;
    QToolTip::showText(help->globalPos(), wrappedToolTip(explanationOf(d)), this);
    return true;
  }
  QToolTip::hideText();
  return true;
}

}  // namespace isthmus
