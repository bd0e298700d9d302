#include "widgets/import/import_dialog.h"

#include "widgets/frame/message_text.h"
#include "widgets/import/import_advanced.h"
#include "widgets/import/import_columns.h"
#include "widgets/import/import_fields.h"
#include "widgets/import/import_form.h"
#include "widgets/import/import_pictures.h"
#include "widgets/import/import_roles.h"
#include "widgets/import/import_table.h"
#include "widgets/parts/panel_parts.h"
#include "widgets/text/number_text.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QShortcut>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace isthmus {
namespace {

constexpr std::chrono::milliseconds kPatience{300};  // before a wait is mentioned: most answers come at once
constexpr int kFormWidth = 38 * kGrid;
constexpr int kRemarkLines = 5;  // more are scrolled

}  // namespace

ImportDialog::ImportDialog(const LoadPlan& plan, const LoadOptions& given, QWidget* parent)
    : QDialog(parent), m_uses(given), m_form(new ImportForm(given)) {
  setObjectName(QStringLiteral("importDialog"));
  setSizeGripEnabled(true);
  auto* column = new QVBoxLayout(this);
  column->setSpacing(kGrid);
  column->addWidget(makeHead());
  auto* middle = new QHBoxLayout;
  middle->setSpacing(2 * kGrid);
  middle->addWidget(makePreview(), 1);
  auto* scroll = new QScrollArea;
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setFixedWidth(textLength(kFormWidth));
  scroll->setWidget(m_form);
  middle->addWidget(scroll);
  column->addLayout(middle, 1);
  m_problem = new TextLabel(TypeSize::Normal, Tone::Warning);
  m_problem->setObjectName(QStringLiteral("importProblem"));
  m_problem->setAccessibleName(tr("No problem"));
  m_problem->setMinimumWidth(1);  // a long path must not widen the dialog
  m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_problem->hide();
  column->addWidget(m_problem);
  column->addWidget(makeButtons());

  connect(m_form, &ImportForm::optionsChanged, this, &ImportDialog::await);
  connect(&m_form->advanced(), &ImportAdvanced::folded, this, [this] { Q_EMIT folded(isUnfolded()); });
  connectColumns();
  connect(m_form, &ImportForm::mistyped, this, [this](const QString& message) {
    m_mistyped = true;
    showProblem(message);
  });
  connect(m_fields, &ImportFields::samplesChosen, m_form, &ImportForm::chooseSamples);
  connect(m_fields, &ImportFields::labelChosen, m_form, &ImportForm::chooseLabel);
  setWindowTitle(tr("Load %1").arg(QString::fromStdString(plan.name)));
  setPlan(plan);
  m_load->setDefault(true);  // only now does it belong to the dialog, which must hear of it
  m_load->setFocus();
}

QWidget* ImportDialog::makeHead() {
  auto* head = new QWidget;
  auto* row = new QHBoxLayout(head);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kGrid);
  auto* caption = new QLabel(tr("&Name"));
  m_name = new QLineEdit;
  m_name->setObjectName(QStringLiteral("importName"));
  m_name->setAccessibleName(tr("Name"));
  m_name->setToolTip(
      wrappedToolTip(tr("What the data set is called in the window and in models made from it.")));
  m_name->setMaximumWidth(32 * kGrid);
  caption->setBuddy(m_name);
  m_summary = new TextLabel(TypeSize::Normal);
  m_summary->setObjectName(QStringLiteral("importSummary"));
  m_summary->setMinimumWidth(1);
  row->addWidget(caption);
  row->addWidget(m_name, 1);
  row->addWidget(m_summary, 2);
  return head;
}

QWidget* ImportDialog::makePreview() {
  auto* preview = new QWidget;
  auto* column = new QVBoxLayout(preview);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGrid);
  m_fields = new ImportFields;
  m_table = new ImportTable;
  m_pictures = new ImportPictures;
  m_remarks = new MessageText;
  m_remarks->setObjectName(QStringLiteral("importRemarks"));
  m_remarks->setAccessibleName(tr("What was guessed"));
  m_remarks->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  m_remarks->setMaximumHeight(kRemarkLines * m_remarks->fontMetrics().lineSpacing() + kGrid);
  column->addWidget(m_fields, 1);
  m_tabs = new QTabWidget;
  m_tabs->setObjectName(QStringLiteral("importTabs"));
  m_tabs->setDocumentMode(true);
  m_tabs->tabBar()->setAccessibleName(tr("What is shown of the table"));
  m_columns = new ImportColumns;
  m_tabs->addTab(m_table, tr("First &rows"));
  m_tabs->addTab(m_columns, tr("Col&umns"));
  column->addWidget(m_tabs, 1);
  column->addWidget(m_pictures, 1);
  column->addWidget(m_remarks);
  return preview;
}

QWidget* ImportDialog::makeButtons() {
  auto* buttons = new QWidget;
  auto* row = new QHBoxLayout(buttons);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kGrid);
  m_waiting = new TextLabel(TypeSize::Small, Tone::Muted, TextLabel::Overflow::Elide);
  m_waiting->setObjectName(QStringLiteral("importWaiting"));
  m_patience = new QTimer(this);
  m_patience->setSingleShot(true);
  m_patience->setInterval(kPatience);
  connect(m_patience, &QTimer::timeout, this,
          [this] { m_waiting->setText(tr("Looking at the file again…")); });
  auto* cancel = new QPushButton(tr("Cancel"));
  cancel->setAutoDefault(false);  // Enter must not come to mean it while the other one is disabled
  cancel->setObjectName(QStringLiteral("importCancel"));
  m_load = new PrimaryButton;
  m_load->setText(tr("&Load"));
  m_load->setObjectName(QStringLiteral("importLoad"));
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(m_load, &QPushButton::clicked, this, &QDialog::accept);
  row->addWidget(m_waiting, 1);
  row->addWidget(m_load);
  row->addWidget(cancel);
  return buttons;
}

