#include "widgets/errors/class_counts.h"

#include "widgets/text/names_delegate.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/data_colours.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QHeaderView>
#include <QIcon>
#include <QTableWidget>
#include <QVBoxLayout>

namespace isthmus {
namespace {

enum CountColumn { kClassName, kAbove, kShare, kCountColumns };

}  // namespace

ClassCounts::ClassCounts(QWidget* parent)
    : QWidget(parent), m_table(new QTableWidget(0, kCountColumns, this)) {
  setObjectName(QStringLiteral("classCounts"));
  m_table->setObjectName(QStringLiteral("classTable"));
  m_table->setAccessibleName(tr("Samples above the threshold by class"));
  setTypeSize(*m_table, TypeSize::Small);
  m_table->setFrameShape(QFrame::NoFrame);
  m_table->setShowGrid(false);
  m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setSelectionMode(QAbstractItemView::SingleSelection);
  m_table->setTabKeyNavigation(false);
  m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_table->setItemDelegateForColumn(kClassName, new NamesDelegate(m_table, kClassName));
  m_table->setHorizontalHeaderLabels({tr("Class"), tr("above"), tr("share")});
  m_table->horizontalHeaderItem(kClassName)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  for (const int column : {kAbove, kShare})
    m_table->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_table->horizontalHeaderItem(kAbove)->setToolTip(
      tr("How many samples of the class lie above the threshold."));
  m_table->horizontalHeaderItem(kShare)->setToolTip(tr("Which share of the class that is."));
  QHeaderView* header = m_table->horizontalHeader();
  setTypeSize(*header, TypeSize::Small);
  header->setSectionsClickable(false);
  header->setHighlightSections(false);
  header->setMinimumSectionSize(20);
  header->setSectionResizeMode(kClassName, QHeaderView::Stretch);
  header->setSectionResizeMode(kAbove, QHeaderView::Fixed);
  header->setSectionResizeMode(kShare, QHeaderView::Fixed);
  m_table->verticalHeader()->hide();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_table);
  fitToText();
}

void ClassCounts::fitToText() {
  const QFontMetrics metrics(typeFont(TypeSize::Small));
  const int line = metrics.height() + 1;
  m_table->setIconSize(QSize(1, 1) * swatchSide());
  QHeaderView* header = m_table->horizontalHeader();
  header->setFixedHeight(line + 2);
  header->resizeSection(kAbove, metrics.horizontalAdvance(QStringLiteral("00,000")) + kGrid);
  header->resizeSection(kShare, metrics.horizontalAdvance(QStringLiteral("0.00 %")) + kGrid + 2);
  m_table->verticalHeader()->setMinimumSectionSize(line);
  m_table->verticalHeader()->setDefaultSectionSize(line);
  setFixedWidth(metrics.horizontalAdvance(QStringLiteral("A longer class name 00,000 0.00 %")));
}

QSize ClassCounts::sizeHint() const {
  return {minimumWidth(), 120};
}

void ClassCounts::setRows(int rows) {
  const int before = m_table->rowCount();
  if (rows == before) return;
  m_table->setRowCount(rows);
  for (int row = before; row < rows; ++row)
    for (int column = 0; column < kCountColumns; ++column) {
      auto* item = new QTableWidgetItem;
      if (column != kClassName) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
      m_table->setItem(row, column, item);
    }
  paintSwatches();
}

void ClassCounts::fillRow(int row, const QString& name, const AboveCounts::Class& counts) {
  m_table->item(row, kClassName)->setText(name);
  m_table->item(row, kAbove)->setText(countText(counts.above));
  m_table->item(row, kShare)
      ->setText(counts.count == 0
                    ? QStringLiteral("–")
                    : shareText(static_cast<double>(counts.above) / static_cast<double>(counts.count)));
  const QString sentence =
      tr("%1: %2 of %3 above the threshold").arg(name, countText(counts.above), countText(counts.count));
  for (int column = 0; column < kCountColumns; ++column) {
    m_table->item(row, column)->setToolTip(sentence);
    m_table->item(row, column)->setData(Qt::AccessibleDescriptionRole, sentence);
  }
}

void ClassCounts::setCounts(const std::vector<std::string>& names, const AboveCounts& counts) {
  setRows(static_cast<int>(counts.classes.size()));
  for (std::size_t i = 0; i < counts.classes.size(); ++i)
    fillRow(static_cast<int>(i), i < names.size() ? QString::fromStdString(names[i]) : tr("samples"),
            counts.classes[i]);
}

void ClassCounts::paintSwatches() {
  for (int row = 0; row < m_table->rowCount(); ++row)
    m_table->item(row, kClassName)->setIcon(QIcon(classSwatch(row, *this)));
}

void ClassCounts::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (changesLook(*event)) paintSwatches();
  if (event->type() == QEvent::FontChange) fitToText();
}

}  // namespace isthmus
