#include "widgets/errors/roc_plot.h"

#include "core/anomaly/error_summary.h"
#include "widgets/plot/axis_style.h"
#include "widgets/plot/qcp.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedLayout>

namespace isthmus {

struct RocPlot::Parts {
  QStackedLayout* stack = nullptr;
  QLabel* empty = nullptr;
  QCustomPlot* plot = nullptr;
  QCPCurve* curve = nullptr;
  QCPCurve* chance = nullptr;
  QCPGraph* point = nullptr;
  QWidget* numbers = nullptr;
  QLabel* auc = nullptr;
  QLabel* reversed = nullptr;  // shown below 0.5 alone
  QLabel* found = nullptr;
  QLabel* falseAlarms = nullptr;
};

RocPlot::RocPlot(QWidget* parent) : QWidget(parent), m_parts(std::make_unique<Parts>()) {
  setObjectName(QStringLiteral("rocPlot"));
  setAccessibleName(tr("ROC curve"));
  auto* empty = m_parts->empty = new QLabel(this);
  empty->setObjectName(QStringLiteral("rocEmpty"));
  empty->setAlignment(Qt::AlignCenter);
  empty->setWordWrap(true);
  empty->setForegroundRole(QPalette::PlaceholderText);
  auto* content = new QWidget(this);
  auto* row = new QHBoxLayout(content);
  row->setContentsMargins(0, 0, kGrid, 0);
  row->setSpacing(2 * kGrid);
  m_parts->stack = new QStackedLayout(this);
  m_parts->stack->addWidget(empty);
  m_parts->stack->addWidget(content);
  buildPlot();
  row->addWidget(m_parts->plot, 1);

  auto* numbers = m_parts->numbers = new QWidget(content);
  auto* grid = new QGridLayout(numbers);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(2 * kGrid);
  grid->setVerticalSpacing(4);
  const auto line = [&](int at, const QString& name, const QString& explanation, const char* objectName) {
    auto* term = new QLabel(name, numbers);
    term->setToolTip(explanation);
    auto* value = new QLabel(numbers);
    value->setObjectName(QString::fromLatin1(objectName));
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    value->setAccessibleName(name);
    grid->addWidget(term, at, 0);
    grid->addWidget(value, at, 1);
    return value;
  };
  m_parts->auc =
      line(1, tr("AUC"),
           tr("Area under the curve: the chance that an anomaly has a larger error than a normal sample; 0.5 "
              "is guessing, 1 is perfect."),
           "rocAuc");
  setTypeSize(*m_parts->auc, TypeSize::Large);
  m_parts->reversed = new QLabel(numbers);
  m_parts->reversed->setObjectName(QStringLiteral("rocReversed"));
  setTypeSize(*m_parts->reversed, TypeSize::Small);
  m_parts->reversed->setToolTip(
      tr("The error is larger for the samples that are not taken for anomalies. Taking small errors for "
         "anomalies would give this area."));
  grid->addWidget(m_parts->reversed, 2, 0, 1, 2);
  m_parts->found =
      line(3, tr("anomalies found"),
           tr("True positive rate: the share of the anomalies above the threshold."), "rocTruePositives");
  m_parts->falseAlarms = line(4, tr("false alarms"),
                              tr("False positive rate: the share of the normal samples above the threshold."),
                              "rocFalsePositives");
  grid->setRowStretch(0, 1);
  grid->setRowStretch(5, 1);
  row->addWidget(numbers);
  applyColours();
  clear(Missing::Probe);
}

RocPlot::~RocPlot() = default;

Figure RocPlot::figure() const {
  return m_parts->stack->currentIndex() == 1 ? Figure{m_parts->plot, {m_parts->numbers}} : Figure();
}

QSize RocPlot::minimumSizeHint() const {
  return {260, 100};
}

void RocPlot::buildPlot() {
  Parts& p = *m_parts;
  p.plot = new QCustomPlot(this);
  p.plot->setObjectName(QStringLiteral("rocCurve"));
  p.plot->setAccessibleName(tr("ROC curve: anomalies found against false alarms"));
  p.plot->setFocusPolicy(Qt::NoFocus);
  p.plot->axisRect()->setMinimumMargins(QMargins(0, 8, 24, 0));
  p.plot->xAxis->setLabel(tr("false alarms"));
  p.plot->yAxis->setLabel(tr("found"));  // more words would be cut off in a low panel
  const auto percent = QSharedPointer<QCPAxisTickerText>::create();
  for (const int share : {0, 50, 100})
    percent->addTick(share / 100.0, QStringLiteral("%1\u202f%").arg(share));
  for (QCPAxis* axis : {p.plot->xAxis, p.plot->yAxis}) {
    axis->setRange(-0.01, 1.01);
    axis->setTicker(percent);
  }
  p.chance = new QCPCurve(p.plot->xAxis, p.plot->yAxis);
  p.chance->setData({0.0, 1.0}, {0.0, 1.0});
  p.curve = new QCPCurve(p.plot->xAxis, p.plot->yAxis);
  p.point = p.plot->addGraph();
  p.point->setLineStyle(QCPGraph::lsNone);
}

void RocPlot::applyColours() {
  Parts& p = *m_parts;
  const Theme theme = themeOf(*this);
  styleAxes(*p.plot, theme);
  p.chance->setPen(QPen(theme.mutedText, 1, Qt::DashLine));
  p.curve->setPen(QPen(theme.text, 1.6));
  p.point->setScatterStyle(
      QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(theme.accent, 1.5), QBrush(theme.accent), 9));
  p.plot->replot(QCustomPlot::rpQueuedReplot);
}

void RocPlot::setCurve(const RocCurve& roc, const QString& anomalies) {
  Parts& p = *m_parts;
  QVector<QCPCurveData> points;
  for (const RocCurve::Point& point : thinnedRoc(roc))
    points.append({static_cast<double>(points.size()), point.falsePositiveRate, point.truePositiveRate});
  p.curve->data()->set(points, true);
  p.auc->setText(aucText(roc.auc));
  const auto reversed = reversedAuc(roc.auc);
  p.reversed->setVisible(reversed.has_value());
  if (reversed)
    p.reversed->setText(
        tr("below 0.5: the error is larger\nfor the others (reversed %1)").arg(aucText(*reversed)));
  setAccessibleDescription(tr("Area under the curve against %1: %2").arg(anomalies, p.auc->text()));
  p.stack->setCurrentIndex(1);
  p.plot->replot(QCustomPlot::rpQueuedReplot);
}

void RocPlot::setOperatingPoint(double falsePositiveRate, double truePositiveRate) {
  Parts& p = *m_parts;
  p.point->setData({falsePositiveRate}, {truePositiveRate});
  p.found->setText(shareText(truePositiveRate));
  p.falseAlarms->setText(shareText(falsePositiveRate));
  p.plot->replot(QCustomPlot::rpQueuedReplot);
}

void RocPlot::clear(Missing missing) {
  m_parts->empty->setText(
      missing == Missing::Class
          ? tr("Among the samples that are shown there are none of this class, or of no other.")
          : tr("Load a second data set as probe (drop it with the Alt key held) to see how well the error "
               "tells it apart. Where the data have classes, one of them can be taken for the anomalies."));
  m_parts->stack->setCurrentIndex(0);
  setAccessibleDescription({});
}

void RocPlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (changesLook(*event)) applyColours();
}

}  // namespace isthmus
