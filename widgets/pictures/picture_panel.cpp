#include "widgets/pictures/picture_panel.h"

#include "widgets/parts/panel_parts.h"
#include "widgets/pictures/picture_view.h"
#include "widgets/pictures/ramp_strip.h"
#include "widgets/text/number_text.h"
#include "widgets/text/sample_text.h"
#include "widgets/theme/data_colours.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr double kAtCentre = 0.005;          // of the prior nearer to 0: none in whole per cent
constexpr std::size_t kShownNumbers = 4;     // of z in the line of text; when there are more, one fewer
constexpr std::size_t kTooltipNumbers = 64;  // all of them, as far as a model can have

struct ShownTerm {
  const char* name;
  const char* unit;
  const char* explanation;
};

constexpr std::size_t kTermsOfAll = 2;  // the others are of models with a posterior
constexpr std::array<ShownTerm, 4> kTerms = {{
    {QT_TRANSLATE_NOOP("isthmus::PicturePanel", "BCE"), QT_TRANSLATE_NOOP("isthmus::PicturePanel", "nats"),
     QT_TRANSLATE_NOOP(
         "isthmus::PicturePanel",
         "Binary cross-entropy: how surprised the reconstruction is by the original, summed over all "
         "pixels.")},
    {QT_TRANSLATE_NOOP("isthmus::PicturePanel", "MSE"),
     QT_TRANSLATE_NOOP("isthmus::PicturePanel", "per pixel"),
     QT_TRANSLATE_NOOP(
         "isthmus::PicturePanel",
         "Mean squared error: the average of the squared difference of a pixel, between 0 and 1.")},
    {QT_TRANSLATE_NOOP("isthmus::PicturePanel", "KL"), QT_TRANSLATE_NOOP("isthmus::PicturePanel", "nats"),
     QT_TRANSLATE_NOOP("isthmus::PicturePanel",
                       "KL divergence: how much more the code says about this sample than the prior does.")},
    {QT_TRANSLATE_NOOP("isthmus::PicturePanel", "Negative ELBO"),
     QT_TRANSLATE_NOOP("isthmus::PicturePanel", "nats"),
     QT_TRANSLATE_NOOP(
         "isthmus::PicturePanel",
         "What a VAE minimises: the KL divergence plus the expected reconstruction error, here of one point "
         "drawn from the posterior (the first line is that of its mean).")},
}};

/// What the first two are of vectors.
constexpr std::array<ShownTerm, 2> kGaussianTerms = {{
    {QT_TRANSLATE_NOOP("isthmus::PicturePanel", "NLL"), QT_TRANSLATE_NOOP("isthmus::PicturePanel", "nats"),
     QT_TRANSLATE_NOOP("isthmus::PicturePanel",
                       "Negative log-likelihood: how unlikely the original is under a normal distribution "
                       "around the reconstruction. Below 0 where it fits closely.")},
    {QT_TRANSLATE_NOOP("isthmus::PicturePanel", "MSE"),
     QT_TRANSLATE_NOOP("isthmus::PicturePanel", "per feature"),
     QT_TRANSLATE_NOOP("isthmus::PicturePanel",
                       "Mean squared error: the average of the squared difference of a number, scaled as the "
                       "model takes it.")},
}};

TextLabel* makeLine(const char* name, TypeSize size, Tone tone) {
  auto* label = new TextLabel(size, tone, TextLabel::Overflow::Elide);
  label->setObjectName(QLatin1String(name));
  return label;
}

QVBoxLayout* tightColumn(QWidget* parent) {
  auto* layout = new QVBoxLayout(parent);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kGrid / 4);
  return layout;
}

}  // namespace

