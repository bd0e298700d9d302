#include "widgets/data/data_panel.h"

#include "widgets/data/thumbnail_wall.h"
#include "widgets/parts/panel_parts.h"
#include "widgets/text/names_combo.h"
#include "widgets/text/number_text.h"
#include "widgets/text/sample_text.h"
#include "widgets/theme/themed_icon.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr int kLoadingSteps = 1000;
constexpr int kSelection = -1;  // in the list of classes: what is selected
enum Page { kEmptyPage, kWallPage, kCardPage };

QString summaryOf(const Dataset& dataset) {
  QString size = QStringLiteral("%1 x %2").arg(dataset.shape.width).arg(dataset.shape.height);
  if (dataset.shape.channels == 3) size += DataPanel::tr(" RGB");
  if (dataset.kind == SampleKind::Vector)
    size = countedText(dataset.shape.size(), DataPanel::tr("number"), DataPanel::tr("numbers"));
  QString classes = DataPanel::tr("no labels");
  if (dataset.hasLabels())
    classes = countedText(dataset.classNames.size(), DataPanel::tr("class"), DataPanel::tr("classes"));
  return DataPanel::tr("%1 · %2 · %3").arg(samplesText(dataset.count()), size, classes);
}

QString partsOf(const Dataset& dataset) {
  QString learning = DataPanel::tr("%1 train").arg(countText(dataset.trainCount));
  if (dataset.validationCount > 0)
    learning += DataPanel::tr(" + %1 validation").arg(countText(dataset.validationCount));
  return dataset.testCount() == 0
             ? DataPanel::tr("%1, no test part").arg(learning)
             : DataPanel::tr("%1 + %2 test").arg(learning, countText(dataset.testCount()));
}

}  // namespace

DataPanel::DataPanel(QWidget* parent) : QWidget(parent) {
  setLocale(interfaceLocale());
  m_name = new TextLabel(TypeSize::Large, Tone::Normal, TextLabel::Overflow::Elide);
  m_name->setObjectName(QStringLiteral("dataName"));
  m_summary = new TextLabel(TypeSize::Small);
  m_summary->setObjectName(QStringLiteral("dataSummary"));
  m_parts = new TextLabel(TypeSize::Small, Tone::Muted);
  m_parts->setObjectName(QStringLiteral("dataParts"));
  m_wall = new ThumbnailWall;
  m_wall->setObjectName(QStringLiteral("thumbnailWall"));
  m_pages = new QStackedWidget;
  m_pages->addWidget(makeEmptyText());
  m_pages->addWidget(m_wall);
  m_card = new DatasetCard;
  m_card->setObjectName(QStringLiteral("datasetCard"));
  m_pages->addWidget(m_card);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
  layout->setSpacing(kGrid / 2);
  m_sources = makeSources();
  m_loading = makeLoading();
  layout->addWidget(m_sources);
  layout->addWidget(m_loading);
  layout->addSpacing(kGrid / 2);
  layout->addWidget(m_name);
  layout->addWidget(m_summary);
  layout->addWidget(m_parts);
  layout->addWidget(makeFilterRow());
  layout->addWidget(m_pages, 1);
  m_loading->hide();

  connect(m_wall, &ThumbnailWall::sampleChosen, this,
          [this](std::size_t sample) { Q_EMIT sampleChosen(sample); });
  connect(m_wall, &ThumbnailWall::selectionChanged, this, &DataPanel::adoptWallSelection);
  connect(m_wall, &ThumbnailWall::menuRequested, this, &DataPanel::sampleMenuRequested);
  connect(m_wall, &ThumbnailWall::copyRequested, this, &DataPanel::copyRequested);
  connect(m_card, &DatasetCard::summarised, this, [this](const DatasetSummaryPtr& summary) {
    m_wall->setProfileScale(profileScaleOf(*m_dataset, *summary));
    Q_EMIT summarised(summary);
  });
  connect(m_classes, &QComboBox::currentIndexChanged, this, &DataPanel::applyFilter);
  applyIcons();
  setKnown({});
  setDataset(nullptr);
}

