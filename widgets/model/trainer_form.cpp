#include "widgets/model/trainer_form.h"

#include "widgets/model/setting_fields.h"
#include "widgets/parts/panel_parts.h"
#include "widgets/parts/real_spin_box.h"
#include "widgets/parts/typed_box.h"
#include "widgets/text/number_text.h"
#include "widgets/text/view_text.h"
#include "widgets/theme/themed_icon.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRandomGenerator>
#include <QSpinBox>
#include <QStringList>
#include <QToolButton>

#include <algorithm>
#include <string_view>
#include <utility>

namespace isthmus {
namespace {

constexpr quint32 kDiceSides = 10000;  // few digits, so that a seed can be read out in class
const char* const kExplanation = "explanation";

std::optional<std::uint64_t> parseSeed(const QString& text) {
  bool isNumber = false;
  const qulonglong value = text.trimmed().toULongLong(&isNumber);
  if (!isNumber) return std::nullopt;
  return value;
}

/// Which kind of model it is, for the field and for its entry in the list.
QString explanationOf(const ModelKind& kind) {
  return viewText(kind.title) + QStringLiteral(": ") + viewText(kind.explanation);
}

}  // namespace

TrainerForm::TrainerForm(QWidget* parent) : QWidget(parent) {
  setLocale(interfaceLocale());
  m_grid = new QGridLayout(this);
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(kGrid);
  m_grid->setVerticalSpacing(kGrid / 2);
  m_grid->setColumnStretch(1, 1);
  addKind();
  makeFields();
  addRows();
  setConfig({});
  setLocked(false);
  applyIcons();

  connect(m_settings, &SettingFields::changed, this, &TrainerForm::changed);
  connect(m_settings, &SettingFields::liveChanged, this, &TrainerForm::liveSettingChanged);
  connect(m_seed, &QLineEdit::textChanged, this, &TrainerForm::check);
  for (QSpinBox* box : {m_batch, m_epochs}) connect(box, &QSpinBox::valueChanged, this, &TrainerForm::check);
  for (RealSpinBox* box : {m_learningRate, m_validation})
    connect(box, &RealSpinBox::valueChanged, this, &TrainerForm::check);
  connect(m_arithmetic, &QComboBox::currentIndexChanged, this, &TrainerForm::changed);
  connect(m_learningRate, &RealSpinBox::valueChanged, this, &TrainerForm::learningRateChanged);
  connect(m_dice, &QToolButton::clicked, this,
          [this] { m_seed->setText(QString::number(QRandomGenerator::global()->bounded(kDiceSides))); });
}

void TrainerForm::addKind() {
  m_kind = new QComboBox;
  m_kind->setObjectName(QStringLiteral("modelKind"));
  m_kind->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_kind->setMinimumContentsLength(8);
  for (const ModelKind& kind : modelKinds()) {
    m_kind->addItem(viewText(kind.shortTitle), viewText(kind.id));
    m_kind->setItemData(m_kind->count() - 1, wrappedToolTip(explanationOf(kind)), Qt::ToolTipRole);
  }
  addRow(tr("Mo&del"), m_kind, tr("Which kind of model learns the data."));
  m_settings = new SettingFields(
      [this](const SettingFields::Row& row) {
        placeRow(row.label, row.field);
        addNote(row.error);
      },
      this);
  connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
    chooseKind();
    check();
  });
}

/// Shows what there is to set for the kind that is chosen.
void TrainerForm::chooseKind() {
  const ModelKind& kind = *findKind(m_kind->currentData().toString().toStdString());
  m_settings->setKind(kind);
  m_kind->setProperty(kExplanation, explanationOf(kind));
  const bool bySteps = kind.solver == Objective::Solver::Adam;
  for (QWidget* widget : m_onlySteps) widget->setVisible(bySteps);
  QStringList live;
  for (const Setting& setting : kind.settings)
    if (setting.isLive) live << viewText(setting.label).remove('&');
  m_liveNote->setText(live.isEmpty()
                          ? tr("The learning rate can be changed while it trains, from the next step on.")
                          : tr("%1 and learning rate can be changed while it trains, from the next step on.")
                                .arg(live.join(QStringLiteral(", "))));
  setLocked(m_isLocked);
}

