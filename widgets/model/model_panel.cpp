#include "widgets/model/model_panel.h"

#include "widgets/model/code_use_strip.h"
#include "widgets/model/run_text.h"
#include "widgets/model/trainer_form.h"
#include "widgets/parts/panel_parts.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/themed_icon.h"

#include <QEvent>
#include <QGridLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr int kProgressSteps = 1000;
constexpr int kLeastForm = 5 * kGrid;
constexpr int kRoomForCodeUse = 340;  // height of the panel, at the desktop's size of text

/// As high as its form where there is room, so that the buttons follow it closely; else the form scrolls.
class FormScroll : public QScrollArea {
 public:
  explicit FormScroll(QWidget* form) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumHeight(kLeastForm);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setWidget(form);
  }
  QSize sizeHint() const override {
    const QSize hint = widget()->sizeHint();
    const int wrapped = widget()->heightForWidth(viewport()->width());  // -1 while nothing in it wraps
    return {hint.width(), wrapped > 0 ? wrapped : hint.height()};
  }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (watched == widget() && event->type() == QEvent::LayoutRequest) updateGeometry();
    return QScrollArea::eventFilter(watched, event);
  }
};

Result<ModelPlan> planOf(const DataFacts& data, const TrainerConfig& config) {
  return planModel(*config.kind(), config.settings, data);
}

/// What warms up longer than the run lasts, if anything does.
QString warmUpText(const ModelPlan& plan, const TrainerConfig& config) {
  for (const Term& term : plan.objective.terms)
    if (term.warmUp > config.epochs)
      return ModelPanel::tr(". The KL warm-up is longer than the run: the weight only reaches %1 of beta.")
          .arg(shareText(warmedUp(term, config.epochs)));
  return {};
}

/// "784-256-128-2, 469,268 weights", or what is wrong with such a network.
QString networkText(const DataFacts& data, const TrainerConfig& config) {
  const bool hasData = data.shape.size() > 0;
  const auto plan = planOf(hasData ? data : DataFacts{data.samples, {1, 8, 1}}, config);
  if (!plan) {
    QString message = QString::fromStdString(plan.error().message);
    message[0] = message[0].toUpper();
    return message + '.';
  }
  const QString text = QString::fromStdString(plan->spec.text());
  if (!hasData) return ModelPanel::tr("pixels") + text.mid(text.indexOf('-'));
  return ModelPanel::tr("%1, %2 weights").arg(text, countText(plan->spec.parameters())) +
         warmUpText(*plan, config);
}

/// "epoch 8 of 50 · 3 min 20 s left".
QString progressText(const TrainingSnapshot& snapshot) {
  const QString left =
      snapshot.phase == TrainingPhase::Running ? durationText(snapshot.secondsLeft) : QString();
  return left.isEmpty() ? runText(snapshot) : ModelPanel::tr("%1 · %2 left").arg(runText(snapshot), left);
}

QString speedText(const TrainingSnapshot& snapshot) {
  QStringList parts;
  if (snapshot.phase == TrainingPhase::Running && snapshot.imagesPerSecond > 0)
    parts << ModelPanel::tr("%1 samples/s").arg(countText(std::llround(snapshot.imagesPerSecond)));
  if (snapshot.model) parts << ModelPanel::tr("step %1").arg(countText(snapshot.model->step));
  return parts.join(QStringLiteral(" · "));
}

}  // namespace