QWidget* DataPanel::makeSources() {
  auto* row = new QWidget;
  m_knownButton = new QPushButton(tr("On this computer"));
  m_knownButton->setObjectName(QStringLiteral("knownDatasets"));
  m_knownButton->setAccessibleName(tr("Data sets on this computer"));
  m_knownMenu = new QMenu(tr("Data sets on this computer"), m_knownButton);
  m_knownMenu->setToolTipsVisible(true);
  m_knownButton->setMenu(m_knownMenu);
  m_open = new QPushButton(tr("&Open…"));
  m_open->setObjectName(QStringLiteral("openData"));
  m_open->setAccessibleName(tr("Open data files"));
  m_open->setToolTip(tr("Choose files or a folder with a data set."));
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kGrid);
  layout->addWidget(m_knownButton, 1);
  layout->addWidget(m_open);
  connect(m_open, &QPushButton::clicked, this, &DataPanel::openRequested);
  return row;
}

QWidget* DataPanel::makeFilterRow() {
  m_classes = new NamesCombo;
  m_classes->setObjectName(QStringLiteral("classFilter"));
  m_classes->setAccessibleName(tr("Show samples of"));
  m_classes->view()->setAccessibleName(tr("Classes"));
  m_classes->setToolTip(tr("Show the samples of one class only, or those that are selected."));
  m_classes->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_classes->setMinimumContentsLength(8);
  m_details = new QToolButton;
  m_details->setObjectName(QStringLiteral("dataDetails"));
  m_details->setText(tr("Details"));
  m_details->setAccessibleName(tr("Details of the data set"));
  m_details->setToolTip(
      wrappedToolTip(tr("Parts, type, range of values, source, what was done to the data, and "
                        "the classes with their counts, instead of the samples.")));
  m_details->setCheckable(true);
  connect(m_details, &QToolButton::toggled, this, [this](bool on) {
    m_pages->setCurrentIndex(!m_dataset ? kEmptyPage : on ? kCardPage : kWallPage);
    tellView();
  });
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kGrid);
  layout->addWidget(m_classes, 1);
  layout->addStretch(0);
  layout->addWidget(m_details);
  return row;
}

QWidget* DataPanel::makeLoading() {
  auto* box = new QWidget;
  m_loadingText = new TextLabel(TypeSize::Small, Tone::Normal, TextLabel::Overflow::Elide);
  m_loadingText->setObjectName(QStringLiteral("loadingText"));
  m_loadingBar = new QProgressBar;
  m_loadingBar->setObjectName(QStringLiteral("loadingBar"));
  m_loadingBar->setAccessibleName(tr("Progress of loading"));
  m_loadingBar->setTextVisible(false);
  m_loadingBar->setFixedHeight(kGrid);
  m_cancel = new QPushButton(tr("Cancel"));
  m_cancel->setObjectName(QStringLiteral("cancelLoading"));
  m_cancel->setAccessibleName(tr("Cancel loading"));
  m_cancel->setToolTip(tr("Stop loading; the data that are here stay (Esc)."));
  auto* escape = new QShortcut(Qt::Key_Escape, m_cancel);  // works while the button is to be seen
  connect(escape, &QShortcut::activated, this, &DataPanel::cancelRequested);
  auto* grid = new QGridLayout(box);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(kGrid);
  grid->setVerticalSpacing(0);
  grid->setColumnStretch(0, 1);
  grid->addWidget(m_loadingText, 0, 0, 1, 2);
  grid->addWidget(m_loadingBar, 1, 0);
  grid->addWidget(m_cancel, 1, 1);
  connect(m_cancel, &QPushButton::clicked, this, &DataPanel::cancelRequested);
  return box;
}

QWidget* DataPanel::makeEmptyText() {
  auto* text = new TextLabel(TypeSize::Normal, Tone::Muted);
  text->setObjectName(QStringLiteral("emptyText"));
  text->setText(
      tr("All samples will appear here as small pictures.\n\nDrop files or a folder on the window, or "
         "choose a data set above. The data library (Ctrl+L) has more to download."));
  text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  text->setMinimumHeight(1);
  return text;
}