void TrainerForm::makeFields() {
  const auto whole = [](const char* name, int low, int high) {
    auto* box = new TypedBox<QSpinBox>;
    box->setObjectName(QLatin1String(name));
    box->setRange(low, high);
    box->setGroupSeparatorShown(true);
    box->setKeyboardTracking(false);
    return box;
  };
  const auto real = [](const char* name, RealSpinBox::Steps steps, double low, double high) {
    auto* box = new TypedBox<RealSpinBox>(steps);
    box->setObjectName(QLatin1String(name));
    box->setRange(low, high);
    return box;
  };
  m_learningRate = real("learningRate", RealSpinBox::Steps::Ladder, 1e-7, 10);
  m_liveNote = new TextLabel(TypeSize::Small, Tone::Muted);
  m_liveNote->setObjectName(QStringLiteral("liveNote"));
  m_batch = whole("batchSize", 1, 65536);
  m_epochs = whole("epochs", 1, 100000);
  m_validation = real("validationShare", RealSpinBox::Steps::Even, 0, 90);
  m_validation->setSingleStep(5);
  m_seed = new QLineEdit;
  m_seed->setObjectName(QStringLiteral("seed"));
  m_seedError = new TextLabel(TypeSize::Small, Tone::Warning);
  m_seedError->setObjectName(QStringLiteral("seedError"));
  m_dice = new QToolButton;
  m_dice->setObjectName(QStringLiteral("rollSeed"));
  m_dice->setAccessibleName(tr("Draw a new seed"));
  m_dice->setToolTip(tr("Draw a new seed by chance."));
  m_arithmetic = new QComboBox;
  m_arithmetic->setObjectName(QStringLiteral("arithmetic"));
  m_arithmetic->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_arithmetic->setMinimumContentsLength(8);
  const auto offer = [this](Arithmetic arithmetic, const QString& text) {
    m_arithmetic->addItem(text, static_cast<int>(arithmetic));
  };
  offer(Arithmetic::Automatic, tr("automatic"));
  offer(Arithmetic::Float32, tr("float32"));
  offer(Arithmetic::Reference, tr("LibTorch's autograd (slow)"));
}

void TrainerForm::addRows() {
  const auto count = [](QSpinBox* box, const QString& one, const QString& many) {
    const auto apply = [box, one, many](int value) { box->setSuffix(value == 1 ? one : many); };
    QObject::connect(box, &QSpinBox::valueChanged, box, apply);
    apply(box->value());
  };
  count(m_batch, tr(" sample"), tr(" samples"));
  count(m_epochs, tr(" pass"), tr(" passes"));
  m_validation->setSuffix(QStringLiteral(" %"));
  m_learningRate->setSuffix(tr(" per step"));

  const int firstOfSteps = m_grid->rowCount();
  addRow(
      tr("Learning &rate"), m_learningRate,
      tr("How far Adam moves the weights at each step: too high and the loss jumps, too low and it creeps."));
  addNumberNote(m_learningRate);
  addNote(m_liveNote);
  m_liveNote->show();  // always: the buttons below must not move when a run begins
  addRow(
      tr("B&atch size"), m_batch,
      tr("Samples the model looks at before each step; larger batches are steadier but make fewer steps."));
  addNumberNote(m_batch);
  addRow(tr("E&pochs"), m_epochs, tr("How many times the model goes through all training samples."));
  addNumberNote(m_epochs);
  keepForSteps(firstOfSteps);
  addRow(
      tr("Validatio&n"), m_validation,
      tr("Share of the training samples that is held out, to see whether the model learns them by heart."));
  addNumberNote(m_validation);
  auto* seedRow = new QWidget;
  auto* seedLayout = new QHBoxLayout(seedRow);
  seedLayout->setContentsMargins(0, 0, 0, 0);
  seedLayout->setSpacing(kGrid / 2);
  seedLayout->addWidget(m_seed, 1);
  seedLayout->addWidget(m_dice);
  addRow(tr("&Seed"), seedRow,
         tr("Where chance starts: the same seed on the same data gives the same result."), m_seed);
  addNote(m_seedError);
  addRow(
      tr("Arithmet&ic"), m_arithmetic,
      tr("What a step computes with: by itself the fastest that this processor has (bfloat16 products with "
         "float32 weights, or float32 throughout); LibTorch's autograd is there to compare with."));
  keepForSteps(m_grid->rowCount() - 1);
  m_grid->setRowStretch(m_grid->rowCount(), 1);
}

/// The rows from this one on say nothing about a model that is solved for at once.
void TrainerForm::keepForSteps(int firstRow) {
  for (int row = firstRow; row < m_grid->rowCount(); ++row) {
    for (int column = 0; column < 2; ++column) {
      const QLayoutItem* item = m_grid->itemAtPosition(row, column);
      QWidget* widget = item ? item->widget() : nullptr;
      if (widget && std::ranges::find(m_onlySteps, widget) == m_onlySteps.end())
        m_onlySteps.push_back(widget);
    }
  }
}

void TrainerForm::addRow(const QString& label, QWidget* field, const QString& explanation, QWidget* buddy) {
  QWidget* control = buddy ? buddy : field;
  auto* text = new QLabel(label);
  text->setBuddy(control);
  text->setToolTip(wrappedToolTip(explanation));
  control->setToolTip(wrappedToolTip(explanation));
  control->setProperty(kExplanation, explanation);
  control->setAccessibleName(QString(label).remove('&'));
  control->setAccessibleDescription(explanation);
  placeRow(text, field);
}