ModelPanel::ModelPanel(QWidget* parent) : QWidget(parent) {
  setLocale(interfaceLocale());
  m_form = new TrainerForm;
  auto* scroll = new FormScroll(m_form);
  scroll->setObjectName(QStringLiteral("formScroll"));
  auto* edge = new Separator;  // says that the form goes on below it
  QSizePolicy kept = edge->sizePolicy();
  kept.setRetainSizeWhenHidden(true);
  edge->setSizePolicy(kept);
  edge->hide();
  connect(scroll->verticalScrollBar(), &QScrollBar::rangeChanged, edge,
          [edge](int /*low*/, int high) { edge->setVisible(high > 0); });
  m_network = new TextLabel(TypeSize::Small, Tone::Muted);
  m_network->setObjectName(QStringLiteral("network"));
  m_network->setToolTip(
      wrappedToolTip(tr("Numbers in each layer from the picture to the latent space, and all weights and "
                        "biases that are learnt, "
                        "the mirrored decoder's included.")));

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
  layout->setSpacing(kGrid / 2);
  layout->addWidget(makeOffer());
  layout->addWidget(scroll);
  layout->addWidget(edge);
  layout->addWidget(m_network);
  layout->addSpacing(kGrid / 2);
  layout->addLayout(makeButtons());
  layout->addSpacing(kGrid / 2);
  layout->addLayout(makeProgress());
  layout->addLayout(makeCodeUse());
  layout->addStretch();

  connect(m_form, &TrainerForm::changed, this, [this] {
    updateNetwork();
    updateButtons();
    Q_EMIT configChanged();
  });
  connect(m_form, &TrainerForm::learningRateChanged, this, [this](double rate) {
    if (isLive()) Q_EMIT learningRateChanged(rate);
  });
  connect(m_form, &TrainerForm::liveSettingChanged, this, [this](const QString& key, double value) {
    if (isLive()) Q_EMIT liveSettingChanged(key, value);
  });
  applyIcons();
  updateNetwork();
  updateButtons();
}

QWidget* ModelPanel::makeOffer() {
  m_offer = new QWidget;
  m_offer->setObjectName(QStringLiteral("settingsOffer"));
  m_offerText = new TextLabel(TypeSize::Small);
  m_offerText->setObjectName(QStringLiteral("settingsOfferText"));
  auto* use = new QPushButton(tr("Use them here"));
  use->setObjectName(QStringLiteral("useOffered"));
  use->setToolTip(wrappedToolTip(tr("Put the settings of the data before into the form.")));
  auto* drop = new QPushButton(tr("Close"));
  drop->setObjectName(QStringLiteral("dropOffer"));
  drop->setAccessibleName(tr("Close the offer"));
  drop->setToolTip(wrappedToolTip(tr("Keep what is suggested for these data.")));
  auto* grid = new QGridLayout(m_offer);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(kGrid / 2);
  grid->addWidget(m_offerText, 0, 0, 1, 2);
  grid->addWidget(use, 1, 0);
  grid->addWidget(drop, 1, 1);
  connect(use, &QPushButton::clicked, this, &ModelPanel::offerAccepted);
  connect(drop, &QPushButton::clicked, this, [this] { setOffer({}); });
  m_offer->hide();
  return m_offer;
}

void ModelPanel::setOffer(const QString& text) {
  m_offerText->setText(text);
  m_offer->setVisible(!text.isEmpty());
}

QLayout* ModelPanel::makeButtons() {
  m_primary = new PrimaryButton;
  m_primary->setObjectName(QStringLiteral("train"));
  const auto make = [](const char* name, const QString& text, const QString& accessible) {
    auto* button = new QPushButton(text);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(accessible);
    return button;
  };
  m_step = make("step", tr("Step"), tr("Step one epoch"));
  m_stop = make("stop", tr("Stop"), tr("Stop training"));
  m_reset = make("reset", tr("Reset"), tr("Reset the model"));
  m_step->setToolTip(wrappedToolTip(tr("Train for one epoch, then pause.")));
  m_stop->setToolTip(wrappedToolTip(tr("End the run and keep what it has learnt.")));
  m_reset->setToolTip(wrappedToolTip(tr("Forget what was learnt and begin again with new weights.")));
  auto* grid = new QGridLayout;
  grid->setSpacing(kGrid / 2);
  grid->addWidget(m_primary, 0, 0);
  grid->addWidget(m_step, 0, 1);
  grid->addWidget(m_stop, 1, 0);
  grid->addWidget(m_reset, 1, 1);
  grid->setColumnStretch(0, 1);
  grid->setColumnStretch(1, 1);
  connect(m_primary, &QPushButton::clicked, this, &ModelPanel::pressPrimary);
  connect(m_step, &QPushButton::clicked, this, [this] {
    if (const auto wanted = config()) Q_EMIT stepRequested(*wanted);
  });
  connect(m_stop, &QPushButton::clicked, this, &ModelPanel::stopRequested);
  connect(m_reset, &QPushButton::clicked, this, &ModelPanel::resetRequested);
  return grid;
}

