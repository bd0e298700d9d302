#include "widgets/library/library_panel.h"

#include "widgets/library/library_row.h"
#include "widgets/parts/panel_parts.h"
#include "widgets/text/number_text.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace isthmus {
namespace {

constexpr int kSectionRole = Qt::UserRole;
constexpr int kKeyRole = Qt::UserRole + 1;   // empty for headings and empty states
constexpr int kSelectionTint = 28;           // of 255: behind text of the normal colour
constexpr int kSelectionBar = 3;             // pixels
constexpr int kLeastWidth = 50 * kGrid;      // some words of a title beside its button
constexpr int kMostLeastWidth = 90 * kGrid;  // of larger text; it fits into a small screen

/// The rows are widgets; only their selection is painted: a tint and a bar, on which all text stays readable.
class SelectionDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex&) const override {
    if (!option.state.testFlag(QStyle::State_Selected)) return;
    QColor colour = option.palette.color(QPalette::Active, QPalette::Highlight);
    painter->fillRect(QRect(option.rect.topLeft(), QSize(kSelectionBar, option.rect.height())), colour);
    colour.setAlpha(kSelectionTint);
    painter->fillRect(option.rect, colour);
  }
};

QString headingOf(LibrarySection section) {
  switch (section) {
    case LibrarySection::BuiltIn:
      return LibraryPanel::tr("Built in");
    case LibrarySection::Found:
      return LibraryPanel::tr("On this computer");
    case LibrarySection::Recent:
      return LibraryPanel::tr("Recent");
    case LibrarySection::Catalogue:
      return LibraryPanel::tr("To download");
  }
  return {};
}

QString emptyTextOf(LibrarySection section) {
  switch (section) {
    case LibrarySection::BuiltIn:
      return LibraryPanel::tr("Looking…");
    case LibrarySection::Found:
      return LibraryPanel::tr(
          "No known data set was found in the folders that Debian, torchvision and Keras use. What you "
          "download "
          "below will appear here.");
    case LibrarySection::Recent:
      return LibraryPanel::tr("Files that you open or drop on the window will appear here.");
    case LibrarySection::Catalogue:
      return LibraryPanel::tr("All data sets of the catalogue are on this computer.");
  }
  return {};
}

