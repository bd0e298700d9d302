#include "widgets/panels/data_panel.h"

#include "widgets/panels/panel_parts.h"
#include "widgets/panels/thumbnail_wall.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/themed_icon.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace isthmus {
namespace {

constexpr int kLoadingSteps = 1000;
constexpr int kSelection = -1;  // in the list of classes: what is selected in the plane

QString summaryOf(const Dataset& dataset) {
  const auto samples = static_cast<qint64>(dataset.count());
  QString size = QStringLiteral("%1 x %2").arg(dataset.shape.height).arg(dataset.shape.width);
  if (dataset.shape.channels == 3) size += DataPanel::tr(" RGB");
  QString classes = DataPanel::tr("no labels");
  if (dataset.hasLabels())
    classes = dataset.classNames.size() == 1
                  ? DataPanel::tr("1 class")
                  : DataPanel::tr("%1 classes").arg(countText(dataset.classNames.size()));
  return DataPanel::tr("%1 samples · %2 · %3").arg(countText(samples), size, classes);
}

QString partsOf(const Dataset& dataset) {
  if (dataset.testCount() == 0)
    return DataPanel::tr("%1 train, no test part").arg(countText(dataset.trainCount));
  return DataPanel::tr("%1 train + %2 test")
      .arg(countText(dataset.trainCount), countText(dataset.testCount()));
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
  m_classes = new QComboBox;
  m_classes->setObjectName(QStringLiteral("classFilter"));
  m_classes->setAccessibleName(tr("Show samples of"));
  m_classes->view()->setAccessibleName(tr("Classes"));
  m_classes->setToolTip(tr("Show the samples of one class only, or those selected in the plane."));
  m_classes->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_classes->setMinimumContentsLength(8);

  m_wall = new ThumbnailWall;
  m_wall->setObjectName(QStringLiteral("thumbnailWall"));
  m_pages = new QStackedWidget;
  m_pages->addWidget(makeEmptyText());
  m_pages->addWidget(m_wall);

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
  layout->addWidget(m_classes);
  layout->addWidget(m_pages, 1);
  m_loading->hide();

  connect(m_wall, &ThumbnailWall::sampleChosen, this, &DataPanel::sampleChosen);
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
  m_cancel->setToolTip(tr("Stop loading; the data that are here stay."));
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

void DataPanel::setDataset(DatasetPtr dataset) {
  m_dataset = std::move(dataset);
  m_selection.reset();
  m_before.clear();
  m_wall->setDataset(m_dataset);
  fillClasses();
  m_pages->setCurrentIndex(m_dataset ? 1 : 0);
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
  m_classes->clear();
  const bool hasLabels = m_dataset && m_dataset->hasLabels();
  m_classes->setVisible(hasLabels || m_selection);
  if (m_classes->isHidden()) return;
  m_classes->addItem(
      (hasLabels ? tr("All classes (%1)") : tr("All samples (%1)")).arg(countText(m_dataset->count())));
  if (m_selection) m_classes->addItem(tr("Selection (%1)").arg(countText(m_selection->size())), kSelection);
  if (!hasLabels) return;
  std::vector<qint64> counts(m_dataset->classNames.size());
  for (const std::int32_t label : m_dataset->labels) ++counts[static_cast<std::size_t>(label)];
  for (std::size_t i = 0; i < counts.size(); ++i)
    m_classes->addItem(
        QStringLiteral("%1 (%2)").arg(QString::fromStdString(m_dataset->classNames[i]), countText(counts[i])),
        static_cast<int>(i));
}

void DataPanel::applyFilter(int index) {
  const QVariant wanted = m_classes->itemData(index);
  if (wanted.isValid() && wanted.toInt() == kSelection)
    m_wall->setSampleFilter({m_selection->begin(), m_selection->end()});
  else
    m_wall->setClassFilter(wanted.isValid() ? std::optional(wanted.toInt()) : std::nullopt);
}

void DataPanel::setSelection(std::shared_ptr<const std::vector<std::uint32_t>> samples) {
  if (!m_dataset) return;
  QVariant filter = m_classes->currentData();
  if (!m_selection) m_before = filter;
  m_selection = std::move(samples);
  if (m_selection)
    filter = kSelection;
  else if (filter == QVariant(kSelection))
    filter = m_before;
  fillClasses();
  const int index = filter.isValid() ? std::max(0, m_classes->findData(filter)) : 0;
  {
    const QSignalBlocker blocker(m_classes);
    m_classes->setCurrentIndex(index);
  }
  applyFilter(index);
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
  if (event->type() == QEvent::PaletteChange) applyIcons();
}

void DataPanel::applyIcons() {
  if (m_open) m_open->setIcon(themedIcon(QStringLiteral("open"), themeOf(*this)));
}

}  // namespace isthmus