Image differencePicture(const Image& a, const Image& b) {
  const auto channels = static_cast<std::size_t>(a.shape.channels);
  Image result{{a.shape.height, a.shape.width, 3}, {}};
  result.pixels.reserve(result.shape.size());
  for (std::size_t at = 0; at < a.pixels.size(); at += channels) {
    double sum = 0;
    for (std::size_t c = 0; c < channels; ++c)
      sum += std::abs(static_cast<double>(a.pixels[at + c]) - static_cast<double>(b.pixels[at + c]));
    const QRgb colour = rampColour(sum / static_cast<double>(channels));
    for (const int part : {qRed(colour), qGreen(colour), qBlue(colour)})
      result.pixels.push_back(static_cast<float>(part) / 255.0F);
  }
  return result;
}

PicturePanel::PicturePanel(QWidget* parent) : QWidget(parent) {
  setLocale(interfaceLocale());
  m_content = new QWidget;
  auto* decodedHeading = new SectionHeading(tr("Under the pointer"));
  decodedHeading->setObjectName(QStringLiteral("decodedHeading"));
  m_decodedHint = new TextLabel(TypeSize::Normal, Tone::Muted);
  m_decodedHint->setObjectName(QStringLiteral("decodedHint"));
  m_decodedHint->setText(
      tr("Hold the left button on the plane and move: what the model makes of that point appears "
         "here."));
  auto* pickedHeading = new SectionHeading(tr("Picked sample"));
  pickedHeading->setObjectName(QStringLiteral("pickedHeading"));
  m_pickedHint = new TextLabel(TypeSize::Normal, Tone::Muted);
  m_pickedHint->setObjectName(QStringLiteral("pickedHint"));
  m_pickedHint->setText(
      tr("Click a point of the plane or a small picture of the data: the sample and how well the "
         "model rebuilds it appear here."));

  auto* layout = new QVBoxLayout(m_content);
  layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
  layout->setSpacing(kGrid / 2);
  layout->addWidget(decodedHeading);
  layout->addWidget(m_decodedHint);
  layout->addWidget(makeDecoded());
  layout->addSpacing(kGrid);
  layout->addWidget(pickedHeading);
  layout->addWidget(m_pickedHint);
  layout->addWidget(makePicked());
  layout->addStretch(1);

  auto* scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("pictureScroll"));
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(m_content);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(scroll);
  m_decoded->hide();
  m_picked->hide();
  fitPictures();
}

const PictureView& PicturePanel::viewOf(Picture which) const {
  switch (which) {
    case Picture::Decoded:
      return *m_large;
    case Picture::Original:
      return *m_original;
    case Picture::Reconstruction:
      break;
  }
  return *m_reconstruction;
}

bool PicturePanel::hasPicture(Picture which) const {
  const bool isShown = which == Picture::Decoded    ? !m_decoded->isHidden()
                       : which == Picture::Original ? !m_picked->isHidden()
                                                    : !m_picked->isHidden() && m_isRebuilt;
  return isShown && viewOf(which).image().has_value();
}

void PicturePanel::copyPicture(Picture which) const {
  if (hasPicture(which)) viewOf(which).copyImage();
}

PictureView* PicturePanel::makeView(const char* name, const QString& title, QSize minimum, bool activates) {
  auto* view = new PictureView(title, minimum,
                               activates ? PictureView::Press::Activates : PictureView::Press::Nothing);
  view->setObjectName(QLatin1String(name));
  connect(view, &PictureView::saveRequested, this, &PicturePanel::saveRequested);
  return view;
}

QWidget* PicturePanel::makeDecoded() {
  m_large =
      makeView("decodedPicture", tr("Decoded picture under the pointer"), QSize(kLargeSide, kLargeSide));
  m_z = makeLine("decodedZ", TypeSize::Normal, Tone::Normal);
  m_prior = makeLine("decodedPrior", TypeSize::Small, Tone::Normal);
  m_speed = makeLine("decodedSpeed", TypeSize::Small, Tone::Muted);
  m_speed->setExplanation(tr("How long the decoder took, and the training step whose weights it used."));

  m_pair = new QBoxLayout(QBoxLayout::LeftToRight);
  m_pair->addWidget(m_large);
  m_pair->addWidget(makeNearest());
  m_decoded = new QWidget;
  m_decoded->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
  auto* column = tightColumn(m_decoded);
  column->addLayout(m_pair, 1);
  column->addWidget(m_z);
  column->addWidget(m_prior);
  column->addWidget(m_speed);
  return m_decoded;
}

