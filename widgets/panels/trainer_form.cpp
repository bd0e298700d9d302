#include "widgets/panels/trainer_form.h"

#include "core/engine/vae_spec.h"
#include "widgets/panels/panel_parts.h"
#include "widgets/panels/real_spin_box.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/themed_icon.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSpinBox>
#include <QToolButton>

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

QString widthsText(const std::vector<int>& widths) {
  QStringList numbers;
  for (const int width : widths) numbers << QString::number(width);
  return numbers.join(QStringLiteral(", "));
}

}  // namespace

HiddenLayers parseHiddenLayers(const QString& text) {
  static const QRegularExpression separators(QStringLiteral("\\s*[,;-]\\s*|\\s+"));
  static const QRegularExpression trailing(QStringLiteral("[\\s,;]+$"));
  const QString trimmed = QString(text).remove(trailing).trimmed();
  HiddenLayers layers;
  if (trimmed.isEmpty()) {
    layers.error = TrainerForm::tr("Give the width of at least one layer, for example 256, 128.");
    return layers;
  }
  const QStringList pieces = trimmed.split(separators);
  if (pieces.size() > VaeSpec::kMaxLayers) {
    layers.error =
        TrainerForm::tr("At most %1 layers; these are %2.").arg(VaeSpec::kMaxLayers).arg(pieces.size());
    return layers;
  }
  for (const QString& piece : pieces) {
    bool isNumber = false;
    const qlonglong width = piece.toLongLong(&isNumber);
    if (!isNumber) {
      layers.error =
          TrainerForm::tr("“%1” is not a whole number; write widths such as 256, 128.").arg(piece.left(12));
      return layers;
    }
    if (width < 1 || width > VaeSpec::kMaxWidth) {
      layers.error = TrainerForm::tr("A layer has 1 to %1 units, not %2.")
                         .arg(countText(VaeSpec::kMaxWidth), countText(width));
      return layers;
    }
    layers.widths.push_back(static_cast<int>(width));
  }
  return layers;
}

TrainerForm::TrainerForm(QWidget* parent) : QWidget(parent) {
  setLocale(interfaceLocale());
  m_grid = new QGridLayout(this);
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(kGrid);
  m_grid->setVerticalSpacing(kGrid / 2);
  m_grid->setColumnStretch(1, 1);
  makeFields();
  addRows();
  setConfig({});
  setLocked(false);
  applyIcons();

  connect(m_hidden, &QLineEdit::textChanged, this, &TrainerForm::check);
  connect(m_seed, &QLineEdit::textChanged, this, &TrainerForm::check);
  for (QSpinBox* box : {m_latent, m_batch, m_epochs})
    connect(box, &QSpinBox::valueChanged, this, &TrainerForm::changed);
  for (RealSpinBox* box : {m_beta, m_learningRate, m_validation})
    connect(box, &RealSpinBox::valueChanged, this, &TrainerForm::changed);
  connect(m_arithmetic, &QComboBox::currentIndexChanged, this, &TrainerForm::changed);
  connect(m_beta, &RealSpinBox::valueChanged, this, &TrainerForm::betaChanged);
  connect(m_learningRate, &RealSpinBox::valueChanged, this, &TrainerForm::learningRateChanged);
  connect(m_dice, &QToolButton::clicked, this,
          [this] { m_seed->setText(QString::number(QRandomGenerator::global()->bounded(kDiceSides))); });
}