void TrainerForm::placeRow(QWidget* label, QWidget* field) {
  if (qobject_cast<QAbstractSpinBox*>(field) || qobject_cast<QComboBox*>(field)) {
    field->setFocusPolicy(Qt::StrongFocus);  // by default the wheel would give it the focus
    field->installEventFilter(this);
  }
  field->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  field->setMinimumWidth(10 * kGrid);
  const int row = m_grid->rowCount();
  m_grid->addWidget(label, row, 0);
  m_grid->addWidget(field, row, 1);
}

void TrainerForm::addNote(TextLabel* note) {
  note->hide();
  m_grid->addWidget(note, m_grid->rowCount(), 0, 1, 2);
}

void TrainerForm::addNumberNote(QAbstractSpinBox* box) {
  auto* note = new TextLabel(TypeSize::Small, Tone::Warning);
  note->setObjectName(box->objectName() + QStringLiteral("_error"));
  addNote(note);
  m_numberNotes.emplace_back(box, note);
  connect(&lineOf(*box), &QLineEdit::textChanged, this, &TrainerForm::check);
}

QStringList TrainerForm::wrongFields() const {
  QStringList names = m_settings->wrongFields();
  for (const auto& [box, note] : m_numberNotes)
    if (!box->isHidden() && isWrong(*box)) names << box->accessibleName();
  if (!parseSeed(m_seed->text())) names << m_seed->accessibleName();
  return names;
}

std::optional<TrainerConfig> TrainerForm::config() const {
  if (!wrongFields().isEmpty()) return std::nullopt;
  auto settings = m_settings->settings();
  const auto seed = parseSeed(m_seed->text());
  if (!settings || !seed) return std::nullopt;
  return TrainerConfig{.model = std::string(m_settings->kind().id),
                       .settings = *std::move(settings),
                       .learningRate = m_learningRate->value(),
                       .batchSize = m_batch->value(),
                       .epochs = m_epochs->value(),
                       .validationShare = m_validation->value() / 100,
                       .seed = *seed,
                       .arithmetic = static_cast<Arithmetic>(m_arithmetic->currentData().toInt())};
}

void TrainerForm::setConfig(const TrainerConfig& config) {
  {
    const QSignalBlocker blocker(this);  // one signal for all
    const QSignalBlocker kindBlocker(m_kind);
    if (const ModelKind* kind = config.kind())
      m_kind->setCurrentIndex(m_kind->findData(QString::fromUtf8(kind->id.data())));
    chooseKind();
    m_settings->setSettings(config.settings);
    m_learningRate->setValue(config.learningRate);
    m_batch->setValue(config.batchSize);
    m_epochs->setValue(config.epochs);
    m_validation->setValue(config.validationShare * 100);
    m_seed->setText(QString::number(config.seed));
    m_arithmetic->setCurrentIndex(m_arithmetic->findData(static_cast<int>(config.arithmetic)));
  }
  check();
}

void TrainerForm::setLocked(bool locked) {
  m_isLocked = locked;
  const QString reason =
      tr("Locked while a run is under way, which keeps the network and plan it began with. Stop "
         "the run to change this.");
  std::vector<QWidget*> fields = m_settings->lockedFields();
  fields.insert(fields.end(), {m_kind, m_batch, m_epochs, m_validation, m_seed, m_arithmetic});
  for (QWidget* field : fields) {
    field->setEnabled(!locked);
    QString explanation = m_settings->explanationOf(field);
    if (explanation.isEmpty()) explanation = field->property(kExplanation).toString();
    const QString text = locked ? explanation + QStringLiteral("\n\n") + reason : explanation;
    field->setToolTip(wrappedToolTip(text));
    field->setAccessibleDescription(text);
  }
  m_dice->setEnabled(!locked);
}

void TrainerForm::showProblems() {
  for (const auto& [box, note] : m_numberNotes) {
    const QString problem = box->isHidden() ? QString() : wrongNumberText(*box, box->accessibleName());
    note->setText(problem);
    note->setVisible(!problem.isEmpty());
  }
}

void TrainerForm::check() {
  showProblems();
  const bool seedIsWrong = !parseSeed(m_seed->text());
  m_seedError->setText(seedIsWrong ? tr("Seed: a whole number from 0 to 18,446,744,073,709,551,615.")
                                   : QString());
  m_seedError->setVisible(seedIsWrong);
  Q_EMIT changed();
}

bool TrainerForm::eventFilter(QObject* watched, QEvent* event) {
  const auto* field = qobject_cast<QWidget*>(watched);
  if (event->type() == QEvent::Wheel && field && !field->hasFocus()) {
    event->ignore();  // on to the scroll area
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

void TrainerForm::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (changesLook(*event)) applyIcons();
}

void TrainerForm::applyIcons() {
  if (!m_dice) return;
  const QIcon icon = themedIcon(QStringLiteral("dice"), themeOf(*this));
  m_dice->setIcon(icon);
  m_dice->setText(icon.isNull() ? tr("New") : QString());
}

}  // namespace isthmus