QWidget* PicturePanel::makeNearest() {
  m_nearestView = makeView("nearestPicture", tr("Nearest real sample"), QSize(kSmallSide, kSmallSide), true);
  m_nearestView->setFixedSize(kSmallSide, kSmallSide);
  auto* caption = makeLine("nearestCaption", TypeSize::Small, Tone::Muted);
  caption->setText(tr("nearest"));
  m_nearestLabel = new TextLabel(TypeSize::Small, Tone::Normal, TextLabel::Overflow::ElideMiddle);
  m_nearestLabel->setObjectName(QStringLiteral("nearestLabel"));
  m_nearestDistance = makeLine("nearestDistance", TypeSize::Small, Tone::Muted);
  m_nearestDistance->setExplanation(tr("Straight-line distance in latent space, in units of z."));
  auto* words = new QVBoxLayout;
  words->setSpacing(0);
  for (TextLabel* line : {caption, m_nearestLabel, m_nearestDistance}) words->addWidget(line);
  words->addStretch();
  auto* nearest = new QWidget;
  m_nearest = new QBoxLayout(QBoxLayout::TopToBottom, nearest);
  m_nearest->setContentsMargins(0, 0, 0, 0);
  m_nearest->addWidget(m_nearestView);
  m_nearest->addLayout(words, 1);
  connect(m_nearestView, &PictureView::activated, this, [this] { Q_EMIT nearestChosen(m_nearestIndex); });
  return nearest;
}

QWidget* PicturePanel::makePicked() {
  m_pickedTitle = makeLine("pickedTitle", TypeSize::Normal, Tone::Normal);
  m_pickedChanges = new TextLabel(TypeSize::Small, Tone::Muted);
  m_pickedChanges->setObjectName(QStringLiteral("pickedChanges"));
  m_pickedChanges->setToolTip(wrappedToolTip(
      tr("What was done to the picture so that the model can take it and it looks like the data.")));
  m_pickedChanges->hide();
  const QSize small(kLeastThird, kSmallSide);
  m_original = makeView("originalPicture", tr("Original"), small);
  m_reconstruction = makeView("reconstructionPicture", tr("Reconstruction"), small);
  m_difference = makeView("differencePicture", tr("Difference of original and reconstruction"), small);
  m_difference->setToolTip(
      wrappedToolTip(tr("Difference of the two in each pixel, from 0 (dark) to 1 (bright).")));

  auto* pictures = new QGridLayout;
  m_thirds = pictures;
  pictures->setContentsMargins(0, 0, 0, 0);
  pictures->setHorizontalSpacing(kGrid / 2);
  pictures->setVerticalSpacing(0);
  const std::array captions = {tr("original"), tr("rebuilt"), tr("difference")};
  const std::array views = {m_original, m_reconstruction, m_difference};
  for (int i = 0; i < 3; ++i) {
    PictureView* view = views[static_cast<std::size_t>(i)];
    view->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* caption = new TextLabel(TypeSize::Small, Tone::Muted, TextLabel::Overflow::Elide);
    caption->setText(captions[static_cast<std::size_t>(i)]);
    caption->setAlignment(Qt::AlignHCenter | Qt::AlignVCenter);
    pictures->addWidget(view, 0, i);
    pictures->addWidget(caption, 1, i);
    pictures->setColumnStretch(i, 1);
    if (i == 0) m_originalCaption = caption;
    if (i > 0) m_onlyOfPictures << view << caption;
  }
  auto* key = new QHBoxLayout;
  key->setSpacing(kGrid / 2);
  const auto bound = [](const QString& text) {
    auto* label = new TextLabel(TypeSize::Small, Tone::Muted);
    label->setText(text);
    return label;
  };
  m_onlyOfPictures << bound(QStringLiteral("0")) << new RampStrip << bound(QStringLiteral("1"));
  for (QWidget* part : m_onlyOfPictures.last(3)) key->addWidget(part, part == m_onlyOfPictures.at(5) ? 1 : 0);
  pictures->addLayout(key, 2, 2);

  m_percentile = new TextLabel(TypeSize::Small);
  m_percentile->setObjectName(QStringLiteral("pickedPercentile"));
  m_picked = new QWidget;
  auto* column = tightColumn(m_picked);
  column->addWidget(m_pickedTitle);
  column->addWidget(m_pickedChanges);
  column->addLayout(pictures);
  column->addSpacing(kGrid / 2);
  column->addWidget(makeTable());
  column->addWidget(m_percentile);
  return m_picked;
}

