// How the error panel is put together.
#include "widgets/errors/error_panel_parts.h"
#include "widgets/errors/measure_text.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace isthmus {
namespace {

constexpr int kGalleryDragMs = 100;   // while the line moves
constexpr int kRoomForClasses = 440;  // width of the panel, at the desktop's size of text

}  // namespace

ErrorPanel::ErrorPanel(QWidget* parent) : QWidget(parent), m_parts(std::make_unique<Parts>(*this)) {
  setObjectName(QStringLiteral("errorPanel"));
  setAccessibleName(tr("Reconstruction errors"));
  m_parts->refreshTimer.setSingleShot(true);
  m_parts->galleryTimer.setSingleShot(true);
  build();
  connectParts();
}

ErrorPanel::~ErrorPanel() = default;

QSize ErrorPanel::sizeHint() const {
  return {560, 240};
}

QSize ErrorPanel::minimumSizeHint() const {
  const int inside =
      std::max({m_parts->ruleRow->minimumSizeHint().width(), m_parts->corner->minimumSizeHint().width(),
                m_parts->histogram->minimumSizeHint().width()});
  return {inside + 2 * kGrid, QWidget::minimumSizeHint().height()};
}

/// Where it is narrow the counts by class give way, and what belongs to a tab stands above the tabs.
void ErrorPanel::placeParts() {
  Parts& p = *m_parts;
  const bool isNarrow = width() < textLength(kRoomForClasses);
  p.classes->setVisible(!isNarrow);
  if (isNarrow == (p.tabs->cornerWidget() == nullptr)) return;
  if (isNarrow) {
    p.tabs->setCornerWidget(nullptr);
    p.column->insertWidget(p.column->indexOf(p.tabs), p.corner);
  } else {
    p.column->removeWidget(p.corner);
    p.tabs->setCornerWidget(p.corner);
  }
  p.corner->show();
}

void ErrorPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  placeParts();
}

void ErrorPanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange && m_parts->tabs) placeParts();
}

void ErrorPanel::build() {
  Parts& p = *m_parts;
  p.stack = new QStackedLayout(this);
  p.empty = new QLabel(this);
  p.empty->setObjectName(QStringLiteral("errorsEmpty"));
  p.empty->setAlignment(Qt::AlignCenter);
  p.empty->setWordWrap(true);
  p.empty->setMargin(2 * kGrid);
  p.empty->setForegroundRole(QPalette::PlaceholderText);
  p.empty->setText(
      tr("The reconstruction errors of all samples appear here once a model has measured them."));
  p.stack->addWidget(p.empty);

  auto* content = new QWidget(this);
  p.stack->addWidget(content);
  auto* column = p.column = new QVBoxLayout(content);
  column->setContentsMargins(kGrid, kGrid / 2, kGrid, kGrid / 2);
  column->setSpacing(kGrid / 2);
  p.headline = new ErrorHeadline(content);
  column->addWidget(p.headline);
  p.ruleRow = new RuleRow(content);
  column->addWidget(p.ruleRow);
  p.tabs = new QTabWidget(content);
  p.tabs->setObjectName(QStringLiteral("errorTabs"));
  p.tabs->setAccessibleName(tr("Views of the errors"));
  p.tabs->setDocumentMode(true);
  p.tabs->addTab(buildHistogramPage(), tr("Histogram"));
  p.gallery = new SampleGallery(p.tabs);
  p.tabs->addTab(p.gallery, tr("Gallery"));
  p.tabs->setTabToolTip(1,
                        tr("The samples at the threshold and the worst ones, with their errors per pixel."));
  p.roc = new RocPlot(p.tabs);
  p.tabs->addTab(p.roc, tr("ROC"));
  p.tabs->setTabToolTip(
      2, tr("Receiver operating characteristic: what every threshold finds of the anomalies, against "
            "its false alarms."));
  p.tabs->setCornerWidget(buildCorner(), Qt::TopRightCorner);
  column->addWidget(p.tabs, 1);
}

QWidget* ErrorPanel::buildHistogramPage() {
  Parts& p = *m_parts;
  auto* page = new QWidget(this);
  auto* row = new QHBoxLayout(page);
  row->setContentsMargins(0, 2, 0, 0);
  row->setSpacing(kGrid);
  p.histogram = new ErrorHistogram(page);
  p.classes = new ClassCounts(page);
  row->addWidget(p.histogram, 1);
  row->addWidget(p.classes);
  return page;
}