void ImportDialog::setPurpose(const QString& title, const QString& button) {
  setWindowTitle(title);
  m_load->setText(button);
}

void ImportDialog::setPlan(const LoadPlan& plan) {
  m_plan = plan;
  if (m_mistyped) return;  // the answer to what was asked before the person typed on
  const QString name = QString::fromStdString(plan.name);
  if (!m_name->isModified()) m_name->setText(name);
  m_summary->setText(QString::fromStdString(plan.summary));
  m_uses.setPlan(plan);
  showPreview();
  sayChanges();
  m_form->setPlan(plan);
  m_patience->stop();
  m_waiting->clear();
  m_problem->hide();
  m_load->setEnabled(true);
}

void ImportDialog::showPreview() {
  const LoadPreview& preview = m_plan.preview;
  // A list to choose samples from; for the label alone the form is enough.
  m_fields->setVisible(!fieldsAreColumns(preview) &&
                       std::ranges::any_of(preview.fields, &LoadField::canBeSamples));
  const bool isOpen = mayChooseColumns(preview);
  m_tabs->setVisible(!preview.rows.empty() || isOpen);
  m_tabs->tabBar()->setVisible(isOpen);
  m_tabs->setFocusPolicy(isOpen ? Qt::TabFocus : Qt::NoFocus);  // it hands the focus to its bar
  if (!isOpen) m_tabs->setCurrentWidget(m_table);
  if (isOpen) m_columns->setPlan(m_plan, m_uses);
  m_pictures->setVisible(!preview.pictures.empty());
  if (m_fields->isVisibleTo(this)) m_fields->setPlan(m_plan);
  m_table->setPlan(m_plan);
  m_pictures->setPictures(preview.pictures);
  QStringList remarks;
  for (const std::string& remark : preview.remarks) remarks << QString::fromStdString(remark);
  const QString text = remarks.join(u'\n');
  if (m_remarks->toPlainText() != text) m_remarks->setPlainText(text);
  m_remarks->setVisible(!remarks.isEmpty());
  m_remarks->updateGeometry();
}

void ImportDialog::connectColumns() {
  connect(m_table, &ImportTable::useWanted, this, &ImportDialog::chooseUse);
  connect(m_columns, &ImportColumns::useWanted, this, &ImportDialog::chooseUse);
  connect(m_columns, &ImportColumns::guessWanted, this, [this] {
    if (m_uses.reset()) askForColumns();
  });
  const auto undo = [this] {
    if (m_uses.undo()) askForColumns();
  };
  connect(m_columns, &ImportColumns::undoWanted, this, undo);
  connect(new QShortcut(QKeySequence::Undo, this), &QShortcut::activated, this, undo);
  connect(m_form, &ImportForm::namesForgotten, this, [this] { m_uses.forget(); });
}

void ImportDialog::chooseUse(const std::vector<std::size_t>& columns, FieldUse use) {
  if (const std::string refusal = m_uses.refusal(columns, use); !refusal.empty())
    m_columns->setChanges(QString::fromStdString(refusal));
  else if (m_uses.choose(columns, use))
    askForColumns();
}

void ImportDialog::askForColumns() {
  m_columns->setChanges({});
  LoadOptions options = m_form->asked();
  m_uses.ask(options);
  m_form->setAsked(options);
  await(options);
}

void ImportDialog::sayChanges() {
  QStringList changes;
  for (const std::size_t column : m_uses.changed()) {
    const QString use = useText(m_uses.use(column));
    changes << tr("%1 is now: %2").arg(QString::fromStdString(m_plan.preview.fields[column].name), use);
  }
  constexpr qsizetype kMostNamed = 2;
  const qsizetype more = changes.size() - kMostNamed;
  if (more > 0) changes = changes.first(kMostNamed) << tr("%1 more became others").arg(countText(more));
  m_columns->setChanges(changes.join(QStringLiteral(", ")));
}

void ImportDialog::await(const LoadOptions& options) {
  LoadOptions asked = options;
  if (mayChooseColumns(m_plan.preview) && m_uses.chooseLabel(options.label)) {  // chosen in the form
    m_uses.ask(asked);
    m_form->setAsked(asked);
  }
  m_columns->setUses(m_uses);
  m_table->setUses(m_uses);
  m_mistyped = false;
  m_load->setEnabled(false);
  m_patience->start();
  Q_EMIT optionsChanged(asked);
}

bool ImportDialog::isUnfolded() const {
  return m_form->advanced().isUnfolded();
}

void ImportDialog::setUnfolded(bool unfolded) {
  m_form->advanced().setUnfolded(unfolded);
}

void ImportDialog::setProblem(const QString& message) {
  if (!m_mistyped) showProblem(message);
}

void ImportDialog::showProblem(const QString& message) {
  m_patience->stop();
  m_waiting->clear();
  m_problem->setText(message);
  m_problem->setAccessibleName(message);
  m_problem->show();
  m_load->setEnabled(false);
}

LoadPlan ImportDialog::plan() const {
  LoadPlan plan = m_plan;
  if (const QString name = m_name->text().trimmed(); !name.isEmpty()) plan.name = name.toStdString();
  return plan;
}

}  // namespace isthmus
