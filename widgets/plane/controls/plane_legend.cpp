#include "widgets/plane/controls/plane_legend.h"

#include "widgets/parts/panel_parts.h"
#include "widgets/plane/controls/colour_bar.h"
#include "widgets/plane/controls/switch_button.h"
#include "widgets/text/number_text.h"
#include "widgets/text/sample_text.h"
#include "widgets/text/shortened_names.h"
#include "widgets/theme/theme.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace isthmus {
namespace {

constexpr int kSwatch = 12;  // as the widths below, at the desktop's size of text
constexpr int kLeastLegendWidth = 144;
constexpr int kMostWidth = 208;
constexpr int kCountRole = Qt::UserRole;
constexpr int kColourRole = Qt::UserRole + 1;
constexpr int kVisibleRole = Qt::UserRole + 2;

// Swatch, name (shortened where it must be, and told from the others) and right-aligned count.
class RowPainter : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void setRows(const QStringList& names, const QStringList& counts) {
    m_names.setNames(names);
    m_counts = counts;
  }

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
    return {80, option.fontMetrics.height() + 8};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Theme theme = themeOf(*option.widget);
    const bool visible = index.data(kVisibleRole).toBool();
    const bool current = (option.state & QStyle::State_HasFocus) != 0;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (current || (option.state & QStyle::State_MouseOver)) {
      QColor wash = current ? theme.accent : theme.text;
      wash.setAlphaF(current ? 0.16F : 0.06F);
      painter->setPen(Qt::NoPen);
      painter->setBrush(wash);
      painter->drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
    const QRect inner = option.rect.adjusted(6, 0, -6, 0);
    const int side = textLength(kSwatch);
    QRectF swatch(inner.left(), inner.center().y() - side / 2.0 + 1, side, side);
    swatch.adjust(0.75, 0.75, -0.75, -0.75);
    const QColor colour = index.data(kColourRole).value<QColor>();
    const QColor line = colour.isValid() ? colour : theme.mutedText;
    painter->setPen(QPen(visible ? line : theme.mutedText, 1.5));
    painter->setBrush(visible ? QBrush(line) : QBrush(Qt::NoBrush));
    painter->drawEllipse(swatch);

    const QString count = index.data(kCountRole).toString();
    int countWidth = 0;  // one for all rows, so that all names have the same room
    for (const QString& other : m_counts)
      countWidth = std::max(countWidth, option.fontMetrics.horizontalAdvance(other));
    painter->setFont(option.font);
    painter->setPen(theme.mutedText);
    painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter, count);
    painter->setPen(visible ? theme.text : theme.mutedText);
    const QRect nameRect = inner.adjusted(side + 8, 0, -countWidth - 8, 0);
    painter->drawText(nameRect, Qt::AlignLeft | Qt::AlignVCenter,
                      m_names.text(index.row(), option.font, nameRect.width()));
    painter->restore();
  }

 private:
  FittedNames m_names;
  QStringList m_counts;
};

}  // namespace