void DataPanel::setEdited(DatasetPtr dataset) {
  const int scrolledTo = m_wall->verticalScrollBar()->value();
  const int before = m_classes->currentData().toInt();
  const bool byClass = m_classes->currentData().isValid() && before != kSelection;
  const std::string className = byClass ? m_dataset->classNames[static_cast<std::size_t>(before)] : "";
  setDataset(std::move(dataset));
  const auto found = std::ranges::find(m_dataset->classNames, className);
  if (byClass && found != m_dataset->classNames.end())
    m_classes->setCurrentIndex(m_classes->findData(static_cast<int>(found - m_dataset->classNames.begin())));
  m_wall->verticalScrollBar()->setValue(scrolledTo);
}

void DataPanel::setDataset(DatasetPtr dataset) {
  m_dataset = std::move(dataset);
  m_wall->setDataset(m_dataset);
  m_selection.reset();
  m_before.clear();
  m_card->setDataset(m_dataset);
  fillClasses();
  m_details->setVisible(m_dataset != nullptr);
  m_pages->setCurrentIndex(!m_dataset ? kEmptyPage : m_details->isChecked() ? kCardPage : kWallPage);
  tellView();
  m_name->setVisible(m_dataset != nullptr);
  m_summary->setVisible(m_dataset != nullptr);
  m_parts->setVisible(m_dataset != nullptr);
  if (!m_dataset) return;
  const QString source = QString::fromStdString(m_dataset->source);
  m_name->setText(QString::fromStdString(m_dataset->name));
  m_name->setExplanation(source.isEmpty() ? QString() : tr("From: %1").arg(source));
  m_summary->setText(summaryOf(*m_dataset));
  m_parts->setText(source.isEmpty()
                       ? partsOf(*m_dataset)
                       : QStringLiteral("%1 · %2").arg(partsOf(*m_dataset), source.section('/', -1)));
  m_parts->setToolTip(
      wrappedToolTip(tr("The model learns from the training samples; the test samples show how well "
                        "it does on what it has not seen.") +
                     (source.isEmpty() ? QString() : tr("\nFrom: %1").arg(source))));
}

void DataPanel::fillClasses() {
  const QSignalBlocker blocker(m_classes);
  m_classes->setItems({});
  const bool hasLabels = m_dataset && m_dataset->hasLabels();
  m_classes->setVisible(hasLabels || m_selection);
  if (m_classes->isHidden()) return;
  std::vector<NamesCombo::Item> items = {
      {(hasLabels ? tr("All classes (%1)") : tr("All samples (%1)")).arg(countText(m_dataset->count()))}};
  if (m_selection) items.push_back({tr("Selection (%1)").arg(countText(m_selection->size())), kSelection});
  std::vector<qint64> counts(hasLabels ? m_dataset->classNames.size() : 0);
  for (const std::int32_t label : m_dataset->labels) ++counts[static_cast<std::size_t>(label)];
  for (std::size_t i = 0; i < counts.size(); ++i)
    items.push_back({QStringLiteral("%1 (%2)").arg(QString::fromStdString(m_dataset->classNames[i]),
                                                   countText(counts[i])),
                     static_cast<int>(i)});
  m_classes->setItems(items);
}

void DataPanel::applyFilter(int index) {
  const QVariant wanted = m_classes->itemData(index);
  if (wanted.isValid() && wanted.toInt() == kSelection)
    m_wall->setSampleFilter({m_selection->begin(), m_selection->end()});
  else
    m_wall->setClassFilter(wanted.isValid() ? std::optional(wanted.toInt()) : std::nullopt);
  tellView();
}

WallView DataPanel::view() const {
  WallView view;
  view.details = m_details->isChecked();
  const QVariant filter = m_classes->currentData();
  if (!filter.isValid() || !m_dataset) return view;
  view.filter = filter.toInt() == kSelection ? WallView::Filter::Selection : WallView::Filter::Class;
  if (view.filter == WallView::Filter::Class)
    view.className = m_dataset->classNames[static_cast<std::size_t>(filter.toInt())];
  return view;
}