QLayout* ModelPanel::makeProgress() {
  m_bar = new QProgressBar;
  m_bar->setObjectName(QStringLiteral("progressBar"));
  m_bar->setAccessibleName(tr("Progress of the run"));
  m_bar->setRange(0, kProgressSteps);
  m_bar->setTextVisible(false);
  m_bar->setFixedHeight(kGrid);
  m_progress = new TextLabel(TypeSize::Small);
  m_progress->setObjectName(QStringLiteral("progressText"));
  m_speed = new TextLabel(TypeSize::Small, Tone::Muted, TextLabel::Overflow::Elide);
  m_speed->setObjectName(QStringLiteral("speedText"));
  auto* layout = new QVBoxLayout;
  layout->setSpacing(kGrid / 4);
  layout->addWidget(m_bar);
  layout->addWidget(m_progress);
  layout->addWidget(m_speed);
  return layout;
}

QLayout* ModelPanel::makeCodeUse() {
  m_codeTitle = new TextLabel(TypeSize::Small, Tone::Muted, TextLabel::Overflow::Elide);
  m_codeTitle->setText(tr("KL divergence by dimension, nats"));
  m_codeTitle->setExplanation(tr(
      "How much each latent dimension tells of a sample: the divergence of its posterior from the prior, the "
      "mean over all samples. Near 0 the dimension is not in use."));
  m_codeUse = new CodeUseStrip;
  m_collapse = new TextLabel(TypeSize::Small, Tone::Warning);
  m_collapse->setObjectName(QStringLiteral("collapseNotice"));
  auto* layout = new QVBoxLayout;
  layout->setSpacing(kGrid / 4);
  for (QWidget* widget : {static_cast<QWidget*>(m_codeTitle), static_cast<QWidget*>(m_codeUse),
                          static_cast<QWidget*>(m_collapse)}) {
    widget->hide();
    layout->addWidget(widget);
  }
  return layout;
}

void ModelPanel::setCodeUse(const std::optional<CodeUse>& use, const QString& warning) {
  m_codeUse->setUse(use);
  placeCodeUse();
  if (warning != m_collapse->text()) m_collapse->setText(warning);
  m_collapse->setVisible(!warning.isEmpty());
}

/// On a small screen the form and the buttons need the height.
void ModelPanel::placeCodeUse() {
  const bool isShown = m_codeUse->use().has_value() && height() >= textLength(kRoomForCodeUse);
  m_codeTitle->setVisible(isShown);
  m_codeUse->setVisible(isShown);
}

void ModelPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  placeCodeUse();
}

std::optional<TrainerConfig> ModelPanel::config() const {
  return m_form->config();
}

void ModelPanel::setConfig(const TrainerConfig& config) {
  m_form->setConfig(config);
}

void ModelPanel::setData(const DataFacts& facts) {
  m_data = facts;
  updateNetwork();
  updateButtons();
}

void ModelPanel::setPhase(std::optional<TrainingPhase> phase) {
  if (phase == m_phase) return;
  m_phase = phase;
  m_form->setLocked(isLive());
  updateButtons();
}

void ModelPanel::setPreparing() {
  setOffer({});
  m_bar->setRange(0, 0);
  m_progress->setTone(Tone::Normal);
  m_progress->setText(preparingText());
  m_speed->setText({});
}

