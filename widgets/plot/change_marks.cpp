#include "widgets/plot/change_marks.h"

#include "widgets/plot/qcp.h"
#include "widgets/text/number_text.h"

#include <QStringList>

#include <cmath>
#include <limits>

namespace isthmus {
namespace {

constexpr double kGrabbed = 5;  // pixels beside a line that still count as on it
constexpr double kLabelGap = 6;

QString settingName(const std::string& key) {
  return key == kLearningRateKey ? ChangeMarks::tr("learning rate") : QString::fromStdString(key);
}

QString settingText(double value) {
  return interfaceLocale().toString(value, 'g', 6);
}

/// Short enough to stand at a line.
QString labelText(const SettingChange& change) {
  const QString name = change.key == kLearningRateKey ? QStringLiteral("lr")
                       : change.key == "beta"         ? QStringLiteral("\u03b2")
                                                      : QString::fromStdString(change.key);
  return name + QLatin1Char(' ') + settingText(change.after);
}

QString changeText(const SettingChange& change) {
  return ChangeMarks::tr("epoch %1, step %2: %3 %4 \u2192 %5")
      .arg(valueText(change.epoch, 2), countText(change.step), settingName(change.key),
           settingText(change.before), settingText(change.after));
}

}  // namespace

QString changesText(const std::vector<SettingChange>& changes) {
  QStringList texts;
  for (const SettingChange& change : changes) texts << changeText(change);
  return texts.join(QStringLiteral("; "));
}

ChangeMarks::Mark ChangeMarks::makeMark(const SettingChange& change) {
  Mark mark;
  for (QCPAxisRect* rect : m_plot.axisRects()) {
    auto* line = new QCPItemStraightLine(&m_plot);
    line->setLayer("axes");
    line->setClipAxisRect(rect);
    for (QCPItemPosition* position : {line->point1, line->point2})
      position->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    line->point1->setCoords(change.epoch, 0);
    line->point2->setCoords(change.epoch, 1);
    mark.lines.push_back(line);
  }
  QCPAxisRect* top = m_plot.axisRect(0);
  mark.label = new QCPItemText(&m_plot);
  mark.label->setLayer("axes");
  mark.label->setClipAxisRect(top);
  mark.label->position->setAxisRect(top);
  mark.label->position->setAxes(top->axis(QCPAxis::atBottom), top->axis(QCPAxis::atLeft));
  mark.label->position->setTypeX(QCPItemPosition::ptPlotCoords);
  mark.label->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
  mark.label->position->setCoords(change.epoch, 0);
  mark.label->setPadding(QMargins(3, 0, 3, 0));
  mark.label->setText(labelText(change));
  return mark;
}

void ChangeMarks::setChanges(const std::vector<SettingChange>& changes) {
  if (changes == m_changes) return;
  for (const Mark& mark : m_marks) {
    for (QCPItemStraightLine* line : mark.lines) m_plot.removeItem(line);
    m_plot.removeItem(mark.label);
  }
  m_marks.clear();
  m_changes = changes;
  for (const SettingChange& change : m_changes) m_marks.push_back(makeMark(change));
  setTheme(m_theme);
}

void ChangeMarks::setTheme(const Theme& theme) {
  m_theme = theme;
  for (const Mark& mark : m_marks) {
    for (QCPItemStraightLine* line : mark.lines) line->setPen(QPen(theme.text, 1, Qt::DotLine));
    mark.label->setFont(typeFont(TypeSize::Small));
    mark.label->setColor(theme.text);
    QColor ground = theme.plot;
    ground.setAlphaF(0.88F);
    mark.label->setBrush(ground);
    mark.label->setPen(Qt::NoPen);
  }
}

void ChangeMarks::spaceLabels(int width) {
  const QFontMetricsF metrics(typeFont(TypeSize::Small));
  const QCPRange range = m_plot.axisRect(0)->axis(QCPAxis::atBottom)->range();
  double end = std::numeric_limits<double>::infinity();  // where the label to the right begins
  for (std::size_t i = m_marks.size(); i-- > 0;) {
    QCPItemText* label = m_marks[i].label;
    const double at = (m_changes[i].epoch - range.lower) / range.size() * width;
    const double size = metrics.horizontalAdvance(label->text()) + kLabelGap;
    const bool isLeft = at + size > width;  // of its line, where it would leave the plot
    const double from = isLeft ? at - size : at;
    label->setPositionAlignment((isLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
    label->setVisible(from + size <= end);
    if (label->visible()) end = from;
  }
}

QString ChangeMarks::textAt(double x) const {
  const QCPAxis* axis = m_plot.axisRect(0)->axis(QCPAxis::atBottom);
  QStringList texts;
  for (const SettingChange& change : m_changes)
    if (std::abs(axis->coordToPixel(change.epoch) - x) <= kGrabbed) texts << changeText(change);
  return texts.join(QLatin1Char('\n'));
}

}  // namespace isthmus