void TrainerForm::makeFields() {
  const auto whole = [](const char* name, int low, int high) {
    auto* box = new QSpinBox;
    box->setObjectName(QLatin1String(name));
    box->setRange(low, high);
    box->setGroupSeparatorShown(true);
    box->setKeyboardTracking(false);
    return box;
  };
  const auto real = [](const char* name, RealSpinBox::Steps steps, double low, double high) {
    auto* box = new RealSpinBox(steps);
    box->setObjectName(QLatin1String(name));
    box->setRange(low, high);
    return box;
  };
  m_hidden = new QLineEdit;
  m_hidden->setObjectName(QStringLiteral("hiddenLayers"));
  m_hidden->setPlaceholderText(QStringLiteral("256, 128"));
  m_hiddenError = new TextLabel(TypeSize::Small, Tone::Warning);
  m_hiddenError->setObjectName(QStringLiteral("hiddenLayersError"));
  m_latent = whole("latentDimensions", VaeSpec::kMinLatent, VaeSpec::kMaxLatent);
  m_beta = real("beta", RealSpinBox::Steps::Ladder, 0, 1000);
  m_learningRate = real("learningRate", RealSpinBox::Steps::Ladder, 1e-7, 10);
  m_liveNote = new TextLabel(TypeSize::Small, Tone::Muted);
  m_liveNote->setObjectName(QStringLiteral("liveNote"));
  m_liveNote->setText(tr("Beta and learning rate can be changed while it trains, from the next step on."));
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
  m_latent->setSuffix(tr(" dimensions"));
  m_validation->setSuffix(QStringLiteral(" %"));
  m_learningRate->setSuffix(tr(" per step"));
  m_beta->setSuffix(tr(" x KL"));

  addRow(
      tr("Hidden &layers"), m_hidden,
      tr("Units in each layer from the pictures to the latent space; the decoder has the same in reverse."));
  addNote(m_hiddenError);
  addRow(tr("La&tent space"), m_latent,
         tr("How many numbers the bottleneck keeps of each picture; with 2 the plane shows all of it."));
  addRow(tr("&Beta"), m_beta,
         tr("Weight of the KL divergence: higher gives a smoother, rounder latent space and blurrier "
            "pictures."));
  addRow(
      tr("Learning &rate"), m_learningRate,
      tr("How far Adam moves the weights at each step: too high and the loss jumps, too low and it creeps."));
  addNote(m_liveNote);
  m_liveNote->show();  // always: the buttons below must not move when a run begins
  addRow(
      tr("B&atch size"), m_batch,
      tr("Samples the model looks at before each step; larger batches are steadier but make fewer steps."));
  addRow(tr("E&pochs"), m_epochs, tr("How many times the model goes through all training samples."));
  addRow(
      tr("Validatio&n"), m_validation,
      tr("Share of the training samples that is held out, to see whether the model learns them by heart."));
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
      tr("Arith&metic"), m_arithmetic,
      tr("What a step computes with: by itself the fastest that this processor has (bfloat16 products with "
         "float32 weights, or float32 throughout); LibTorch's autograd is there to compare with."));
  m_grid->setRowStretch(m_grid->rowCount(), 1);
}

void TrainerForm::addRow(const QString& label, QWidget* field, const QString& explanation, QWidget* buddy) {
  QWidget* control = buddy ? buddy : field;
  auto* text = new QLabel(label);
  text->setBuddy(control);
  text->setToolTip(wrappedToolTip(explanation));
  control->setToolTip(wrappedToolTip(explanation));
  control->setProperty(kExplanation, explanation);
  if (qobject_cast<QAbstractSpinBox*>(control) || qobject_cast<QComboBox*>(control)) {
    control->setFocusPolicy(Qt::StrongFocus);  // by default the wheel would give it the focus
    control->installEventFilter(this);
  }
  control->setAccessibleName(QString(label).remove('&'));
  control->setAccessibleDescription(explanation);
  field->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  field->setMinimumWidth(10 * kGrid);
  const int row = m_grid->rowCount();
  m_grid->addWidget(text, row, 0);
  m_grid->addWidget(field, row, 1);
}

void TrainerForm::addNote(TextLabel* note) {
  note->hide();
  m_grid->addWidget(note, m_grid->rowCount(), 0, 1, 2);
}

std::optional<TrainerConfig> TrainerForm::config() const {
  const HiddenLayers layers = parseHiddenLayers(m_hidden->text());
  const auto seed = parseSeed(m_seed->text());
  if (!layers.error.isEmpty() || !seed) return std::nullopt;
  return TrainerConfig{.hidden = layers.widths,
                       .latent = m_latent->value(),
                       .beta = m_beta->value(),
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
    m_hidden->setText(widthsText(config.hidden));
    m_latent->setValue(config.latent);
    m_beta->setValue(config.beta);
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
  const QString reason =
      tr("Locked while a run is under way, which keeps the network and plan it began with. Stop "
         "the run to change this.");
  for (QWidget* field : std::initializer_list<QWidget*>{m_hidden, m_latent, m_batch, m_epochs, m_validation,
                                                        m_seed, m_arithmetic}) {
    field->setEnabled(!locked);
    const QString explanation = field->property(kExplanation).toString();
    const QString text = locked ? explanation + QStringLiteral("\n\n") + reason : explanation;
    field->setToolTip(wrappedToolTip(text));
    field->setAccessibleDescription(text);
  }
  m_dice->setEnabled(!locked);
}

void TrainerForm::check() {
  const HiddenLayers layers = parseHiddenLayers(m_hidden->text());
  m_hiddenError->setText(layers.error);
  m_hiddenError->setVisible(!layers.error.isEmpty());
  const bool seedIsWrong = !parseSeed(m_seed->text());
  m_seedError->setText(seedIsWrong ? tr("A seed is a whole number from 0 to 18,446,744,073,709,551,615.")
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
  if (event->type() == QEvent::PaletteChange) applyIcons();
}

void TrainerForm::applyIcons() {
  if (!m_dice) return;
  const QIcon icon = themedIcon(QStringLiteral("dice"), themeOf(*this));
  m_dice->setIcon(icon);
  m_dice->setText(icon.isNull() ? tr("New") : QString());
}

}  // namespace isthmus