void ModelPanel::setProgress(const TrainingSnapshot& snapshot) {
  m_bar->setRange(0, kProgressSteps);
  m_bar->setValue(static_cast<int>(std::lround(std::clamp(snapshot.progress, 0.0, 1.0) * kProgressSteps)));
  m_progress->setTone(snapshot.phase == TrainingPhase::Diverged ? Tone::Warning : Tone::Normal);
  m_progress->setText(progressText(snapshot));
  m_speed->setText(speedText(snapshot));
}

void ModelPanel::clearProgress() {
  m_bar->setRange(0, kProgressSteps);
  m_bar->setValue(0);
  m_progress->setTone(Tone::Muted);
  m_progress->setText(m_data.shape.size() > 0
                          ? tr("Press Train and watch it learn.")
                          : tr("Progress will appear here once there are data to train on."));
  m_speed->setText({});
}

bool ModelPanel::isLive() const {
  return m_phase == TrainingPhase::Running || m_phase == TrainingPhase::Paused;
}

bool ModelPanel::canBuild() const {
  const auto wanted = config();
  return wanted && m_data.shape.size() > 0 && planOf(m_data, *wanted);
}

void ModelPanel::pressPrimary() {
  if (m_phase == TrainingPhase::Running) {
    Q_EMIT pauseRequested();
  } else if (m_phase == TrainingPhase::Paused) {
    Q_EMIT resumeRequested();
  } else if (const auto wanted = config()) {
    Q_EMIT trainRequested(*wanted);
  }
}

void ModelPanel::updateNetwork() {
  const auto wanted = config();
  m_network->setTone(wanted && (canBuild() || m_data.shape.size() == 0) ? Tone::Muted : Tone::Warning);
  m_network->setText(wanted ? networkText(m_data, *wanted) : problemText());
}

/// Which fields of the form cannot be used: they may be scrolled out of sight.
QString ModelPanel::problemText() const {
  const QStringList fields = m_form->wrongFields();
  return (fields.size() == 1 ? tr("The form has a number that cannot be used: %1.")
                             : tr("The form has numbers that cannot be used: %1."))
      .arg(fields.join(QStringLiteral(", ")));
}

void ModelPanel::updateButtons() {
  const bool running = m_phase == TrainingPhase::Running;
  const bool paused = m_phase == TrainingPhase::Paused;
  const bool canStart = canBuild();
  const auto wanted = config();
  m_primary->setEnabled(running || paused || canStart);
  m_primary->setText(running ? tr("Pause") : paused ? tr("Resume") : tr("Train"));
  m_primary->setAccessibleName(running  ? tr("Pause training")
                               : paused ? tr("Resume training")
                                        : tr("Train the model"));
  QString hint = running  ? tr("Hold the run; it can be resumed where it is.")
                 : paused ? tr("Go on where the run was paused.")
                          : tr("Start to learn the data with these settings.");
  if (!m_primary->isEnabled())
    hint = m_data.shape.size() == 0 ? tr("Load a data set first.")
           : wanted                 ? m_network->text()
                                    : problemText();
  m_primary->setToolTip(wrappedToolTip(hint));
  m_step->setEnabled(paused || (!running && canStart));
  m_stop->setEnabled(running || paused);
  m_reset->setEnabled(m_phase.has_value() && !running);
  if (!m_phase) clearProgress();
  applyIcons();
}

void ModelPanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (changesLook(*event) && m_reset) applyIcons();
}

void ModelPanel::applyIcons() {
  const Theme theme = themeOf(*this);
  Theme onAccent = theme;
  onAccent.text = m_primary->isEnabled() ? palette().color(QPalette::HighlightedText) : theme.text;
  const bool running = m_phase == TrainingPhase::Running;
  m_primary->setIcon(themedIcon(running ? QStringLiteral("pause") : QStringLiteral("train"), onAccent));
  m_step->setIcon(themedIcon(QStringLiteral("step"), theme));
  m_stop->setIcon(themedIcon(QStringLiteral("stop"), theme));
  m_reset->setIcon(themedIcon(QStringLiteral("reset"), theme));
}

}  // namespace isthmus