bool contains(const LibraryItem& item, const QStringList& words) {
  const QString text = item.title + QLatin1Char('\n') + item.detail + QLatin1Char('\n') + item.explanation;
  return std::ranges::all_of(words,
                             [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

}  // namespace

LibraryPanel::LibraryPanel(QWidget* parent) : QWidget(parent) {
  setLocale(interfaceLocale());
  m_search = new QLineEdit;
  m_search->setObjectName(QStringLiteral("librarySearch"));
  m_search->setPlaceholderText(tr("Search data sets"));
  m_search->setAccessibleName(tr("Search data sets"));
  m_search->setToolTip(tr("Shows the data sets whose title, facts or folder contain all of these words."));
  m_search->setClearButtonEnabled(true);
  m_search->installEventFilter(this);
  m_open = new QPushButton(tr("&Open files…"));
  m_open->setObjectName(QStringLiteral("libraryOpen"));
  m_open->setAccessibleName(tr("Open data files"));
  m_open->setToolTip(tr("Choose files with a data set that is not in this list."));
  m_open->setAutoDefault(false);
  m_list = new QListWidget;
  m_list->setObjectName(QStringLiteral("libraryList"));
  m_list->setAccessibleName(tr("Data sets"));
  m_list->setItemDelegate(new SelectionDelegate(m_list));
  m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->setSelectionMode(QAbstractItemView::SingleSelection);
  m_list->setTabKeyNavigation(false);
  m_list->verticalScrollBar()->setSingleStep(3 * kGrid);
  m_list->viewport()->installEventFilter(this);
  m_list->installEventFilter(this);
  m_nothing = new TextLabel(TypeSize::Normal, Tone::Muted);
  m_nothing->setObjectName(QStringLiteral("libraryNothing"));
  m_nothing->hide();

  auto* head = new QHBoxLayout;
  head->setSpacing(kGrid);
  head->addWidget(m_search, 1);
  head->addWidget(m_open);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
  layout->setSpacing(kGrid);
  layout->addLayout(head);
  layout->addWidget(m_nothing);
  layout->addWidget(m_list, 1);
  setMinimumWidth(std::min(textLength(kLeastWidth), kMostLeastWidth));

  connect(m_search, &QLineEdit::textChanged, this, &LibraryPanel::applyFilter);
  connect(m_open, &QPushButton::clicked, this, &LibraryPanel::openRequested);
  connect(m_list, &QListWidget::itemDoubleClicked, this, &LibraryPanel::activateCurrent);
  setItems({});
}

void LibraryPanel::setItems(std::vector<LibraryItem> items) {
  std::ranges::stable_sort(items, {}, &LibraryItem::section);
  const auto sameRow = [](const LibraryItem& left, const LibraryItem& right) {
    return left.section == right.section && left.key == right.key;
  };
  const bool sameRows = m_list->count() > 0 && std::ranges::equal(items, m_items, sameRow);
  m_items = std::move(items);
  if (!sameRows) return rebuild();
  for (const LibraryItem& item : m_items) setItem(item);  // a button that is being pressed stays
}

void LibraryPanel::rebuild() {
  const QListWidgetItem* current = m_list->currentItem();
  const QVariant section = current ? current->data(kSectionRole) : QVariant();
  const QVariant key = current ? current->data(kKeyRole) : QVariant();
  const int scrolled = m_list->verticalScrollBar()->value();
  if (focusWidget() && m_list->isAncestorOf(focusWidget())) m_list->setFocus();  // the rows go away
  m_list->clear();
  for (const auto part :
       {LibrarySection::BuiltIn, LibrarySection::Found, LibrarySection::Recent, LibrarySection::Catalogue})
    addSection(part);
  for (int i = 0; i < m_list->count(); ++i)
    if (key.isValid() && m_list->item(i)->data(kSectionRole) == section &&
        m_list->item(i)->data(kKeyRole) == key)
      m_list->setCurrentRow(i);
  applyFilter();
  m_list->verticalScrollBar()->setValue(scrolled);
}

void LibraryPanel::addSection(LibrarySection section) {
  auto* heading = new SectionHeading(headingOf(section));
  heading->setContentsMargins(2 * kGrid, m_list->count() == 0 ? kGrid : 2 * kGrid, kGrid, kGrid / 2);
  addText(section, heading);
  bool any = false;
  for (const LibraryItem& item : m_items) {
    if (item.section != section) continue;
    addRow(item);
    any = true;
  }
  if (any) return;
  auto* empty = new TextLabel(TypeSize::Small, Tone::Muted);
  empty->setText(emptyTextOf(section));
  empty->setContentsMargins(2 * kGrid, kGrid / 2, kGrid, kGrid);
  addText(section, empty);
}

void LibraryPanel::addText(LibrarySection section, QWidget* text) {
  auto* item = new QListWidgetItem(m_list);
  item->setFlags(Qt::NoItemFlags);
  item->setData(kSectionRole, static_cast<int>(section));
  if (const auto* label = qobject_cast<QLabel*>(text)) item->setData(Qt::AccessibleTextRole, label->text());
  m_list->setItemWidget(item, text);
}

void LibraryPanel::addRow(const LibraryItem& shown) {
  auto* item = new QListWidgetItem(m_list);
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
  item->setData(kSectionRole, static_cast<int>(shown.section));
  item->setData(kKeyRole, shown.key);
  auto* row = new LibraryRow(shown);
  item->setData(Qt::AccessibleTextRole, row->spokenText());
  m_list->setItemWidget(item, row);
  const auto section = shown.section;
  const QString key = shown.key;
  const auto select = [=, this] { m_list->setCurrentItem(item); };
  connect(row, &LibraryRow::loadRequested, this, select);
  connect(row, &LibraryRow::downloadRequested, this, select);
  connect(row, &LibraryRow::loadRequested, this, [=, this] { Q_EMIT loadRequested(section, key); });
  connect(row, &LibraryRow::downloadRequested, this, [=, this] { Q_EMIT downloadRequested(key); });
  connect(row, &LibraryRow::cancelRequested, this, [=, this] { Q_EMIT cancelRequested(key); });
  // Queued: the row may go away, and it is its button that is being clicked.
  connect(
      row, &LibraryRow::removeRequested, this, [=, this] { Q_EMIT removeRequested(section, key); },
      Qt::QueuedConnection);
}

LibraryRow* LibraryPanel::rowOf(const QListWidgetItem* item) const {
  return item ? qobject_cast<LibraryRow*>(m_list->itemWidget(const_cast<QListWidgetItem*>(item))) : nullptr;
}

void LibraryPanel::setItem(const LibraryItem& shown) {
  for (int i = 0; i < m_list->count(); ++i) {
    QListWidgetItem* item = m_list->item(i);
    LibraryRow* row = rowOf(item);
    if (!row || row->item().section != shown.section || row->item().key != shown.key) continue;
    row->setItem(shown);
    item->setData(Qt::AccessibleTextRole, row->spokenText());
    fitHeight(*item);
    return;
  }
}

void LibraryPanel::beginSearch() {
  m_search->clear();
  m_search->setFocus();
}

void LibraryPanel::applyFilter() {
  const QStringList words = m_search->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
  bool any = false;
  QListWidgetItem* heading = nullptr;
  for (int i = 0; i < m_list->count(); ++i) {
    QListWidgetItem* item = m_list->item(i);
    const LibraryRow* row = rowOf(item);
    const bool isHeading = qobject_cast<SectionHeading*>(m_list->itemWidget(item)) != nullptr;
    if (isHeading) heading = item;
    const bool shown = words.isEmpty() || (row && contains(row->item(), words));
    item->setHidden(!shown);
    if (!row || !shown) continue;
    any = true;
    if (heading) heading->setHidden(false);
  }
  m_nothing->setText(tr("No data set matches “%1”.").arg(m_search->text().trimmed()));
  m_nothing->setVisible(!any && !words.isEmpty());
  fitHeights();
  if (const QListWidgetItem* current = m_list->currentItem(); !current || current->isHidden())
    selectFirstShown();
}

void LibraryPanel::selectFirstShown() {
  for (int i = 0; i < m_list->count(); ++i) {
    if (!rowOf(m_list->item(i)) || m_list->item(i)->isHidden()) continue;
    m_list->setCurrentRow(i);
    m_list->scrollToItem(m_list->item(0), QAbstractItemView::PositionAtTop);
    return;
  }
  m_list->setCurrentItem(nullptr);
}

void LibraryPanel::fitHeights() {
  for (int i = 0; i < m_list->count(); ++i) fitHeight(*m_list->item(i));
}

void LibraryPanel::fitHeight(QListWidgetItem& item) {
  QWidget* widget = m_list->itemWidget(&item);
  if (!widget) return;
  const int width = m_list->viewport()->width();
  if (widget->layout()) widget->layout()->activate();
  const int height =
      widget->hasHeightForWidth() ? widget->heightForWidth(width) : widget->sizeHint().height();
  const QSize hint(0, std::max(height, widget->minimumSizeHint().height()));
  if (item.sizeHint() != hint) item.setSizeHint(hint);  // each lays the whole list out anew
}

void LibraryPanel::activateCurrent() {
  if (LibraryRow* row = rowOf(m_list->currentItem())) row->activate();
}

void LibraryPanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange && m_list)
    QMetaObject::invokeMethod(this, &LibraryPanel::fitHeights, Qt::QueuedConnection);  // rows hear of it next
}

bool LibraryPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_list->viewport() && event->type() == QEvent::Resize) {
    fitHeights();
    // Rows become narrower, too: their buttons stay in view. Later: it may resize the viewport once more.
    QMetaObject::invokeMethod(m_list, &QListWidget::doItemsLayout, Qt::QueuedConnection);
  }
  if (event->type() != QEvent::KeyPress || watched == m_list->viewport())
    return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      activateCurrent();
      return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
      if (watched != m_search) break;
      m_list->setFocus();  // what is typed goes on below
      QCoreApplication::sendEvent(m_list, event);
      return true;
    case Qt::Key_Escape:
      if (watched != m_search || m_search->text().isEmpty()) break;
      m_search->clear();
      return true;
    default:
      break;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace isthmus
