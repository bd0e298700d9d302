#include "widgets/import/import_fields.h"

#include "widgets/import/import_roles.h"
#include "widgets/theme/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <algorithm>

namespace isthmus {
namespace {

enum FieldColumn { Name, Contents, Samples, Label, ColumnCount };

constexpr double kRing = 6;  // radius of a mark
constexpr double kDot = 2.5;
constexpr int kChosen = Qt::UserRole;  // bool; invalid where the array cannot be that

/// Draws a mark as a radio button, for there is one choice in a column.
class MarkDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    QStyledItemDelegate::paint(painter, option, index);
    const QVariant chosen = index.data(kChosen);
    if (!chosen.isValid()) return;
    // The style's own is all but invisible on a dark list.
    const Theme theme = themeOf(*option.widget);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QColor ink = selected          ? option.palette.color(QPalette::HighlightedText)
                       : chosen.toBool() ? theme.accent
                                         : theme.mutedText;
    const QPointF centre = QRectF(option.rect).center();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setOpacity(option.state.testFlag(QStyle::State_Enabled) ? 1 : 0.5);
    painter->setPen(QPen(ink, 1.5));
    painter->setBrush(Qt::NoBrush);
    painter->drawEllipse(centre, kRing, kRing);
    painter->setBrush(ink);
    if (chosen.toBool()) painter->drawEllipse(centre, kDot, kDot);
    painter->restore();
  }
};

QStandardItem* textItem(const std::string& text) {
  auto* item = new QStandardItem(QString::fromStdString(text));
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
  item->setToolTip(item->text());
  return item;
}

QStandardItem* markItem(bool possible, bool chosen, bool mayChoose, const QString& spoken) {
  auto* item = new QStandardItem;
  if (possible) {
    item->setData(chosen, kChosen);
    item->setData(spoken, Qt::AccessibleTextRole);
  }
  item->setFlags(possible && mayChoose ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags);
  return item;
}

}  // namespace

ImportFields::ImportFields(QWidget* parent)
    : QTableView(parent), m_model(new QStandardItemModel(0, ColumnCount, this)) {
  setObjectName(QStringLiteral("importFields"));
  setAccessibleName(tr("Arrays in the file"));
  setAccessibleDescription(tr("Space chooses which array holds the samples and which the labels."));
  m_model->setHorizontalHeaderLabels({tr("Array"), tr("Contents"), tr("Samples"), tr("Labels")});
  setModel(m_model);
  setEditTriggers(NoEditTriggers);
  setSelectionMode(SingleSelection);
  setTabKeyNavigation(false);  // Tab goes on to the form
  setShowGrid(false);
  setWordWrap(false);
  setItemDelegateForColumn(Samples, new MarkDelegate(this));
  setItemDelegateForColumn(Label, new MarkDelegate(this));
  setHorizontalScrollMode(ScrollPerPixel);
  setVerticalScrollMode(ScrollPerPixel);
  verticalHeader()->hide();
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kGrid);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setStretchLastSection(false);
  horizontalHeader()->setSectionResizeMode(Contents, QHeaderView::Stretch);
  for (const int column : {Name, Samples, Label})
    horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
  connect(this, &QTableView::clicked, this, &ImportFields::choose);
}

void ImportFields::setPlan(const LoadPlan& plan) {
  const int y = verticalScrollBar()->value();
  const int row = currentIndex().row();
  const int column = currentIndex().column();
  const auto may = [&](LoadChoice choice) { return std::ranges::count(plan.preview.choices, choice) > 0; };
  const auto label = labelField(plan);
  m_model->removeRows(0, m_model->rowCount());
  m_names.clear();
  for (const LoadField& field : plan.preview.fields) {
    const QString name = QString::fromStdString(field.name);
    const bool isSamples = plan.options.samples == field.name;
    const bool isLabel = label == m_names.size();
    m_names.push_back(field.name);
    m_model->appendRow(
        {textItem(field.name), textItem(field.description),
         markItem(field.canBeSamples, isSamples, may(LoadChoice::Samples),
                  isSamples ? tr("%1 holds the samples").arg(name) : tr("take %1 as the samples").arg(name)),
         markItem(field.canBeLabels, isLabel, may(LoadChoice::Label),
                  isLabel ? tr("%1 holds the labels").arg(name) : tr("take %1 as the labels").arg(name))});
  }
  if (row >= 0 && row < m_model->rowCount())
    selectionModel()->setCurrentIndex(m_model->index(row, column), QItemSelectionModel::ClearAndSelect);
  verticalScrollBar()->setValue(y);
}

void ImportFields::choose(const QModelIndex& index) {
  const QVariant chosen = index.data(kChosen);
  if (!index.flags().testFlag(Qt::ItemIsEnabled) || !chosen.isValid()) return;
  const std::string name = m_names[static_cast<std::size_t>(index.row())];
  if (index.column() == Samples && !chosen.toBool()) Q_EMIT samplesChosen(name);
  if (index.column() == Label)
    Q_EMIT labelChosen(chosen.toBool() ? std::string(LoadOptions::kNoLabel) : name);
}

void ImportFields::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space)
    choose(currentIndex());
  else
    QTableView::keyPressEvent(event);
}

QSize ImportFields::sizeHint() const {
  return QSize(55 * kGrid, 24 * kGrid);
}

QSize ImportFields::minimumSizeHint() const {
  return QSize(25 * kGrid, 12 * kGrid);
}

}  // namespace isthmus
