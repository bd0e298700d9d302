#include "widgets/data/dataset_card.h"

#include "widgets/parts/panel_parts.h"
#include "widgets/text/names_delegate.h"
#include "widgets/text/number_text.h"
#include "widgets/text/view_text.h"
#include "widgets/theme/data_colours.h"

#include <QEvent>
#include <QGridLayout>
#include <QHeaderView>
#include <QIcon>
#include <QTableWidget>
#include <QVBoxLayout>

#include <utility>

namespace isthmus {
namespace {

enum Column { kName, kTrain, kValidation, kTest, kColumns };

QString partsText(const PartCounts& parts) {
  QStringList texts = {DatasetCard::tr("%1 train").arg(countText(parts[0]))};
  if (parts[1] > 0) texts << DatasetCard::tr("%1 validation").arg(countText(parts[1]));
  texts << (parts[2] > 0 ? DatasetCard::tr("%1 test").arg(countText(parts[2])) : DatasetCard::tr("no test"));
  return texts.join(QStringLiteral(", "));
}

QString shapeText(const Dataset& dataset) {
  if (dataset.kind == SampleKind::Vector)
    return DatasetCard::tr("vector of %1").arg(countText(dataset.shape.size()));
  return QStringLiteral("%1 x %2, %3")
      .arg(dataset.shape.width)
      .arg(dataset.shape.height)
      .arg(dataset.shape.channels == 3 ? DatasetCard::tr("RGB") : DatasetCard::tr("grey"));
}

QString scalingText(const Dataset& dataset) {
  if (dataset.kind == SampleKind::Image && dataset.white > 0 && !dataset.isPlainBytes())
    return DatasetCard::tr("divided by %1").arg(countText(static_cast<std::size_t>(dataset.white)));
  switch (dataset.scaling) {
    case Scaling::UnitRange:
      return DatasetCard::tr("to 0 … 1");
    case Scaling::Standardise:
      return DatasetCard::tr("standardised");
    case Scaling::None:
      break;
  }
  return dataset.isBytes() ? DatasetCard::tr("divided by 255") : DatasetCard::tr("as they are");
}

QString notesText(const Dataset& dataset) {
  QStringList notes;
  for (const std::string& note : dataset.notes) notes << QString::fromStdString(note);
  return notes.join('\n');
}

}  // namespace

DatasetCard::DatasetCard(QWidget* parent)
    : QScrollArea(parent),
      m_job(
          [](const DatasetPtr& dataset, const auto& job) {
            if (const auto summary = summarise(*dataset, job.task())) job.answer(*summary);
          },
          [this](const DatasetSummaryPtr& summary) { adopt(summary); }) {
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Details of the data set"));
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, kGrid / 2, 0);
  column->setSpacing(kGrid / 2);
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(kGrid);
  grid->setVerticalSpacing(2);
  grid->setColumnStretch(1, 1);
  m_samples = addRow(grid, "cardSamples", tr("Samples"), tr("How many samples there are in all."));
  m_parts = addRow(grid, "cardParts", tr("Parts"),
                   tr("The model learns from the training samples; validation and test samples show how well "
                      "it does on what it has not seen."));
  m_shape =
      addRow(grid, "cardShape", tr("Shape"), tr("Of each sample: rows x columns of pixels, or numbers."));
  m_type = addRow(grid, "cardType", tr("Type"), tr("How the numbers are held: bytes (uint8) or floats."));
  m_range = addRow(grid, "cardRange", tr("Values"), tr("The lowest and the highest number of all samples."));
  m_scaling =
      addRow(grid, "cardScaling", tr("Scaling"), tr("What is done to the numbers before a model sees them."));
  m_source = addRow(grid, "cardSource", tr("Source"), tr("Where the data came from."));
  column->addLayout(grid);
  m_notes = new TextLabel(TypeSize::Small, Tone::Muted);
  m_notes->setObjectName(QStringLiteral("cardNotes"));
  m_notes->setToolTip(
      wrappedToolTip(tr("What was done to the data: rows without a value, resizing, edits.")));
  column->addWidget(m_notes);
  m_classTitle = new SectionHeading(tr("Classes"));
  column->addWidget(m_classTitle);
  m_classes = makeTable();
  fitToText();
  column->addWidget(m_classes);
  column->addStretch(1);
  setWidget(content);
}

TextLabel* DatasetCard::addRow(QGridLayout* grid, const char* name, const QString& title,
                               const QString& explanation) {
  auto* caption = new TextLabel(TypeSize::Small, Tone::Muted);
  caption->setText(title);
  caption->setWordWrap(false);
  auto* value = new TextLabel(TypeSize::Small, Tone::Normal, TextLabel::Overflow::Elide);
  value->setObjectName(QLatin1String(name));
  value->setExplanation(explanation);
  caption->setToolTip(wrappedToolTip(explanation));
  const int row = grid->rowCount();
  grid->addWidget(caption, row, 0);
  grid->addWidget(value, row, 1);
  return value;
}