QWidget* ErrorPanel::buildCorner() {
  Parts& p = *m_parts;
  p.corner = new QStackedWidget(p.tabs);
  p.corner->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  auto* histogram = new QWidget;
  auto* row = new QHBoxLayout(histogram);
  row->setContentsMargins(0, 0, 0, 2);
  row->setSpacing(kGrid);
  p.style = new QComboBox(histogram);
  p.style->setObjectName(QStringLiteral("histogramStyle"));
  p.style->setAccessibleName(tr("How the classes are drawn"));
  p.style->setToolTip(
      tr("Stacked: the classes stand on each other and the height is the sum; overlaid: each starts at "
         "zero."));
  p.style->addItems({tr("Stacked"), tr("Overlaid")});
  p.logCounts = new QCheckBox(tr("Log counts"), histogram);
  p.logCounts->setObjectName(QStringLiteral("histogramLog"));
  p.logCounts->setToolTip(
      tr("Counts on a logarithmic axis: a single sample in the tail can be seen beside thousands. "
         "Heights then read as powers of ten."));
  row->addStretch();
  row->addWidget(p.logCounts);
  row->addWidget(p.style);
  auto* roc = new QWidget;
  auto* choice = new QHBoxLayout(roc);
  choice->setContentsMargins(0, 0, 0, 2);
  p.anomalies = new AnomalyChoice(roc);
  choice->addStretch();
  choice->addWidget(p.anomalies);
  for (QWidget* page : {histogram, new QWidget, roc}) p.corner->addWidget(page);
  return p.corner;
}

void ErrorPanel::connectParts() {
  Parts& p = *m_parts;
  connect(&p.refreshTimer, &QTimer::timeout, this, [this] {
    if (m_parts->dirty && !m_parts->histogram->isDragging()) scheduleRefresh();
  });
  connect(&p.galleryTimer, &QTimer::timeout, this, &ErrorPanel::showGallery);
  connect(p.histogram, &ErrorHistogram::thresholdMoved, this, [this](double value) {
    m_parts->ruleRow->setRule({ThresholdRule::Kind::Fixed, value});
    m_parts->threshold = value;
    showCounts();
    scheduleGallery(kGalleryDragMs);
    tellView();
  });
  connect(p.histogram, &ErrorHistogram::thresholdDropped, this, [this] {
    if (m_parts->dirty) scheduleRefresh();
  });
  connect(p.ruleRow, &RuleRow::fixedChosen, this, [this] {
    m_parts->ruleRow->setRule({ThresholdRule::Kind::Fixed, m_parts->threshold});
  });
  connect(p.ruleRow, &RuleRow::ruleChanged, this, [this] {
    ask();
    scheduleGallery(kGalleryDragMs);
    tellView();
  });
  connect(p.ruleRow, &RuleRow::measureChanged, this, &ErrorPanel::tellView);
  connect(p.ruleRow, &RuleRow::partChanged, this, [this] {
    refresh();
    tellView();
  });
  connect(p.style, &QComboBox::currentIndexChanged, this, [this](int index) {
    m_parts->histogram->setBarStyle(index == 0 ? HistogramStyle::Stacked : HistogramStyle::Overlaid);
    tellView();
  });
  connect(p.logCounts, &QCheckBox::toggled, this, [this](bool on) {
    m_parts->histogram->setLogCounts(on);
    tellView();
  });
  connect(p.tabs, &QTabWidget::currentChanged, this, [this] {
    m_parts->corner->setCurrentIndex(m_parts->tabs->currentIndex());
    scheduleGallery(0);
    tellView();
  });
  connect(p.anomalies, &AnomalyChoice::changed, this, [this] {
    ask();
    tellView();
  });
  connect(p.gallery, &SampleGallery::sampleChosen, this, &ErrorPanel::sampleChosen);
  connect(p.gallery, &SampleGallery::probeChosen, this, &ErrorPanel::probeChosen);
  connect(p.gallery, &SampleGallery::menuWanted, this, &ErrorPanel::galleryMenuWanted);
  connect(p.gallery, &SampleGallery::copyWanted, this, &ErrorPanel::galleryCopyWanted);
}

}  // namespace isthmus