PlaneLegend::PlaneLegend(QWidget* parent)
    : QWidget(parent),
      m_bar(new ColourBar(this)),
      m_barTitle(new QLabel(this)),
      m_header(new QWidget(this)),
      m_title(new QLabel(m_header)),
      m_all(new SwitchButton(m_header)),
      m_list(new QListWidget(this)),
      m_above(new QCheckBox(this)),
      m_aboveName(new TextLabel(TypeSize::Small, Tone::Muted)),
      m_probe(new QCheckBox(this)),
      m_probeName(new TextLabel(TypeSize::Small, Tone::Muted, TextLabel::Overflow::ElideMiddle)) {
  setObjectName(QStringLiteral("planeLegend"));
  m_bar->setObjectName(QStringLiteral("colourBar"));
  m_barTitle->setObjectName(QStringLiteral("colourBarTitle"));
  m_barTitle->setWordWrap(true);
  m_title->setObjectName(QStringLiteral("legendTitle"));
  for (QLabel* label : {m_barTitle, m_title}) setTypeSize(*label, TypeSize::Small);
  m_all->setObjectName(QStringLiteral("legendShowAll"));
  m_all->setText(tr("Show all"));
  setTypeSize(*m_all, TypeSize::Small);
  m_all->setToolTip(tr("Shows every group again."));
  QSizePolicy keep = m_all->sizePolicy();
  keep.setRetainSizeWhenHidden(true);
  m_all->setSizePolicy(keep);
  connect(m_all, &QToolButton::clicked, this, &PlaneLegend::showAll);

  m_list->setObjectName(QStringLiteral("legendRows"));
  m_list->setItemDelegate(new RowPainter(m_list));
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->setMouseTracking(true);
  m_list->setUniformItemSizes(true);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_list->viewport()->setAutoFillBackground(false);
  m_list->setAccessibleName(tr("Groups of samples"));
  m_list->setAccessibleDescription(tr("Space hides or shows a group, Enter shows it alone, and again all."));
  m_list->setToolTip(tr("Click hides or shows a group; double click shows it alone, and again all."));
  m_list->installEventFilter(this);
  m_list->viewport()->installEventFilter(this);

  m_above->setObjectName(QStringLiteral("legendAbove"));
  m_above->setToolTip(tr(
      "Marks the samples whose error is above the threshold with open triangles: of many an even choice, so "
      "that they do not bury the points, and none of hidden groups."));
  m_above->hide();
  m_aboveName->setObjectName(QStringLiteral("legendAboveName"));
  m_aboveName->setText(tr("above the threshold"));
  m_aboveName->setContentsMargins(6, 0, 0, 0);
  m_aboveName->hide();
  connect(m_above, &QCheckBox::toggled, this, &PlaneLegend::aboveToggled);
  m_probe->setObjectName(QStringLiteral("legendProbe"));
  m_probe->setToolTip(
      tr("Shows the samples of the probe as open diamonds: of many an even choice, so that "
         "they do not bury the points."));
  m_probe->hide();
  m_probeName->setObjectName(QStringLiteral("legendProbeName"));
  m_probeName->setContentsMargins(6, 0, 0, 0);
  m_probeName->hide();
  connect(m_probe, &QCheckBox::toggled, this, &PlaneLegend::probeToggled);
  auto* header = new QHBoxLayout(m_header);
  header->setContentsMargins(6, 0, 0, 0);
  header->addWidget(m_title, 1);
  header->addWidget(m_all);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 4);
  column->setSpacing(4);
  auto* ramp = new QVBoxLayout;
  ramp->setContentsMargins(6, 0, 6, 0);
  ramp->addWidget(m_barTitle);
  ramp->addWidget(m_bar);
  column->addLayout(ramp);
  column->addSpacing(4);
  column->addWidget(m_header);
  column->addWidget(m_list, 1);
  column->addWidget(m_above);
  column->addWidget(m_aboveName);
  column->addWidget(m_probe);
  column->addWidget(m_probeName);
  column->addStretch(0);  // keeps the bar at its title where there is no list
  setBar(std::nullopt);
  setRows({}, {}, {});
  for (QLabel* label : {m_barTitle, m_title}) label->setForegroundRole(QPalette::PlaceholderText);
}

void PlaneLegend::setRows(const QString& title, const std::vector<Row>& rows,
                          const std::vector<bool>& visible) {
  m_title->setText(title);
  if (rows != m_rows) fill(rows);
  m_header->setVisible(!rows.empty());
  m_list->setVisible(!rows.empty());
  m_visible = visible;
  m_visible.resize(rows.size(), true);
  describeRows();
}

void PlaneLegend::fill(const std::vector<Row>& rows) {
  m_rows = rows;
  const int current = m_list->currentRow();
  m_list->clear();
  QStringList names;
  QStringList counts;
  for (const Row& row : rows) {
    names << row.name;
    counts << countText(row.count);
    auto* item = new QListWidgetItem(row.name, m_list);
    item->setToolTip(
        tr("%1: click hides or shows it, double click shows it alone, and again all.").arg(row.name));
    item->setData(kCountRole, countText(row.count));
    item->setData(kColourRole, row.colour);
  }
  static_cast<RowPainter*>(m_list->itemDelegate())->setRows(names, counts);
  if (current >= 0 && current < m_list->count()) m_list->setCurrentRow(current);
  fitWidth();
}

void PlaneLegend::fitWidth() {
  int widest = 0;
  for (const Row& row : m_rows)
    widest = std::max(widest, m_list->fontMetrics().horizontalAdvance(row.name + countText(row.count)));
  const int scrollBar = m_list->verticalScrollBar()->sizeHint().width();
  const int least =
      std::max(kLeastLegendWidth, m_header->minimumSizeHint().width());  // more would be the plane's
  setFixedWidth(std::clamp(widest + textLength(kSwatch) + 28 + scrollBar, least,
                           std::max(least, textLength(kMostWidth))));
}

void PlaneLegend::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) fitWidth();
}