QTableWidget* DatasetCard::makeTable() {
  auto* table = new QTableWidget(0, kColumns);
  table->setObjectName(QStringLiteral("cardClasses"));
  table->setAccessibleName(tr("Classes with their counts"));
  setTypeSize(*table, TypeSize::Small);
  table->setFrameShape(QFrame::NoFrame);
  table->setShowGrid(false);
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setSelectionMode(QAbstractItemView::NoSelection);
  table->setFocusPolicy(Qt::NoFocus);
  table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);  // the card scrolls
  table->setItemDelegateForColumn(kName, new NamesDelegate(table, kName));
  table->setHorizontalHeaderLabels({tr("Class"), tr("train"), tr("valid."), tr("test")});
  table->horizontalHeaderItem(kName)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  QHeaderView* header = table->horizontalHeader();
  setTypeSize(*header, TypeSize::Small);
  header->setSectionsClickable(false);
  header->setHighlightSections(false);
  header->setSectionResizeMode(kName, QHeaderView::Stretch);
  for (const int column : {kTrain, kValidation, kTest}) {
    table->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    header->setSectionResizeMode(column, QHeaderView::Fixed);
  }
  table->verticalHeader()->hide();
  return table;
}

void DatasetCard::fitToText() {
  const QFontMetrics metrics(typeFont(TypeSize::Small));
  const int line = metrics.height() + 1;
  m_classes->setIconSize(QSize(1, 1) * swatchSide());
  QHeaderView* header = m_classes->horizontalHeader();
  for (const int column : {kTrain, kValidation, kTest})
    header->resizeSection(column, metrics.horizontalAdvance(QStringLiteral("000,000")) + kGrid);
  header->setFixedHeight(line + 2);
  m_classes->verticalHeader()->setMinimumSectionSize(line);
  m_classes->verticalHeader()->setDefaultSectionSize(line);
  fillClasses();
}

void DatasetCard::setDataset(DatasetPtr dataset) {
  m_dataset = std::move(dataset);
  m_summary.reset();
  m_filled = false;
  m_classes->setRowCount(0);
  fillFacts();
  fillClasses();
  if (m_dataset)
    m_job.replace(m_dataset);
  else
    m_job.cancel();
}

void DatasetCard::adopt(DatasetSummaryPtr summary) {
  m_summary = std::move(summary);
  fillFacts();
  fillClasses();
  Q_EMIT summarised(m_summary);
}

void DatasetCard::fillFacts() {
  if (!m_dataset) return;
  const PartCounts parts = {m_dataset->trainCount, m_dataset->validationCount, m_dataset->testCount()};
  const QString source = QString::fromStdString(m_dataset->source);
  const std::string_view type = numberTypeName(*m_dataset);
  m_samples->setText(countText(m_dataset->count()));
  m_parts->setText(partsText(parts));
  m_shape->setText(shapeText(*m_dataset));
  m_type->setText(viewText(type));
  m_range->setText(
      m_summary ? tr("%1 to %2").arg(shortValueText(m_summary->lowest), shortValueText(m_summary->highest))
                : tr("being looked for…"));
  m_scaling->setText(scalingText(*m_dataset));
  m_source->setText(source.isEmpty() ? tr("not known") : source);
  m_notes->setText(notesText(*m_dataset));
  m_notes->setVisible(!m_dataset->notes.empty());
}

void DatasetCard::fillClasses() {
  const bool any = m_summary && !m_summary->classes.empty();
  m_classTitle->setVisible(any);
  m_classes->setVisible(any);
  if (!any) return;
  m_classTitle->setText(countedText(m_summary->classes.size(), tr("class"), tr("classes")));
  m_classes->setColumnHidden(kValidation, m_summary->parts[1] == 0);
  m_classes->setColumnHidden(kTest, m_summary->parts[2] == 0);
  const int rows = static_cast<int>(m_summary->classes.size());
  m_classes->setFixedHeight(m_classes->horizontalHeader()->height() + 2 +
                            rows * m_classes->verticalHeader()->defaultSectionSize());
  m_filled = false;
  if (isVisible()) fillTable();
}

void DatasetCard::fillTable() {
  if (m_filled || !m_dataset || !m_summary) return;
  m_filled = true;
  m_classes->setRowCount(static_cast<int>(m_summary->classes.size()));
  for (int row = 0; row < m_classes->rowCount(); ++row) {
    const auto index = static_cast<std::size_t>(row);
    const QString name = QString::fromStdString(m_dataset->classNames[index]);
    auto* title = new QTableWidgetItem(name);
    title->setToolTip(tr("%1: %2").arg(name, partsText(m_summary->classes[index])));
    m_classes->setItem(row, kName, title);
    for (const int column : {kTrain, kValidation, kTest}) {
      auto* item = new QTableWidgetItem(
          countText(m_summary->classes[index][static_cast<std::size_t>(column - kTrain)]));
      item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
      m_classes->setItem(row, column, item);
    }
  }
  paintSwatches();
}

void DatasetCard::paintSwatches() {
  for (int row = 0; row < m_classes->rowCount(); ++row)
    if (QTableWidgetItem* item = m_classes->item(row, kName)) item->setIcon(QIcon(classSwatch(row, *this)));
}

void DatasetCard::showEvent(QShowEvent* event) {
  QScrollArea::showEvent(event);
  fillTable();
}

void DatasetCard::changeEvent(QEvent* event) {
  QScrollArea::changeEvent(event);
  if (!m_classes || !changesLook(*event)) return;
  paintSwatches();
  if (event->type() == QEvent::FontChange) fitToText();
}

}  // namespace isthmus
