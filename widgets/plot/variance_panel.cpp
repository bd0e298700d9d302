#include "widgets/plot/variance_panel.h"

#include "widgets/plot/axis_style.h"
#include "widgets/plot/component_strip.h"
#include "widgets/plot/loss_text.h"
#include "widgets/plot/qcp.h"
#include "widgets/text/number_text.h"
#include "widgets/theme/data_colours.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace isthmus {
namespace {

constexpr double kWhole = 100;  // per cent

}  // namespace

VariancePanel::VariancePanel(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("variancePanel"));
  m_text = new QLabel;
  m_text->setObjectName(QStringLiteral("varianceText"));
  m_text->setWordWrap(true);
  setTypeSize(*m_text, TypeSize::Small);
  m_text->setToolTip(
      tr("The variance of all numbers of a sample, scaled as the model takes them, summed; and the share of "
         "it that is left when each training sample is replaced by its reconstruction from the components."));
  buildPlot();
  m_components = new ComponentStrip;
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kGrid, kGrid / 2, kGrid, kGrid / 2);
  column->setSpacing(kGrid / 2);
  column->addWidget(m_text);
  auto* row = new QHBoxLayout;
  row->setSpacing(kGrid);
  row->addWidget(m_plot, 1);
  row->addWidget(m_components);
  column->addLayout(row, 1);
  applyColours();
}

void VariancePanel::buildPlot() {
  m_plot = new QCustomPlot;
  m_plot->setObjectName(QStringLiteral("variancePlot"));
  m_plot->setAccessibleName(tr("Explained variance"));
  m_plot->setMinimumHeight(5 * kGrid);
  m_plot->xAxis->setLabel(tr("component"));
  m_plot->yAxis->setLabel(tr("%"));
  m_plot->yAxis->setRange(0, kWhole);
  m_plot->yAxis->ticker()->setTickCount(3);
  m_bars = new QCPBars(m_plot->xAxis, m_plot->yAxis);
  m_bars->setWidth(0.8);
  m_sum = m_plot->addGraph();
}

bool VariancePanel::shows(const ModelSnapshotPtr& model) {
  return model && explainedShare(*model).has_value();
}

void VariancePanel::setModel(const ModelSnapshotPtr& model, const LossHistory& losses) {
  const auto& variances = model->statistic(kExplainedVariance)->values;
  const double total = static_cast<double>(model->statistic(kTotalVariance)->values.front());
  QVector<double> number;
  QVector<double> share;
  QVector<double> sum;
  for (const float variance : variances) {
    number << static_cast<double>(number.size()) + 1;
    share << kWhole * static_cast<double>(variance) / total;
    sum << (sum.isEmpty() ? 0 : sum.last()) + share.last();
  }
  m_bars->setData(number, share, true);
  m_sum->setData(number, sum, true);
  m_plot->xAxis->setRange(0.4, static_cast<double>(number.size()) + 0.6);
  QString text =
      tr("No loss curve: solved for at once, in closed form. The %1 components explain %2 of the variance")
          .arg(countText(model->spec.latent), shareText(*explainedShare(*model)));
  if (variances.size() > static_cast<std::size_t>(model->spec.latent))
    text += tr("; the first %1: %2").arg(countText(number.size()), shareText(sum.last() / kWhole));
  m_text->setText(QStringLiteral("%1. %2").arg(text, lastLossText(losses)).trimmed());
  m_plot->setAccessibleDescription(m_text->text());
  m_components->setModel(model);
  m_plot->replot(QCustomPlot::rpQueuedReplot);
}

QSize VariancePanel::minimumSizeHint() const {
  return {textLength(210), 140};
}

void VariancePanel::applyColours() {
  const Theme theme = themeOf(*this);
  styleAxes(*m_plot, theme);
  const QColor bar = classColour(theme.dark ? 1 : 4, theme.dark);
  m_bars->setPen(Qt::NoPen);
  m_bars->setBrush(bar);
  m_sum->setPen(QPen(classColour(theme.dark ? 0 : 5, theme.dark), 1.3));
  m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void VariancePanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (changesLook(*event) && m_plot) applyColours();
}

}  // namespace isthmus