QWidget* PicturePanel::makeTable() {
  auto* table = m_table = new QWidget;
  table->setObjectName(QStringLiteral("lossTerms"));
  auto* grid = new QGridLayout(table);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(kGrid);
  grid->setVerticalSpacing(0);
  grid->setColumnStretch(1, 1);
  constexpr std::array kNames = {"pickedNll", "pickedMse", "pickedKl", "pickedElbo"};
  for (std::size_t i = 0; i < kTerms.size(); ++i) {
    auto* name = m_termNames[i] = new TextLabel(TypeSize::Small);
    name->setWordWrap(false);
    m_terms[i] = new TextLabel(TypeSize::Small);
    m_terms[i]->setObjectName(QLatin1String(kNames[i]));
    m_terms[i]->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_terms[i]->setWordWrap(false);
    m_terms[i]->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* unit = m_termUnits[i] = new TextLabel(TypeSize::Small, Tone::Muted, TextLabel::Overflow::Elide);
    unit->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);  // gives way where the column is narrow
    const int row = static_cast<int>(i);
    grid->addWidget(name, row, 0);
    grid->addWidget(m_terms[i], row, 1);
    grid->addWidget(unit, row, 2);
  }
  nameTerms(Likelihood::Bernoulli);
  return table;
}

void PicturePanel::nameTerms(Likelihood likelihood) {
  for (std::size_t i = 0; i < kTerms.size(); ++i) {
    const bool isOther = i == 0 ? likelihood == Likelihood::Gaussian : i == 1 && m_scale;
    const ShownTerm& term = isOther ? kGaussianTerms[i] : kTerms[i];
    m_termNames[i]->setText(tr(term.name));
    m_termUnits[i]->setText(tr(term.unit));
    for (TextLabel* label : {m_termNames[i], m_terms[i], m_termUnits[i]})
      label->setToolTip(wrappedToolTip(tr(term.explanation)));
    m_termUnits[i]->setExplanation(tr(term.explanation));
  }
}

void PicturePanel::setProfileScale(const ProfileScalePtr& scale) {
  if (scale == m_scale) return;
  m_scale = scale;
  for (PictureView* view : {m_large, m_nearestView, m_original}) view->setProfileScale(scale);
  nameTerms(scale ? Likelihood::Gaussian : Likelihood::Bernoulli);
  arrangePicked();
}