void DataPanel::setView(const WallView& view) {
  if (view == this->view()) return;
  m_told = view;
  m_details->setChecked(view.details);
  QVariant filter;
  if (view.filter == WallView::Filter::Selection && m_selection) filter = kSelection;
  if (view.filter == WallView::Filter::Class && m_dataset) {
    const auto& names = m_dataset->classNames;
    if (const auto found = std::ranges::find(names, view.className); found != names.end())
      filter = static_cast<int>(found - names.begin());
  }
  chooseFilter(filter);
  applyFilter(m_classes->currentIndex());
}

void DataPanel::tellView() {
  WallView now = view();
  if (now == m_told) return;
  m_told = std::move(now);
  Q_EMIT viewChanged(m_told);
}

void DataPanel::setSelection(SampleSet samples) {
  if (!m_dataset || samples == m_selection) return;
  QVariant filter = m_classes->currentData();
  if (!m_selection) m_before = filter;
  m_selection = std::move(samples);
  if (m_selection)
    filter = kSelection;
  else if (filter == QVariant(kSelection))
    filter = m_before;
  m_wall->setSelected(m_selection);
  fillClasses();
  chooseFilter(filter);
  applyFilter(m_classes->currentIndex());
}

/// Without a word to anyone; all where there is no such filter.
void DataPanel::chooseFilter(const QVariant& filter) {
  const QSignalBlocker blocker(m_classes);
  m_classes->setCurrentIndex(filter.isValid() ? std::max(0, m_classes->findData(filter)) : 0);
}

/// What the wall shows stays, but for the filter of a selection that is no more.
void DataPanel::adoptWallSelection(const SampleSet& samples) {
  const QVariant filter = m_classes->currentData();
  if (!m_selection) m_before = filter;
  m_selection = samples;
  fillClasses();
  const bool isGone = !m_selection && filter == QVariant(kSelection);
  chooseFilter(isGone ? m_before : filter);
  if (isGone) applyFilter(m_classes->currentIndex());
  Q_EMIT selectionChanged(m_selection);
}

void DataPanel::selectShown() {
  m_wall->selectShown();
}

void DataPanel::setKnown(std::vector<KnownDataset> known) {
  m_known = std::move(known);
  m_knownMenu->clear();
  for (const KnownDataset& set : m_known) {
    QAction* action =
        m_knownMenu->addAction(QString::fromStdString(set.title).replace('&', QStringLiteral("&&")));
    action->setToolTip(QString::fromStdString(set.origin));
    connect(action, &QAction::triggered, this, [this, set] { Q_EMIT knownChosen(set); });
  }
  if (!m_known.empty()) m_knownMenu->addSeparator();
  QAction* library = m_knownMenu->addAction(tr("Data library…"), this, &DataPanel::libraryRequested);
  library->setObjectName(QStringLiteral("openLibrary"));
  library->setToolTip(tr("All data sets, with recent files and published ones to download (Ctrl+L)."));
  m_knownButton->setToolTip(m_known.empty()
                                ? tr("No data set was found in the usual places of this computer.")
                                : tr("Data sets that were found on this computer."));
}

void DataPanel::setLoading(const QString& what, double fraction) {
  const bool hadFocus = m_sources->isAncestorOf(focusWidget());
  m_sources->hide();
  m_loading->show();
  if (hadFocus) m_cancel->setFocus();
  m_loadingText->setText(what);
  m_loadingBar->setRange(0, fraction < 0 ? 0 : kLoadingSteps);  // an empty range means "busy"
  m_loadingBar->setValue(static_cast<int>(std::lround(std::clamp(fraction, 0.0, 1.0) * kLoadingSteps)));
}

void DataPanel::setIdle() {
  const bool hadFocus = m_cancel->hasFocus();
  m_loading->hide();
  m_sources->show();
  if (hadFocus) m_open->setFocus();
}

void DataPanel::setChosen(std::optional<std::size_t> sample) {
  if (sample && m_dataset && *sample < m_dataset->count() && m_wall->pictureRect(*sample).isEmpty())
    m_classes->setCurrentIndex(0);
  m_wall->setChosen(sample);
}

void DataPanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (changesLook(*event)) applyIcons();
}

void DataPanel::applyIcons() {
  if (m_open) m_open->setIcon(themedIcon(QStringLiteral("open"), themeOf(*this)));
}

}  // namespace isthmus