void PlaneLegend::setAbove(std::size_t count, std::size_t marked, bool isShown) {
  const QSignalBlocker quiet(m_above);
  m_above->setVisible(count > 0);
  m_aboveName->setVisible(count > 0);
  m_above->setText(marked < count ? tr("△ %1 of %2").arg(countText(marked), countText(count))
                                  : tr("△ %1").arg(countText(count)));
  m_above->setAccessibleName(
      tr("Above the threshold: %1 marked of %2").arg(countText(marked), samplesText(count)));
  m_above->setChecked(isShown);
}

void PlaneLegend::setProbe(const QString& name, std::size_t count, std::size_t drawn, bool isShown) {
  const QSignalBlocker quiet(m_probe);
  m_probe->setVisible(!name.isEmpty());
  m_probeName->setVisible(!name.isEmpty());
  m_probe->setText(drawn < count ? tr("◇ %1 of %2").arg(countText(drawn), countText(count))
                                 : tr("◇ probe, %1").arg(countText(count)));
  m_probe->setAccessibleName(tr("Probe: %1, %2").arg(name, samplesText(count)));
  m_probe->setChecked(isShown);
  m_probeName->setText(name);
}

void PlaneLegend::setBar(const std::optional<Bar>& bar) {
  m_bar->setVisible(bar.has_value());
  m_barTitle->setVisible(bar.has_value());
  if (!bar) return;
  m_barTitle->setText(bar->title);
  m_bar->setEnds(bar->low, bar->high);
}

void PlaneLegend::describeRows() {
  for (int i = 0; i < m_list->count(); ++i) {
    QListWidgetItem* item = m_list->item(i);
    const auto row = static_cast<std::size_t>(i);
    item->setData(kVisibleRole, static_cast<bool>(m_visible[row]));
    item->setData(Qt::AccessibleTextRole, tr("%1, %2, %3")
                                              .arg(m_rows[row].name, samplesText(m_rows[row].count),
                                                   m_visible[row] ? tr("shown") : tr("hidden")));
  }
  m_all->setVisible(std::find(m_visible.begin(), m_visible.end(), false) != m_visible.end());
}

void PlaneLegend::apply(std::vector<bool> visible) {
  m_visible = std::move(visible);
  describeRows();
  Q_EMIT visibleRowsChanged(m_visible);
}

void PlaneLegend::toggle(int row) {
  std::vector<bool> visible = m_visible;
  visible[static_cast<std::size_t>(row)] = !visible[static_cast<std::size_t>(row)];
  apply(std::move(visible));
}

void PlaneLegend::showAlone(int row) {
  std::vector<bool> alone(m_visible.size(), false);
  alone[static_cast<std::size_t>(row)] = true;
  if (alone == m_visible)
    showAll();
  else
    apply(std::move(alone));
}

void PlaneLegend::showAll() {
  apply(std::vector<bool>(m_visible.size(), true));
}

int PlaneLegend::rowAt(const QEvent& mouseEvent) const {
  const auto& mouse = static_cast<const QMouseEvent&>(mouseEvent);
  if (mouse.button() != Qt::LeftButton) return -1;
  return m_list->row(m_list->itemAt(mouse.position().toPoint()));
}

bool PlaneLegend::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_list->viewport() && event->type() == QEvent::MouseButtonPress) {
    const int row = rowAt(*event);
    if (row < 0) return false;
    m_list->setFocus(Qt::MouseFocusReason);
    m_list->setCurrentRow(row);
    m_beforeClick = m_visible;
    toggle(row);
    return true;
  }
  if (watched == m_list->viewport() && event->type() == QEvent::MouseButtonDblClick) {
    const int row = rowAt(*event);
    if (row < 0 || m_beforeClick.size() != m_visible.size()) return false;
    m_visible = m_beforeClick;  // as if the first of the two clicks had not been
    showAlone(row);
    return true;
  }
  if (watched == m_list && event->type() == QEvent::KeyPress && m_list->currentRow() >= 0) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Space) toggle(m_list->currentRow());
    if (key == Qt::Key_Return || key == Qt::Key_Enter) showAlone(m_list->currentRow());
    if (key == Qt::Key_Space || key == Qt::Key_Return || key == Qt::Key_Enter) return true;
  }
  if (watched == m_list && event->type() == QEvent::FocusIn && m_list->currentRow() < 0 &&
      m_list->count() > 0)
    m_list->setCurrentRow(0);
  return QWidget::eventFilter(watched, event);
}

}  // namespace isthmus