void PicturePanel::showDecoded(const DecodedView& view) {
  m_large->setImage(view.image);
  if (m_decoded->isHidden()) {
    m_decodedHint->hide();
    m_decoded->show();
    fitPictures();
  }
  const bool whole = view.z.size() <= kShownNumbers;
  m_z->setText(QStringLiteral("z = %1").arg(vectorText(view.z, whole ? kShownNumbers : kShownNumbers - 1)));
  m_z->setExplanation(!whole ? vectorText(view.z, kTooltipNumbers)
                             : tr("The latent point: the code that is decoded."));
  m_prior->setVisible(view.priorPercentile.has_value());
  if (view.priorPercentile) {
    const QString share = shareText(*view.priorPercentile);
    m_prior->setText(*view.priorPercentile < kAtCentre
                         ? tr("at the centre of the prior")
                         : tr("%1 of the prior is nearer the centre").arg(share));
    m_prior->setExplanation(
        tr("Codes are expected to lie around 0 like a standard normal distribution, the prior. %1 of "
           "codes drawn from it lie nearer to 0 than this point; far out the model has seen little.")
            .arg(share));
  }
  m_speed->setText(tr("decoded in %1 by step %2").arg(shortTimeText(view.decodeTime), countText(view.step)));

  // Its place stays when there is none, so that nothing jumps while the pointer moves.
  m_nearestView->setEnabled(view.nearest.has_value());
  m_nearestView->setImage(view.nearest ? std::optional(view.nearest->image) : std::nullopt);
  QString hint = tr("There is no real sample to compare with.");
  if (view.nearest) {
    const QString row = rowText(view.nearest->row);
    m_nearestIndex = view.nearest->index;
    QStringList words = {view.nearest->name, view.nearest->label};
    words.removeAll(QString());
    m_nearestLabel->setText(words.isEmpty() ? row : words.join(QStringLiteral(" · ")));
    words << row;
    m_nearestDistance->setText(tr("%1 away").arg(valueText(view.nearest->distance, 2)));
    hint = tr("The real sample whose code is nearest to this point: %1. Click to pick it.")
               .arg(words.join(QStringLiteral(" · ")));
  } else {
    m_nearestLabel->setText(tr("no sample"));
    m_nearestDistance->setText({});
  }
  m_nearestView->setToolTip(wrappedToolTip(hint));
}

void PicturePanel::clearDecoded() {
  if (m_decoded->isHidden()) return;
  m_decoded->hide();
  m_decodedHint->show();
  fitPictures();
}

void PicturePanel::showPicked(const PickedView& view) {
  const bool first = m_picked->isHidden();
  m_pickedHint->hide();
  m_picked->show();
  QStringList title = {view.name, view.label, rowText(view.row), view.part};
  title.removeAll(QString());
  if (!view.dropped.isEmpty()) title = {tr("dropped"), view.dropped};
  m_pickedTitle->setText(title.join(QStringLiteral(" · ")));
  m_pickedChanges->setText(view.changes);
  const bool linesChange = m_pickedChanges->isHidden() != view.changes.isEmpty();
  m_pickedChanges->setVisible(!view.changes.isEmpty());
  m_original->setImage(view.fullSize.pixels.empty() ? view.original : view.fullSize);
  setRebuilt(!view.reconstruction.pixels.empty());
  if (m_scale) {
    m_original->setOther(view.reconstruction.pixels);
  } else if (m_isRebuilt) {
    m_reconstruction->setImage(view.reconstruction);
    m_difference->setImage(differencePicture(view.original, view.reconstruction));
  }
  if (m_isRebuilt) nameTerms(view.likelihood);
  const auto text = [](double value, int decimals) {
    return std::isfinite(value) ? valueText(value, decimals) : QStringLiteral("–");
  };
  const std::array values = {text(view.nll, 1), text(view.mse, 4), text(view.kl.value_or(0), 1),
                             text(view.negativeElbo.value_or(0), 1)};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool isThere = i < kTermsOfAll || view.kl.has_value();
    m_terms[i]->setText(values[i]);
    for (TextLabel* label : {m_termNames[i], m_terms[i], m_termUnits[i]}) label->setVisible(isThere);
  }
  m_percentile->setText(
      !m_isRebuilt
          ? tr("With a model for these data (train or open one) this shows beside the sample how well "
               "it is rebuilt.")
      : std::isfinite(view.errorPercentile)
          ? tr("%1 higher than for %2 of samples").arg(view.measureName, shareText(view.errorPercentile))
      : view.dropped.isEmpty() ? tr("not measured yet since training began")
                               : tr("no samples here to compare its error with"));
  if (first || linesChange) fitPictures();
}

void PicturePanel::clearPicked() {
  if (m_picked->isHidden()) return;
  m_picked->hide();
  m_pickedHint->show();
  fitPictures();
}

}  // namespace isthmus
