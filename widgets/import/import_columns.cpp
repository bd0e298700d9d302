#include "widgets/import/import_columns.h"

#include "widgets/import/columns/column_list.h"
#include "widgets/import/columns/columns_model.h"
#include "widgets/import/columns/use_menu.h"
#include "widgets/import/import_roles.h"
#include "widgets/parts/panel_parts.h"
#include "widgets/text/number_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollBar>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

namespace isthmus {
namespace {

QToolButton* smallButton(const char* name, const QString& text, const QString& explanation) {
  auto* button = new QToolButton;
  button->setObjectName(QLatin1String(name));
  button->setText(text);
  button->setToolTip(wrappedToolTip(explanation));
  button->setAccessibleName(text);
  button->setAccessibleDescription(explanation);
  button->setFocusPolicy(Qt::StrongFocus);
  return button;
}

}  // namespace

ImportColumns::ImportColumns(QWidget* parent) : QWidget(parent), m_model(new ColumnsModel(this)) {
  setObjectName(QStringLiteral("importColumns"));
  m_list = new ColumnList(m_model);
  m_counts = new TextLabel(TypeSize::Small);
  m_counts->setObjectName(QStringLiteral("importColumnCounts"));
  m_counts->setMinimumWidth(1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, kGrid / 2, 0, 0);
  column->setSpacing(kGrid / 2);
  column->addWidget(makeHead());
  column->addWidget(m_list, 1);
  column->addWidget(makeButtons());
  column->addWidget(m_counts);
  connect(m_list, &ColumnList::useWanted, this, &ImportColumns::useWanted);
  connect(m_list, &ColumnList::columnSelectionChanged, this, &ImportColumns::showSelection);
  connect(m_model, &QAbstractItemModel::modelReset, this, &ImportColumns::showSelection);
  auto* find = new QShortcut(QKeySequence::Find, this);
  find->setContext(Qt::WindowShortcut);
  connect(find, &QShortcut::activated, this, [this] {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
  });
  showSelection();
}

QWidget* ImportColumns::makeHead() {
  auto* head = new QWidget;
  auto* row = new QHBoxLayout(head);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kGrid / 2);
  m_filter = new QLineEdit;
  m_filter->setObjectName(QStringLiteral("importColumnFilter"));
  m_filter->setAccessibleName(tr("Find columns"));
  m_filter->setPlaceholderText(tr("Find columns"));
  m_filter->setToolTip(wrappedToolTip(tr("Lists the columns whose name holds this text (Ctrl+F).")));
  m_filter->setClearButtonEnabled(true);
  m_filter->installEventFilter(this);
  m_undo =
      smallButton("importColumnUndo", tr("Undo"), tr("Takes the last change of the columns back (Ctrl+Z)."));
  m_guess =
      smallButton("importColumnGuess", tr("As guessed"), tr("Every column as it was guessed at first."));
  row->addWidget(m_filter, 1);
  row->addWidget(m_undo);
  row->addWidget(m_guess);
  connect(m_filter, &QLineEdit::textChanged, this, &ImportColumns::filter);
  connect(m_undo, &QToolButton::clicked, this, &ImportColumns::undoWanted);
  connect(m_guess, &QToolButton::clicked, this, &ImportColumns::guessWanted);
  return head;
}

QWidget* ImportColumns::makeButtons() {
  auto* box = new QWidget;
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kGrid / 2);
  m_selected = new TextLabel(TypeSize::Small, Tone::Muted, TextLabel::Overflow::Elide);
  m_selected->setObjectName(QStringLiteral("importColumnsSelected"));
  row->addWidget(m_selected, 1);
  constexpr std::array kNames = {"importMakeFeature", "importMakeLabel", "importMakeFactor", "importMakeName",
                                 "importLeaveOut"};
  for (std::size_t i = 0; i < kColumnUses.size(); ++i) {
    const FieldUse use = kColumnUses[i];
    const QString key = QKeySequence(useKey(use)).toString(QKeySequence::NativeText);
    auto* button = smallButton(kNames[i], useCommand(use), tr("%1 (key %2)").arg(useExplanation(use), key));
    connect(button, &QToolButton::clicked, this,
            [this, use] { Q_EMIT useWanted(m_list->selectedColumns(), use); });
    m_buttons.push_back(button);
    row->addWidget(button);
  }
  return box;
}

void ImportColumns::setPlan(const LoadPlan& plan, const ColumnUses& uses) {
  const int rows = m_model->rowCount();
  const int y = m_list->verticalScrollBar()->value();
  m_model->setPlan(plan, uses);
  m_list->fitColumns();
  if (m_model->rowCount() == rows) m_list->verticalScrollBar()->setValue(y);
  setUses(uses);
}

void ImportColumns::setUses(const ColumnUses& uses) {
  m_countsText = useCountsText(uses.counts());
  m_model->setUses(uses);
  m_undo->setEnabled(uses.canUndo());
  m_guess->setEnabled(!uses.isGuess());
  showCounts();
}

void ImportColumns::setChanges(const QString& sentence) {
  m_changes = sentence;
  showCounts();
}

void ImportColumns::showCounts() {
  m_counts->setText(m_changes.isEmpty() ? m_countsText : m_countsText + QStringLiteral(". ") + m_changes);
}

void ImportColumns::filter(const QString& text) {
  const std::vector<std::size_t> selected = m_list->selectedColumns();
  m_model->setFilter(text.trimmed());
  m_list->fitColumns();
  // What is still listed stays selected.
  QItemSelection still;
  std::size_t next = 0;
  for (int row = 0; row < m_model->rowCount() && next < selected.size(); ++row) {
    while (next < selected.size() && selected[next] < m_model->columnAt(row)) ++next;
    if (next == selected.size() || selected[next] != m_model->columnAt(row)) continue;
    const int first = row;
    while (row + 1 < m_model->rowCount() && next + 1 < selected.size() &&
           selected[next + 1] == m_model->columnAt(row + 1)) {
      ++row;
      ++next;
    }
    still.select(m_model->index(first, 0), m_model->index(row, ColumnsModel::ColumnCount - 1));
  }
  m_list->selectionModel()->select(still, QItemSelectionModel::ClearAndSelect);
}

void ImportColumns::showSelection() {
  const std::size_t count = m_list->selectedColumns().size();
  m_selected->setText(count == 0   ? tr("None selected")
                      : count == 1 ? tr("1 selected:")
                                   : tr("%1 selected:").arg(countText(count)));
  for (std::size_t i = 0; i < m_buttons.size(); ++i) {
    const bool isSingle = kColumnUses[i] == FieldUse::Label || kColumnUses[i] == FieldUse::Name;
    m_buttons[i]->setEnabled(count == 1 || (count > 1 && !isSingle));
  }
}

bool ImportColumns::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_filter || event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key == Qt::Key_Escape && !m_filter->text().isEmpty()) {
    m_filter->clear();
    return true;
  }
  if (key != Qt::Key_Return && key != Qt::Key_Enter && key != Qt::Key_Down) return false;
  m_list->setFocus(Qt::TabFocusReason);  // on to what was found; Enter there loads
  if (m_model->rowCount() > 0 && !m_list->selectionModel()->hasSelection())
    m_list->setCurrentIndex(m_model->index(0, 0));
  return true;
}

void ImportColumns::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (changesLook(*event) && m_list) m_model->setTheme(palette(), themeOf(*m_list));
}

}  // namespace isthmus
